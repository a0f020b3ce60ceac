/* What is said about mistakes in multifactord.conf. */

#include "conf_test.h"

static const struct {
	const char *text, *said;
} mistakes[] = {
	{ "\nlockout: { soft = 0; };",
	    "m.conf:2: lockout.soft: 0 is too small; give 1 to 100 "
	    "(default 10)." },
	{ "otp: { hotp_ahead = 6; };",
	    "m.conf:1: otp.hotp_ahead: 6 is too large; give 0 to 5 "
	    "(default 5)." },
	{ "otp: { totp_around = 3; };",
	    "m.conf:1: otp.totp_around: 3 is too large; give 0 to 2 "
	    "(default 1)." },
	{ "temporary: { hours_max = 337; };",
	    "m.conf:1: temporary.hours_max: 337 is too large; give 1 to 336 "
	    "(default 168)." },
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
	    "give the two letters of an official language of the EU, such as "
	    "\"en\" or \"lv\" (default \"en\")." },
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
	    "m.conf:3: syntax error at \"to = ;\"; write settings as "
	    "level = \"info\"; or soft = 10; and sections as log: { ... }." },
	{ "log: {\n level = info\n};",
	    "m.conf:2: syntax error at \"level = info\"; put the text in "
	    "quotes." },
	{ "log: {\n level =\n};",
	    "m.conf:2: nothing stands behind this =; give a value, texts in "
	    "quotes." },
	{ "names: {\n realms = [ \"a.b\", 5 ];\n};",
	    "m.conf:2: mismatched element type in array at \"realms = [ "
	    "\\\"a.b\\\", 5 ];\"; give texts alone, each in quotes." },
	{ "policies: (\n { name = \"a\"; }\n { name = \"b\"; match: { nas = [ "
	  "\"x\" ]; }; } );",
	    "m.conf:3: syntax error at \"{ name = \\\"b\\\"; match: { nas = "
	    "[ \\\"x\\\" ]; }; } );\"; put a comma before it, or what it is "
	    "the value of." },
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
	{ "# \xff", "m.conf: this is no text in UTF-8, or has a NUL in it." },
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
	    "give one of \"hotp\", \"totp\", \"sms\", \"email\", "
	    "\"ocra\", \"temporary\", \"recovery\", "
	    "\"yubikey\"." },
	{ POLICY("attributes = [ \"staff\" ];"),
	    "m.conf:1: policies.attributes: \"staff\" is not of the "
	    "form; give an attribute, =, := or +=, and its value, "
	    "such as \"Filter-Id = staff\"." },
	{ POLICY("\nattributes = [ \"Filter-Id = a\", \"state := x\" ];"),
	    "m.conf:2: policies.attributes: policy a has \"state := x\", which "
	    "cannot be given in a reply; take it out." },
	{ POLICY("match: { nsa = [ ]; };"),
	    "m.conf:1: policies.match.nsa: there is no such setting; "
	    "did you mean policies.match.nas?" },
	/* right one by one, wrong together */
	{ "\nnotes = \"/var/lib/multifactor/notes\";",
	    "m.conf:2: notes: /var/lib/multifactor/notes and state, "
	    "/var/lib/multifactor, lie in each other; keep them "
	    "apart, so that no backup takes both back." },
	{ "\nstate = \"/var/lib\";",
	    "m.conf:2: state: /var/lib and notes, "
	    "/var/lib/multifactor-notes, lie in each other; keep them "
	    "apart, so that no backup takes both back." },
	{ "keyring = \"/var/lib/multifactor/keyring\";",
	    "m.conf:1: keyring: /var/lib/multifactor/keyring and state, "
	    "/var/lib/multifactor, lie together; keep the key apart from the "
	    "data it locks, such as in /etc/multifactor." },
	{ "\n\nstate = \"/etc/multifactor\";",
	    "m.conf:3: state: /etc/multifactor and keyring, "
	    "/etc/multifactor/keyring, lie together; keep the key apart from "
	    "the data it locks, such as in /etc/multifactor." },
	{ "sockets: {\n admin: { path = \"/run/multifactor/login\"; };\n};",
	    "m.conf:2: sockets.admin.path: /run/multifactor/login and "
	    "sockets.login.path, /run/multifactor/login, are one; who a "
	    "caller is shows by the socket, so give each its own." },
	{ "sockets: {\n login: { path = \"/run/multifactor/admin\"; };\n};",
	    "m.conf:2: sockets.login.path: /run/multifactor/admin and "
	    "sockets.admin.path, /run/multifactor/admin, are one; who a "
	    "caller is shows by the socket, so give each its own." },
	{ "lockout: {\n month = 20;\n};",
	    "m.conf:2: lockout.month: 20 must be above lockout.month_kept, "
	    "which is 20 by default; give 21 to 1000, or lower "
	    "lockout.month_kept." },
	{ "lockout: {\n month = 20;\n month_kept = 25;\n};",
	    "m.conf:3: lockout.month_kept: 25 must be below lockout.month, "
	    "which is 20 on line 2; give 0 to 19, or raise lockout.month." },
	{ "temporary: { hours = 169; };",
	    "m.conf:1: temporary.hours: 169 must not be above "
	    "temporary.hours_max, which is 168 by default; give 1 to 168, or "
	    "raise temporary.hours_max." },
	{ POLICY("first = \"radius\";"),
	    "m.conf:1: policies.verifiers: policy a has first = "
	    "\"radius\" and names nobody to believe; give the "
	    "modules, such as [ \"ldap\" ]." },
	{ POLICY("first = \"none\"; second = \"never\";"),
	    "m.conf:1: policies.second: policy a would let everybody "
	    "in: it asks for no first and no second factor; ask for "
	    "one." },
	{ POLICY("first = \"none\"; mode = \"append-length\";"),
	    "m.conf:1: policies.mode: policy a has first = \"none\", so "
	    "there is no password to append a code to; give "
	    "\"challenge\"." },
	{ "policies: ( { name = \"a\"; match: { nas = [ \"x\" ]; }; },\n"
	  " { name = \"a\"; } );",
	    "m.conf:2: policies.name: policy a has the name of policy number "
	    "1; give each its own." },
	{ POLICY("relief = \"email\"; factors = [ \"hotp\" ];"),
	    "m.conf:1: policies.relief: policy a would send temporary codes "
	    "that open nothing, for factors leaves them out; add "
	    "\"temporary\" there." },
};

