/* What stands in multifactord.conf, what is said about mistakes in it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libconfig.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "core/factor.h"
#include "server/conf.h"
#include "server/conf_table.h"

#define SAID_MAX 8192

/* All that was said, a line each. */
struct said {
	char text[SAID_MAX];
	unsigned errors, warnings;
};

static void
hear(void *arg, enum conf_severity severity, const char *line)
{
	struct said *s = arg;

	if (severity == CONF_ERROR)
		s->errors++;
	else
		s->warnings++;
	if (strlen(s->text) + strlen(line) + 2 < sizeof(s->text)) {
		strcat(s->text, line);
		strcat(s->text, "\n");
	}
}

static struct conf *
parse(const char *text, struct said *s)
{
	const struct conf_report report = { hear, s };
	struct conf *conf;
	enum mf_err e;

	*s = (struct said){ 0 };
	e = conf_parse("/etc/m.conf", slice_str(text), &report, &conf);
	assert_int_equal(e, s->errors > 0 ? MF_EINVAL : MF_OK);
	assert_int_equal(conf == NULL, s->errors > 0);
	return conf;
}

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

#define POLICY(rest) "policies: ( { name = \"a\"; " rest " } );"

static void
each_mistake_is_told_with_line_value_and_remedy(void **state)
{
	static const struct {
		const char *text, *said;
	} table[] = {
		{ "\nlockout: { soft = 0; };",
		    "m.conf:2: lockout.soft: 0 is too small; give 1 to 100 "
		    "(default 10)." },
		{ "otp: { hotp_ahead = 6; };",
		    "m.conf:1: otp.hotp_ahead: 6 is too large; give 0 to 5 "
		    "(default 5)." },
		{ "otp: { totp_around = 3; };",
		    "m.conf:1: otp.totp_around: 3 is too large; give 0 to 2 "
		    "(default 1)." },
		{ "lockout: { year = -1; };",
		    "m.conf:1: lockout.year: -1 is too small; give 10 to 5000 "
		    "(default 300)." },
		{ "lockout: { soft = \"ten\"; };",
		    "m.conf:1: lockout.soft: a text stands here; give a whole "
		    "number, 1 to 100 (default 10)." },
		{ "lockout: { soft = 1.5; };",
		    "m.conf:1: lockout.soft: a number with a fraction stands "
		    "here; give a whole number, 1 to 100 (default 10)." },
		{ "lockout: { soft_max = \"5 min\"; };",
		    "m.conf:1: lockout.soft_max: \"5 min\" is no time; give a "
		    "number with s, m, h or d behind it, such as \"90s\" "
		    "(default 3600)." },
		{ "lockout: { soft_max = \"2d\"; };",
		    "m.conf:1: lockout.soft_max: \"2d\" is too large; give 1 "
		    "to 86400 (default 3600)." },
		{ "sandbox = \"yes\";",
		    "m.conf:1: sandbox: a text stands here; give true or "
		    "false (default true)." },
		{ "log: { level = \"loud\"; };",
		    "m.conf:1: log.level: \"loud\" is not known here; give "
		    "one of \"error\", \"warning\", \"info\", \"debug\" "
		    "(default \"info\")." },
		{ "state = \"var/lib\";",
		    "m.conf:1: state: \"var/lib\" is not of the form; give a "
		    "full path without \"..\" or a slash at its end, such as "
		    "\"/var/lib/multifactor\" (default "
		    "\"/var/lib/multifactor\")." },
		{ "state = 5;",
		    "m.conf:1: state: a number stands here; give a text in "
		    "quotes (default \"/var/lib/multifactor\")." },
		{ "names: { realms = \"example.org\"; };",
		    "m.conf:1: names.realms: a text stands here; give a list "
		    "of texts, such as [ \"one\", \"two\" ] (default [ ])." },
		{ "names: { realms = [ 1 ]; };",
		    "m.conf:1: names.realms: a number stands here; give a "
		    "list of texts, such as [ \"one\", \"two\" ] (default [ "
		    "])." },
		{ "names: { realms = [ \"@example.org\" ]; };",
		    "m.conf:1: names.realms: \"@example.org\" is not of the "
		    "form; give a realm without its @, such as "
		    "\"example.org\"." },
		{ "names: { country = \"+371\"; };",
		    "m.conf:1: names.country: \"+371\" is not of the form; "
		    "give a calling code of digits, such as \"371\" (default "
		    "\"\")." },
		{ "names: { country = \"37120\"; };",
		    "m.conf:1: names.country: \"37120\" is too long; give 0 "
		    "to 3 bytes (default \"\")." },
		{ "names: { language = \"x\\x1by\"; };",
		    "m.conf:1: names.language: \"x\\x1by\" is not of the form; "
		    "give \"en\" or \"lv\" (default \"en\")." },
		{ "lockout: { sofft = 10; };",
		    "m.conf:1: lockout.sofft: there is no such setting; did "
		    "you mean lockout.soft?" },
		{ "soft = 10;",
		    "m.conf:1: soft: there is no such setting; did you mean "
		    "lockout.soft?" },
		{ "lock: { soft = 10; };",
		    "m.conf:1: lock: there is no such setting; did you mean "
		    "log?" },
		{ "courier: { };",
		    "m.conf:1: courier: there is no such setting; "
		    "multifactord.conf(5) lists all." },
		{ "lockout = 10;",
		    "m.conf:1: lockout: a section stands here; write "
		    "lockout: { ... };" },
		{ "sandbox = true;\nsandbox = true;",
		    "m.conf:2: duplicate setting name at \"sandbox = true;\"; "
		    "keep one of the two." },
		{ "log: {\n level = \"info\"\n to = ;\n};",
		    "m.conf:3: syntax error at \"to = ;\"; look there and on "
		    "the line before for a missing ; or brace or quote." },
		/* what libconfig would let pass */
		{ "lockout: { soft = 4294967306; };",
		    "m.conf:1: 4294967306 is too large a number for any "
		    "setting; see multifactord.conf(5)." },
		{ "\n@include \"/etc/passwd\"",
		    "m.conf:2: @ stands outside of quotes; other files cannot "
		    "be included, write their settings here." },
		{ "sandbox = true;\n/* lockout: { soft = 3; };",
		    "m.conf:2: a comment begins here and does not end; close "
		    "it with */." },
		{ "state = \"/a\n;",
		    "m.conf:1: a text in quotes does not end on its line; "
		    "close it with \"." },
		{ "state = \"/a\\x00b\";",
		    "m.conf:1: \\x00 cannot stand in a text; take it out." },
		{ "# \xff",
		    "m.conf: this is no text in UTF-8, or has a NUL in it." },
		/* policies */
		{ "policies: { };",
		    "m.conf:1: policies: give a list of 1 to 256 policies, as "
		    "in policies: ( { name = \"vpn\"; }, { name = \"rest\"; } "
		    ");" },
		{ "policies: ( );",
		    "m.conf:1: policies: give a list of 1 to 256 policies, as "
		    "in policies: ( { name = \"vpn\"; }, { name = \"rest\"; } "
		    ");" },
		{ "policies: ( 5 );",
		    "m.conf:1: policies: each policy is a group: { name = "
		    "\"vpn\"; }" },
		{ "policies: ( { tries = 3; } );",
		    "m.conf:1: policies.name: policy 1 has no name; give it "
		    "one, such as name = \"vpn\";" },
		{ POLICY("tries = 11;"),
		    "m.conf:1: policies.tries: 11 is too large; give 1 to 10 "
		    "(default 3)." },
		{ POLICY("ttl = 29;"),
		    "m.conf:1: policies.ttl: 29 is too small; give 30 to 600 "
		    "(default 120)." },
		{ POLICY("separator = \"::\";"),
		    "m.conf:1: policies.separator: \"::\" is not one "
		    "character; give one of the characters , ; : . / | + * # "
		    "! ? and the like (default \",\")." },
		{ POLICY("separator = \"-\";"),
		    "m.conf:1: policies.separator: \"-\" is not of the form; "
		    "give one of the characters , ; : . / | + * # ! ? and the "
		    "like (default \",\")." },
		{ POLICY("factors = [ \"totp\", \"smoke\" ];"),
		    "m.conf:1: policies.factors: \"smoke\" is not known here; "
		    "give one of \"hotp\", \"totp\", \"temporary\"." },
		{ POLICY("attributes = [ \"staff\" ];"),
		    "m.conf:1: policies.attributes: \"staff\" is not of the "
		    "form; give an attribute, =, := or +=, and its value, "
		    "such as \"Filter-Id = staff\"." },
		{ POLICY("match: { nsa = [ ]; };"),
		    "m.conf:1: policies.match.nsa: there is no such setting; "
		    "did you mean policies.match.nas?" },
		/* right one by one, wrong together */
		{ "notes = \"/var/lib/multifactor/notes\";",
		    "m.conf: notes: /var/lib/multifactor/notes and state, "
		    "/var/lib/multifactor, lie in each other; keep them "
		    "apart, so that no backup takes both back." },
		{ "keyring = \"/var/lib/multifactor/keyring\";",
		    "m.conf: keyring: /var/lib/multifactor/keyring lies with "
		    "the data it locks; keep it elsewhere, such as in "
		    "/etc/multifactor." },
		{ "sockets: { admin: { path = \"/run/multifactor/login\"; }; "
		  "};",
		    "m.conf: sockets: two sockets have one path; who a caller "
		    "is shows by the socket, so give each its own." },
		{ "lockout: { month = 20; };",
		    "m.conf: lockout.month_kept: 20 must be below "
		    "lockout.month, which is 20; lower the one or raise the "
		    "other." },
		{ "temporary: { hours = 169; };",
		    "m.conf: temporary.hours: 169 must not be above "
		    "temporary.hours_max, which is 168; lower the one or "
		    "raise the other." },
		{ POLICY("first = \"radius\";"),
		    "m.conf: policies.verifiers: policy a has first = "
		    "\"radius\" and names nobody to believe; give the "
		    "modules, such as [ \"ldap\" ]." },
		{ POLICY("first = \"none\"; second = \"never\";"),
		    "m.conf: policies.second: policy a would let everybody "
		    "in: it asks for no first and no second factor; ask for "
		    "one." },
		{ POLICY("first = \"none\"; mode = \"append-length\";"),
		    "m.conf: policies.mode: policy a has first = \"none\", so "
		    "there is no password to append a code to; give "
		    "\"challenge\"." },
		{ "policies: ( { name = \"a\"; match: { nas = [ \"x\" ]; }; "
		  "}, { name = \"a\"; } );",
		    "m.conf: policies.name: two policies are called a; give "
		    "each its own name." },
	};
	struct conf *c;
	struct said s;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		c = parse(table[i].text, &s);
		assert_null(c);
		if (s.errors != 1 ||
		    strncmp(s.text, table[i].said, strlen(table[i].said)) !=
			0 ||
		    s.text[strlen(table[i].said)] != '\n')
			fail_msg("%s\nsays: %s", table[i].text, s.text);
	}
}

