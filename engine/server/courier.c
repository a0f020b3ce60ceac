/* One connection of mfcourier: what it asks for, what it reports. */

#include <stdlib.h>
#include <string.h>

#include "server/courier.h"
#include "core/shorten.h"
#include "server/batch.h"
#include "util/crypto.h"

#define RECORDED_SIZE 64
#define MOMENT        200 /* ms: what is tried again is due at such */
#define TOGETHER      16  /* messages of it that one batch takes */

struct courier {
	struct conn *conn;
	unsigned room[CHANNEL_MAX];
	char gateways[GATEWAYS_SIZE];
	struct wire_msg msg; /* borrows in */
	size_t n;
	enum mf_err err;
	int64_t reported[TOGETHER]; /* in this batch, of these messages */
	size_t nreported;
	uint8_t in[COURIER_MAX];
};

struct courier *
courier_new(struct conn *c)
{
	struct courier *k = calloc(1, sizeof(*k));

	if (k != NULL)
		k->conn = c;
	return k;
}

void
courier_free(struct courier **kp)
{
	free(*kp);
	*kp = NULL;
}

uint8_t *
courier_buffer(struct courier *k)
{
	return k->in;
}

void
courier_received(struct courier *k, size_t n)
{
	k->n = n;
}

unsigned
courier_room(const struct courier *k, enum channel channel)
{
	return k->conn->dead ? 0 : k->room[channel];
}

void
courier_took(struct courier *k, enum channel channel)
{
	if (k->room[channel] > 0)
		k->room[channel]--;
}

const char *
courier_gateways(const struct courier *k)
{
	return k->gateways;
}

void
courier_gone(struct courier *k)
{
	struct post *post = k->conn->engine->post;

	if (post == NULL)
		return;
	post_forget(post, k->conn);
	post_release(post);
}

static void
take_gateways(struct courier *k)
{
	struct wire_field item;
	struct text t;
	size_t at = 0;

	text_init(&t, k->gateways, sizeof(k->gateways));
	while (wire_list_next(&k->msg.field[TAG_GATEWAYS], &at, &item)) {
		shorten_words(&t, item.p, item.n, 128);
		text_put(&t, "\n");
	}
}

static enum mf_err
fetch(struct courier *k)
{
	int64_t n = wire_int(&k->msg, TAG_COUNT, -1);
	char word[8];
	unsigned c = 0;

	(void)wire_str(&k->msg, TAG_CHANNEL, word, sizeof(word));
	while (c < CHANNEL_MAX && strcmp(channel_words[c], word) != 0)
		c++;
	if (c == CHANNEL_MAX || n < 0 || n > COURIER_ROOM - k->room[c])
		return MF_EPROTO;
	k->room[c] += (unsigned)n;
	if (wire_has(&k->msg, TAG_GATEWAYS))
		take_gateways(k);
	post_look(k->conn->engine->post);
	return MF_OK;
}

/*
 * In 1 s, 3 s, 10 s, ...; as long as the message is of use.  While a gateway
 * is away there are many, and those of the same moment share commits.
 */
static int64_t
again_ms(int64_t now_ms, unsigned attempts)
{
	static const int64_t seconds[] = { 1, 3, 10, 30, 60, 60, 300, 900,
		3600 };
	size_t most = sizeof(seconds) / sizeof(seconds[0]) - 1;
	size_t i = attempts == 0 ? 0 : attempts - 1;
	int64_t due = now_ms + 1000 * seconds[i < most ? i : most];

	return (due + MOMENT - 1) / MOMENT * MOMENT;
}

