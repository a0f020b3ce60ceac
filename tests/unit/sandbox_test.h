/*
 * What the tests of the sandbox share: folders to be confined to, and a child
 * that goes in there and ends with the answer of one call.
 */
#ifndef SANDBOX_TEST_H
#define SANDBOX_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>

#include "server/sandbox.h"
#include "util/keyring.h"

struct place {
	char root[64], state[96], notes[96], keyring[96], socket[96];
	char elsewhere[96], file[96]; /* of the configuration */
	struct conf *conf;
};

static inline void
say(void *arg, enum conf_severity severity, const char *line)
{
	(void)arg;
	fprintf(stderr, "%d %s\n", severity, line);
}

/* Writes the configuration to a folder of its own, and reads it from there. */
static inline struct conf *
configure(const struct place *p)
{
	static const struct conf_report report = { say, NULL };
	FILE *fp = fopen(p->file, "w");
	struct conf *conf;

	if (fp == NULL)
		return NULL;
	fprintf(fp,
	    "state = \"%s\"; notes = \"%s\"; keyring = \"%s\";\n"
	    "sockets: { login: { path = \"%s\"; group = \"\"; };\n"
	    "helpdesk: { path = \"%s2\"; group = \"\"; };\n"
	    "admin: { path = \"%s3\"; group = \"\"; };\n"
	    "courier: { path = \"%s4\"; group = \"\"; }; };\n",
	    p->state, p->notes, p->keyring, p->socket, p->socket, p->socket,
	    p->socket);
	if (fclose(fp) != 0 || conf_load(p->file, &report, &conf) != MF_OK)
		return NULL;
	return conf;
}

static inline int
set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	char said[512], folder[96];
	struct text why;

	text_init(&why, said, sizeof(said));
	strcpy(p->root, "/tmp/test_sandbox.XXXXXX");
	if (!crypto_init() || mkdtemp(p->root) == NULL)
		return -1;
	snprintf(p->state, sizeof(p->state), "%s/state", p->root);
	snprintf(p->notes, sizeof(p->notes), "%s/notes", p->root);
	snprintf(p->keyring, sizeof(p->keyring), "%s/keys/keyring", p->root);
	snprintf(p->socket, sizeof(p->socket), "%s/run/login", p->root);
	snprintf(p->elsewhere, sizeof(p->elsewhere), "%s/elsewhere", p->root);
	snprintf(folder, sizeof(folder), "%s/keys", p->root);
	if (mkdir(folder, 0700) != 0)
		return -1;
	snprintf(folder, sizeof(folder), "%s/conf", p->root);
	snprintf(p->file, sizeof(p->file), "%s/conf/m.conf", p->root);
	if (mkdir(folder, 0700) != 0)
		return -1;
	snprintf(folder, sizeof(folder), "%s/run", p->root);
	if (mkdir(folder, 0700) != 0 || mkdir(p->state, 0700) != 0 ||
	    mkdir(p->notes, 0700) != 0 || mkdir(p->elsewhere, 0700) != 0)
		return -1;
	if (keyring_create(p->keyring, 1795219200, &why) != MF_OK)
		return -1;
	p->conf = configure(p);
	*state = p;
	return p->conf == NULL ? -1 : 0;
}

static inline int
tear_down(void **state)
{
	struct place *p = *state;
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", p->root);
	conf_free(&p->conf);
	free(p);
	return system(command);
}

/* Each returns 0 or errno. */
static inline int
opens(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

/* What the row's call said inside, or minus the signal that ended it. */
static inline int
inside(const struct place *p, int (*call)(const struct place *))
{
	char said[512];
	struct text why;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		text_init(&why, said, sizeof(said));
		if (sandbox_enter(p->conf, &why) != MF_OK) {
			fprintf(stderr, "%s\n", said);
			_exit(255);
		}
		_exit(call(p));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

#endif
