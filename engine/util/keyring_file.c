/* The keyring as a file: who may read it, and replacing it at one stroke. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/keyring.h"
#include "util/keyring_parts.h"

#define PATH_SIZE 1100

/* Whether the file is one to keep keys in; says what to run if not. */
static bool
is_private(const char *path, const struct stat *st, bool lent, struct text *why)
{
	bool mine = st->st_uid == geteuid() || (lent && st->st_uid == 0);

	if (!S_ISREG(st->st_mode))
		text_printf(
		    why, "%s is not a file; put the keyring there.", path);
	else if (!mine)
		text_printf(why,
		    "%s belongs to user %lu, not to the engine's; run: chown "
		    "%lu %s",
		    path, (unsigned long)st->st_uid, (unsigned long)geteuid(),
		    path);
	else if (st->st_mode & (lent ? 0037 : 0077))
		text_printf(why,
		    "%s has the permissions %04o, so that others can reach "
		    "the keys; run: chmod 600 %s",
		    path, (unsigned)st->st_mode & 07777, path);
	else if (st->st_size > KEYRING_SIZE)
		text_printf(why,
		    "%s is larger than any keyring; put the file "
		    "back as it was saved.",
		    path);
	else
		return true;
	return false;
}

static enum mf_err
open_private(const char *path, bool lent, int *fd, struct text *why)
{
	struct stat st;

	*fd = open(
	    path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (*fd < 0 && errno == ENOENT) {
		text_printf(why, "%s: there is no keyring here.", path);
		return MF_ENOENT;
	}
	if (*fd < 0 && errno == ELOOP) {
		text_printf(why,
		    "%s is a symbolic link; put the file itself "
		    "there, or name the file it points to.",
		    path);
		return MF_EINVAL;
	}
	if (*fd < 0 || fstat(*fd, &st) != 0) {
		text_printf(why, "%s: %s.", path, strerror(errno));
		return MF_EIO;
	}
	return is_private(path, &st, lent, why) ? MF_OK : MF_EINVAL;
}

enum mf_err
keyring_load(
    const char *path, bool lent, struct keyring **out, struct text *why)
{
	uint8_t *buf = NULL;
	size_t n = 0;
	ssize_t got;
	int fd = -1;
	enum mf_err e;

	*out = NULL;
	if ((e = open_private(path, lent, &fd, why)) != MF_OK)
		goto out;
	buf = secret_alloc(KEYRING_SIZE);
	if (buf == NULL) {
		text_printf(why, "%s: there is no memory for the keys.", path);
		e = MF_ENOMEM;
		goto out;
	}
	while ((got = read(fd, buf + n, KEYRING_SIZE - n)) > 0)
		n += (size_t)got;
	if (got < 0) {
		text_printf(why, "%s: %s.", path, strerror(errno));
		e = MF_EIO;
		goto out;
	}
	e = keyring_parse(path, (struct slice){ buf, n }, out, why);
out:
	secret_free(buf);
	if (fd >= 0)
		(void)close(fd);
	return e;
}

/* A rename or a new name lasts once its folder is synced. */
static bool
sync_folder(const char *path)
{
	char folder[PATH_SIZE];
	char *slash;
	bool ok;
	int fd;

	(void)snprintf(folder, sizeof(folder), "%s", path);
	slash = strrchr(folder, '/');
	if (slash == NULL)
		strcpy(folder, ".");
	else
		slash[slash == folder] = '\0';
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ok = fsync(fd) == 0;
	(void)close(fd);
	return ok;
}

static bool
write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, n);

		if (done < 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return fsync(fd) == 0;
}

/* The ring in a new file beside path, synced; fresh names it. */
static bool
write_beside(const char *path, const struct keyring *r, char fresh[PATH_SIZE])
{
	char *buf = secret_alloc(KEYRING_SIZE);
	struct text t;
	bool ok = false;
	int fd = -1;

	if (buf == NULL ||
	    snprintf(fresh, PATH_SIZE, "%s.new", path) >= PATH_SIZE) {
		errno = buf == NULL ? ENOMEM : ENAMETOOLONG;
		goto out;
	}
	text_init(&t, buf, KEYRING_SIZE);
	keyring_print(r, &t);
	if (unlink(fresh) != 0 && errno != ENOENT)
		goto out;
	fd = open(
	    fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		goto out;
	ok = !t.cut && write_all(fd, buf, t.len);
	if (!ok)
		(void)unlink(fresh);
out:
	if (fd >= 0)
		(void)close(fd);
	secret_free(buf);
	return ok;
}

/* Puts the ring at path: instead of the file there, or where none may be. */
static enum mf_err
store(const char *path, const struct keyring *r, bool replace, struct text *why)
{
	char fresh[PATH_SIZE];
	bool placed;

	if (!write_beside(path, r, fresh)) {
		text_printf(why, "%s.new: %s; nothing was changed.", path,
		    strerror(errno));
		return MF_EIO;
	}
	placed = replace ? rename(fresh, path) == 0 : link(fresh, path) == 0;
	if (!placed) {
		int fault = errno;

		(void)unlink(fresh);
		text_printf(
		    why, "%s: %s; nothing was changed.", path, strerror(fault));
		return fault == EEXIST ? MF_ECONFLICT : MF_EIO;
	}
	if (!replace)
		(void)unlink(fresh);
	if (!sync_folder(path)) {
		text_printf(why, "%s: the folder cannot be synced: %s.", path,
		    strerror(errno));
		return MF_EIO;
	}
	return MF_OK;
}

static void
make_key(struct key *k, uint32_t id, int64_t now)
{
	*k = (struct key){ .id = id, .created = now };
	random_bytes(k->bytes, sizeof(k->bytes));
}

enum mf_err
keyring_create(const char *path, int64_t now, struct text *why)
{
	struct keyring *r = secret_alloc(sizeof(*r));
	enum mf_err e;

	if (r == NULL) {
		text_printf(why, "%s: there is no memory for the keys.", path);
		return MF_ENOMEM;
	}
	memset(r, 0, sizeof(*r));
	make_key(&r->reference, 0, now);
	make_key(&r->keys[0], 1, now);
	r->n = 1;
	e = store(path, r, false, why);
	keyring_free(&r);
	return e;
}

enum mf_err
keyring_add(
    const char *path, int64_t now, struct keyring **out, struct text *why)
{
	struct keyring *r = NULL;
	enum mf_err e;

	*out = NULL;
	if ((e = keyring_load(path, false, &r, why)) != MF_OK)
		goto out;
	if (r->n == KEYRING_KEYS || keyring_newest_id(r) >= KEYRING_ID_MAX) {
		text_printf(why, "%s has as many keys as it may have.", path);
		e = MF_EFULL;
		goto out;
	}
	make_key(&r->keys[r->n], keyring_newest_id(r) + 1, now);
	r->n++;
	if ((e = store(path, r, true, why)) != MF_OK)
		goto out;
	*out = r;
	r = NULL;
out:
	keyring_free(&r);
	return e;
}
