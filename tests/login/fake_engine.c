/*
 * fake_engine SOCKET MANNER LOG
 *
 * Pretends to be the engine, for the module's own tests: it must hang, talk
 * nonsense and answer late, which the engine does not do when asked to.
 *
 * The file MANNER is read at each question; its first line says how to answer:
 *
 *	login		challenge without State, accept with State
 *	accept | challenge | reject | silence
 *	hang		no answer
 *	late MS		accept, that much later
 *	garbage | half | oversize | verdict9 | close
 *
 * More lines are reply attributes of an accept: Filter-Id = vpn-staff.
 * A report that an accept could not be given is answered by a reject, but
 * for accept-again, which understands nothing.
 * LOG gets a line for each question, with its fields; of a secret its length.
 */

#include <err.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "wire/wire.h"

static const char *manner_path, *log_path;

struct manner {
	char text[1024];
	char *word;       /* first line */
	char *attributes; /* the others */
};

static void
manner_read(struct manner *m)
{
	ssize_t n = 0;
	int fd = open(manner_path, O_RDONLY | O_CLOEXEC);
	char *end;

	if (fd != -1) {
		n = read(fd, m->text, sizeof(m->text) - 1);
		close(fd);
	}
	m->text[n > 0 ? n : 0] = '\0';
	m->word = m->text;
	end = strchr(m->text, '\n');
	m->attributes = end != NULL ? end + 1 : m->text + strlen(m->text);
	if (end != NULL)
		*end = '\0';
}

static void
print_field(FILE *fp, enum wire_tag tag, const struct wire_field *f)
{
	struct wire_field item;
	size_t at = 0;

	switch (wire_tags[tag].kind) {
	case WIRE_TEXT:
		fprintf(fp, " %s=%.*s", wire_tags[tag].name, (int)f->n,
		    (const char *)f->p);
		break;
	case WIRE_LIST:
		while (wire_list_next(f, &at, &item))
			fprintf(fp, " %s=%.*s", wire_tags[tag].name,
			    (int)item.n, (const char *)item.p);
		break;
	default:
		fprintf(fp, " %s:%zu", wire_tags[tag].name, f->n);
	}
}

static void
write_log(const struct wire_msg *msg)
{
	FILE *fp = fopen(log_path, "ae");

	if (fp == NULL)
		err(1, "%s", log_path);
	fprintf(fp, msg->type == WIRE_UNGIVEN ? "ungiven" : "question");
	for (unsigned t = 0; t < TAG_MAX; t++)
		if (msg->field[t].p != NULL)
			print_field(fp, t, &msg->field[t]);
	fprintf(fp, "\n");
	fclose(fp);
}

static void
put_attributes(struct wire_out *o, char *lines)
{
	size_t mark = wire_list_open(o, TAG_ATTRIBUTES);
	char *save = NULL;

	for (char *l = strtok_r(lines, "\n", &save); l != NULL;
	     l = strtok_r(NULL, "\n", &save))
		wire_list_item(o, l, strlen(l));
	wire_list_close(o, mark);
}

static uint8_t
verdict_of(const char *word, const struct wire_msg *msg)
{
	if (strcmp(word, "login") == 0)
		return wire_has(msg, TAG_STATE) ? VERDICT_ACCEPT
						: VERDICT_CHALLENGE;
	if (strcmp(word, "challenge") == 0)
		return VERDICT_CHALLENGE;
	if (strcmp(word, "verdict9") == 0)
		return 9;
	return strcmp(word, "reject") == 0 ? VERDICT_REJECT : VERDICT_ACCEPT;
}

static void
compose(struct wire_out *o, struct manner *m, const struct wire_msg *msg)
{
	bool again = strcmp(m->word, "accept-again") == 0;
	uint8_t verdict = msg->type == WIRE_UNGIVEN && !again
	    ? VERDICT_REJECT
	    : verdict_of(m->word, msg);

	wire_put(o, TAG_VERDICT, &verdict, 1);
	wire_put_str(o, TAG_REFERENCE, "7F3K-2M9Q");
	wire_put_str(o, TAG_ACCOUNT, "vards.uzvards");
	if (verdict == VERDICT_CHALLENGE) {
		wire_put_str(o, TAG_PROMPT, "Code from token 12-34567..: ");
		wire_put_str(o, TAG_STATE, "a-ticket-of-printable-characters");
		wire_put_int(o, TAG_ECHO, 0);
	} else if (verdict == VERDICT_REJECT)
		wire_put_str(o, TAG_PROMPT, "Login failed. 7F3K-2M9Q.");
	else {
		wire_put_str(o, TAG_FACTOR, "totp");
		wire_put_str(o, TAG_SERIAL, "12-3456789");
		put_attributes(o, m->attributes);
	}
}

/* False: hang up. */
static bool
answer(int fd, const struct wire_msg *msg)
{
	uint8_t buf[2 * WIRE_LOGIN_MAX] = { 0 };
	struct manner m;
	struct wire_out o;
	unsigned ms;

	manner_read(&m);
	if (strcmp(m.word, "close") == 0)
		return false;
	if (strcmp(m.word, "hang") == 0)
		return true;
	wire_begin(&o, buf, sizeof(buf), WIRE_ANSWER);
	if (strcmp(m.word, "silence") == 0) {
		wire_begin(&o, buf, sizeof(buf), WIRE_SILENCE);
		wire_put_str(&o, TAG_REASON, "too many hashes wait");
	} else
		compose(&o, &m, msg);
	if (sscanf(m.word, "late %u", &ms) == 1)
		nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000L },
		    NULL);
	if (strcmp(m.word, "garbage") == 0)
		memset(buf, 0x5a, o.len);
	if (strcmp(m.word, "half") == 0)
		o.len /= 2;
	if (strcmp(m.word, "oversize") == 0)
		o.len = sizeof(buf);
	return send(fd, buf, o.len, MSG_NOSIGNAL) == (ssize_t)o.len;
}

static void *
serve(void *arg)
{
	int fd = (int)(intptr_t)arg;
	uint8_t buf[WIRE_LOGIN_MAX];
	struct wire_msg msg;
	ssize_t n;

	while ((n = recv(fd, buf, sizeof(buf), 0)) > 0) {
		if (!wire_parse(&msg, buf, (size_t)n))
			errx(1, "the module sent what is no message");
		write_log(&msg);
		if (!answer(fd, &msg))
			break;
	}
	close(fd);
	return NULL;
}

int
main(int argc, char *argv[])
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int s, fd;

	if (argc != 4 || strlen(argv[1]) >= sizeof(sun.sun_path))
		errx(2, "usage: fake_engine SOCKET MANNER LOG");
	manner_path = argv[2];
	log_path = argv[3];
	strcpy(sun.sun_path, argv[1]);
	unlink(argv[1]);
	s = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (s == -1 || bind(s, (struct sockaddr *)&sun, sizeof(sun)) == -1 ||
	    listen(s, 8) == -1)
		err(1, "%s", argv[1]);
	while ((fd = accept(s, NULL, NULL)) != -1) {
		pthread_t t;

		if (pthread_create(&t, NULL, serve, (void *)(intptr_t)fd) != 0)
			errx(1, "no thread");
		pthread_detach(t);
	}
	return 1;
}
