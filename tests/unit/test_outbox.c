/*
 * The outbox: what is put in waits until it is due, is taken, and comes to an
 * end; a code is made only while it may still be typed.
 */

#include "store_place.h"

#include "core/message.h"
#include "core/sent.h"
#include "server/courier.h"
#include "server/engine.h"
#include "store/outbox.h"
#include "store/pending.h"

#define NOW_MS (NOW * INT64_C(1000))
#define LIFE   300000

static const struct pending code = {
	.dialogue = 77,
	.device = 5,
	.account = 3,
	.round = 1,
	.resend = 2,
	.key = 1,
	.at = NOW,
	.expires = NOW + 300,
};

static int64_t
add(struct place *p, const char *text, uint64_t dialogue)
{
	const struct outbox_new m = {
		.channel = CHANNEL_SMS,
		.address = "+37120000000",
		.account = 3,
		.device = 5,
		.text = text,
		.language = "lv",
		.detail = "account=\"an\\\"na\" device=\"12-34\"",
		.code = { dialogue, 1, 2, dialogue == 0 ? 0 : 1 },
		.at_ms = NOW_MS,
		.expires_ms = NOW_MS + LIFE,
	};
	int64_t id = 0;

	begin(p);
	assert_int_equal(store_outbox_add(p->s, &m, &id), MF_OK);
	commit(p);
	return id;
}

static size_t
due(struct place *p, int64_t now_ms, struct outbox_message *m)
{
	size_t n;

	assert_int_equal(
	    store_outbox_due(p->s, CHANNEL_SMS, now_ms, m, 4, &n), MF_OK);
	return n;
}

static struct outbox_message
get(struct place *p, int64_t id)
{
	struct outbox_message m;

	assert_int_equal(store_outbox_get(p->s, id, &m), MF_OK);
	return m;
}

static void
move(struct place *p, struct outbox_message *m, enum outbox_state state,
    int64_t due_ms)
{
	m->state = state;
	m->due_ms = due_ms;
	strcpy(m->gateway, "main");
	strcpy(m->result, "HTTP 200");
	begin(p);
	assert_int_equal(store_outbox_move(p->s, m, NOW_MS + 1), MF_OK);
	commit(p);
}

static void
a_message_goes_its_way(void **state)
{
	struct place *p = *state;
	struct outbox_message m[4];
	int64_t id, when, id_before = 0;
	size_t n;

	assert_int_equal(
	    store_outbox_next(p->s, CHANNEL_SMS, &when), MF_ENOENT);
	(void)store_outbox_stirred(p->s);
	id_before = add(p, "test", 0);
	id = add(p, "lost", 0);
	assert_true(id > id_before);
	assert_true(store_outbox_stirred(p->s));
	assert_false(store_outbox_stirred(p->s));
	assert_int_equal(due(p, NOW_MS - 1, m), 0);
	assert_int_equal(due(p, NOW_MS, m), 2);
	assert_string_equal(m[0].address, "+37120000000");
	assert_string_equal(m[1].text, "lost");
	assert_int_equal(
	    store_outbox_due(p->s, CHANNEL_EMAIL, NOW_MS, m, 4, &n), MF_OK);
	assert_int_equal(n, 0);

	m[1] = get(p, id);
	m[1].due_ms = NOW_MS + OUTBOX_LEASE_MS;
	begin(p);
	assert_int_equal(store_outbox_take(p->s, &m[1], NOW_MS), MF_OK);
	commit(p);
	assert_int_equal(m[1].attempts, 1);
	assert_int_equal(due(p, NOW_MS, m), 1);
	m[1] = get(p, id);
	assert_int_equal(m[1].state, OUTBOX_TAKEN);
	/* a courier that is never heard of again has it no longer */
	assert_int_equal(due(p, NOW_MS + OUTBOX_LEASE_MS, m), 2);

	m[1] = get(p, id);
	move(p, &m[1], OUTBOX_WAITING, NOW_MS + 3000);
	assert_int_equal(due(p, NOW_MS + 2999, m), 1);
	assert_int_equal(due(p, NOW_MS + 3000, m), 2);
	m[1] = get(p, id);
	move(p, &m[1], OUTBOX_SENT, NOW_MS);
	assert_int_equal(due(p, NOW_MS + LIFE, m), 1);
	m[1] = get(p, id);
	begin(p);
	assert_int_equal(store_outbox_take(p->s, &m[1], NOW_MS), MF_ECONFLICT);
	commit(p);
}

