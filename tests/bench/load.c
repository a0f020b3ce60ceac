#include <math.h>
#include <stdio.h>
#include <stddef.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "ctl/radius_call.h"
#include "load.h"
#include "login.h"
#include "phones.h"
#include "util/crypto.h"

#define SCAN_US 50000 /* between two looks for packets to send again */
#define IDLE_US 1000  /* before asking again who has an unused code */

struct line { /* a socket and the logins on it */
	int fd;
	uint8_t pending; /* a bit for each login with a packet to send */
	struct login login[LANES];
};

struct load {
	struct run run;
	struct line *lines;
	size_t nlines;
	struct login **free; /* a stack of nfree */
	size_t nfree;
	int epoll, phones;
	int64_t end, next_scan, idle_until;
	double due; /* of an open loop, when the next login comes */
	uint8_t in[LANES][RADIUS_MAX];
};

static int64_t
now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static struct line *
line_of(struct login *login)
{
	return (struct line *)(void *)((uint8_t *)(login - login->lane) -
	    offsetof(struct line, login));
}

static void
pend(struct login *login)
{
	line_of(login)->pending |= (uint8_t)(1 << login->lane);
}

/* Sends a socket's packets in one call; what does not go out comes again. */
static void
flush(struct line *line, int64_t now)
{
	struct mmsghdr msg[LANES] = { 0 };
	struct iovec iov[LANES];
	unsigned n = 0;

	for (; line->pending != 0; line->pending &= line->pending - 1) {
		struct login *login = &line->login[ffs(line->pending) - 1];

		login->sent = now;
		if (login->tries++ == 0)
			login->begun = now;
		iov[n] =
		    (struct iovec){ login->request.buf, login->request.len };
		msg[n].msg_hdr.msg_iov = &iov[n];
		msg[n].msg_hdr.msg_iovlen = 1;
		n++;
	}
	if (n > 0)
		(void)!sendmmsg(line->fd, msg, n, 0);
}

static size_t
busy(const struct load *l)
{
	return l->run.opt->flight - l->nfree;
}

/*
 * People come independently of each other: as a Poisson process.  At even
 * intervals two loads would meet always, or never.
 */
static void
next_due(struct load *l)
{
	l->due -= log(1 - run_share(&l->run)) * 1e6 / l->run.opt->rate;
}

/* Fills free places of the flight with logins that are due. */
static void
start_due(struct load *l)
{
	int64_t now = now_us(), when = now;
	struct login *login;
	struct person *who;

	while (l->nfree > 0 && now < l->end && now >= l->idle_until) {
		if (l->run.opt->rate > 0 && (when = (int64_t)l->due) > now)
			return;
		who = people_take(l->run.people, time(NULL));
		if (who == NULL) {
			l->run.res->starved++;
			l->idle_until = now + IDLE_US;
			return;
		}
		if (l->run.opt->rate > 0)
			next_due(l);
		login = l->free[--l->nfree];
		login_begin(&l->run, login, who, when);
		pend(login);
	}
}

static void
take_reply(struct load *l, struct line *line, struct slice packet, int64_t now)
{
	struct radius_reply reply;
	struct login *login;

	if (packet.n < RADIUS_HEADER)
		return;
	login = &line->login[packet.p[1] / LANE_IDS];
	if (login->who == NULL || login->request.buf[1] != packet.p[1])
		return; /* the second answer to a packet sent twice */
	if (radius_verify(&reply, packet, &login->request, l->run.secret) !=
	    MF_OK)
		l->run.res->unverified++;
	else if (login_decided(&l->run, login, &reply, now))
		l->free[l->nfree++] = login;
	else if (!login->waits)
		pend(login);
}

static void
read_phones(struct load *l)
{
	char number[PHONES_TEXT], code[PHONES_TEXT];
	struct login *login;
	int64_t now = now_us();

	while (phones_read(l->phones, number, code)) {
		login = login_told(&l->run, number, code, now);
		if (login == NULL)
			continue;
		pend(login);
		flush(line_of(login), now);
	}
}

static void
receive(struct load *l, struct line *line)
{
	struct mmsghdr msg[LANES] = { 0 };
	struct iovec iov[LANES];
	int64_t now;
	int n;

	for (size_t i = 0; i < LANES; i++) {
		iov[i] = (struct iovec){ l->in[i], sizeof(l->in[i]) };
		msg[i].msg_hdr.msg_iov = &iov[i];
		msg[i].msg_hdr.msg_iovlen = 1;
	}
	n = recvmmsg(line->fd, msg, LANES, MSG_DONTWAIT, NULL);
	now = now_us();
	for (int i = 0; i < n; i++)
		take_reply(
		    l, line, (struct slice){ l->in[i], msg[i].msg_len }, now);
}

static void
look_after(struct load *l, struct login *login, int64_t now)
{
	const struct load_options *opt = l->run.opt;

	if (login->who == NULL ||
	    (line_of(login)->pending & 1 << login->lane) ||
	    now - login->sent <
		(login->waits ? opt->patience_us : opt->retry_us))
		return;
	if (!login->waits && login->tries < opt->tries) {
		l->run.res->retransmits++;
		pend(login);
		return;
	}
	(*(login->waits ? &l->run.res->uncoded : &l->run.res->lost))++;
	login->who->busy = false;
	login->who = NULL;
	l->free[l->nfree++] = login;
}

