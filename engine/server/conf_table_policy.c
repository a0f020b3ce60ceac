#include "core/kinds.h"
#include "core/policy.h"
#include "server/conf_table.h"

#define COUNT(a)        (sizeof(a) / sizeof((a)[0]))
#define IN_POLICY(p, f) .path = "policies." p, .at = offsetof(struct policy, f)

#define INT(p, f, lo, hi, otherwise, h)                                        \
	IN_POLICY(p, f), .type = SET_INT, .min = (lo), .max = (hi),            \
			 .number = (otherwise), .help = (h)
#define SECONDS(p, f, lo, hi, otherwise, h)                                    \
	IN_POLICY(p, f), .type = SET_SECONDS, .min = (lo), .max = (hi),        \
			 .number = (otherwise), .help = (h)
#define BOOL(p, f, otherwise, h)                                               \
	IN_POLICY(p, f), .type = SET_BOOL, .max = 1, .number = (otherwise),    \
			 .help = (h)
#define WORD(p, f, w, otherwise, h)                                            \
	IN_POLICY(p, f), .type = SET_WORD, .words = (w),                       \
			 .number = (otherwise), .help = (h)
#define LIST(p, f, fo, hi, h)                                                  \
	IN_POLICY(p, f), .type = SET_LIST, .form = &(fo), .max = (hi),         \
			 .help = (h)
#define MATCH(p, f, h) LIST("match." p, match.f, form_match, 256, h)

static const struct setting_word firsts[] = {
	{ "password", FIRST_PASSWORD },
	{ "radius", FIRST_RADIUS },
	{ "none", FIRST_NONE },
	{ NULL, 0 },
};

static const struct setting_word seconds[] = {
	{ "always", SECOND_ALWAYS },
	{ "never", SECOND_NEVER },
	{ NULL, 0 },
};

static const struct setting_word reliefs[] = {
	{ "none", RELIEF_NONE },
	{ "sms", RELIEF_SMS },
	{ "email", RELIEF_EMAIL },
	{ NULL, 0 },
};

static const struct setting_word modes[] = {
	{ "challenge", MODE_CHALLENGE },
	{ "append-length", MODE_APPEND_LENGTH },
	{ "append-separator", MODE_APPEND_SEPARATOR },
	{ NULL, 0 },
};

#define KIND_WORD(name) { #name, 0 },
static const struct setting_word factors[] = { FACTOR_KINDS(KIND_WORD){
    NULL, 0 } };

const struct setting policy_settings[] = {
	{ IN_POLICY("name", name), .type = SET_STRING, .form = &form_name,
	    .min = 1, .max = 32, .help = "what the policy is called" },
	{ MATCH("nas", nas, "FreeRADIUS's names of the clients") },
	{ MATCH("server", server, "virtual servers of FreeRADIUS") },
	{ MATCH("service", service, "control:Multifactor-Service") },
	{ MATCH("realm", realm, "realms of the user name") },
	{ MATCH(
	    "port_type", port_type, "NAS-Port-Type, as FreeRADIUS's word") },
	{ MATCH("called", called,
	    "Called-Station-Id, whole or what follows its last colon") },
	{ MATCH("group", group, "groups of the account, or from FreeRADIUS") },
	{ WORD("first", first, firsts, FIRST_PASSWORD, "the first factor") },
	{ LIST("verifiers", verifiers, form_match, 16,
	    "modules of FreeRADIUS whose word on the password is taken") },
	{ WORD("second", second, seconds, SECOND_ALWAYS,
	    "whether a second factor is asked for") },
	{ IN_POLICY("factors", factors), .type = SET_LIST, .words = factors,
	    .max = 16,
	    .help = "factors that may be used, best first; none: all" },
	{ WORD(
	    "mode", mode, modes, MODE_CHALLENGE, "where the code is typed") },
	{ IN_POLICY("separator", separator), .type = SET_CHAR, .number = ',',
	    .form = &form_separator,
	    .help = "what stands between password and code" },
	{ INT("tries", tries, 1, 10, 3, "codes that may be tried in a login") },
	{ SECONDS("ttl", ttl, 30, 600, 120, "time to answer a prompt") },
	{ INT(
	    "prompt_max", prompt_max, 40, 240, 100, "characters of a prompt") },
	{ BOOL("claim", claim, false,
	    "a boxed token may be claimed at the prompt") },
	{ BOOL("lost", lost, true, "\"lost\" may be typed at the prompt") },
	{ WORD("relief", relief, reliefs, RELIEF_NONE,
	    "where a temporary code goes after \"lost\"") },
	{ SECONDS("relief_delay", relief_delay, 300, 604800, 14400,
	    "how long that code waits before it is sent") },
	{ BOOL("append_words", append_words, false,
	    "words such as \"sms\" may stand behind the separator") },
	{ BOOL("register", self_register, false,
	    "\"phone NUMBER\" may be typed at the prompt, and the number be "
	    "registered after another factor") },
	{ BOOL("decoys", decoys, false,
	    "a wrong password gets a prompt like a right one") },
	{ BOOL("append_repeat", append_repeat, false,
	    "the same password and code within 10 s is the same login") },
	{ IN_POLICY("language", language), .type = SET_STRING,
	    .form = &form_language, .max = 2, .text = "",
	    .help = "language until the first factor is right; empty: "
		    "names.language" },
	{ LIST("attributes", attributes, form_attribute, 32,
	    "what an Access-Accept carries, as \"Filter-Id = staff\"") },
};

const size_t policy_nsettings = COUNT(policy_settings);
