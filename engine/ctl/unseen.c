#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include "ctl/unseen.h"

/* One read gives a line, or as much of it as there is room for. */
static enum mf_err
line(int tty, int signals, char *buf, size_t size, size_t *n)
{
	struct pollfd pfd[2] = { { .fd = tty, .events = POLLIN },
		{ .fd = signals, .events = POLLIN } };
	ssize_t got;

	if (poll(pfd, 2, -1) <= 0 || pfd[1].revents != 0)
		return MF_ENOENT;
	got = read(tty, buf, size);
	if (got <= 0)
		return MF_ENOENT;
	if (buf[got - 1] != '\n')
		return (size_t)got == size ? MF_EFULL : MF_ENOENT;
	*n = (size_t)got - 1;
	buf[*n] = '\0';
	return MF_OK;
}

enum mf_err
unseen_line(int tty, const char *prompt, char *buf, size_t size, size_t *n)
{
	struct termios old, silent;
	sigset_t ends, before;
	enum mf_err e = MF_EIO;
	int signals;

	*n = 0;
	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGHUP);
	sigaddset(&ends, SIGQUIT);
	signals = signalfd(-1, &ends, SFD_CLOEXEC);
	if (signals == -1)
		return MF_EIO;
	if (tcgetattr(tty, &old) == -1)
		goto out;
	sigaddset(&ends, SIGTSTP);
	silent = old;
	silent.c_lflag &= ~(tcflag_t)ECHO;
	silent.c_lflag |= ICANON | ECHONL;
	sigprocmask(SIG_BLOCK, &ends, &before);
	if (tcsetattr(tty, TCSAFLUSH, &silent) == 0 &&
	    write(tty, prompt, strlen(prompt)) == (ssize_t)strlen(prompt))
		e = line(tty, signals, buf, size, n);
	/* What is left of a line that was too long goes as well. */
	tcsetattr(tty, e == MF_OK ? TCSANOW : TCSAFLUSH, &old);
	sigprocmask(SIG_SETMASK, &before, NULL);
out:
	close(signals);
	return e;
}
