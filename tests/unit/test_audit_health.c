/* Is the end of the audit whole, and what is remembered of it? */

#include "store_place.h"

#include "server/audit_health.h"

#define RECORDS 1010 /* more than the tail has */

static void
append(struct place *p, size_t n)
{
	struct audit_record r = { .at_ms = NOW * 1000LL,
		.event = "account.add",
		.actor = slice_str("anna(1001)"),
		.detail = slice_str("a=1") };

	begin(p);
	while (n-- > 0)
		assert_int_equal(audit_append(p->s, &r), MF_OK);
	commit(p);
}

static enum mf_err
tail(struct place *p, int64_t *fault)
{
	struct audit_head head = *audit_head(p->s);

	return audit_health_tail(p->s, &head, fault);
}

static void
an_empty_audit_is_whole(void **state)
{
	int64_t fault;

	assert_int_equal(tail(*state, &fault), MF_OK);
	assert_int_equal(fault, 0);
	append(*state, 3);
	assert_int_equal(tail(*state, &fault), MF_OK);
	append(*state, RECORDS);
	assert_int_equal(tail(*state, &fault), MF_OK);
}

static const struct {
	const char *statement;
	int64_t fault; /* 0: too far back to be looked at */
} changes[] = {
	{ "UPDATE audit SET detail = 'a=2' WHERE seq = 5", 0 },
	{ "UPDATE audit SET detail = 'a=2' WHERE seq = 11", 11 },
	{ "UPDATE audit SET actor = 'bert' WHERE seq = 500", 500 },
	{ "DELETE FROM audit WHERE seq = 900", 900 },
	{ "DELETE FROM audit WHERE seq = 10", 10 },
	{ "UPDATE audit SET event = 'account.delete' WHERE seq = 1010", 1010 },
	{ "DELETE FROM audit WHERE seq > 1000", 1001 },
};

static void
names_the_first_record_at_fault(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		void *place;
		struct place *p;
		int64_t fault;
		enum mf_err e;

		setup(&place);
		p = place;
		append(p, RECORDS);
		tamper(p, changes[i].statement);
		e = tail(p, &fault);
		if (e != (changes[i].fault == 0 ? MF_OK : MF_ECRYPTO) ||
		    fault != changes[i].fault)
			fail_msg("%s: %d, record %lld", changes[i].statement, e,
			    (long long)fault);
		teardown(&place);
	}
}

/* The first one found stays, until all of it is found whole. */
static void
remembers_the_first_fault(void **state)
{
	struct place *p = *state;
	struct audit_health h;

	assert_int_equal(audit_health_read(p->s, &h), MF_OK);
	assert_int_equal(h.fault, 0);
	assert_int_equal(h.verified, 0);
	begin(p);
	assert_int_equal(audit_health_fault(p->s, 7, NOW), MF_OK);
	assert_int_equal(audit_health_fault(p->s, 9, NOW + 1), MF_OK);
	commit(p);
	reopen(p);
	assert_int_equal(audit_health_read(p->s, &h), MF_OK);
	assert_int_equal(h.fault, 7);
	assert_int_equal(h.found, NOW);
	begin(p);
	assert_int_equal(audit_health_fault(p->s, 3, NOW + 2), MF_OK);
	commit(p);
	assert_int_equal(audit_health_read(p->s, &h), MF_OK);
	assert_int_equal(h.fault, 3);
	assert_int_equal(h.found, NOW + 2);
	begin(p);
	assert_int_equal(audit_health_whole(p->s, NOW + 3), MF_OK);
	commit(p);
	assert_int_equal(audit_health_read(p->s, &h), MF_OK);
	assert_int_equal(h.fault, 0);
	assert_int_equal(h.verified, NOW + 3);
}

/* A kind is the word before the dot, and nothing else is. */
static void
knows_what_is_recorded(void **state)
{
	static const char *const are[] = { "token", "token.lost", "login",
		"login.accept", "engine" };
	static const char *const are_not[] = { "", "tok", "token.", "tokens",
		"token.lost.x", "lost", "." };

	(void)state;
	for (size_t i = 0; i < sizeof(are) / sizeof(are[0]); i++)
		assert_true(audit_event_exists(are[i]));
	for (size_t i = 0; i < sizeof(are_not) / sizeof(are_not[0]); i++)
		assert_false(audit_event_exists(are_not[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(an_empty_audit_is_whole),
		cmocka_unit_test(names_the_first_record_at_fault),
		T(remembers_the_first_fault),
		cmocka_unit_test(knows_what_is_recorded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