static void
each_mistake_is_told_with_line_value_and_remedy(void **state)
{
	struct conf *c;
	struct said s;

	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(mistakes[0]); i++) {
		c = parse(mistakes[i].text, &s);
		assert_null(c);
		if (s.errors != 1 ||
		    strncmp(s.text, mistakes[i].said,
			strlen(mistakes[i].said)) != 0 ||
		    s.text[strlen(mistakes[i].said)] != '\n')
			fail_msg("%s\nsays: %s", mistakes[i].text, s.text);
	}
}

static const struct {
	const char *text, *said;
} doubts[] = {
	{ "policies: ( { name = \"all\"; }, { name = \"b\"; match: { "
	  "nas = [ \"x\" ]; }; } );",
	    "m.conf:1: warning: policies.match: policy b is never used: "
	    "all that fits it fits all, which stands before it.\n" },
	{ "policies: ( { name = \"a\"; match: { nas = [ \"x\", \"y\" "
	  "]; }; }, { name = \"b\"; match: { nas = [ \"y\" ]; group = "
	  "[ \"g\" ]; }; } );",
	    "m.conf:1: warning: policies.match: policy b is never used: "
	    "all that fits it fits a, which stands before it.\n" },
	{ "policies: ( { name = \"a\"; match: { nas = [ \"x\" ]; "
	  "group = [ \"g\" ]; }; }, { name = \"b\"; match: { nas = [ "
	  "\"x\" ]; }; } );",
	    "" },
	{ POLICY("verifiers = [ \"ldap\" ];"),
	    "m.conf:1: warning: policies.verifiers: policy a names "
	    "modules to believe, which only first = \"radius\" does; "
	    "nobody is believed.\n" },
	{ POLICY("append_repeat = true;"),
	    "m.conf:1: warning: policies.append_repeat: policy a does "
	    "not append; this changes nothing.\n" },
	{ POLICY("append_words = true; mode = \"append-length\";"),
	    "m.conf:1: warning: policies.append_words: policy a does "
	    "not append behind a separator; this changes nothing.\n" },
	{ POLICY("relief = \"sms\"; factors = [ \"hotp\", "
		 "\"temporary\" ];"),
	    "" },
	{ POLICY("relief = \"sms\"; lost = false;"),
	    "m.conf:1: warning: policies.relief: policy a follows what is "
	    "reported lost, which lost = false forbids; this changes "
	    "nothing.\n" },
	{ POLICY("mode = \"append-length\"; factors = [ \"sms\" ];"),
	    "m.conf:1: warning: policies.mode: policy a finds no code that "
	    "is sent by its length, and so sends none; give "
	    "\"append-separator\" for \"sms\" and \"email\".\n" },
	{ POLICY("mode = \"append-length\";"), "" },
	{ "names: { country = \"371\"; };\n"
	  "policies: ( {\n name = \"a\";\n mode = \"append-length\"; } );",
	    "m.conf:4: warning: policies.factors: policy a finds a code by its "
	    "length, and so none by SMS or e-mail (names.country is for "
	    "numbers): who has nothing else cannot log in there; name factors "
	    "without \"sms\" and \"email\", or give mode = "
	    "\"append-separator\".\n" },
	{ "policies: (\n { name = \"a\"; match: { nas = [ \"x\" ]; };\n"
	  " mode = \"append-length\"; },\n"
	  " { name = \"b\"; factors = [ \"totp\", \"sms\" ]; } );",
	    "m.conf:3: warning: policies.factors: policy a finds a code by its "
	    "length, and so none by SMS or e-mail (policy b sends them): who "
	    "has nothing else cannot log in there; name factors without "
	    "\"sms\" and \"email\", or give mode = "
	    "\"append-separator\".\n" },
	{ "sending: { prefixes = [ \"+371\" ]; };\n"
	  "policies: ( { name = \"a\"; match: { nas = [ \"x\" ]; }; mode = "
	  "\"append-length\"; factors = [ \"totp\" ]; }, { name = \"b\"; "
	  "register = true; } );",
	    "" },
	{ POLICY("\nregister = true;"),
	    "m.conf:2: warning: policies.register: policy a lets people "
	    "register numbers of any country, premium ones too; set "
	    "sending.prefixes to what theirs begin with, such as "
	    "[ \"+371\" ].\n" },
	{ "sending: { prefixes = [ ]; };\n"
	  "policies: ( {\n name = \"a\";\n register = true; } );",
	    "m.conf:4: warning: policies.register: policy a lets people "
	    "register numbers of any country, premium ones too; set "
	    "sending.prefixes to what theirs begin with, such as "
	    "[ \"+371\" ].\n" },
};

static void
doubtful_policies_are_warned_of_and_used(void **state)
{
	struct conf *c;
	struct said s;

	(void)state;
	for (size_t i = 0; i < sizeof(doubts) / sizeof(doubts[0]); i++) {
		c = parse(doubts[i].text, &s);
		assert_string_equal(s.text, doubts[i].said);
		conf_free(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    each_mistake_is_told_with_line_value_and_remedy),
		cmocka_unit_test(doubtful_policies_are_warned_of_and_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