static void
doubtful_policies_are_warned_of_and_used(void **state)
{
	static const struct {
		const char *text, *said;
	} table[] = {
		{ "policies: ( { name = \"all\"; }, { name = \"b\"; match: { "
		  "nas = [ \"x\" ]; }; } );",
		    "m.conf: warning: policies.match: policy b is never used: "
		    "all that fits it fits all, which stands before it.\n" },
		{ "policies: ( { name = \"a\"; match: { nas = [ \"x\", \"y\" "
		  "]; }; }, { name = \"b\"; match: { nas = [ \"y\" ]; group = "
		  "[ \"g\" ]; }; } );",
		    "m.conf: warning: policies.match: policy b is never used: "
		    "all that fits it fits a, which stands before it.\n" },
		{ "policies: ( { name = \"a\"; match: { nas = [ \"x\" ]; "
		  "group = [ \"g\" ]; }; }, { name = \"b\"; match: { nas = [ "
		  "\"x\" ]; }; } );",
		    "" },
		{ POLICY("verifiers = [ \"ldap\" ];"),
		    "m.conf: warning: policies.verifiers: policy a names "
		    "modules to believe, which only first = \"radius\" does; "
		    "nobody is believed.\n" },
		{ POLICY("append_repeat = true;"),
		    "m.conf: warning: policies.append_repeat: policy a does "
		    "not append; this changes nothing.\n" },
	};
	struct conf *c;
	struct said s;

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		c = parse(table[i].text, &s);
		assert_string_equal(s.text, table[i].said);
		conf_free(&c);
	}
}

