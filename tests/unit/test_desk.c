/* The store's accounts, tokens and imports, as the helpdesk changes them. */

#include "store_place.h"

static void
hands_a_token_to_one_person_only(void **state)
{
	struct place *p = *state;
	int64_t id, anna, bert;

	begin(p);
	anna = add_account(p, "anna");
	bert = add_account(p, "bert");
	id = add_token(p, "SECRET0001", "", 0, 0);
	assert_int_equal(desk_token_bind(p->s, id, anna, NOW, 0), MF_OK);
	assert_int_equal(desk_token_bind(p->s, id, bert, NOW, 0), MF_ECONFLICT);
	assert_int_equal(store_bind(p->s, id, bert, NOW), MF_ECONFLICT);
	commit(p);
}

static void
lowers_no_counter(void **state)
{
	struct place *p = *state;
	uint64_t counter;
	int64_t id;

	begin(p);
	id = add_token(p, "SECRET0001", "", 0, 0);
	assert_int_equal(desk_token_pass(p->s, id, 9, &counter), MF_OK);
	assert_int_equal(counter, 9);
	assert_int_equal(desk_token_sync(p->s, id, 4, 2, &counter), MF_OK);
	assert_int_equal(counter, 9);
	commit(p);
}

static void
finds_an_account_by_each_of_its_names(void **state)
{
	struct place *p = *state;
	struct desk_account a;
	int64_t id, other;

	begin(p);
	id = add_account(p, "anna");
	other = add_account(p, "bert");
	assert_int_equal(
	    desk_identity_add(p->s, id, IDENTITY_EMAIL, "a@example.org"),
	    MF_OK);
	assert_int_equal(
	    desk_identity_add(p->s, other, IDENTITY_NAME, "a@example.org"),
	    MF_ECONFLICT);
	assert_int_equal(desk_account(p->s, "a@example.org", &a), MF_OK);
	assert_int_equal(a.id, id);
	assert_int_equal(desk_account_delete(p->s, id), MF_OK);
	assert_int_equal(desk_account(p->s, "a@example.org", &a), MF_ENOENT);
	commit(p);
}

static void
keeps_an_account_that_has_a_token(void **state)
{
	struct place *p = *state;
	struct desk_account a;

	begin(p);
	(void)add_token(p, "SECRET0001", "", add_account(p, "anna"), 0);
	assert_int_equal(desk_account(p->s, "anna", &a), MF_OK);
	assert_int_equal(desk_account_delete(p->s, a.id), MF_ECONFLICT);
	assert_true(store_undo(p->s));
	store_rollback(p->s);
}

static void
tells_equal_serials_apart_by_vendor(void **state)
{
	struct place *p = *state;
	struct desk_token t[SAME_SERIAL_MAX];
	struct known_serial k;
	size_t n;

	begin(p);
	(void)add_token(p, "12345678", "Acme", 0, 0);
	(void)add_token(p, "12345678", "Other", 0, 0);
	(void)add_token(p, "T12345678", "Third", 0, 0);
	assert_int_equal(desk_tokens(p->s, "12345678", t, &n), MF_OK);
	assert_int_equal(n, 3);
	assert_int_equal(desk_tokens(p->s, "T12345678", t, &n), MF_OK);
	assert_int_equal(n, 3);
	assert_int_equal(
	    desk_import_known(p->s, "12345678", "acme", 0, &k), MF_OK);
	assert_true(k.found);
	assert_int_equal(
	    desk_import_known(p->s, "12345678", "third", 0, &k), MF_OK);
	assert_true(k.found);
	assert_int_equal(desk_import_known(p->s, "12345678", "", 0, &k), MF_OK);
	assert_true(k.found);
	assert_int_equal(
	    desk_import_known(p->s, "12345678", "Fourth", 0, &k), MF_OK);
	assert_false(k.found);
	commit(p);
}

struct tally {
	unsigned n;
};

static bool
count(void *arg, const struct desk_token *t)
{
	struct tally *c = arg;

	(void)t;
	c->n++;
	return true;
}

static unsigned
tokens_of(struct place *p, int64_t account)
{
	struct tally c = { 0 };
	struct device d[DEVICES_MAX];
	size_t n;

	assert_int_equal(desk_tokens_of(p->s, account, 1000, count, &c), MF_OK);
	assert_int_equal(store_devices(p->s, account, d, &n), MF_OK);
	assert_int_equal(n, c.n); /* logins see what the desk sees */
	for (size_t i = 0; i < n; i++)
		device_clear(&d[i]);
	return c.n;
}

