/* The store: what it keeps, refuses and takes back. */

#include "store_place.h"

#include "store/audit.h"

static void
append(struct place *p, const char *event)
{
	struct audit_record r = { .at_ms = NOW * 1000LL,
		.event = event,
		.actor = slice_str("anna(1001)"),
		.detail = slice_str("a=1") };

	assert_int_equal(audit_append(p->s, &r), MF_OK);
}

static enum mf_err
verify(struct place *p, int64_t *last)
{
	struct audit_head head = { 0 };
	bool more = true;
	enum mf_err e = MF_OK;

	while (more && e == MF_OK)
		e = audit_verify(p->s, &head, 2, &more);
	*last = head.seq;
	return e;
}

static void
keeps_its_identity_when_opened_again(void **state)
{
	struct place *p = *state;
	uint64_t generation = store_generation(p->s);
	uint8_t id[16];

	memcpy(id, store_id(p->s), sizeof(id));
	reopen(p);
	assert_true(store_generation(p->s) == generation);
	assert_memory_equal(store_id(p->s), id, sizeof(id));
}

static void
brings_an_older_schema_up_to_date(void **state)
{
	struct place *p = *state;
	int64_t id = add_account(p, "anna");
	struct account a;

	store_close(&p->s);
	tamper(p,
	    "DROP TABLE password_hour; "
	    "DROP INDEX device_unconfirmed; "
	    "ALTER TABLE device DROP COLUMN pin_epoch; "
	    "DROP TABLE challenge; "
	    "CREATE INDEX pending_expires ON pending (expires); "
	    "CREATE INDEX sending_start ON sending (start); "
	    "DROP INDEX repetition_expires; "
	    "ALTER TABLE repetition DROP COLUMN expires_ms; "
	    "CREATE INDEX repetition_at ON repetition (at_ms); "
	    "DROP INDEX outbox_due; CREATE INDEX outbox_due ON outbox "
	    "(channel, due_ms) WHERE state < 2; "
	    "PRAGMA user_version = 2");
	assert_int_equal(open_store(p), MF_OK);
	assert_int_equal(store_account(p->s, "anna", &a), MF_OK);
	assert_int_equal(a.facts.id, id);
	begin(p);
	assert_int_equal(store_password_hour_put(p->s, id, 1, 1), MF_OK);
	commit(p);
	reopen(p);
}

static void
refuses_a_newer_schema(void **state)
{
	struct place *p = *state;

	store_close(&p->s);
	tamper(p, "PRAGMA user_version = 99");
	assert_int_equal(open_store(p), MF_EINVAL);
	assert_non_null(strstr(p->why, "schema 99"));
	assert_null(p->s);
}

static void
refuses_a_file_that_is_no_database(void **state)
{
	struct place *p = *state;
	FILE *fp;

	store_close(&p->s);
	assert_non_null(fp = fopen(p->path, "w"));
	for (int i = 0; i < 1000; i++)
		fputs("not a database\n", fp);
	fclose(fp);
	assert_int_not_equal(open_store(p), MF_OK);
	assert_true(p->why[0] != '\0');
}

static void
gives_a_secret_back_as_it_was(void **state)
{
	struct place *p = *state;
	struct device d;
	int64_t id;

	begin(p);
	id = add_token(p, "SECRET0001", "", 0, 0);
	commit(p);
	reopen(p);
	assert_int_equal(desk_secret(p->s, id, &d), MF_OK);
	assert_int_equal(d.secretlen, 10);
	assert_memory_equal(d.secret, "SECRET0001", 10);
	device_clear(&d);
}

static void
opens_no_secret_that_was_moved(void **state)
{
	struct place *p = *state;
	struct device d;
	int64_t a, b;

	begin(p);
	a = add_token(p, "SECRET0001", "", 0, 0);
	b = add_token(p, "SECRET0002", "", 0, 0);
	commit(p);
	store_close(&p->s);
	tamper(p,
	    "UPDATE device SET secret = (SELECT secret FROM device "
	    "WHERE canonical = 'SECRET0001') WHERE canonical = 'SECRET0002'");
	assert_int_equal(open_store(p), MF_OK);
	assert_int_equal(desk_secret(p->s, a, &d), MF_OK);
	assert_int_equal(desk_secret(p->s, b, &d), MF_ECRYPTO);
	assert_int_equal(d.secretlen, 0);
	device_clear(&d);
}

