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

/* line is wiped by the caller. */
static const char *
take(char *line, bool split, char *user, char *password)
{
	char *colon;

	line[strcspn(line, "\r\n")] = '\0';
	colon = split ? strchr(line, ':') : NULL;
	if (split && (colon == NULL || colon == line))
		return "its line must be USER:PASSWORD";
	if (colon != NULL)
		*colon = '\0';
	if (colon != NULL && strlen(line) >= USER_SIZE)
		return "the user is too long";
	if (colon != NULL)
		memcpy(user, line, strlen(line) + 1);
	line = colon == NULL ? line : colon + 1;
	if (*line == '\0')
		return "it is empty";
	if (strlen(line) >= SECRET_SIZE)
		return "the password is too long";
	memcpy(password, line, strlen(line) + 1);
	return NULL;
}

enum mf_err
credential_read(
    const char *name, bool split, char *user, char *password, struct text *why)
{
	char line[USER_SIZE + SECRET_SIZE + 2];
	const char *fault = NULL;
	bool lent;
	int fd = open_file(name, &lent);
	bool forbidden = fd == -1 && errno == EACCES;
	ssize_t n = 0;

	if (fd == -1)
		fault = strerror(errno);
	if (fault == NULL)
		fault = fault_of(fd, lent);
	if (fault == NULL && (n = read(fd, line, sizeof(line) - 1)) < 0)
		fault = strerror(errno);
	if (fault == NULL) {
		line[n] = '\0';
		fault = take(line, split, user, password);
	}
	if (fault != NULL)
		text_put(why, fault);
	wipe(line, sizeof(line));
	if (fd != -1)
		close(fd);
	return fault == NULL ? MF_OK : forbidden ? MF_EIO : MF_EINVAL;
}