static void
shows_an_import_at_one_stroke(void **state)
{
	struct place *p = *state;
	struct device d;
	int64_t import, first, anna, free;
	size_t n;

	begin(p);
	anna = add_account(p, "anna");
	free = add_token(p, "OLD0001", "", 0, 0);
	assert_int_equal(desk_token_next(p->s, &first), MF_OK);
	assert_int_equal(desk_import_add(p->s, "tokens", "a.xml", "anna(1001)",
			     NOW, first, &import),
	    MF_OK);
	(void)add_token(p, "NEW0001", "", anna, import);
	(void)add_token(p, "NEW0002", "", 0, import);
	assert_int_equal(desk_token_bind(p->s, free, anna, NOW, import), MF_OK);
	assert_int_equal(tokens_of(p, anna), 0);
	assert_int_equal(store_claimable(p->s, "NEW0002", &d, 1, &n), MF_OK);
	assert_int_equal(n, 0);
	assert_int_equal(
	    desk_import_state(p->s, import, IMPORT_STAGED, IMPORT_VISIBLE),
	    MF_OK);
	assert_int_equal(tokens_of(p, anna), 2);
	assert_int_equal(store_claimable(p->s, "NEW0002", &d, 1, &n), MF_OK);
	assert_int_equal(n, 1);
	device_clear(&d);
	commit(p);
}

static void
clears_an_import_and_nothing_else(void **state)
{
	struct place *p = *state;
	struct desk_token t;
	struct import_left l;
	int64_t import, first, anna, old, hand, left;
	size_t n;

	begin(p);
	anna = add_account(p, "anna");
	old = add_token(p, "OLD0001", "", 0, 0);
	assert_int_equal(desk_token_next(p->s, &first), MF_OK);
	assert_int_equal(desk_import_add(p->s, "tokens", "a.xml", "anna(1001)",
			     NOW, first, &import),
	    MF_OK);
	(void)add_token(p, "NEW0001", "", 0, import);
	hand = add_token(p, "HAND0001", "", 0, 0);
	(void)add_token(p, "NEW0002", "", 0, import);
	assert_int_equal(desk_token_bind(p->s, old, anna, NOW, import), MF_OK);
	assert_int_equal(
	    desk_import_count(p->s, import, 3, first + 3, &left), MF_OK);
	assert_int_equal(left, 3);
	assert_int_equal(desk_import_give_up_all(p->s), MF_OK);
	assert_int_equal(desk_import_left(p->s, &l), MF_OK);
	assert_int_equal(l.id, import);
	assert_int_equal(desk_import_any(p->s, &l, &left), MF_OK);
	assert_int_equal(
	    desk_import_clear(p->s, import, l.first, l.last), MF_OK);
	assert_int_equal(desk_import_any(p->s, &l, &left), MF_ENOENT);
	assert_int_equal(desk_import_unbind(p->s, import, 10, &n), MF_OK);
	assert_int_equal(n, 1);
	assert_int_equal(desk_import_remove(p->s, import), MF_OK);
	assert_int_equal(desk_import_left(p->s, &l), MF_ENOENT);
	assert_int_equal(desk_token_by_id(p->s, old, &t), MF_OK);
	assert_int_equal(t.state, DEVICE_FREE);
	assert_int_equal(t.account, 0);
	assert_int_equal(desk_token_by_id(p->s, hand, &t), MF_OK);
	commit(p);
}

static void
uses_no_id_of_a_device_again(void **state)
{
	struct place *p = *state;
	int64_t import, first, id;

	begin(p);
	assert_int_equal(desk_token_next(p->s, &first), MF_OK);
	assert_int_equal(desk_import_add(p->s, "tokens", "a.xml", "anna(1001)",
			     NOW, first, &import),
	    MF_OK);
	id = add_token(p, "NEW0001", "", 0, import);
	assert_int_equal(
	    desk_import_clear(p->s, import, first, first + 1), MF_OK);
	commit(p);
	reopen(p);
	begin(p);
	assert_true(add_token(p, "NEW0001", "", 0, 0) > id);
	commit(p);
}

/* Of a crowd a login sees what is in use, the latest first. */
static void
no_crowd_hides_a_new_token(void **state)
{
	struct place *p = *state;
	struct device seen[DEVICES_MAX];
	char serial[16];
	int64_t anna, id = 0;
	size_t n;

	begin(p);
	anna = add_account(p, "anna");
	for (int i = 0; i < 2 * DEVICES_MAX; i++) {
		snprintf(serial, sizeof(serial), "SECRET%04d", i);
		id = add_token(p, serial, "", 0, 0);
		assert_int_equal(
		    desk_token_bind(p->s, id, anna, NOW + i, 0), MF_OK);
		if (i + 1 < DEVICES_MAX)
			assert_int_equal(store_device_state(p->s, id,
					     DEVICE_ACTIVE, DEVICE_LOST),
			    MF_OK);
	}
	commit(p);
	assert_int_equal(store_devices(p->s, anna, seen, &n), MF_OK);
	assert_int_equal(n, DEVICES_MAX);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(seen[i].state, DEVICE_ACTIVE);
		if (seen[i].id == id)
			id = 0;
		device_clear(&seen[i]);
	}
	assert_int_equal(id, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(hands_a_token_to_one_person_only),
		T(lowers_no_counter),
		T(finds_an_account_by_each_of_its_names),
		T(keeps_an_account_that_has_a_token),
		T(tells_equal_serials_apart_by_vendor),
		T(shows_an_import_at_one_stroke),
		T(clears_an_import_and_nothing_else),
		T(uses_no_id_of_a_device_again),
		T(no_crowd_hides_a_new_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
