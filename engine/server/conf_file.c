/* The configuration as a file: whom to trust with it, and reading it whole. */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/conf_reader.h"

#define FILE_MAX (256 * 1024)

/* Why the file cannot be read whole; NULL if it can. */
static const char *
fault_of(const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return "is not a file; give the configuration's";
	if (st->st_size > FILE_MAX)
		return "is larger than 256 KiB; a configuration is not";
	return NULL;
}

/* Whose the file is; its text is read all the same, to tell what else is. */
static bool
is_trusted(struct reader *r, const char *path, const struct stat *st)
{
	bool written = (st->st_mode & (S_IWGRP | S_IWOTH)) != 0;
	bool owned = st->st_uid == 0 || st->st_uid == geteuid();

	if (written)
		reader_say(r, CONF_ERROR, 0, NULL,
		    "%s: can be written by others than its owner; take that "
		    "away with \"chmod go-w %s\".",
		    path, path);
	if (!owned)
		reader_say(r, CONF_ERROR, 0, NULL,
		    "%s: belongs to somebody else; give it to root with "
		    "\"chown root %s\".",
		    path, path);
	return owned && !written;
}

/*
 * The whole file into *text, which the caller frees; complains by itself.
 * *st says whose it is.
 */
static enum mf_err
slurp(
    struct reader *r, const char *path, struct stat *st, char **text, size_t *n)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	enum mf_err e = MF_EIO;
	const char *fault = NULL;
	ssize_t got;

	*text = NULL;
	if (fd < 0 || fstat(fd, st) != 0) {
		fault = strerror(errno);
		goto out;
	}
	if ((fault = fault_of(st)) != NULL)
		goto out;
	*text = malloc(FILE_MAX + 1);
	if (*text == NULL) {
		e = MF_ENOMEM;
		goto out;
	}
	for (*n = 0; *n <= FILE_MAX; *n += (size_t)got) {
		got = read(fd, *text + *n, FILE_MAX + 1 - *n);
		if (got <= 0)
			break;
	}
	if (got < 0)
		fault = strerror(errno);
	else if (*n > FILE_MAX)
		fault = "grew while it was read; check it again";
	else
		e = MF_OK;
out:
	if (fault != NULL)
		reader_say(r, CONF_ERROR, 0, NULL, "%s: %s.", path, fault);
	if (fd >= 0)
		(void)close(fd);
	return e;
}

static void
borrow_credential(struct reader *r, struct conf *conf)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	char path[1024];
	int n;

	if (folder == NULL || r->keyring_named)
		return;
	n = snprintf(path, sizeof(path), "%s/keyring", folder);
	if (n < 0 || (size_t)n >= sizeof(path) || access(path, F_OK) != 0)
		return;
	conf->keyring = conf_copy(r, path);
	conf->keyring_is_lent = true;
}

enum mf_err
conf_load(const char *path, const struct conf_report *report, struct conf **out)
{
	struct reader r = { .file = reader_name(path), .report = report };
	struct conf *conf = NULL;
	char *text = NULL;
	bool trusted;
	struct stat st;
	size_t n = 0;
	enum mf_err e;

	*out = NULL;
	r.here = true;
	if ((e = slurp(&r, path, &st, &text, &n)) != MF_OK)
		goto out;
	trusted = is_trusted(&r, path, &st);
	conf = reader_parse(&r, (struct slice){ (const uint8_t *)text, n });
	if (conf == NULL) {
		e = MF_ENOMEM;
		goto out;
	}
	conf->file = conf_copy(&r, path);
	borrow_credential(&r, conf);
	e = reader_outcome(&r, conf, out);
	if (e == MF_EINVAL && !trusted)
		e = MF_EIO;
out:
	free(text);
	return e;
}
