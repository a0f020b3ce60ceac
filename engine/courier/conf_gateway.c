/* One gateway's settings, by a table. */

#include <stddef.h>
#include <string.h>

#include "courier/conf_parts.h"
#include "util/text.h"

enum kind { STRING, WORD, NUMBER, FLAG, PAIRS, LIST };

struct word {
	const char *word;
	unsigned value;
};

static const struct word auths[] = {
	{ "none", AUTH_NONE },
	{ "basic", AUTH_BASIC },
	{ "bearer", AUTH_BEARER },
	{ NULL, 0 },
};

static const struct word tlses[] = {
	{ "starttls", TLS_STARTTLS },
	{ "tls", TLS_WRAPPED },
	{ "none", TLS_NONE },
	{ NULL, 0 },
};

#define AT(f) offsetof(struct gateway, f)

static const struct setting {
	const char *name;
	enum kind kind;
	size_t at;
	bool sms, email; /* who has it */
	int min, max;
	const struct word *words;
} settings[] = {
	{ "name", STRING, AT(name), true, true, 1, 32, NULL },
	{ "url", STRING, AT(url), true, true, 1, 1024, NULL },
	{ "method", STRING, AT(method), true, false, 3, 4, NULL },
	{ "from", STRING, AT(from), true, true, 1, 200, NULL },
	{ "credentials", STRING, AT(credentials), true, true, 1, 512, NULL },
	{ "auth", WORD, AT(auth), true, false, 0, 0, auths },
	{ "query", PAIRS, AT(query), true, false, 0, 0, NULL },
	{ "form", PAIRS, AT(form), true, false, 0, 0, NULL },
	{ "unicode", PAIRS, AT(unicode), true, false, 0, 0, NULL },
	{ "headers", PAIRS, AT(headers), true, false, 0, 0, NULL },
	{ "json", STRING, AT(json), true, false, 2, 2048, NULL },
	{ "ok", STRING, AT(ok_text), true, false, 1, 512, NULL },
	{ "refused", STRING, AT(refused_text), true, false, 1, 512, NULL },
	{ "prefixes", LIST, AT(prefixes), true, false, 0, 0, NULL },
	{ "tls", WORD, AT(tls), false, true, 0, 0, tlses },
	{ "ca", STRING, AT(ca), true, true, 1, 512, NULL },
	{ "proxy", STRING, AT(proxy), true, true, 1, 512, NULL },
	{ "plain", FLAG, AT(plain), true, false, 0, 0, NULL },
	{ "timeout", NUMBER, AT(timeout_s), true, true, 1, 20, NULL },
	{ "parallel", NUMBER, AT(parallel), true, true, 1, 64, NULL },
};

struct target {
	struct courier_reader *r;
	const struct setting *s;
	const config_setting_t *from;
	char path[64];
	void *to;
};

#define FAULT(p, ...)                                                          \
	conf_fault((p)->r, (p)->from->line, (p)->path, __VA_ARGS__)

static bool
is_plain(const char *s)
{
	for (; *s != '\0'; s++)
		if ((uint8_t)*s < ' ' || *s == 0x7f)
			return false;
	return true;
}

static const char *
text_of(const struct target *p, const config_setting_t *from, int min, int max)
{
	const char *s = config_setting_get_string(from);
	size_t n = s == NULL ? 0 : strlen(s);

	if (s == NULL)
		FAULT(p, "this is no text; write it in quotes.");
	else if (n < (size_t)min || n > (size_t)max)
		FAULT(p, "%zu byte%s too %s; give %d to %d.", n,
		    n == 1 ? " is" : "s are", n < (size_t)min ? "few" : "many",
		    min, max);
	else if (!is_plain(s))
		FAULT(p, "it has a control character; take it out.");
	else
		return s;
	return NULL;
}

static void
read_string(const struct target *p)
{
	const char *s = text_of(p, p->from, p->s->min, p->s->max);

	if (s != NULL)
		*(const char **)p->to = s;
}

static void
read_word(const struct target *p)
{
	const char *s = text_of(p, p->from, 1, 32);
	char list[128];
	struct text t;

	if (s == NULL)
		return;
	text_init(&t, list, sizeof(list));
	for (const struct word *w = p->s->words; w->word != NULL; w++) {
		if (strcmp(w->word, s) == 0) {
			*(unsigned *)p->to = w->value;
			return;
		}
		text_printf(&t, "%s\"%s\"", t.len > 0 ? ", " : "", w->word);
	}
	FAULT(p, "\"%s\" is not known; give one of %s.", s, list);
}

static void
read_number(const struct target *p)
{
	int n = config_setting_get_int(p->from);

	if (config_setting_type(p->from) != CONFIG_TYPE_INT || n < p->s->min ||
	    n > p->s->max)
		FAULT(
		    p, "give a whole number, %d to %d.", p->s->min, p->s->max);
	else
		*(unsigned *)p->to = (unsigned)n;
}

static void
read_flag(const struct target *p)
{
	if (config_setting_type(p->from) != CONFIG_TYPE_BOOL)
		FAULT(p, "give true or false.");
	else
		*(bool *)p->to = config_setting_get_bool(p->from) != 0;
}

