/* A restore that runs as a program of its own, and may be killed in it. */
#ifndef RESTORE_TEST_H
#define RESTORE_TEST_H

#include "notes_test.h"

#include <errno.h>
#include <liboath/oath.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "server/start.h"

/* Kills the process in the middle of its work on files: see killed_at(). */
static int die_at, calls;

static inline void
maybe_die(void)
{
	if (die_at != 0 && ++calls == die_at)
		_exit(77);
}

int
rename(const char *from, const char *to)
{
	maybe_die();
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
link(const char *from, const char *to)
{
	maybe_die();
	return (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int
unlink(const char *path)
{
	maybe_die();
	return (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
}

int
fsync(int fd)
{
	maybe_die();
	return (int)syscall(SYS_fsync, fd);
}

/* Runs a restore as a program of its own: its exit status and its words. */
static inline int
restore_killed_at(struct place *p, bool by_hand, int at, char *said, size_t n)
{
	char path[128];
	ssize_t got;
	pid_t pid;
	int status, fd;

	snprintf(path, sizeof(path), "%s/said", p->folder);
	assert_int_not_equal(pid = fork(), -1);
	if (pid == 0) {
		fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
		if (dup2(fd, 1) == -1 || dup2(fd, 2) == -1)
			_exit(99);
		die_at = at;
		status = engine_restore(p->conf, by_hand ? NULL : p->backup);
		fflush(NULL);
		_exit(status);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	fd = open(path, O_RDONLY);
	got = read(fd, said, n - 1);
	close(fd);
	said[got < 0 ? 0 : got] = '\0';
	return WEXITSTATUS(status);
}

static inline void
restore(struct place *p, bool by_hand, char *said, size_t n)
{
	int rc;

	close_all(p);
	if ((rc = restore_killed_at(p, by_hand, 0, said, n)) != 0)
		fail_msg("status %d: %s", rc, said);
}

static inline void
refused(struct place *p, bool by_hand, const char *why)
{
	char said[4096];
	int rc;

	close_all(p);
	shell(p, "cat state/multifactor.db notes/log | sha256sum >before.sum");
	rc = restore_killed_at(p, by_hand, 0, said, sizeof(said));
	if (rc != 1 || strstr(said, why) == NULL)
		fail_msg("status %d: %s", rc, said);
	shell(p,
	    "cat state/multifactor.db notes/log | sha256sum | cmp -s - "
	    "before.sum");
}

static inline void
has(const char *said, const char *words)
{
	if (strstr(said, words) == NULL)
		fail_msg("\"%s\" is not in:\n%s", words, said);
}

static inline void
audit_is_whole(struct place *p)
{
	struct audit_head head = { 0 };
	bool more = true;

	while (more)
		assert_int_equal(
		    audit_verify(p->store, &head, 100, &more), MF_OK);
	assert_int_equal(head.seq, audit_head(p->store)->seq);
}

static inline void
code_of(const struct device *d, uint64_t counter, char out[9])
{
	assert_int_equal(
	    oath_totp_generate2((const char *)d->secret, d->secretlen,
		(time_t)counter, 1, 0, d->digits, 0, out),
	    OATH_OK);
}

static inline bool
opens(const struct device *d, uint64_t counter)
{
	static const struct otp_windows w = {
		.hotp_ahead = 5, .totp_around = 2, .look_back = 10
	};
	struct factor_result r;
	char code[9];

	code_of(d, counter, code);
	assert_int_equal(d->ops->check(d, &w, slice_str(code),
			     d->step == 0 ? 0 : (int64_t)counter * d->step,
			     GUESS_PROMPTED, &r),
	    MF_OK);
	return r.match == MATCH_YES;
}

#endif