static void
opens_no_password_of_another_account(void **state)
{
	struct place *p = *state;
	struct account a;
	uint64_t epoch;

	begin(p);
	(void)add_account(p, "mallory");
	assert_int_equal(desk_account_password(
			     p->s, add_account(p, "anna"), "record", &epoch),
	    MF_OK);
	commit(p);
	assert_int_equal(epoch, 2);
	assert_int_equal(store_account(p->s, "anna", &a), MF_OK);
	assert_string_equal(a.password, "record");
	store_close(&p->s);
	tamper(p,
	    "UPDATE account SET password = (SELECT password FROM account "
	    "WHERE name = 'anna')");
	assert_int_equal(open_store(p), MF_OK);
	assert_int_equal(store_account(p->s, "anna", &a), MF_OK);
	assert_int_equal(store_account(p->s, "mallory", &a), MF_ECRYPTO);
	assert_false(a.has_password);
}

static void
advances_a_counter_once_only(void **state)
{
	struct place *p = *state;
	struct account_facts a = { .epoch = 1 };
	struct effect fx = { .kind = FX_ADVANCE, .counter = 7 };

	begin(p);
	a.id = add_account(p, "anna");
	fx.device = add_token(p, "SECRET0001", "", a.id, 0);
	assert_int_equal(store_advance(p->s, &fx, &a, NOW), MF_OK);
	assert_int_equal(store_advance(p->s, &fx, &a, NOW), MF_ECONFLICT);
	fx.counter = 6;
	assert_int_equal(store_advance(p->s, &fx, &a, NOW), MF_ECONFLICT);
	fx.counter = 8;
	a.epoch = 2; /* of an older or newer password */
	assert_int_equal(store_advance(p->s, &fx, &a, NOW), MF_ECONFLICT);
	a.epoch = 1;
	assert_int_equal(store_advance(p->s, &fx, &a, NOW), MF_OK);
	commit(p);
}

static void
advances_nothing_of_a_disabled_account_or_token(void **state)
{
	struct place *p = *state;
	struct account_facts a = { .epoch = 1 };
	struct effect fx = { .kind = FX_ADVANCE, .counter = 7 };

	begin(p);
	a.id = add_account(p, "anna");
	fx.device = add_token(p, "SECRET0001", "", a.id, 0);
	assert_int_equal(
	    store_device_state(p->s, fx.device, DEVICE_ACTIVE, DEVICE_DISABLED),
	    MF_OK);
	assert_int_equal(store_advance(p->s, &fx, &a, NOW), MF_ECONFLICT);
	assert_int_equal(
	    store_device_state(p->s, fx.device, DEVICE_DISABLED, DEVICE_ACTIVE),
	    MF_OK);
	assert_int_equal(
	    desk_account_disable(p->s, a.id, true, &a.epoch), MF_OK);
	assert_int_equal(a.epoch, 2);
	assert_int_equal(store_advance(p->s, &fx, &a, NOW), MF_ECONFLICT);
	assert_int_equal(
	    desk_account_disable(p->s, a.id, true, &a.epoch), MF_ECONFLICT);
	commit(p);
}

static void
chains_the_audit(void **state)
{
	struct place *p = *state;
	int64_t last;

	begin(p);
	for (int i = 0; i < 5; i++)
		append(p, "test.event");
	commit(p);
	assert_int_equal(verify(p, &last), MF_OK);
	assert_int_equal(last, 5);
	reopen(p);
	assert_int_equal(audit_head(p->s)->seq, 5);
	begin(p);
	append(p, "test.event");
	commit(p);
	assert_int_equal(verify(p, &last), MF_OK);
	assert_int_equal(last, 6);
}

static const struct {
	const char *sql;
	int64_t last; /* good record */
} harms[] = {
	{ "UPDATE audit SET detail = 'a=2' WHERE seq = 3", 2 },
	{ "UPDATE audit SET actor = 'bert(1002)' WHERE seq = 1", 0 },
	{ "UPDATE audit SET account = 1 WHERE seq = 4", 3 },
	{ "DELETE FROM audit WHERE seq = 2", 1 },
};

static void
finds_what_was_changed_in_the_audit(void **state)
{
	for (size_t i = 0; i < sizeof(harms) / sizeof(harms[0]); i++) {
		struct place *p = *state;
		int64_t last;

		begin(p);
		for (int k = 0; k < 5; k++)
			append(p, "test.event");
		commit(p);
		store_close(&p->s);
		tamper(p, harms[i].sql);
		assert_int_equal(open_store(p), MF_OK);
		assert_int_equal(verify(p, &last), MF_ECRYPTO);
		assert_int_equal(last, harms[i].last);
		teardown(state);
		setup(state);
	}
}