/* Packets without answer go out again, the same, or are given up. */
static void
scan(struct load *l, int64_t now)
{
	l->next_scan = now + SCAN_US;
	for (size_t i = 0; i < l->nlines; i++)
		for (size_t j = 0; j < LANES; j++)
			look_after(l, &l->lines[i].login[j], now);
}

/* How long to sleep at most: to the next login that is due, or scan. */
static struct timespec
pause_until(const struct load *l)
{
	int64_t now = now_us(), until = l->next_scan, next;

	if (now < l->end && l->nfree > 0) {
		next = l->run.opt->rate > 0 ? (int64_t)l->due : now;
		if (next < l->idle_until)
			next = l->idle_until;
		if (next < until)
			until = next;
	}
	if (until < now)
		until = now;
	return (struct timespec){ .tv_sec = (until - now) / 1000000,
		.tv_nsec = (until - now) % 1000000 * 1000 };
}

static void
loop(struct load *l)
{
	struct epoll_event ev[64];
	struct timespec pause;
	int64_t now;
	int n;

	while ((now = now_us()) < l->end || busy(l) > 0) {
		start_due(l);
		if (now >= l->next_scan)
			scan(l, now);
		for (size_t i = 0; i < l->nlines; i++)
			if (l->lines[i].pending != 0)
				flush(&l->lines[i], now_us());
		pause = pause_until(l);
		n = epoll_pwait2(l->epoll, ev, 64, &pause, NULL);
		for (int i = 0; i < n; i++) {
			if (ev[i].data.ptr == l) {
				read_phones(l);
				continue;
			}
			receive(l, ev[i].data.ptr);
			start_due(l);
			flush(ev[i].data.ptr, now_us());
		}
	}
}

static bool
open_lines(struct load *l)
{
	const struct load_options *opt = l->run.opt;
	const char *why;

	for (size_t i = 0; i < l->nlines; i++) {
		struct line *line = &l->lines[i];
		struct epoll_event ev = { .events = EPOLLIN, .data.ptr = line };

		if (radius_dial(opt->server, &line->fd, &why) != MF_OK) {
			fprintf(stderr, "radload: server %s: %s.\n",
			    opt->server, why);
			return false;
		}
		if (epoll_ctl(l->epoll, EPOLL_CTL_ADD, line->fd, &ev) == -1)
			return false;
	}
	/* Spread over the sockets: the last on the stack begin first. */
	for (size_t i = 0; i < opt->flight; i++) {
		struct login *login =
		    &l->lines[i % l->nlines].login[i / l->nlines];

		login->lane = (uint8_t)(i / l->nlines);
		l->free[l->nfree++] = login;
	}
	return true;
}

static bool
open_phones(struct load *l)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.ptr = l };

	if (l->run.opt->phones == NULL)
		return true;
	l->phones = phones_open(l->run.opt->phones);
	return l->phones != -1 &&
	    epoll_ctl(l->epoll, EPOLL_CTL_ADD, l->phones, &ev) == 0;
}

static void
run(struct load *l)
{
	const struct load_options *opt = l->run.opt;
	double seconds = opt->warmup + opt->seconds;
	int64_t begin;

	prctl(PR_SET_TIMERSLACK, 1000UL); /* ns; due times are to be kept */
	begin = now_us();
	l->end = begin + (int64_t)(seconds * 1e6);
	l->run.from = begin + (int64_t)(opt->warmup * 1e6);
	l->run.to = l->end;
	l->due = (double)begin;
	loop(l);
	for (; opt->rate > 0 && l->due < (double)l->end; next_due(l))
		l->run.res->unstarted++;
}

bool
load_run(const struct load_options *opt, struct people *people,
    struct load_result *res)
{
	struct load *l = calloc(1, sizeof(*l));
	bool ok = false;

	if (l == NULL)
		return false;
	l->phones = -1;
	*res = (struct load_result){ .seconds = opt->seconds };
	l->run = (struct run){ .opt = opt,
		.people = people,
		.res = res,
		.secret = slice_str(opt->secret),
		.random = random_u64() };
	l->nlines = (opt->flight + LANES - 1) / LANES;
	l->lines = calloc(l->nlines, sizeof(*l->lines));
	l->free = calloc(opt->flight, sizeof(struct login *));
	l->epoll = epoll_create1(EPOLL_CLOEXEC);
	if (l->lines != NULL && l->free != NULL && l->epoll != -1 &&
	    open_lines(l) && open_phones(l)) {
		run(l);
		ok = true;
	}
	for (size_t i = 0; l->lines != NULL && i < l->nlines; i++)
		if (l->lines[i].fd > 0)
			close(l->lines[i].fd);
	phones_close(l->phones, opt->phones);
	if (l->epoll != -1)
		close(l->epoll);
	free(l->free);
	free(l->lines);
	free(l);
	return ok;
}
