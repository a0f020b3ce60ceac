/* A PIN's length is kept with it, and only whoever has the keys learns it. */

#include "store_place.h"

#define RECORD "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g"

static struct device
the_token(struct place *p, int64_t id)
{
	struct device d;

	assert_int_equal(desk_secret(p->s, id, &d), MF_OK);
	return d;
}

static int64_t
sealed_length(struct place *p)
{
	sqlite3_stmt *st;
	sqlite3 *h;
	int64_t n;

	assert_int_equal(sqlite3_open(p->path, &h), SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(
		h, "SELECT length(record) FROM device", -1, &st, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	n = sqlite3_column_int64(st, 0);
	assert_int_equal(sqlite3_finalize(st), SQLITE_OK);
	assert_int_equal(sqlite3_close(h), SQLITE_OK);
	return n;
}

static void
its_length_is_kept_and_not_shown(void **state)
{
	static const unsigned lengths[] = { PIN_LEAST, 6, PIN_MOST };
	struct place *p = *state;
	int64_t id, n = 0;
	struct device d;

	begin(p);
	id = add_token(p, "12-3456789", "", add_account(p, "alice"), 0);
	commit(p);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		begin(p);
		assert_int_equal(
		    desk_token_record(p->s, id, RECORD, lengths[i], false),
		    MF_OK);
		commit(p);
		d = the_token(p, id);
		assert_string_equal(d.record, RECORD);
		assert_int_equal(d.pin_digits, lengths[i]);
		if (n != 0)
			assert_int_equal(sealed_length(p), n);
		n = sealed_length(p);
	}
	begin(p);
	assert_int_equal(desk_token_record(p->s, id, NULL, 0, false), MF_OK);
	commit(p);
	d = the_token(p, id);
	assert_string_equal(d.record, "");
	assert_int_equal(d.pin_digits, 0);
}

static void
none_has_no_digits_or_too_many(void **state)
{
	struct place *p = *state;
	int64_t id;

	begin(p);
	id = add_token(p, "12-3456789", "", add_account(p, "alice"), 0);
	assert_int_equal(
	    desk_token_record(p->s, id, RECORD, 0, false), MF_EINVAL);
	assert_int_equal(
	    desk_token_record(p->s, id, RECORD, PIN_MOST + 1, false),
	    MF_EINVAL);
	commit(p);
}

/* As it was kept before its length was. */
static void
a_record_alone_is_of_an_unknown_length(void **state)
{
	struct place *p = *state;
	uint8_t sealed[PASSWORD_RECORD + SEALED_EXTRA];
	char sql[4 * sizeof(sealed)], hex[2 * sizeof(sealed) + 1];
	struct device d;
	int64_t id;
	size_t n;

	begin(p);
	id = add_token(p, "12-3456789", "", add_account(p, "alice"), 0);
	commit(p);
	assert_int_equal(
	    store_seal(p->s, SEALED_RECORD, id, slice_str(RECORD), sealed, &n),
	    MF_OK);
	for (size_t i = 0; i < n; i++)
		snprintf(hex + 2 * i, 3, "%02x", sealed[i]);
	snprintf(sql, sizeof(sql), "UPDATE device SET record = x'%s'", hex);
	tamper(p, sql);
	d = the_token(p, id);
	assert_string_equal(d.record, RECORD);
	assert_int_equal(d.pin_digits, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(its_length_is_kept_and_not_shown),
		T(none_has_no_digits_or_too_many),
		T(a_record_alone_is_of_an_unknown_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
