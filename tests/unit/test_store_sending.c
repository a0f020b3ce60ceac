/*
 * Counts of what was sent: as long as a limit asks about them they are there;
 * then they go, a few at a time, whoever they are of.
 */

#include "store_place.h"

#include "core/ticket.h"
#include "store/pending.h"
#include "store/sending.h"

#define HOUR 3600
#define DAY  86400

static void
send_to(struct place *p, int64_t account, int64_t now)
{
	const struct sending_who w = { .account = account };

	begin(p);
	assert_int_equal(store_sending_add(p->s, &w, now), MF_OK);
	commit(p);
}

static struct sending_counts
counted(struct place *p, int64_t account, int64_t now)
{
	const struct sending_who w = { .account = account };
	struct sending_counts n;

	assert_int_equal(store_sending(p->s, &w, now, &n), MF_OK);
	return n;
}

static size_t
expire(struct place *p, int64_t now, unsigned rows)
{
	size_t gone;

	begin(p);
	assert_int_equal(store_expire(p->s, now, rows, &gone), MF_OK);
	commit(p);
	return gone;
}

static void
counts_an_hour_and_a_day(void **state)
{
	struct place *p = *state;
	struct sending_counts n;

	send_to(p, 7, NOW);
	send_to(p, 7, NOW + HOUR / 2);
	send_to(p, 8, NOW);
	n = counted(p, 7, NOW + HOUR / 2);
	assert_int_equal(n.account_hour, 2);
	assert_int_equal(n.account_day, 2);
	assert_int_equal(n.all_day, 3);
	n = counted(p, 7, NOW + HOUR + HOUR / 4);
	assert_int_equal(n.account_hour, 1);
	assert_int_equal(n.account_day, 2);
}

static struct sending_counts
counted_of(struct place *p, enum sending_kind kind, int64_t account)
{
	const struct sending_who w = { .kind = kind, .account = account };
	struct sending_counts n;

	assert_int_equal(store_sending(p->s, &w, NOW, &n), MF_OK);
	return n;
}

static void
notices_count_in_all_and_not_for_codes(void **state)
{
	static const struct sending_who sent[] = {
		{ .kind = SENDING_TOLD, .account = 7 },
		{ .kind = SENDING_NOTICE, .account = 7 },
		{ .kind = SENDING_NOTICE, .account = 7 },
		{ .kind = SENDING_WITHHELD, .account = 7 },
		{ .kind = SENDING_CODE, .account = 8 },
	};
	struct place *p = *state;
	struct sending_counts n;

	begin(p);
	for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++)
		assert_int_equal(store_sending_add(p->s, &sent[i], NOW), MF_OK);
	commit(p);
	n = counted_of(p, SENDING_CODE, 7);
	assert_int_equal(n.account_hour, 0);
	assert_int_equal(n.account_day, 0);
	assert_int_equal(n.all_day, 3);
	n = counted_of(p, SENDING_NOTICE, 0);
	assert_int_equal(n.all_day, 3);
	assert_int_equal(n.notices_all, 2);
	assert_int_equal(counted_of(p, SENDING_TOLD, 7).notices_day, 1);
	assert_int_equal(counted_of(p, SENDING_TOLD, 8).notices_day, 0);
	assert_int_equal(counted_of(p, SENDING_WITHHELD, 7).withheld_day, 1);
	assert_int_equal(counted_of(p, SENDING_WITHHELD, 0).withheld_day, 0);
}

static void
keeps_what_a_limit_asks_about(void **state)
{
	struct place *p = *state;
	struct sending_counts n;

	send_to(p, 7, NOW);
	for (int i = 0; i < 4; i++)
		assert_int_equal(expire(p, NOW + HOUR, 100), 0);
	n = counted(p, 7, NOW + HOUR - 1);
	assert_int_equal(n.account_hour, 1);
	/* the hour's is over, the day's are not */
	assert_int_equal(expire(p, NOW + 3 * HOUR, 100), 1);
	n = counted(p, 7, NOW + DAY - HOUR);
	assert_int_equal(n.account_day, 1);
	assert_int_equal(n.all_day, 1);
	(void)expire(p, NOW + 3 * HOUR, 100); /* the walk begins again */
	assert_int_equal(expire(p, NOW + 4 * DAY, 100), 2);
}

static void
a_few_at_a_time_and_all_in_the_end(void **state)
{
	struct place *p = *state;
	size_t gone = 0, n, most = 0;

	for (int64_t account = 1; account <= 40; account++)
		send_to(p, account, NOW);
	for (int i = 0; i < 60; i++) {
		gone += n = expire(p, NOW + 4 * DAY, 4);
		most = n > most ? n : most;
	}
	assert_int_equal(gone, 40 * 2 + 1);
	assert_in_range(most, 1, 6); /* those of one account stay together */
}

static void
a_code_stays_until_it_has_expired(void **state)
{
	struct place *p = *state;
	const struct pending code = { .dialogue =
					  dialogue_id(NOW * INT64_C(1000), 5),
		.device = 5,
		.account = 3,
		.at = NOW,
		.expires = NOW + DAY };

	begin(p);
	assert_int_equal(
	    store_pending_put(p->s, &code, NULL, slice_str("")), MF_OK);
	commit(p);
	assert_int_equal(expire(p, NOW + DAY, 100), 0);
	assert_int_equal(expire(p, NOW + DAY + 120, 100), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    counts_an_hour_and_a_day, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    notices_count_in_all_and_not_for_codes, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    keeps_what_a_limit_asks_about, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_few_at_a_time_and_all_in_the_end, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_code_stays_until_it_has_expired, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
