/* What stands in multifactord.conf, and what holds without it. */

#include "conf_test.h"
#include "core/catalogue.h"

static void
an_empty_file_has_all_defaults(void **state)
{
	const struct policy *p;
	struct conf *c;
	struct said s;

	(void)state;
	c = parse("", &s);
	assert_string_equal(s.text, "");
	assert_string_equal(c->state, "/var/lib/multifactor");
	assert_string_equal(c->login.path, "/run/multifactor/login");
	assert_int_equal(c->login.mode, 0660);
	assert_null(c->login.users[0]);
	assert_true(c->sandbox);
	assert_int_equal(c->password.cost.kib, 19456);
	assert_int_equal(c->otp.hotp_ahead, 5);
	assert_int_equal(c->otp.desk_totp, 2880);
	assert_int_equal(c->limits.soft, 10);
	assert_int_equal(c->limits.soft_seconds, 30);
	assert_int_equal(c->limits.soft_max, 3600);
	assert_int_equal(c->limits.device, 50);
	assert_int_equal(c->limits.device_kept, 10);
	assert_int_equal(c->limits.month, 100);
	assert_int_equal(c->limits.month_kept, 20);
	assert_int_equal(c->limits.year, 300);
	assert_int_equal(c->npolicies, 1);
	p = c->policies;
	assert_string_equal(p->name, "default");
	assert_int_equal(p->first, FIRST_PASSWORD);
	assert_int_equal(p->second, SECOND_ALWAYS);
	assert_int_equal(p->mode, MODE_CHALLENGE);
	assert_int_equal(p->tries, 3);
	assert_int_equal(p->ttl, 120);
	assert_null(p->factors[0]);
	assert_string_equal(p->language, "en");
	conf_free(&c);
	assert_null(c);
	conf_free(&c);
}

static void
settings_of_every_type_are_read(void **state)
{
	struct conf *c;
	struct said s;

	(void)state;
	c = parse("state = \"/srv/mf\";\n"
		  "sandbox = false;\n"
		  "sockets: { login: { users = [ \"freerad\", \"1001\" ]; "
		  "mode = \"0600\"; }; };\n"
		  "lockout = { soft_seconds = \"1m\"; soft_max = \"2h\"; };\n"
		  "log: { to = \"syslog\"; };\n"
		  "names: { language = \"lv\"; };\n"
		  "policies: (\n"
		  "{ name = \"vpn\"; match: { nas = [ \"a\", \"b\" ]; };\n"
		  "  first = \"radius\"; verifiers = [ \"ldap\" ];\n"
		  "  mode = \"append-separator\"; separator = \";\";\n"
		  "  factors = [ \"totp\", \"hotp\" ]; ttl = 90; \n"
		  "  attributes = ( \"Filter-Id = staff\" ); },\n"
		  "{ name = \"rest\"; language = \"en\"; } );\n",
	    &s);
	assert_string_equal(s.text, "");
	assert_string_equal(c->state, "/srv/mf");
	assert_false(c->sandbox);
	assert_string_equal(c->login.users[0], "freerad");
	assert_string_equal(c->login.users[1], "1001");
	assert_null(c->login.users[2]);
	assert_int_equal(c->login.mode, 0600);
	assert_int_equal(c->limits.soft_seconds, 60);
	assert_int_equal(c->limits.soft_max, 7200);
	assert_int_equal(c->log_to, CONF_LOG_SYSLOG);
	assert_int_equal(c->npolicies, 2);
	assert_string_equal(c->policies[0].match.nas[1], "b");
	assert_int_equal(c->policies[0].first, FIRST_RADIUS);
	assert_int_equal(c->policies[0].separator, ';');
	assert_string_equal(c->policies[0].factors[0], "totp");
	assert_int_equal(c->policies[0].ttl, 90);
	assert_string_equal(c->policies[0].attributes[0], "Filter-Id = staff");
	assert_string_equal(c->policies[0].language, "lv");
	assert_string_equal(c->policies[1].language, "en");
	conf_free(&c);
}

static void
each_language_that_there_are_texts_in_may_be_set(void **state)
{
	const char *l;

	(void)state;
	for (size_t i = 0; (l = catalogue_language(i)) != NULL; i++) {
		char text[128];
		struct conf *c;
		struct said s;

		snprintf(text, sizeof(text),
		    "names: { language = \"%s\"; };\n" POLICY(
			"language = \"%s\";"),
		    l, l);
		c = parse(text, &s);
		assert_string_equal(s.text, "");
		assert_string_equal(c->names.language, l);
		assert_string_equal(c->policies[0].language, l);
		conf_free(&c);
	}
}

static void
what_is_quoted_or_commented_is_no_mistake(void **state)
{
	struct conf *c;
	struct said s;

	(void)state;
	c = parse("# @include \"x\" 99999999999 \"\n// \"\n/* \" \n */\n"
		  "policies: ( { name = \"a1234567890123\"; attributes = [ "
		  "\"Class = @include # 99999999999 \\\" /* \" ]; } );",
	    &s);
	assert_string_equal(s.text, "");
	assert_string_equal(c->policies[0].attributes[0],
	    "Class = @include # 99999999999 \" /* ");
	conf_free(&c);
}

static const struct {
	const char *next, *said;
} reloads[] = {
	{ "lockout: { soft = 5; }; log: { level = \"debug\"; };", "" },
	{ "names: { realms = [ \"example.org\" ]; };", "" },
	{ POLICY("tries = 5;"), "" },
	{ "state = \"/srv/mf\";",
	    "multifactord.conf: state: it has changed, which a "
	    "running engine cannot take in; restart it, or put the "
	    "old value back.\n" },
	{ "sandbox = false;",
	    "multifactord.conf: sandbox: it has changed, which a "
	    "running engine cannot take in; restart it, or put the "
	    "old value back.\n" },
	{ "sockets: { login: { mode = \"0600\"; }; };",
	    "multifactord.conf: sockets.login.mode: it has changed, "
	    "which a running engine cannot take in; restart it, or "
	    "put the old value back.\n" },
	{ "password: { hash_threads = 3; };",
	    "multifactord.conf: password.hash_threads: it has "
	    "changed, which a running engine cannot take in; restart "
	    "it, or put the old value back.\n" },
};

static void
a_running_engine_takes_in_what_it_can(void **state)
{
	struct conf *running, *next;
	struct said s, told;

	(void)state;
	running = parse("", &s);
	for (size_t i = 0; i < sizeof(reloads) / sizeof(reloads[0]); i++) {
		const struct conf_report report = { hear, &told };

		told = (struct said){ 0 };
		next = parse(reloads[i].next, &s);
		assert_int_equal(conf_reloadable(running, next, &report),
		    *reloads[i].said == '\0');
		assert_string_equal(told.text, reloads[i].said);
		conf_free(&next);
	}
	conf_free(&running);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_has_all_defaults),
		cmocka_unit_test(settings_of_every_type_are_read),
		cmocka_unit_test(
		    each_language_that_there_are_texts_in_may_be_set),
		cmocka_unit_test(what_is_quoted_or_commented_is_no_mistake),
		cmocka_unit_test(a_running_engine_takes_in_what_it_can),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
