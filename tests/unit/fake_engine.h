/*
 * A mock of the engine for tests of mfctl: a thread on a socket of its own,
 * which holds each command against the grammar of wire/admin.h and answers
 * with what the test's script says.  It knows nothing of accounts and tokens.
 */
#ifndef MF_FAKE_ENGINE_H
#define MF_FAKE_ENGINE_H

#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "ctl/ctl.h"

struct fake {
	char folder[64], path[96];
	int fd, peer;
	pthread_t thread;
	/* The script: answers the nth command; false: hang up. */
	bool (*script)(struct fake *, int nth, const struct wire_msg *);
	int commands;      /* seen */
	bool bad_command;  /* one broke the grammar */
	char seen[16][64]; /* names of the commands, in order */
	char note[1024];   /* the script's own */
	void *arg;
};

/*
 * Fields: tag, then const char * or int64_t by the tag's kind; 0 ends.  mfctl
 * may have heard enough and be gone.
 */
static inline void
fake_say(struct fake *f, enum wire_type type, ...)
{
	static uint8_t buf[WIRE_CONTROL_MAX];
	struct wire_out out;
	va_list ap;
	int tag;

	wire_begin(&out, buf, sizeof(buf), type);
	va_start(ap, type);
	while ((tag = va_arg(ap, int)) != 0) {
		if (wire_tags[tag].kind == WIRE_INT ||
		    wire_tags[tag].kind == WIRE_TIME) {
			wire_put_int(
			    &out, (enum wire_tag)tag, va_arg(ap, int64_t));
		} else if (wire_tags[tag].kind == WIRE_LIST) {
			const char *s = va_arg(ap, const char *);
			size_t mark = wire_list_open(&out, (enum wire_tag)tag);

			wire_list_item(&out, s, strlen(s));
			wire_list_close(&out, mark);
		} else {
			wire_put_str(
			    &out, (enum wire_tag)tag, va_arg(ap, const char *));
		}
	}
	va_end(ap);
	if (out.full ||
	    (send(f->peer, buf, out.len, MSG_NOSIGNAL) == -1 &&
		errno != EPIPE && errno != ECONNRESET))
		f->bad_command = true;
}

static inline void
fake_note(struct fake *f, const struct wire_msg *m, enum wire_tag tag)
{
	strncat(f->note, "[", sizeof(f->note) - strlen(f->note) - 1);
	if (wire_has(m, tag)) {
		size_t n = m->field[tag].n, at = strlen(f->note);

		n = n < sizeof(f->note) - at - 1 ? n : sizeof(f->note) - at - 1;
		memcpy(f->note + at, m->field[tag].p, n);
		f->note[at + n] = '\0';
	}
	strncat(f->note, "]", sizeof(f->note) - strlen(f->note) - 1);
}

static void *
fake_run(void *arg)
{
	struct fake *f = arg;

	while ((f->peer = accept(f->fd, NULL, NULL)) != -1) {
		static uint8_t buf[WIRE_CONTROL_MAX];
		struct wire_msg m;
		ssize_t n;

		while ((n = recv(f->peer, buf, sizeof(buf), 0)) > 0) {
			enum wire_tag wrong;

			if (!wire_parse(&m, buf, (size_t)n) ||
			    !command_is_whole(&m, &wrong)) {
				f->bad_command = true;
				break;
			}
			snprintf(f->seen[f->commands % 16], 64, "%s",
			    wire_commands[wire_int(&m, TAG_COMMAND, 0)].name);
			if (!f->script(f, f->commands++, &m))
				break;
		}
		close(f->peer);
	}
	return NULL;
}

static inline void
fake_start(struct fake *f)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	strcpy(f->folder, "/tmp/test_ctl.XXXXXX");
	if (mkdtemp(f->folder) == NULL)
		abort();
	snprintf(f->path, sizeof(f->path), "%s/socket", f->folder);
	strcpy(sun.sun_path, f->path);
	f->fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	if (f->fd == -1 ||
	    bind(f->fd, (struct sockaddr *)&sun, sizeof(sun)) == -1 ||
	    listen(f->fd, 4) == -1 ||
	    pthread_create(&f->thread, NULL, fake_run, f) != 0)
		abort();
}

static inline void
fake_stop(struct fake *f)
{
	shutdown(f->fd, SHUT_RDWR); /* ends accept() */
	pthread_join(f->thread, NULL);
	close(f->fd);
	unlink(f->path);
	rmdir(f->folder);
}

/* What a run of mfctl left behind. */
struct run {
	int code;
	char *out, *err;
	size_t outlen, errlen;
};

static inline void
run_free(struct run *r)
{
	free(r->out);
	free(r->err);
}

/* Runs a command line, split at blanks ('~' stands for a blank within one). */
static inline struct run
run_ctl(struct fake *f, const char *line, const char *typed, bool terminal)
{
	char typed_line[2048], *argv[32] = { (char *)"mfctl" };
	FILE *in = typed != NULL ? fmemopen((char *)typed, strlen(typed), "r")
				 : fopen("/dev/null", "r");
	struct run r = { 0 };
	struct ctl ctl;
	int argc = 1;

	snprintf(typed_line, sizeof(typed_line), "%s", line);
	for (char *p = strtok(typed_line, " "); p != NULL;
	     p = strtok(NULL, " ")) {
		argv[argc++] = p;
		for (; *p != '\0'; p++)
			*p = *p == '~' ? ' ' : *p;
	}
	if (ctl_init(&ctl, in, open_memstream(&r.out, &r.outlen),
		open_memstream(&r.err, &r.errlen)) != MF_OK)
		abort();
	ctl.socket = f->path;
	ctl.terminal = terminal;
	ctl.timeout_s = 1;
	ctl.width = terminal ? 80 : 0;
	r.code = ctl_run(&ctl, argc, argv);
	fclose(ctl.out);
	fclose(ctl.err);
	fclose(in);
	ctl_clear(&ctl);
	return r;
}

/* One run against one script; the grammar must have been kept. */
static inline struct run
with(struct fake *f,
    bool (*script)(struct fake *, int, const struct wire_msg *),
    const char *line, const char *typed, bool terminal)
{
	struct run r;

	*f = (struct fake){ .script = script };
	fake_start(f);
	r = run_ctl(f, line, typed, terminal);
	fake_stop(f);
	assert_false(f->bad_command);
	return r;
}

/* A file of this test's own; the caller unlinks it. */
static inline const char *
file_of(char path[32], const char *text)
{
	FILE *fp;

	strcpy(path, "/tmp/test_ctl_file.XXXXXX");
	fp = fdopen(mkstemp(path), "w");
	fputs(text, fp);
	fclose(fp);
	return path;
}

#endif
