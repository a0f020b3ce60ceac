/*
 * mfctl backup FILE: what the engine sends goes to FILE.part and gets its name
 * when it is whole and on the disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl/render.h"
#include "ctl/run.h"

struct part {
	char path[PATH_MAX];
	int fd;
	int64_t size;
};

static int
fail_file(struct ctl *ctl, const char *path)
{
	return ctl_fail(ctl, EXIT_REFUSED, "%s: %s. There is no backup.\n",
	    path, strerror(errno));
}

static int
write_chunk(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	const struct wire_field *f = &m->field[TAG_CHUNK];
	struct part *part = arg;

	if (wire_int(m, TAG_PLACE, -1) != part->size)
		return ctl_fail(ctl, EXIT_REFUSED,
		    "a part is missing at byte %lld. There is no backup.\n"
		    "Please try again.\n",
		    (long long)part->size);
	for (size_t at = 0; at < f->n;) {
		ssize_t n = write(part->fd, f->p + at, f->n - at);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return fail_file(ctl, part->path);
		at += (size_t)n;
	}
	part->size += (int64_t)f->n;
	call_progress(ctl, part->size, 0, "bytes");
	return EXIT_DONE;
}

static int
open_part(struct ctl *ctl, const char *file, bool force, struct part *part)
{
	struct stat st;
	int n = snprintf(part->path, sizeof(part->path), "%s.part", file);

	if (n < 0 || (size_t)n >= sizeof(part->path))
		return ctl_fail(
		    ctl, EXIT_USAGE, "the file's name is too long.\n");
	if (!force && lstat(file, &st) == 0)
		return ctl_fail(ctl, EXIT_REFUSED,
		    "%s exists.\n"
		    "Give another name, or --force to overwrite it.\n",
		    file);
	part->fd = open(part->path,
	    O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (part->fd == -1 && errno == EEXIST)
		return ctl_fail(ctl, EXIT_REFUSED,
		    "%s exists: another backup is being made, or one was "
		    "broken off.\nIf none is running, remove it.\n",
		    part->path);
	return part->fd == -1 ? fail_file(ctl, part->path) : EXIT_DONE;
}

/* A name in a folder is safe only when the folder is. */
static int
sync_folder(const char *file)
{
	char path[PATH_MAX];
	int fd, rc;

	if (strlen(file) >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(path, file);
	if ((fd = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) ==
	    -1)
		return -1;
	rc = fsync(fd);
	close(fd);
	return rc;
}

static int
give_name(const char *part, const char *file, bool force)
{
	int rc = renameat2(
	    AT_FDCWD, part, AT_FDCWD, file, force ? 0 : RENAME_NOREPLACE);

	if (rc == -1 && (errno == EINVAL || errno == ENOSYS))
		return rename(part, file); /* this file system cannot */
	return rc;
}

static int
finish(struct ctl *ctl, const char *file, bool force, struct part *part,
    const struct wire_msg *done)
{
	if (wire_int(done, TAG_SIZE, -1) != part->size)
		return ctl_fail(ctl, EXIT_REFUSED,
		    "%lld bytes came of %lld. There is no backup.\n"
		    "Please try again.\n",
		    (long long)part->size,
		    (long long)wire_int(done, TAG_SIZE, -1));
	if (fsync(part->fd) == -1)
		return fail_file(ctl, part->path);
	if (give_name(part->path, file, force) == -1)
		return fail_file(ctl, file);
	part->path[0] = '\0';
	if (sync_folder(file) == -1)
		return fail_file(ctl, file);
	return EXIT_DONE;
}

int
backup_run(struct ctl *ctl, const struct invocation *inv)
{
	const char *file = given(inv, "file");
	bool force = given(inv, "force") != NULL;
	struct part part = { .fd = -1 };
	struct wire_msg done;
	struct wire_out out;
	int code;

	if ((code = command_begin(ctl, inv, &out)) != EXIT_DONE ||
	    (code = open_part(ctl, file, force, &part)) != EXIT_DONE)
		return code;
	code = call_engine(ctl, &out, write_chunk, &part, &done);
	if (code == EXIT_DONE)
		code = finish(ctl, file, force, &part, &done);
	if (code == EXIT_DONE)
		render_done(ctl, &done);
	if (part.path[0] != '\0')
		unlink(part.path);
	close(part.fd);
	return code;
}
