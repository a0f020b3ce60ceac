#include <stdlib.h>

#include "server/conn.h"
#include "server/control.h"

struct control {
	struct conn *conn;
	size_t n;
	uint8_t in[WIRE_CONTROL_MAX];
};

struct desk {
	struct engine *engine;
};

struct control *
control_new(struct conn *c)
{
	struct control *k = calloc(1, sizeof(*k));

	if (k != NULL)
		k->conn = c;
	return k;
}

void
control_free(struct control **kp)
{
	free(*kp);
	*kp = NULL;
}

uint8_t *
control_buffer(struct control *k)
{
	return k->in;
}

void
control_received(struct control *k, size_t n)
{
	k->n = n;
}

enum outcome
control_decide(struct control *k)
{
	(void)k;
	return OUTCOME_NOW;
}

void
control_answer(struct control *k, bool committed)
{
	(void)committed;
	conn_close(k->conn);
	conn_done(k->conn);
}

struct desk *
desk_new(struct engine *e)
{
	struct desk *d = calloc(1, sizeof(*d));

	if (d != NULL)
		d->engine = e;
	return d;
}

void
desk_stop(struct desk *d)
{
	(void)d;
}

void
desk_free(struct desk **dp)
{
	free(*dp);
	*dp = NULL;
}

void
control_work(struct desk *d)
{
	(void)d;
}

bool
control_has_work(const struct desk *d)
{
	(void)d;
	return false;
}