static void
what_a_courier_had_is_due_when_it_is_gone(void **state)
{
	struct place *p = *state;
	struct outbox_message m[4];
	int64_t id = add(p, "test", 0);
	size_t n;

	m[0] = get(p, id);
	m[0].due_ms = NOW_MS + OUTBOX_LEASE_MS;
	begin(p);
	assert_int_equal(store_outbox_take(p->s, &m[0], NOW_MS), MF_OK);
	assert_int_equal(store_outbox_release(p->s, NOW_MS + 5, &n), MF_OK);
	commit(p);
	assert_int_equal(n, 1);
	assert_int_equal(due(p, NOW_MS + 5, m), 1);
	assert_int_equal(m[0].attempts, 1);
}

static void
what_was_handed_out_is_called_back_once(void **state)
{
	struct place *p = *state;
	struct outbox_message m[4];
	int64_t ids[OUTBOX_RECALLED], handed;

	handed = add(p, "code", code.dialogue);
	assert_int_equal(due(p, NOW_MS, m), 1);
	begin(p);
	assert_int_equal(store_outbox_take(p->s, &m[0], NOW_MS), MF_OK);
	commit(p);
	(void)add(p, "code", code.dialogue);
	(void)add(p, "panic", 0);
	assert_int_equal(store_outbox_recalled(p->s, ids), 0);
	begin(p);
	assert_int_equal(
	    store_outbox_cancel(p->s, 3, 5, "removed", NOW_MS), MF_OK);
	commit(p);
	assert_int_equal(store_outbox_recalled(p->s, ids), 1);
	assert_int_equal(ids[0], handed);
	assert_int_equal(store_outbox_recalled(p->s, ids), 0);
	m[0] = get(p, handed);
	move(p, &m[0], OUTBOX_CANCELLED, NOW_MS);
	assert_int_equal(store_outbox_recalled(p->s, ids), 1);
}

static void
what_nobody_took_in_time_is_told(void **state)
{
	struct place *p = *state;
	struct outbox_message m[4];
	struct outbox_counts c;
	size_t n;

	(void)add(p, "test", 0);
	assert_int_equal(
	    store_outbox_overdue(p->s, NOW_MS + LIFE - 1, m, 4, &n), MF_OK);
	assert_int_equal(n, 0);
	assert_int_equal(store_outbox_counts(p->s, 0, &c), MF_OK);
	assert_int_equal(c.waiting, 1);
	assert_int_equal(c.codes, 0);
	assert_int_equal(c.oldest_ms, NOW_MS);
	assert_int_equal(
	    store_outbox_overdue(p->s, NOW_MS + LIFE, m, 4, &n), MF_OK);
	assert_int_equal(n, 1);
	move(p, &m[0], OUTBOX_GIVEN_UP, NOW_MS);
	assert_int_equal(store_outbox_counts(p->s, 0, &c), MF_OK);
	assert_int_equal(c.waiting, 0);
	assert_int_equal(c.given_up, 1);
}

static enum mf_err
render(struct place *p, int64_t id, struct message *out, char *shown)
{
	struct engine e = { .store = p->s, .keys = p->keys };
	struct outbox_message m = get(p, id);

	shown[0] = '\0';
	return post_render(&e, &m, out, shown, SENT_SHOWN);
}

static void
pend(struct place *p, unsigned resend)
{
	struct pending x = code;

	x.resend = resend;
	begin(p);
	assert_int_equal(
	    store_pending_put(p->s, &x, NULL, slice_str("a")), MF_OK);
	commit(p);
}

/* Of account 3, which the messages are for. */
static void
add_phone(struct place *p)
{
	const struct new_token t = { .factor = "sms",
		.vendor = "",
		.address = "+37120000000",
		.hash = HASH_SHA1,
		.state = DEVICE_ACTIVE,
		.account = 3,
		.now = NOW,
		.secret = slice_str("") };

	begin(p);
	(void)add_account(p, "one");
	(void)add_account(p, "two");
	assert_int_equal(add_account(p, "anna"), 3);
	assert_int_equal(desk_token_add(p->s, 5, &t), MF_OK);
	commit(p);
}