/* { name = "template"; }; a name that is none in libconfig: ( "a", "b" ). */
static void
read_pairs(const struct target *p)
{
	struct pair *to = p->to;
	int n = config_setting_length(p->from),
	    type = config_setting_type(p->from),
	    step = type == CONFIG_TYPE_GROUP;

	if ((type != CONFIG_TYPE_GROUP && type != CONFIG_TYPE_LIST) ||
	    n / (2 - step) > PAIRS_MAX || (type == CONFIG_TYPE_LIST && n % 2)) {
		FAULT(p,
		    "give at most %d names with values: { to = \"{to}\"; } or "
		    "( \"X-To\", \"{to}\" ).",
		    PAIRS_MAX);
		return;
	}
	memset(to, 0, (PAIRS_MAX + 1) * sizeof(*to));
	for (int i = 0; i < n; i += 2 - step, to++) {
		const config_setting_t *a =
		    config_setting_get_elem(p->from, (unsigned)i);
		const config_setting_t *b = step
		    ? a
		    : config_setting_get_elem(p->from, (unsigned)i + 1);

		to->name = step ? config_setting_name(a) : text_of(p, a, 1, 64);
		to->value = text_of(p, b, 0, 512);
		if (to->name == NULL || to->value == NULL) {
			to->name = NULL;
			return;
		}
	}
}

static void
read_list(const struct target *p)
{
	const char **to = p->to;
	int n = config_setting_length(p->from);

	if (config_setting_type(p->from) != CONFIG_TYPE_ARRAY ||
	    n > PREFIXES_MAX) {
		FAULT(p, "give at most %d texts: [ \"+371\", \"+372\" ].",
		    PREFIXES_MAX);
		return;
	}
	for (int i = 0; i < n; i++) {
		const char *s = text_of(
		    p, config_setting_get_elem(p->from, (unsigned)i), 1, 16);

		if (s == NULL)
			return;
		if (s[0] != '+' || s[1] == '\0' ||
		    s[1 + strspn(s + 1, "0123456789")] != '\0') {
			FAULT(p, "\"%s\" is no prefix; write it as +371.", s);
			return;
		}
		to[i] = s;
	}
}

static void
read_setting(struct courier_reader *r, const config_setting_t *from,
    const char *section, struct gateway *g)
{
	static void (*const read[])(const struct target *) = {
		[STRING] = read_string,
		[WORD] = read_word,
		[NUMBER] = read_number,
		[FLAG] = read_flag,
		[PAIRS] = read_pairs,
		[LIST] = read_list,
	};
	struct target p = { .r = r, .from = from };
	struct text t;

	text_init(&t, p.path, sizeof(p.path));
	text_printf(&t, "%s.%s", section, config_setting_name(from));
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
		p.s = &settings[i];
		if (strcmp(p.s->name, config_setting_name(from)) != 0 ||
		    !(g->type->email ? p.s->email : p.s->sms))
			continue;
		p.to = (char *)g + p.s->at;
		read[p.s->kind](&p);
		return;
	}
	if (strcmp(config_setting_name(from), "type") != 0)
		FAULT(&p,
		    "there is no such setting; mfcourier.conf(5) lists all.");
}

static bool
texts_equal(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
pairs_equal(const struct pair *a, const struct pair *b)
{
	for (; a->name != NULL && b->name != NULL; a++, b++)
		if (strcmp(a->name, b->name) != 0 ||
		    strcmp(a->value, b->value) != 0)
			return false;
	return a->name == b->name;
}

static bool
setting_equal(enum kind kind, const void *a, const void *b)
{
	switch (kind) {
	case STRING:
		return texts_equal(
		    *(const char *const *)a, *(const char *const *)b);
	case PAIRS:
		return pairs_equal(a, b);
	case LIST:
		return text_lists_equal(a, b);
	case FLAG:
		return *(const bool *)a == *(const bool *)b;
	case WORD:
	case NUMBER:
		break;
	}
	return *(const unsigned *)a == *(const unsigned *)b;
}

bool
conf_gateway_equal(const struct gateway *a, const struct gateway *b)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		if (!setting_equal(settings[i].kind,
			(const char *)a + settings[i].at,
			(const char *)b + settings[i].at))
			return false;
	return a->type == b->type;
}

static const struct gateway_type *
find_type(
    struct courier_reader *r, const config_setting_t *from, const char *section)
{
	bool email = strcmp(section, "email") == 0;
	const char *word = email ? "smtp" : "generic";
	char path[64], list[128];
	struct text t;

	(void)config_setting_lookup_string(from, "type", &word);
	text_init(&t, list, sizeof(list));
	for (size_t i = 0; i < gateway_ntypes; i++) {
		if (gateway_types[i].email != email)
			continue;
		if (strcmp(gateway_types[i].name, word) == 0)
			return &gateway_types[i];
		text_printf(&t, "%s\"%s\"", t.len > 0 ? ", " : "",
		    gateway_types[i].name);
	}
	text_init(&t, path, sizeof(path));
	text_printf(&t, "%s.type", section);
	conf_fault(r, from->line, path, "\"%s\" is not known; give one of %s.",
	    word, list);
	return NULL;
}

static void
begin(struct gateway *g, const struct gateway_type *t)
{
	g->type = t;
	g->url = t->url;
	g->method = t->method;
	g->json = t->json;
	memcpy(g->query, t->query, sizeof(g->query));
	memcpy(g->form, t->form, sizeof(g->form));
	memcpy(g->unicode, t->unicode, sizeof(g->unicode));
	g->auth = t->auth;
	g->ok_text = t->ok;
	g->refused_text = t->refused;
	g->timeout_s = t->email ? 10 : 5;
	g->parallel = 16;
}

void
conf_gateway(struct courier_reader *r, const config_setting_t *from,
    const char *section, struct gateway *g)
{
	const struct gateway_type *type;

	if (config_setting_type(from) != CONFIG_TYPE_GROUP) {
		conf_fault(r, from->line, section,
		    "each gateway is a group: { name = \"main\"; ... }");
		return;
	}
	g->line = from->line;
	if ((type = find_type(r, from, section)) == NULL)
		return;
	begin(g, type);
	for (int i = 0; i < config_setting_length(from); i++)
		read_setting(
		    r, config_setting_get_elem(from, (unsigned)i), section, g);
	conf_gateway_check(r, section, g);
}
