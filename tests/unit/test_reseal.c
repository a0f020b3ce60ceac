/* A new key: everything is sealed anew, once, and still opens. */

#include "notes_test.h"
#include "store/reseal.h"

#define TOKENS 250 /* more than a page of them */

/* Keeps the old ring open: readers may still hold it. */
static struct keyring *
rotate(struct place *p)
{
	struct keyring *old = p->keys;
	struct text why;

	text_init(&why, p->why, sizeof(p->why));
	assert_int_equal(keyring_add(p->keyring, NOW, &p->keys, &why), MF_OK);
	store_use_keys(p->store, p->keys);
	return old;
}

static void
set_password(struct place *p, int64_t account)
{
	assert_int_equal(
	    store_rehash(p->store, account, 1, "a record of a password"),
	    MF_OK);
}

static void
fill_many(struct place *p)
{
	fill(p);
	begin(p);
	for (int64_t i = 4; i <= TOKENS; i++)
		add_device(p, i, 0, "totp");
	set_password(p, 1);
	set_password(p, 3);
	record(p, "import", 0, 0);
	commit(p);
}

/* At most steps pages; returns whether it came to the end. */
static bool
reseal(struct place *p, unsigned steps, struct reseal_counts *c)
{
	struct reseal_place at = { 0 };
	bool more = true;

	*c = (struct reseal_counts){ 0 };
	assert_int_equal(store_begin(p->store), MF_OK);
	while (more && steps-- > 0)
		assert_int_equal(
		    reseal_rows(p->store, &at, 20, c, &more), MF_OK);
	assert_int_equal(store_commit(p->store), MF_OK);
	return !more;
}

static int64_t
sealed_with(struct place *p, unsigned key)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
	    "SELECT (SELECT COUNT(*) FROM device "
	    "WHERE substr(secret, 1, 2) = x'%04x') + (SELECT COUNT(*) "
	    "FROM account WHERE substr(password, 1, 2) = x'%04x')",
	    key, key);
	return number(p, sql);
}

static void
all_open(struct place *p)
{
	struct restore_seals seals;

	assert_int_equal(restore_unseal(p->store, &seals), MF_OK);
	assert_int_equal(seals.total, TOKENS + 2);
	assert_int_equal(seals.damaged, 0);
	assert_int_equal(seals.missing, 0);
}

static void
seals_every_row_anew(void **state)
{
	struct place *p = *state;
	struct reseal_counts c;
	struct keyring *old;

	fill_many(p);
	old = rotate(p);
	assert_int_equal(sealed_with(p, 1), TOKENS + 2);
	assert_true(reseal(p, 1000, &c));
	assert_int_equal(c.seen, TOKENS + 2);
	assert_int_equal(c.sealed, TOKENS + 2);
	assert_int_equal(sealed_with(p, 2), TOKENS + 2);
	all_open(p);
	assert_true(reseal(p, 1000, &c));
	assert_int_equal(c.seen, TOKENS + 2);
	assert_int_equal(c.sealed, 0);
	keyring_free(&old);
}

static void
goes_on_where_it_was_broken_off(void **state)
{
	struct place *p = *state;
	struct reseal_counts c;
	struct keyring *old;

	fill_many(p);
	old = rotate(p);
	assert_false(reseal(p, 3, &c));
	assert_int_equal(sealed_with(p, 2), 60);
	all_open(p);
	close_all(p);
	assert_int_equal(open_all(p), NOTES_MATCH);
	assert_true(reseal(p, 1000, &c));
	assert_int_equal(c.sealed, TOKENS + 2 - 60);
	all_open(p);
	keyring_free(&old);
}

static void
leaves_alone_what_does_not_open(void **state)
{
	struct place *p = *state;
	struct reseal_counts c;
	struct keyring *old;

	fill_many(p);
	run_sql(p, "UPDATE device SET secret = x'0001ff' WHERE id = 7");
	old = rotate(p);
	assert_true(reseal(p, 1000, &c));
	assert_int_equal(c.damaged, 1);
	assert_int_equal(c.sealed, TOKENS + 1);
	assert_int_equal(
	    number(p, "SELECT secret = x'0001ff' FROM device WHERE id = 7"), 1);
	keyring_free(&old);
}

#define TEST(f)                                                                \
	cmocka_unit_test_setup_teardown(f, place_set_up, place_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(seals_every_row_anew),
		TEST(goes_on_where_it_was_broken_off),
		TEST(leaves_alone_what_does_not_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
