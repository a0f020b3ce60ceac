/* A database copied beside the one in use, and put in its place. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/restore.h"

#define PART   (1024 * 1024)
#define HEADER "SQLite format 3" /* and its NUL */

static enum mf_err
failed(struct restore *r, const char *path)
{
	snprintf(r->why, sizeof(r->why), "%s: %s. Nothing was changed.", path,
	    strerror(errno));
	return MF_EIO;
}

static bool
copy_bytes(int from, int to)
{
	uint8_t *buf = malloc(PART);
	ssize_t n = -1;
	off_t at = 0;

	while (buf != NULL && (n = pread(from, buf, PART, at)) > 0) {
		for (ssize_t done = 0, k; done < n; done += k)
			if ((k = write(to, buf + done, (size_t)(n - done))) <=
			    0) {
				free(buf);
				return false;
			}
		at += n;
	}
	free(buf);
	return n == 0;
}

static enum mf_err
copy_one(struct restore *r, int from, const char *suffix)
{
	char path[RESTORE_PATH + 48];
	enum mf_err e = MF_OK;
	int to;

	snprintf(path, sizeof(path), "%s%s", r->copy, suffix);
	to = open(
	    path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (to == -1)
		return failed(r, path);
	if (!copy_bytes(from, to))
		e = failed(r, path);
	if (close(to) == -1 && e == MF_OK)
		e = failed(r, path);
	return e;
}

static enum mf_err
check_form(struct restore *r)
{
	char header[sizeof(HEADER)];

	if (pread(r->file, header, sizeof(header), 0) == sizeof(header) &&
	    memcmp(header, HEADER, sizeof(header)) == 0)
		return MF_OK;
	snprintf(r->why, sizeof(r->why),
	    "%s is no backup of a database. Give a file that mfctl backup "
	    "wrote. Nothing was changed.",
	    r->source);
	return MF_EINVAL;
}

enum mf_err
restore_copy(struct restore *r)
{
	enum mf_err e;

	restore_drop_copy(r);
	if ((e = check_form(r)) != MF_OK ||
	    (e = copy_one(r, r->file, "")) != MF_OK)
		return e;
	return r->log == -1 ? MF_OK : copy_one(r, r->log, "-wal");
}

static void
drop(const char *path, const char *suffix)
{
	char name[RESTORE_PATH + 48];

	snprintf(name, sizeof(name), "%s%s", path, suffix);
	(void)unlink(name);
}

void
restore_drop_copy(const struct restore *r)
{
	drop(r->copy, "");
	drop(r->copy, "-wal");
	drop(r->copy, "-shm");
}

static bool
sync_path(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	bool ok;

	if (fd == -1)
		return false;
	ok = fsync(fd) == 0;
	close(fd);
	return ok;
}

/*
 * A second name, so that at every moment there is a database under the first.
 * A log that cannot be taken into its file must not meet the new one.
 */
static enum mf_err
keep_before(struct restore *r)
{
	char log[RESTORE_PATH + 48], kept[RESTORE_PATH + 48];

	if (access(r->database, F_OK) == -1) {
		r->before[0] = '\0';
		drop(r->database, "-wal");
		return MF_OK;
	}
	snprintf(log, sizeof(log), "%s-wal", r->database);
	snprintf(kept, sizeof(kept), "%s-wal", r->before);
	if (link(r->database, r->before) == -1 && errno != EEXIST)
		return failed(r, r->before);
	(void)!link(log, kept); /* SQLite may drop what it cannot read */
	if (restore_settle(r->database) == MF_OK && access(log, F_OK) == -1)
		(void)unlink(kept);
	else if (unlink(log) == -1 && errno != ENOENT)
		return failed(r, log);
	drop(r->database, "-shm");
	return MF_OK;
}

enum mf_err
restore_place(struct restore *r)
{
	enum mf_err e;

	if (!sync_path(r->copy, O_RDWR))
		return failed(r, r->copy);
	if ((e = keep_before(r)) != MF_OK)
		return e;
	if (rename(r->copy, r->database) == -1)
		return failed(r, r->database);
	drop(r->copy, "-shm");
	if (sync_path(r->conf->state, O_RDONLY | O_DIRECTORY))
		return MF_OK;
	snprintf(r->why, sizeof(r->why),
	    "%s: %s. The database is in place, but might not be after a power "
	    "cut; run this again.",
	    r->conf->state, strerror(errno));
	return MF_EIO;
}
