/*
 * The order in which messages are handed out: codes first, for somebody waits
 * at a prompt; then notices, the longest due first.
 */

#include "store_place.h"

#include "store/outbox.h"
#include "store/query.h"

#define NOW_MS (NOW * INT64_C(1000))

static int64_t
add(struct place *p, uint64_t dialogue, int64_t due_ms)
{
	const struct outbox_new m = {
		.channel = CHANNEL_SMS,
		.address = "+37120000000",
		.text = dialogue != 0 ? "code" : "temporary",
		.language = "lv",
		.detail = "",
		.code = { dialogue, 1, 0, dialogue != 0 },
		.at_ms = NOW_MS,
		.due_ms = due_ms,
		.expires_ms = NOW_MS + 300000,
	};
	int64_t id = 0;

	begin(p);
	assert_int_equal(store_outbox_add(p->s, &m, &id), MF_OK);
	commit(p);
	return id;
}

static void
is_sent(struct place *p, int64_t id)
{
	struct outbox_message m = { 0 };

	assert_int_equal(store_outbox_get(p->s, id, &m), MF_OK);
	m.state = OUTBOX_SENT;
	begin(p);
	assert_int_equal(store_outbox_move(p->s, &m, NOW_MS), MF_OK);
	commit(p);
}

static void
are_due(struct place *p, int64_t now_ms, const int64_t *ids, size_t n)
{
	struct outbox_message m[4];
	size_t got;

	assert_int_equal(
	    store_outbox_due(p->s, CHANNEL_SMS, now_ms, m, 4, &got), MF_OK);
	assert_int_equal(got, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(m[i].id, ids[i]);
}

static int64_t
next(struct place *p)
{
	int64_t due_ms;

	assert_int_equal(store_outbox_next(p->s, CHANNEL_SMS, &due_ms), MF_OK);
	return due_ms;
}

static void
codes_leave_before_notices(void **state)
{
	struct place *p = *state;
	const int64_t notice[] = { add(p, 0, NOW_MS), add(p, 0, NOW_MS + 1),
		add(p, 0, NOW_MS + 2), add(p, 0, NOW_MS + 3) };
	const int64_t late = add(p, 77, NOW_MS + 8),
		      early = add(p, 78, NOW_MS + 5);
	const int64_t one[] = { early, notice[0], notice[1], notice[2] };
	const int64_t both[] = { early, late, notice[0], notice[1] };

	are_due(p, NOW_MS + 4, notice, 4);
	are_due(p, NOW_MS + 5, one, 4);
	are_due(p, NOW_MS + 8, both, 4);
	are_due(p, NOW_MS - 1, NULL, 0);
}

static void
the_next_one_is_either(void **state)
{
	struct place *p = *state;
	const int64_t notice = add(p, 0, NOW_MS + 1);
	int64_t code;

	assert_int_equal(next(p), NOW_MS + 1);
	is_sent(p, add(p, 76, NOW_MS));
	(void)add(p, 77, NOW_MS + 5);
	assert_int_equal(next(p), NOW_MS + 1);
	code = add(p, 78, NOW_MS);
	assert_int_equal(next(p), NOW_MS);
	is_sent(p, code);
	is_sent(p, notice);
	assert_int_equal(next(p), NOW_MS + 5);
}

/* However many wait: none is read, or sorted, that is not handed out. */
static void
they_are_found_by_an_index(void **state)
{
	static const enum query asked[] = { Q_OUTBOX_DUE, Q_OUTBOX_NEXT };
	struct place *p = *state;
	char sql[1024];
	sqlite3_stmt *st;
	sqlite3 *h;

	assert_int_equal(sqlite3_open(p->path, &h), SQLITE_OK);
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s",
		    query_text[asked[i]]);
		assert_int_equal(
		    sqlite3_prepare_v2(h, sql, -1, &st, NULL), SQLITE_OK);
		assert_int_equal(sqlite3_step(st), SQLITE_ROW);
		assert_non_null(strstr((const char *)sqlite3_column_text(st, 3),
		    "outbox_due (channel=? AND <expr>=?"));
		assert_int_equal(sqlite3_step(st), SQLITE_DONE);
		assert_int_equal(sqlite3_finalize(st), SQLITE_OK);
	}
	assert_int_equal(sqlite3_close(h), SQLITE_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(codes_leave_before_notices),
		T(the_next_one_is_either),
		T(they_are_found_by_an_index),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