static void
a_code_is_made_when_it_is_handed_out(void **state)
{
	struct place *p = *state;
	const struct sent s = { store_generation(p->s), 77, 5, 1, 2 };
	char want[CODE_SIZE], grouped[SENT_SHOWN], shown[SENT_SHOWN];
	int64_t id = add(p, "code", 77);
	uint8_t key[KEY_SIZE];
	struct message m;

	/* not while there is nothing to type it at */
	add_phone(p);
	assert_int_equal(render(p, id, &m, shown), MF_ENOENT);
	pend(p, 2);
	assert_int_equal(render(p, id, &m, shown), MF_OK);
	assert_int_equal(keyring_key(p->keys, KEY_SENT, 1, key), MF_OK);
	sent_code(key, &s, SENT_LOGIN, want);
	sent_show(want, grouped);
	assert_string_equal(shown, grouped);
	assert_memory_equal(m.body, grouped, strlen(grouped));
	assert_non_null(strstr(m.body, "Derīgs 5 minūtes."));
	/* a newer one was sent: this one is of no use */
	pend(p, 3);
	assert_int_equal(render(p, id, &m, shown), MF_ENOENT);
}

static void
no_code_is_made_for_a_number_that_was_removed(void **state)
{
	struct place *p = *state;
	int64_t id = add(p, "code", 77);
	char shown[SENT_SHOWN];
	struct message m;

	add_phone(p);
	pend(p, 2);
	assert_int_equal(render(p, id, &m, shown), MF_OK);
	begin(p);
	assert_int_equal(
	    desk_token_unbind(p->s, 5, DEVICE_ACTIVE, DEVICE_RETIRED), MF_OK);
	commit(p);
	assert_int_equal(render(p, id, &m, shown), MF_ENOENT);
}

static void
a_restored_database_sends_nothing_of_before(void **state)
{
	struct place *p = *state;
	int64_t id = add(p, "claimed", 0);
	char shown[SENT_SHOWN];
	struct message m;

	assert_int_equal(render(p, id, &m, shown), MF_OK);
	assert_non_null(strstr(m.body, "12-34"));
	assert_non_null(strstr(m.body, "an'na"));
	store_close(&p->s);
	tamper(p, "UPDATE outbox SET generation = generation + 1");
	assert_int_equal(open_store(p), MF_OK);
	assert_int_equal(render(p, id, &m, shown), MF_ENOENT);
}

static bool
count(void *arg, const struct outbox_message *m)
{
	int64_t *last = arg;

	assert_true(last[1] == 0 || m->id < last[1]);
	last[0]++;
	last[1] = m->id;
	return true;
}

static void
lists_are_of_one_account_or_state(void **state)
{
	struct place *p = *state;
	struct outbox_filter f = { INT64_MAX, -1, -1, 10 };
	int64_t n[2] = { 0 };
	struct outbox_message m;

	(void)add(p, "test", 0);
	m = get(p, add(p, "code", 77));
	move(p, &m, OUTBOX_SENT, NOW_MS);
	assert_int_equal(store_outbox_page(p->s, &f, count, n), MF_OK);
	assert_int_equal(n[0], 2);
	f.state = OUTBOX_SENT;
	n[0] = n[1] = 0;
	assert_int_equal(store_outbox_page(p->s, &f, count, n), MF_OK);
	assert_int_equal(n[0], 1);
	f = (struct outbox_filter){ INT64_MAX, 4, -1, 10 };
	n[0] = n[1] = 0;
	assert_int_equal(store_outbox_page(p->s, &f, count, n), MF_OK);
	assert_int_equal(n[0], 0);
	n[0] = n[1] = 0;
	assert_int_equal(
	    store_outbox_of_dialogue(p->s, 77, 5, count, n), MF_OK);
	assert_int_equal(n[0], 1);
}

static void
what_is_settled_goes_after_a_month(void **state)
{
	struct place *p = *state;
	struct outbox_message m;
	size_t gone;

	(void)add(p, "test", 0);
	m = get(p, add(p, "test", 0));
	move(p, &m, OUTBOX_SENT, NOW_MS);
	begin(p);
	assert_int_equal(
	    store_expire(p->s, NOW + OUTBOX_KEPT, 10, &gone), MF_OK);
	assert_int_equal(gone, 0);
	assert_int_equal(
	    store_expire(p->s, NOW + OUTBOX_KEPT + 2, 10, &gone), MF_OK);
	assert_int_equal(gone, 1);
	commit(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_message_goes_its_way),
		T(what_a_courier_had_is_due_when_it_is_gone),
		T(what_was_handed_out_is_called_back_once),
		T(what_nobody_took_in_time_is_told),
		T(a_code_is_made_when_it_is_handed_out),
		T(no_code_is_made_for_a_number_that_was_removed),
		T(a_restored_database_sends_nothing_of_before),
		T(lists_are_of_one_account_or_state),
		T(what_is_settled_goes_after_a_month),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