/* What m becomes by the report, and the record of it; NULL: nothing new. */
static const char *
judge(const struct courier *k, struct outbox_message *m, int64_t now_ms)
{
	enum courier_outcome o = courier_outcome(&k->msg.field[TAG_STATUS]);
	int64_t attempt = wire_int(&k->msg, TAG_ATTEMPT, 0);
	bool latest = attempt == m->attempts;

	if (attempt < 1 || attempt > m->attempts)
		return NULL; /* it was not handed out so often */
	if (o == COURIER_SENT && m->state != OUTBOX_SENT) {
		m->state = OUTBOX_SENT;
		return "message.sent";
	}
	if (m->state != OUTBOX_TAKEN || !latest)
		return NULL;
	m->due_ms = again_ms(now_ms, m->attempts);
	if (o == COURIER_REFUSED || m->due_ms >= m->expires_ms) {
		m->state = OUTBOX_GIVEN_UP;
		return "message.given-up";
	}
	m->state = OUTBOX_WAITING;
	return "message.failed";
}

static void
take_words(const struct courier *k, struct outbox_message *m)
{
	struct slice said = { k->msg.field[TAG_RESULT].p,
		k->msg.field[TAG_RESULT].n };
	struct text t;

	(void)wire_str(&k->msg, TAG_GATEWAY, m->gateway, sizeof(m->gateway));
	text_init(&t, m->result, sizeof(m->result));
	if (said.p != NULL)
		shorten_words(&t, said.p, said.n, OUTBOX_RESULT - 3);
}

static enum mf_err
report(struct courier *k)
{
	struct engine *e = k->conn->engine;
	int64_t now_ms = engine_now_ms(e);
	struct outbox_message m;
	const char *event;
	enum mf_err err;

	err = store_outbox_get(e->store, wire_int(&k->msg, TAG_ID, 0), &m);
	if (err != MF_OK)
		return err == MF_ENOENT ? MF_OK : err;
	if ((event = judge(k, &m, now_ms)) == NULL)
		return MF_OK;
	take_words(k, &m);
	if ((err = batch_write_soon(e->batch)) != MF_OK)
		return err;
	err = post_record(e, &m, event, "courier", now_ms);
	if (err != MF_OK || (err = batch_keep(e->batch)) != MF_OK)
		batch_undo(e->batch);
	return err;
}

static enum mf_err
take(struct courier *k)
{
	bool whole = wire_parse(&k->msg, k->in, k->n);

	if (whole && k->msg.type == WIRE_FETCH)
		return fetch(k);
	if (!whole || k->msg.type != WIRE_REPORT ||
	    courier_outcome(&k->msg.field[TAG_STATUS]) == COURIER_OUTCOMES)
		return MF_EPROTO;
	k->reported[k->nreported++] = wire_int(&k->msg, TAG_ID, 0);
	return report(k);
}

/* Reports come in crowds: one commit, which waits for the disk, serves some. */
enum outcome
courier_decide(struct courier *k)
{
	unsigned n = 0;

	k->nreported = 0;
	do {
		k->err = take(k);
		wipe(k->in, k->n);
	} while (k->err == MF_OK && ++n < TOGETHER &&
	    conn_more(k->conn, k->in, sizeof(k->in), &k->n));
	return k->nreported > 0 ? OUTCOME_AFTER_COMMIT : OUTCOME_NOW;
}

static void
tell_recorded(struct courier *k)
{
	uint8_t buf[RECORDED_SIZE];
	struct wire_out out;

	for (size_t i = 0; i < k->nreported; i++) {
		wire_begin(&out, buf, sizeof(buf), WIRE_RECORDED);
		wire_put_int(&out, TAG_ID, k->reported[i]);
		conn_send(k->conn, out.buf, out.len);
	}
}

void
courier_answer(struct courier *k, bool committed)
{
	if (k->err == MF_EPROTO) {
		log_say(LOG_LEVEL_WARN, "courier-refused",
		    "mfcourier says what is not understood; it must be of the "
		    "engine's version");
		conn_close(k->conn);
	} else if (k->err != MF_OK || !committed) {
		conn_close(k->conn); /* it will say it again */
	} else {
		tell_recorded(k);
	}
	conn_done(k->conn);
}
