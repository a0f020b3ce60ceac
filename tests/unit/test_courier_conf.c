/* mfcourier.conf: what may stand there, and what is told of the rest. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "courier/conf_parts.h"

struct said {
	char text[4096];
	unsigned n;
};

static void
hear(void *arg, const char *line)
{
	struct said *s = arg;

	strncat(s->text, line, sizeof(s->text) - strlen(s->text) - 2);
	strcat(s->text, "\n");
	s->n++;
}

static enum mf_err
parse(const char *text, struct said *s, struct courier_conf **c)
{
	const struct courier_report report = { hear, s };

	*s = (struct said){ .n = 0 };
	return courier_conf_parse("c.conf", text, &report, c);
}

static void
a_preset_needs_little(void **state)
{
	struct courier_conf *c;
	struct said s;

	(void)state;
	assert_int_equal(
	    parse("sms = ( { name = \"a\"; type = \"twilio\"; from = \"+1\"; "
		  "credentials = \"f\"; prefixes = [ \"+1\", \"+44\" ]; } );\n"
		  "email = ( { name = \"b\"; url = \"smtps://m.example.org\"; "
		  "from = \"X <a@b>\"; } );\n"
		  "log: { level = \"debug\"; };",
		&s, &c),
	    MF_OK);
	assert_int_equal(c->n, 2);
	assert_string_equal(c->gateways[0].method, "POST");
	assert_int_equal(c->gateways[0].auth, AUTH_BASIC);
	assert_string_equal(c->gateways[0].form[2].value, "{text}");
	assert_true(gateway_serves(&c->gateways[0], false, "+4412345"));
	assert_false(gateway_serves(&c->gateways[0], false, "+3712345"));
	assert_false(gateway_serves(&c->gateways[0], true, "a@b"));
	assert_int_equal(c->gateways[1].tls, TLS_WRAPPED);
	assert_int_equal(c->log_level, LOG_LEVEL_DEBUG);
	assert_string_equal(c->engine, COURIER_SOCKET);
	courier_conf_free(&c);
}

static void
what_libconfig_takes_without_a_word_is_told(void **state)
{
	struct courier_conf *c;
	struct said s;

	(void)state;
	assert_int_equal(
	    parse("# \"/*\nlog: { };\n/* the rest\n", &s, &c), MF_EINVAL);
	assert_string_equal(s.text,
	    "c.conf:3: a comment begins here and does not end; close it with "
	    "*/.\n");
	assert_int_equal(parse("log: { to = \"@include\"; };\n"
			       "@include \"other.conf\"\n",
			     &s, &c),
	    MF_EINVAL);
	assert_string_equal(s.text,
	    "c.conf:2: @include is not taken; write everything into this "
	    "file.\n");
}

static const struct {
	const char *text, *said;
} rows[] = {
	{ "", "c.conf: there is no gateway" },
	{ "sms = ( {", "c.conf:1: syntax error" },
	{ "\nsmss = ( );", "c.conf:2: smss: there is no such setting" },
	{ "sms = ( { url = \"https://a\"; } );",
	    "c.conf:1: sms.name: gateway without a name: give it" },
	{ "sms = ( { name = \"a\"; } );",
	    "sms.url: gateway a: type \"generic\" needs it." },
	{ "sms = ( { name = \"a\"; type = \"kannels\"; } );",
	    "sms.type: \"kannels\" is not known; give one of "
	    "\"generic\", \"kannel\"" },
	{ "sms = ( { name = \"a\"; url = \"http://sms.example.org\"; } "
	  ");",
	    "in the clear; give https://" },
	{ "sms = ( { name = \"a\"; url = \"ftp://h/\"; } );",
	    "ftp:// is not for this" },
	{ "sms = ( { name = \"a\"; url = \"file:///etc/passwd\"; } );",
	    "sms.url: gateway a:" },
	{ "sms = ( { name = \"a\"; url = \"https://u:p@h/\"; } );",
	    "it names a user" },
	{ "sms = ( { name = \"a\"; url = \"https://h/{number}\"; } );",
	    "{number} stands for nothing; there are {to}" },
	{ "sms = ( { name = \"a\"; url = \"https://h\";\n ok = \"(\"; "
	  "} );",
	    "\"(\" is no regular expression" },
	{ "sms = ( { name = \"a\"; url = \"https://h\"; json = \"{}\"; "
	  "form = { a = \"b\"; }; } );",
	    "a body is a form or JSON" },
	{ "sms = ( { name = \"a\"; url = \"https://h\";\n timeout = "
	  "60; } );",
	    "c.conf:2: sms.timeout: give a whole number, 1 to 20." },
	{ "sms = ( { name = \"a\"; url = \"https://h\"; prefixes = [ "
	  "\"371\" ]; } );",
	    "\"371\" is no prefix; write it as +371." },
	{ "sms = ( { name = \"a\"; url = \"https://h\"; auth = "
	  "\"basic\"; } );",
	    "auth needs them" },
	{ "sms = ( { name = \"a\"; url = \"https://h\"; tls = "
	  "\"none\"; } );",
	    "sms.tls: there is no such setting" },
	{ "sms = ( { name = \"a\"; url = \"https://h\"; headers = ( "
	  "\"X: y\", \"z\" ); } );",
	    "X: y is no name of a header" },
	{ "sms = ( { name = \"a\"; url = \"https://h\"; },\n"
	  "{ name = \"a\"; url = \"https://h\"; } );",
	    "c.conf:2: name: two gateways are called a" },
	{ "email = ( { name = \"a\"; from = \"a@b\"; url = "
	  "\"smtp://mail.example.org\"; tls = \"none\"; } );",
	    "without TLS mail goes to this machine alone" },
	{ "email = ( { name = \"a\"; from = \"a\"; url = "
	  "\"smtp://mail.example.org\"; } );",
	    "\"a\" has no address" },
	{ "engine = \"run\"; sms = ( );", "engine: give the full path" },
};

