#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "ctl/ask.h"
#include "ctl/render.h"
#include "util/crypto.h"

bool
ask_go_on(struct ctl *ctl, const struct wire_msg *m)
{
	char line[16];

	if (ctl->yes)
		return true;
	if (!ctl->terminal || ctl->json)
		return false;
	render_text(ctl->err, m, TAG_TEXT);
	fprintf(ctl->err, "Go on? [y/N] ");
	fflush(ctl->err);
	if (fgets(line, sizeof(line), ctl->in) == NULL)
		return false;
	return strcmp(line, "y\n") == 0 || strcmp(line, "yes\n") == 0;
}

/* One line of fp without its end.  Unbuffered bytes: nothing stays behind. */
static int
read_line(struct ctl *ctl, FILE *fp, const char *from, char out[SECRET_MAX])
{
	size_t n = 0;
	int c;

	while ((c = getc(fp)) != EOF && c != '\n') {
		if (c == '\0' || n == SECRET_MAX - 1)
			return ctl_fail(ctl, EXIT_USAGE,
			    "%s: the first line holds a NUL or is longer than "
			    "%d bytes.\n",
			    from, SECRET_MAX - 1);
		out[n++] = (char)c;
	}
	if (n > 0 && out[n - 1] == '\r')
		n--;
	out[n] = '\0';
	if (n == 0)
		return ctl_fail(
		    ctl, EXIT_USAGE, "%s: the first line is empty.\n", from);
	return EXIT_DONE;
}

int
read_secret(struct ctl *ctl, const char *file, char out[SECRET_MAX])
{
	char buf[BUFSIZ];
	FILE *fp;
	int code;

	if (strcmp(file, "-") == 0)
		return read_line(ctl, ctl->in, "standard input", out);
	if ((fp = fopen(file, "re")) == NULL)
		return ctl_fail(
		    ctl, EXIT_REFUSED, "%s: %s.\n", file, strerror(errno));
	setvbuf(fp, buf, _IOFBF, sizeof(buf));
	code = read_line(ctl, fp, file, out);
	fclose(fp);
	wipe(buf, sizeof(buf));
	return code;
}

/*
 * A line from the terminal with its echo off.  Signals that end a program wait
 * until the echo is on again; false when one came, or the terminal went.
 */
static bool
read_silently(int tty, char out[SECRET_MAX])
{
	struct termios old, silent;
	sigset_t ends, before;
	struct pollfd pfd[2] = { { .fd = tty, .events = POLLIN } };
	ssize_t n = -1;

	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGQUIT);
	pfd[1] = (struct pollfd){ .fd = signalfd(-1, &ends, SFD_CLOEXEC),
		.events = POLLIN };
	sigaddset(&ends, SIGTSTP);
	if (tcgetattr(tty, &old) == -1 || pfd[1].fd == -1)
		goto out;
	silent = old;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	silent.c_lflag |= ICANON | ECHONL;
	sigprocmask(SIG_BLOCK, &ends, &before);
	tcsetattr(tty, TCSAFLUSH, &silent);
	if (poll(pfd, 2, -1) > 0 && pfd[1].revents == 0)
		n = read(tty, out, SECRET_MAX - 1);
	tcsetattr(tty, TCSAFLUSH, &old);
	sigprocmask(SIG_SETMASK, &before, NULL);
out:
	if (pfd[1].fd != -1)
		close(pfd[1].fd);
	if (n <= 1 || out[n - 1] != '\n')
		return false;
	out[n - 1] = '\0';
	return strlen(out) == (size_t)n - 1;
}

static bool
prompt(int tty, const char *what, const char *again, char out[SECRET_MAX])
{
	dprintf(tty, "%s%s: ", what, again);
	return read_silently(tty, out);
}

int
ask_secret(struct ctl *ctl, const char *what, bool twice, char out[SECRET_MAX])
{
	char again[SECRET_MAX] = "";
	bool ok, equal = true;
	int tty;

	if (!ctl->terminal)
		return read_line(ctl, ctl->in, "standard input", out);
	if ((tty = open("/dev/tty", O_RDWR | O_CLOEXEC)) == -1)
		return ctl_fail(ctl, EXIT_REFUSED,
		    "there is no terminal to ask for the %s.\n", what);
	ok = prompt(tty, what, "", out);
	if (ok && twice) {
		ok = prompt(tty, what, ", once more", again);
		equal = ok && strcmp(out, again) == 0;
	}
	close(tty);
	wipe(again, sizeof(again));
	if (!ok)
		return ctl_fail(ctl, EXIT_UNCONFIRMED,
		    "nothing was typed. Nothing was changed.\n");
	if (!equal)
		return ctl_fail(ctl, EXIT_USAGE,
		    "the two are not the same. Nothing was changed.\n"
		    "Please try again.\n");
	return EXIT_DONE;
}
