/*
 * The notes' files after any accident: what is handed out is what was written,
 * and they count as whole only if nothing that was needed is missing.
 */

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/notes_file.h"

#define ITEMS 64

static const uint8_t id[16] = "sixteen of them";
static const char *const names[] = { NOTES_SNAPSHOT, NOTES_OLD_LOG, NOTES_LOG };
static const char *const magics[] = { NOTES_WHOLE, NOTES_FIRST, NOTES_NEXT,
	"mfnotes?" };

struct told {
	size_t n;
	bool lost; /* one of the codes 1 to ITEMS was not handed out */
	bool code[ITEMS + 1];
};

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static enum mf_err
take(void *arg, const struct note *n)
{
	struct told *t = arg;

	assert(note_is_whole(n) && n->kind != NOTE_HEAD && n->kind != NOTE_END);
	t->n++;
	if (n->kind == NOTE_COUNTER && n->id >= 0 && n->id <= ITEMS)
		t->code[n->id] = true;
	return MF_OK;
}

static void clear(void);

/* Where the files lie; the program's own, for as long as it runs. */
static const char *
folder(void)
{
	static char path[] = "/tmp/fuzz_notes.XXXXXX";
	static bool made;

	if (!made && (mkdtemp(path) == NULL || atexit(clear) != 0))
		abort();
	made = true;
	return path;
}

static void
put(const char *name, const void *p, size_t n)
{
	char path[NOTES_PATH];
	int fd;

	notes_path(folder(), name, "", path);
	if (p == NULL) {
		(void)unlink(path);
		return;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1 || write(fd, p, n) != (ssize_t)n)
		abort();
	close(fd);
}

static void
clear(void)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		put(names[i], NULL, 0);
	(void)rmdir(folder());
}

static void
read_them(
    uint64_t generation, int64_t seq, struct notes_found *f, struct told *t)
{
	enum mf_err looked, read;

	*t = (struct told){ 0 };
	looked = notes_look(folder(), id, f);
	assert(looked == MF_OK);
	read = notes_read(folder(), generation, seq, f, take, t);
	assert(read == MF_OK);
	assert(f->read == t->n);
	assert(f->any || t->n == 0);
}

/* A log as the engine writes it, and a disk that loses some of its records. */
static void
loses(const uint8_t *p, size_t n)
{
	struct {
		struct notes_header h;
		struct note note[2 * ITEMS];
	} log = { .h.generation = 1 };
	size_t count = n < ITEMS ? n : ITEMS, last = 0;
	int64_t known = count > 0 ? p[0] % ITEMS : 0;
	struct notes_found f;
	struct told t;

	memcpy(log.h.magic, NOTES_FIRST, sizeof(log.h.magic));
	memcpy(log.h.id, id, sizeof(id));
	for (size_t i = 0; i < count; i++) {
		int64_t seq = (int64_t)i + 1;

		note_make(&log.note[2 * i], NOTE_COUNTER, seq, p[i], 0);
		note_make(&log.note[2 * i + 1], NOTE_HEAD, seq, 0, 0);
		if ((p[i] & 1) != 0)
			memset(&log.note[2 * i], 0, sizeof(struct note));
		if ((p[i] & 2) != 0)
			memset(&log.note[2 * i + 1], 0, sizeof(struct note));
		if ((p[i] & 3) != 3)
			last = i + 1;
	}
	put(NOTES_SNAPSHOT, NULL, 0);
	put(NOTES_OLD_LOG, NULL, 0);
	put(NOTES_LOG, &log, sizeof(log.h) + 2 * count * sizeof(struct note));
	read_them(1, known, &f, &t);
	for (size_t i = 1; i <= last; i++)
		t.lost = t.lost || (!t.code[i] && (int64_t)i > known);
	assert(!f.whole || !t.lost);
}

/* Files of any form; records whose first byte is odd get a check that fits. */
static void
any_files(const uint8_t *p, size_t n)
{
	static uint8_t buf[4096];
	struct notes_header h = { .generation = 1 };
	struct notes_found f;
	struct told t;
	size_t part =
	    n / 3 < sizeof(buf) - sizeof(h) ? n / 3 : sizeof(buf) - sizeof(h);

	for (size_t i = 0; i < 3; i++, p += part) {
		struct note note;

		memcpy(h.magic, magics[part > 0 ? p[0] % 4 : 1], 8);
		memcpy(h.id, id, sizeof(id));
		memcpy(buf, &h, sizeof(h));
		memcpy(buf + sizeof(h), p, part);
		for (size_t at = sizeof(h);
		     at + sizeof(note) <= sizeof(h) + part;
		     at += sizeof(note)) {
			memcpy(&note, buf + at, sizeof(note));
			if ((buf[at] & 1) != 0)
				note_make(&note,
				    NOTE_HEAD +
					buf[at] / 2 %
					    (NOTE_KIND_MAX - NOTE_HEAD),
				    note.id, note.a, note.b);
			memcpy(buf + at, &note, sizeof(note));
		}
		put(names[i], part == 0 ? NULL : buf, sizeof(h) + part);
	}
	for (int64_t seq = 0; seq < 3; seq++)
		read_them((uint64_t)seq, seq, &f, &t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	if (n == 0)
		return 0;
	if (p[0] % 2 == 0)
		loses(p + 1, n - 1);
	else
		any_files(p + 1, n - 1);
	return 0;
}