static void
leaves_what_was_undone_out_of_the_chain(void **state)
{
	struct place *p = *state;
	struct desk_account a;
	int64_t last;

	assert_int_equal(store_begin(p->s), MF_OK);
	assert_int_equal(store_savepoint(p->s), MF_OK);
	append(p, "kept");
	assert_int_equal(store_release(p->s), MF_OK);
	assert_int_equal(store_savepoint(p->s), MF_OK);
	(void)add_account(p, "anna");
	append(p, "undone");
	assert_true(store_undo(p->s));
	assert_int_equal(store_savepoint(p->s), MF_OK);
	append(p, "kept");
	commit(p);
	assert_int_equal(verify(p, &last), MF_OK);
	assert_int_equal(last, 2);
	assert_int_equal(desk_account(p->s, "anna", &a), MF_ENOENT);
}

static void
forgets_a_batch_that_was_rolled_back(void **state)
{
	struct place *p = *state;
	int64_t last;

	begin(p);
	append(p, "kept");
	commit(p);
	begin(p);
	append(p, "lost");
	store_rollback(p->s);
	assert_int_equal(audit_head(p->s)->seq, 1);
	begin(p);
	append(p, "kept");
	commit(p);
	assert_int_equal(verify(p, &last), MF_OK);
	assert_int_equal(last, 2);
}

/* The ticket of a code that was sent lives longer than a token's after it. */
static void
keeps_an_answer_while_any_ticket_of_it_lives(void **state)
{
	static const uint8_t reply[REPLY_SIZE] = { 1 };
	const uint64_t id = dialogue_id(NOW * 1000LL, 1);
	struct place *p = *state;
	struct answer a;
	size_t gone;

	begin(p);
	assert_int_equal(store_answer(p->s, id, 1, reply, NOW * 1000LL,
			     NOW + 360, slice_str("1"), NULL, NULL),
	    MF_OK);
	assert_int_equal(store_answer(p->s, id, 2, reply, NOW * 1000LL,
			     NOW + 120, slice_str("2"), NULL, NULL),
	    MF_OK);
	assert_int_equal(store_expire(p->s, NOW + 121, 10, &gone), MF_OK);
	assert_int_equal(store_dialogue(p->s, id, &a), MF_OK);
	assert_int_equal(a.round, 2);
	assert_int_equal(store_expire(p->s, NOW + 361, 10, &gone), MF_OK);
	assert_int_equal(store_dialogue(p->s, id, &a), MF_ENOENT);
	commit(p);
}

/* A packet for a day, a person for a minute: each row says when it ends. */
static void
knows_a_repetition_until_it_expires(void **state)
{
	static const uint8_t packet[REPLY_SIZE] = { 1 },
			     person[REPLY_SIZE] = { 2 };
	static const struct {
		int64_t after;
		enum mf_err packet, person;
	} rows[] = {
		{ 60, MF_OK, MF_OK },
		{ 61, MF_OK, MF_ENOENT },
		{ 86400, MF_OK, MF_ENOENT },
		{ 86401, MF_ENOENT, MF_ENOENT },
	};
	struct place *p = *state;
	struct answer a;
	size_t gone;

	begin(p);
	assert_int_equal(store_repetition_add(p->s, packet, NOW * 1000LL,
			     (NOW + 86400) * 1000LL, slice_str("answer")),
	    MF_OK);
	assert_int_equal(store_repetition_add(p->s, person, NOW * 1000LL,
			     (NOW + 60) * 1000LL, slice_str("answer")),
	    MF_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(
		    store_expire(p->s, NOW + rows[i].after, 10, &gone), MF_OK);
		assert_int_equal(
		    store_repetition(p->s, packet, &a), rows[i].packet);
		assert_int_equal(
		    store_repetition(p->s, person, &a), rows[i].person);
	}
	commit(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(keeps_its_identity_when_opened_again),
		T(brings_an_older_schema_up_to_date),
		T(refuses_a_newer_schema),
		T(refuses_a_file_that_is_no_database),
		T(gives_a_secret_back_as_it_was),
		T(opens_no_secret_that_was_moved),
		T(opens_no_password_of_another_account),
		T(advances_a_counter_once_only),
		T(advances_nothing_of_a_disabled_account_or_token),
		T(chains_the_audit),
		T(finds_what_was_changed_in_the_audit),
		T(leaves_what_was_undone_out_of_the_chain),
		T(forgets_a_batch_that_was_rolled_back),
		T(keeps_an_answer_while_any_ticket_of_it_lives),
		T(knows_a_repetition_until_it_expires),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
