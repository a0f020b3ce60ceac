#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "door.h"
#include "life.h"
#include "tell.h"

#define READY_MS  10000
#define STOP_MS   20000
#define ANSWER_MS 500

static void
nap(void)
{
	const struct timespec ts = { 0, 1000000 };

	(void)nanosleep(&ts, NULL);
}

static void
become(const struct life *l)
{
	int fd = open(l->log, O_WRONLY | O_APPEND | O_CREAT, 0600);

	(void)prctl(PR_SET_PDEATHSIG, SIGKILL); /* never outlives the test */
	if (fd != -1) {
		(void)dup2(fd, STDOUT_FILENO);
		(void)dup2(fd, STDERR_FILENO);
	}
	if (l->shim != NULL) {
		(void)setenv("LD_PRELOAD", l->shim, 1);
		(void)setenv("MF_FAULTS", l->plan, 1);
	}
	(void)execv(l->argv[0], l->argv);
	_exit(127);
}

bool
life_is_over(struct life *l, int *status)
{
	*status = 0;
	if (l->pid != 0 && waitpid(l->pid, status, WNOHANG) != l->pid)
		return false;
	l->pid = 0;
	return true;
}

/* Its loop runs: it answers, if only that it does not understand. */
static bool
answers(const struct life *l)
{
	const struct street s = { .socket = l->socket };
	struct reply r = { 0 };
	struct door d;

	if (door_open(&d, &s) && send(d.fd, "?", 1, MSG_NOSIGNAL) == 1)
		(void)door_wait(&d, &r, ANSWER_MS);
	door_close(&d);
	return r.said == SAID_SILENCE;
}

bool
life_begin(struct life *l)
{
	int64_t begun = now_ms();

	l->status = 0;
	l->pid = fork();
	if (l->pid == 0)
		become(l);
	while (l->pid > 0 && now_ms() - begun < READY_MS) {
		if (answers(l)) {
			l->ready_ms = (int)(now_ms() - begun);
			return true;
		}
		if (life_is_over(l, &l->status))
			return false;
		nap();
	}
	life_kill(l);
	l->status = -1;
	return false;
}

void
life_kill(struct life *l)
{
	if (l->pid <= 0)
		return;
	(void)kill(l->pid, SIGKILL);
	(void)waitpid(l->pid, NULL, 0);
	l->pid = 0;
}

int
life_end(struct life *l)
{
	int64_t begun = now_ms();
	int status;

	if (l->pid <= 0)
		return -1;
	(void)kill(l->pid, SIGTERM);
	while (now_ms() - begun < STOP_MS) {
		if (life_is_over(l, &status))
			return status;
		nap();
	}
	life_kill(l);
	return -1;
}