static void
each_fault_is_told_with_its_line(void **state)
{
	struct courier_conf *c;
	struct said s;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(parse(rows[i].text, &s, &c), MF_EINVAL);
		assert_null(c);
		if (strstr(s.text, rows[i].said) == NULL)
			fail_msg("%s\nsaid: %s\nnot: %s", rows[i].text, s.text,
			    rows[i].said);
	}
}

static void
all_faults_are_told_in_one_go(void **state)
{
	struct courier_conf *c;
	struct said s;

	(void)state;
	assert_int_equal(parse("sms = ( { timeout = 0; parallel = 99; ok = "
			       "\"[\"; url = \"x\"; } ); nonsense = 1;",
			     &s, &c),
	    MF_EINVAL);
	assert_true(s.n >= 5);
}

static enum mf_err
read_file(const char *line, mode_t mode, bool split, char *user, char *why)
{
	char path[] = "/tmp/test_courier.XXXXXX", password[SECRET_SIZE];
	int fd = mkstemp(path);
	struct text t;
	enum mf_err e;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, line, strlen(line)), (ssize_t)strlen(line));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
	text_init(&t, why, 256);
	user[0] = '\0';
	e = credential_read(path, split, user, password, &t);
	assert_int_equal(unlink(path), 0);
	return e;
}

static void
credentials_are_nobody_elses(void **state)
{
	char user[USER_SIZE], why[256];

	(void)state;
	assert_int_equal(
	    read_file("me:se:cret\n", 0400, true, user, why), MF_OK);
	assert_string_equal(user, "me");
	assert_int_equal(read_file("tok:en", 0400, false, user, why), MF_OK);
	assert_string_equal(user, "");
	assert_int_equal(read_file("me:x", 0600, true, user, why), MF_EINVAL);
	assert_non_null(strstr(why, "chmod 0400"));
	assert_int_equal(read_file("me:x", 0440, true, user, why), MF_EINVAL);
	assert_int_equal(read_file("secret", 0400, true, user, why), MF_EINVAL);
	assert_null(strstr(why, "secret"));
	assert_int_equal(read_file("me:", 0400, true, user, why), MF_EINVAL);
	assert_int_equal(read_file("", 0400, false, user, why), MF_EINVAL);
}

static void
a_password_is_a_whole_line_or_none(void **state)
{
	static const struct {
		struct slice file;
		bool split;
		const char *user, *password; /* NULL: refused */
	} files[] = {
#define FILE_OF(s) { (const uint8_t *)(s), sizeof(s) - 1 }
		{ FILE_OF("me:se:cret\nmore"), true, "me", "se:cret" },
		{ FILE_OF("me:se:cret\r\n"), false, "-", "me:se:cret" },
		{ FILE_OF("secret\r"), false, "-", "secret" },
		{ FILE_OF("secret\n\0\r"), false, "-", "secret" },
		{ FILE_OF("sec\0ret\n"), false, NULL, NULL },
		{ FILE_OF("me:sec\0ret"), true, NULL, NULL },
		{ FILE_OF("sec\rret\n"), false, NULL, NULL },
		{ FILE_OF("secret\r\r\n"), false, NULL, NULL },
		{ FILE_OF(":secret"), true, NULL, NULL },
		{ FILE_OF("me:\n:secret"), true, NULL, NULL },
		{ FILE_OF("\nsecret"), false, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char user[USER_SIZE] = "-", password[SECRET_SIZE] = "-";
		char why[256];
		struct text t;

		print_message("%zu\n", i);
		text_init(&t, why, sizeof(why));
		assert_int_equal(credential_parse(files[i].file, files[i].split,
				     user, password, &t),
		    files[i].password != NULL ? MF_OK : MF_EINVAL);
		assert_int_equal(t.len == 0, files[i].password != NULL);
		assert_string_equal(
		    user, files[i].user != NULL ? files[i].user : "-");
		assert_string_equal(password,
		    files[i].password != NULL ? files[i].password : "-");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_preset_needs_little),
		cmocka_unit_test(what_libconfig_takes_without_a_word_is_told),
		cmocka_unit_test(each_fault_is_told_with_its_line),
		cmocka_unit_test(all_faults_are_told_in_one_go),
		cmocka_unit_test(credentials_are_nobody_elses),
		cmocka_unit_test(a_password_is_a_whole_line_or_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
