/* From one configuration to the next: what stays, what goes, what is kept. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "courier/job.h"

#define SMS(more) "sms = ( { name = \"a\"; url = \"https://h\"; " more " } );"
#define TWO(m1, m2)                                                            \
	"sms = ( { name = \"a\"; url = \"https://h\"; " m1 " },"               \
	"{ name = \"b\"; url = \"https://i\"; " m2 " } );"

static void
hear(void *arg, const char *line)
{
	strncat(arg, line, 1000 - strlen(arg));
	strcat(arg, "\n");
}

static struct courier_conf *
conf_of(const char *text)
{
	char said[1024] = "";
	const struct courier_report report = { hear, said };
	struct courier_conf *c;

	if (courier_conf_parse("c", text, &report, &c) != MF_OK)
		fail_msg("%s", said);
	return c;
}

static const struct {
	const char *next, *said; /* "": it can be taken in */
} fixed[] = {
	{ SMS(""), "" },
	{ "log: { level = \"debug\"; };" SMS("timeout = 1;"), "" },
	{ "engine = \"/e\";" SMS(""),
	    "mfcourier.conf: engine: it has changed" },
	{ "sandbox = false;" SMS(""), "sandbox: it has changed" },
	{ "log: { to = \"syslog\"; };" SMS(""),
	    "log.to: it has changed, which a running mfcourier cannot take in; "
	    "restart it, or put the old value back." },
};

static void
some_settings_need_a_restart(void **state)
{
	struct courier_conf *running = conf_of(SMS(""));

	(void)state;
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		struct courier_conf *next = conf_of(fixed[i].next);
		char said[1024] = "";
		const struct courier_report report = { hear, said };

		assert_int_equal(
		    courier_conf_reloadable(running, next, &report),
		    *fixed[i].said == '\0');
		assert_non_null(strstr(said, fixed[i].said));
		courier_conf_free(&next);
	}
	courier_conf_free(&running);
}

/* What makes of gateway a another one; the last is the same. */
static const char *const others[] = {
	"sms = ( { name = \"b\"; url = \"https://h\"; } );",
	"sms = ( { name = \"a\"; url = \"https://g\"; } );",
	"email = ( { name = \"a\"; url = \"smtp://h\"; from = \"a@b\"; } );",
	SMS("method = \"PUT\";"),
	SMS("from = \"1\";"),
	SMS("credentials = \"/f\";"),
	SMS("credentials = \"/f\"; auth = \"basic\";"),
	SMS("query = { a = \"b\"; };"),
	SMS("form = { a = \"b\"; }; method = \"POST\";"),
	SMS("unicode = { a = \"b\"; };"),
	SMS("headers = { a = \"b\"; };"),
	SMS("json = \"{}\"; method = \"POST\";"),
	SMS("ok = \"a\";"),
	SMS("refused = \"a\";"),
	SMS("prefixes = [ \"+1\" ];"),
	SMS("ca = \"/f\";"),
	SMS("proxy = \"http://p\";"),
	SMS("plain = true;"),
	SMS("timeout = 6;"),
	SMS("parallel = 17;"),
	SMS("timeout = 5;"),
};

static void
a_gateway_that_is_the_same_keeps_its_standing(void **state)
{
	size_t n = sizeof(others) / sizeof(others[0]);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct courier_conf *running = conf_of(SMS(""));
		struct courier_conf *next = conf_of(others[i]);
		bool kept = courier_conf_inherit(running, next) == 1;

		if (kept != (i == n - 1))
			fail_msg("%s", others[i]);
		assert_int_equal(kept,
		    running->gateways[0].standing ==
			next->gateways[0].standing);
		courier_conf_free(&running);
		courier_conf_free(&next);
	}
}

static void
other_credentials_are_another_gateway(void **state)
{
	struct courier_conf *running = conf_of(TWO("", ""));
	struct courier_conf *next = conf_of(TWO("", ""));

	(void)state;
	strcpy(next->gateways[0].password, "fresh");
	assert_int_equal(courier_conf_inherit(running, next), 1);
	assert_ptr_equal(
	    running->gateways[1].standing, next->gateways[1].standing);
	courier_conf_free(&running);
	assert_int_equal(next->gateways[1].standing->shared, 1);
	courier_conf_free(&next);
}

static unsigned
older(const struct pool *p)
{
	unsigned n = 0;

	for (const struct courier_conf *c = p->conf->older; c != NULL;
	     c = c->older)
		n++;
	return n;
}

static void
take(struct pool *p, const char *text)
{
	struct courier_conf *next = conf_of(text);

	(void)pool_take_conf(p, &next);
	assert_null(next);
}

static void
a_configuration_lives_as_long_as_its_tries(void **state)
{
	struct courier_conf *c = conf_of(TWO("", ""));
	struct pool *p = pool_new(&c);
	struct job *j;

	(void)state;
	assert_non_null(p);
	assert_null(c);
	j = &p->jobs[3];
	j->state = JOB_TRIES;
	j->conf = p->conf;
	j->gateway = &p->conf->gateways[0];
	j->gateway->standing->under_way = 1;
	for (unsigned i = 0; i < 100; i++) {
		take(p, i % 2 == 0 ? SMS("timeout = 1;") : TWO("", ""));
		assert_int_equal(older(p), 1);
	}
	assert_string_equal(j->gateway->name, "a");
	assert_int_equal(j->gateway->standing->shared, 1);
	j->state = JOB_FREE;
	pool_tidy(p);
	assert_int_equal(older(p), 0);
	pool_free(&p);
}

static void
what_was_tried_is_not_tried_again_in_another_place(void **state)
{
	static const char turned[] =
	    "sms = ( { name = \"c\"; url = \"https://c\"; },"
	    "{ name = \"b\"; url = \"https://i\"; },"
	    "{ name = \"a\"; url = \"https://h\"; timeout = 9; } );";
	struct courier_conf *c = conf_of(TWO("", ""));
	struct pool *p = pool_new(&c);

	(void)state;
	assert_non_null(p);
	p->jobs[0].tried = 3;
	p->jobs[1].tried = 1;
	take(p, turned);
	assert_int_equal(p->jobs[0].tried, 1U << 1);
	assert_int_equal(p->jobs[1].tried, 0);
	pool_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(some_settings_need_a_restart),
		cmocka_unit_test(a_gateway_that_is_the_same_keeps_its_standing),
		cmocka_unit_test(other_credentials_are_another_gateway),
		cmocka_unit_test(a_configuration_lives_as_long_as_its_tries),
		cmocka_unit_test(
		    what_was_tried_is_not_tried_again_in_another_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