static void
all_mistakes_are_told_at_once(void **state)
{
	struct said s;

	(void)state;
	(void)parse("sandbx = true;\nlockout: {\n soft = 0;\n year = \"x\";\n"
		    "};\npolicies: ( { tries = 0; }, { name = \"b\"; x = 1; } "
		    ");",
	    &s);
	assert_int_equal(s.errors, 6);
	assert_non_null(strstr(s.text, "m.conf:1: sandbx"));
	assert_non_null(strstr(s.text, "m.conf:3: lockout.soft"));
	assert_non_null(strstr(s.text, "m.conf:4: lockout.year"));
	assert_non_null(strstr(s.text, "policies.tries"));
	assert_non_null(strstr(s.text, "policy 1 has no name"));
	assert_non_null(strstr(s.text, "policies.x"));
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

static void
a_running_engine_takes_in_what_it_can(void **state)
{
	static const struct {
		const char *next, *said;
	} table[] = {
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
	struct conf *running, *next;
	struct said s, told;

	(void)state;
	running = parse("", &s);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct conf_report report = { hear, &told };

		told = (struct said){ 0 };
		next = parse(table[i].next, &s);
		assert_int_equal(conf_reloadable(running, next, &report),
		    *table[i].said == '\0');
		assert_string_equal(told.text, table[i].said);
		conf_free(&next);
	}
	conf_free(&running);
}

#define OURS                                                                   \
	"sockets: { login: { group = \"\"; users = [ \"root\", \"1001\" ]; };" \
	"helpdesk: { group = \"\"; }; admin: { group = \"\"; }; };"

static enum mf_err
load(const char *text, mode_t mode, struct conf **c, struct said *s)
{
	const struct conf_report report = { hear, s };
	char path[] = "/tmp/test_conf.XXXXXX";
	int fd = mkstemp(path);
	enum mf_err e;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
	*s = (struct said){ 0 };
	e = conf_load(path, &report, c);
	assert_int_equal(unlink(path), 0);
	return e;
}

static void
users_and_groups_are_looked_up(void **state)
{
	struct conf *c;
	struct said s;

	(void)state;
	assert_int_equal(load(OURS, 0644, &c, &s), MF_OK);
	assert_int_equal(c->login.nuids, 2);
	assert_int_equal(c->login.uids[0], 0);
	assert_int_equal(c->login.uids[1], 1001);
	assert_int_equal(c->login.gid, (gid_t)-1);
	assert_int_equal(c->admin.nuids, 0);
	conf_free(&c);

	assert_int_equal(
	    load("sockets: { login: { group = \"root\"; users = [ "
		 "\"nobody.here\" ]; }; helpdesk: { group = \"no-such\"; }; "
		 "admin: { group = \"\"; }; };",
		0644, &c, &s),
	    MF_EINVAL);
	assert_null(c);
	assert_int_equal(s.errors, 2);
	assert_non_null(strstr(
	    s.text, "sockets.login.users: there is no user nobody.here here"));
	assert_non_null(strstr(s.text,
	    "sockets.helpdesk.group: there is no group no-such here; make it "
	    "with \"groupadd --system no-such\""));
}

static void
only_a_file_of_the_right_owner_is_read(void **state)
{
	struct conf_report report;
	struct conf *c;
	struct said s;

	(void)state;
	assert_int_equal(load(OURS, 0664, &c, &s), MF_EIO);
	assert_non_null(strstr(s.text, "chmod go-w"));
	assert_int_equal(load(OURS, 0602, &c, &s), MF_EIO);
	report = (struct conf_report){ hear, &s };
	s = (struct said){ 0 };
	assert_int_equal(conf_load("/tmp", &report, &c), MF_EIO);
	assert_non_null(strstr(s.text, "/tmp: is not a file"));
	s = (struct said){ 0 };
	assert_int_equal(conf_load("/nowhere/m.conf", &report, &c), MF_EIO);
	assert_non_null(
	    strstr(s.text, "/nowhere/m.conf: No such file or directory"));
}

static void
a_credential_is_the_keyring_unless_one_is_named(void **state)
{
	char folder[] = "/tmp/test_conf.XXXXXX", path[64];
	struct conf *c;
	struct said s;
	FILE *fp;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/keyring", folder);
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", folder, 1), 0);
	assert_int_equal(load(OURS, 0600, &c, &s), MF_OK);
	assert_string_equal(c->keyring, "/etc/multifactor/keyring");
	conf_free(&c);

	assert_non_null(fp = fopen(path, "w"));
	assert_int_equal(fclose(fp), 0);
	assert_int_equal(load(OURS, 0600, &c, &s), MF_OK);
	assert_string_equal(c->keyring, path);
	assert_true(c->keyring_is_lent);
	conf_free(&c);

	assert_int_equal(
	    load(OURS "keyring = \"/etc/keys\";", 0600, &c, &s), MF_OK);
	assert_string_equal(c->keyring, "/etc/keys");
	assert_false(c->keyring_is_lent);
	conf_free(&c);
	assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

static char *
slurp(const char *path)
{
	FILE *fp = fopen(path, "r");
	char *text = calloc(1, 65536);

	if (fp == NULL)
		fail_msg("%s is not here; run the tests from the top", path);
	assert_non_null(text);
	assert_true(fread(text, 1, 65535, fp) > 0);
	fclose(fp);
	return text;
}

/* Whether the manual's entry of s says its range, default and restart. */
static void
is_documented(const char *manual, const struct setting *s)
{
	char head[128], buf[256], entry[2048];
	const char *p, *end;
	struct text t;

	snprintf(head, sizeof(head), "\n.It Cm %s\n", s->path);
	p = strstr(manual, head);
	if (p == NULL)
		fail_msg("multifactord.conf.5 lacks %s", s->path);
	p += strlen(head);
	end = strstr(p, "\n.It ");
	end =
	    end == NULL || strstr(p, "\n.El") < end ? strstr(p, "\n.El") : end;
	snprintf(entry, sizeof(entry), "%.*s", (int)(end - p), p);

	text_init(&t, buf, sizeof(buf));
	setting_range(s, &t);
	if (strstr(entry, buf) == NULL)
		fail_msg("multifactord.conf.5: %s: range %s", s->path, buf);
	text_init(&t, buf, sizeof(buf));
	text_put(&t, "default ");
	if (s->type == SET_LIST)
		text_put(&t, "none");
	else
		setting_default(s, &t);
	if (s->type == SET_STRING && s->text == NULL)
		strcpy(buf, "needed");
	if (strstr(entry, buf) == NULL)
		fail_msg("multifactord.conf.5: %s: %s", s->path, buf);
	if ((strstr(entry, "Needs a restart.") != NULL) != s->fixed)
		fail_msg("multifactord.conf.5: %s: restart", s->path);
}

static void
the_manual_has_every_setting(void **state)
{
	char *manual = slurp("engine/man/multifactord.conf.5");
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < conf_nsettings; i++)
		is_documented(manual, &conf_settings[i]);
	for (size_t i = 0; i < policy_nsettings; i++)
		is_documented(manual, &policy_settings[i]);
	for (const char *p = manual; (p = strstr(p, "\n.It Cm ")); p++)
		n++;
	assert_int_equal(n, conf_nsettings + policy_nsettings);
	free(manual);
}

static void
has_every_setting(const config_t *tree, const struct setting *s, size_t n)
{
	char path[128];

	for (; n > 0; n--, s++) {
		if (strncmp(s->path, "policies.", 9) == 0)
			snprintf(
			    path, sizeof(path), "policies.[0].%s", s->path + 9);
		else
			snprintf(path, sizeof(path), "%s", s->path);
		if (config_lookup(tree, path) == NULL)
			fail_msg("packaging/multifactord.conf lacks %s", path);
	}
}

static bool
is_equal(const struct setting *s, const void *a, const void *b)
{
	const void *p = (const char *)a + s->at, *q = (const char *)b + s->at;

	switch (s->type) {
	case SET_LIST:
		return **(const char *const *const *)p == NULL &&
		    **(const char *const *const *)q == NULL;
	case SET_STRING:
		return strcmp(*(const char *const *)p,
			   *(const char *const *)q) == 0;
	case SET_BOOL:
		return *(const bool *)p == *(const bool *)q;
	case SET_CHAR:
		return *(const char *)p == *(const char *)q;
	default:
		return *(const unsigned *)p == *(const unsigned *)q;
	}
}

static void
the_shipped_file_has_every_default(void **state)
{
	char *text = slurp("packaging/multifactord.conf");
	struct conf *shipped, *empty;
	struct said s;
	config_t tree;

	(void)state;
	config_init(&tree);
	assert_int_equal(config_read_string(&tree, text), CONFIG_TRUE);
	has_every_setting(&tree, conf_settings, conf_nsettings);
	has_every_setting(&tree, policy_settings, policy_nsettings);
	config_destroy(&tree);
	empty = parse("", &s);
	shipped = parse(text, &s);
	assert_string_equal(s.text, "");
	for (size_t i = 0; i < conf_nsettings; i++)
		if (!is_equal(&conf_settings[i], shipped, empty))
			fail_msg("%s", conf_settings[i].path);
	for (size_t i = 0; i < policy_nsettings; i++)
		if (!is_equal(&policy_settings[i], shipped->policies,
			empty->policies))
			fail_msg("%s", policy_settings[i].path);
	conf_free(&shipped);
	conf_free(&empty);
	free(text);
}

static void
policies_may_name_every_factor_and_no_other(void **state)
{
	const struct setting *s = policy_settings;
	size_t n = 0;

	(void)state;
	while (strcmp(s->path, "policies.factors") != 0)
		s++;
	for (; s->words[n].word != NULL; n++)
		if (factor_by_name(s->words[n].word) == NULL)
			fail_msg("no factor %s", s->words[n].word);
	for (size_t i = 0; factor_at(i) != NULL; i++)
		assert_true(i < n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_has_all_defaults),
		cmocka_unit_test(settings_of_every_type_are_read),
		cmocka_unit_test(
		    each_mistake_is_told_with_line_value_and_remedy),
		cmocka_unit_test(doubtful_policies_are_warned_of_and_used),
		cmocka_unit_test(all_mistakes_are_told_at_once),
		cmocka_unit_test(what_is_quoted_or_commented_is_no_mistake),
		cmocka_unit_test(a_running_engine_takes_in_what_it_can),
		cmocka_unit_test(users_and_groups_are_looked_up),
		cmocka_unit_test(only_a_file_of_the_right_owner_is_read),
		cmocka_unit_test(
		    a_credential_is_the_keyring_unless_one_is_named),
		cmocka_unit_test(the_manual_has_every_setting),
		cmocka_unit_test(the_shipped_file_has_every_default),
		cmocka_unit_test(policies_may_name_every_factor_and_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
