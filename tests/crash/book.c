#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "book.h"

static void
put(const struct book *b, const char *line, int n)
{
	if (b->fd != -1 && write(b->fd, line, (size_t)n) != n) {
		perror("the outside ledger cannot be written");
		abort();
	}
}

bool
book_open(struct book *b, const char *path)
{
	struct entries before;

	*b = (struct book){ .fd = -1 };
	if (path == NULL)
		return true;
	if (access(path, F_OK) == 0) {
		if (!book_read(path, &before))
			return false;
		b->intents = before.n;
		entries_free(&before);
	}
	b->fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (b->fd == -1)
		fprintf(stderr, "%s: %s.\n", path, strerror(errno));
	return b->fd != -1;
}

void
book_close(struct book *b)
{
	if (b->fd != -1)
		close(b->fd);
	b->fd = -1;
}

uint64_t
book_intent(struct book *b, size_t who, uint64_t counter, enum aim aim)
{
	char line[128];

	put(b, line,
	    snprintf(line, sizeof(line), "I %zu %" PRIu64 " %d\n", who, counter,
		aim));
	return b->intents++;
}

void
book_outcome(struct book *b, uint64_t intent, enum said said)
{
	char line[64];

	put(b, line,
	    snprintf(line, sizeof(line), "O %" PRIu64 " %d\n", intent, said));
}

static bool
take(struct entries *all, size_t *size, const char *line)
{
	struct entry e = { 0 };
	unsigned kind;
	size_t i;

	if (sscanf(line, "I %zu %" SCNu64 " %u", &e.who, &e.counter, &kind) ==
	    3) {
		if (all->n == *size) {
			*size = *size == 0 ? 4096 : 2 * *size;
			all->list = realloc(all->list, *size * sizeof(e));
			if (all->list == NULL)
				abort();
		}
		e.aim = (enum aim)kind;
		all->list[all->n++] = e;
		return true;
	}
	if (sscanf(line, "O %zu %u", &i, &kind) != 2 || i >= all->n)
		return false;
	if (kind > all->list[i].said)
		all->list[i].said = (enum said)kind;
	return true;
}

bool
book_read(const char *path, struct entries *all)
{
	FILE *fp = fopen(path, "r");
	size_t size = 0;
	char line[128];
	bool ok = fp != NULL;

	*all = (struct entries){ 0 };
	while (ok && fgets(line, sizeof(line), fp) != NULL)
		ok = take(all, &size, line);
	if (!ok)
		fprintf(stderr, "%s is not a ledger that can be read.\n", path);
	if (fp != NULL)
		fclose(fp);
	return ok;
}

void
entries_free(struct entries *all)
{
	free(all->list);
	*all = (struct entries){ 0 };
}

void
book_resume(const struct entries *all, struct tokens *people)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct entry *e = &all->list[i];

		if (e->who < people->n && e->aim == AIM_RIGHT &&
		    people->list[e->who].next <= e->counter)
			people->list[e->who].next = e->counter + 1;
	}
}
