/* One reply, kept over the engine's restarts, to be sent again later. */

#include <stdio.h>

#include "scene.h"
#include "tell.h"

static bool
keep(const char *path, const struct question *q)
{
	FILE *fp = fopen(path, "w");

	if (fp == NULL)
		return false;
	fprintf(fp, "%s %s %s\n", q->user, q->state, q->typed);
	return fclose(fp) == 0;
}

/* Answered for the first time; ticket and code are kept in the ledger file. */
void
scene_keep(struct run *r)
{
	const struct token *t = &r->people.list[0];
	struct question q;
	struct reply ticket, reply;
	char code[TYPED_SIZE];

	token_code(t, t->next, code);
	tell(scene_ticket(r, t->user, "home", &q, &ticket),
	    "a first packet is answered with a challenge");
	q.typed = code;
	question_renew(&q);
	tell(ask_once(&r->street, &q, &reply) == SAID_ACCEPT &&
		keep(r->book, &q),
	    "the right code opens");
}

/* The same once more: what is said to it stands on a line of its own. */
void
scene_late(struct run *r)
{
	char user[64], state[254], code[TYPED_SIZE];
	struct question q = { .user = user,
		.nas = "nas",
		.station = "home",
		.state = state,
		.typed = code };
	struct reply reply = { 0 };
	FILE *fp = fopen(r->book, "r");

	if (fp != NULL &&
	    fscanf(fp, "%63s %253s %8s", user, state, code) == 3) {
		question_renew(&q);
		(void)ask_once(&r->street, &q, &reply);
	}
	if (fp != NULL)
		fclose(fp);
	printf("said=%s\n", said_words[reply.said]);
}
