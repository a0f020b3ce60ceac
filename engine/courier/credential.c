/* User and password of a gateway, from a file nobody else may read. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "courier/conf_parts.h"
#include "util/crypto.h"

static int
open_file(const char *name, bool *lent)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	char path[1024];
	int n;

	*lent = strchr(name, '/') == NULL;
	if (!*lent)
		return open(name,
		    O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
	if (folder == NULL) {
		errno = ENOENT;
		return -1;
	}
	n = snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (n < 0 || (size_t)n >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	return open(path, O_RDONLY | O_CLOEXEC);
}

bool
credential_is_away(const char *name)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	return strchr(name, '/') == NULL &&
	    (folder == NULL || access(folder, F_OK) != 0);
}

/* Says why the file is not one to trust; NULL if it is. */
static const char *
fault_of(int fd, bool lent)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return "it is not a file";
	if (lent)
		return NULL;
	if (st.st_uid != geteuid())
		return "it belongs to another user than the one mfcourier "
		       "runs as; give it to that one with chown";
	if ((st.st_mode & 07777) != 0400)
		return "it must be readable by its owner alone; chmod 0400";
	return NULL;
}

/* Without its end, which has a carriage return or not. */
static struct slice
first_line(struct slice file)
{
	size_t n = 0;

	while (n < file.n && file.p[n] != '\n')
		n++;
	if (n > 0 && file.p[n - 1] == '\r')
		n--;
	return (struct slice){ file.p, n };
}

/* Says what is wrong with the file; NULL if nothing is. */
static const char *
take(struct slice file, bool split, char *user, char *password)
{
	struct slice line = first_line(file), name = { line.p, 0 };

	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '\0' || line.p[i] == '\r')
			return "a NUL or a carriage return is within its line";
	while (split && name.n < line.n && line.p[name.n] != ':')
		name.n++;
	if (split && (name.n == 0 || name.n == line.n))
		return "its line must be USER:PASSWORD";
	if (name.n >= USER_SIZE)
		return "the user is too long";
	if (split) {
		line.p += name.n + 1;
		line.n -= name.n + 1;
	}
	if (line.n == 0)
		return "it is empty";
	if (line.n >= SECRET_SIZE)
		return "the password is too long";
	if (split) {
		memcpy(user, name.p, name.n);
		user[name.n] = '\0';
	}
	memcpy(password, line.p, line.n);
	password[line.n] = '\0';
	return NULL;
}

enum mf_err
credential_parse(
    struct slice file, bool split, char *user, char *password, struct text *why)
{
	const char *fault = take(file, split, user, password);

	if (fault != NULL)
		text_put(why, fault);
	return fault == NULL ? MF_OK : MF_EINVAL;
}

enum mf_err
credential_read(
    const char *name, bool split, char *user, char *password, struct text *why)
{
	uint8_t file[USER_SIZE + SECRET_SIZE + 2]; /* a longest line, \r\n */
	const char *fault = NULL;
	bool lent;
	int fd = open_file(name, &lent);
	bool forbidden = fd == -1 && errno == EACCES;
	enum mf_err e = forbidden ? MF_EIO : MF_EINVAL;
	ssize_t n = 0;

	if (fd == -1)
		fault = strerror(errno);
	if (fault == NULL)
		fault = fault_of(fd, lent);
	if (fault == NULL && (n = read(fd, file, sizeof(file))) < 0)
		fault = strerror(errno);
	if (fault != NULL)
		text_put(why, fault);
	else
		e = credential_parse((struct slice){ file, (size_t)n }, split,
		    user, password, why);
	wipe(file, sizeof(file));
	if (fd != -1)
		close(fd);
	return e;
}
