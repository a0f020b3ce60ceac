#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ctl/try_input.h"
#include "ctl/unseen.h"
#include "util/crypto.h"

enum mf_err
input_open(struct try_input *in, const char *script)
{
	*in = (struct try_input){ .fd = -1, .script = script != NULL };
	if (script == NULL) {
		in->fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
		return in->fd == -1 ? MF_ENOENT : MF_OK;
	}
	if (strcmp(script, "-") == 0)
		in->fd = STDIN_FILENO;
	else
		in->fd = open(script, O_RDONLY | O_NOCTTY | O_CLOEXEC);
	return in->fd == -1 ? MF_EIO : MF_OK;
}

void
input_close(struct try_input *in)
{
	if (in->fd > STDERR_FILENO)
		close(in->fd);
	in->fd = -1;
}

/*
 * Byte by byte, so that no more of a script is taken than the line, and no
 * buffer of the C library keeps a copy.
 */
static enum mf_err
read_line(int fd, char *buf, size_t size, size_t *n)
{
	bool full = false, any = false;
	ssize_t got;
	char c;

	for (*n = 0; (got = read(fd, &c, 1)) != 0;) {
		if (got == -1 && errno == EINTR)
			continue;
		if (got == -1)
			return MF_EIO;
		any = true;
		if (c == '\n')
			break;
		if (*n + 1 < size)
			buf[(*n)++] = c;
		else
			full = true;
	}
	buf[*n] = '\0';
	if (full)
		return MF_EFULL;
	return any ? MF_OK : MF_ENOENT;
}

enum mf_err
input_line(struct try_input *in, const char *prompt, bool echo, char *buf,
    size_t size, size_t *n)
{
	enum mf_err e;

	*n = 0;
	if (!in->script && echo &&
	    write(in->fd, prompt, strlen(prompt)) != (ssize_t)strlen(prompt))
		return MF_EIO;
	if (in->script || echo)
		e = read_line(in->fd, buf, size, n);
	else
		e = unseen_line(in->fd, prompt, buf, size, n);
	if (e != MF_OK) {
		wipe(buf, size);
		*n = 0;
	}
	return e;
}
