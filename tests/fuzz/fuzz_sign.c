/*
 * The first line is a rule of a form; the others are a caller's fields of one
 * that is known.  What is taken has the form's shape, whole, and is shown so
 * that it reads as what it is.
 */

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/admin_sign.h"
#include "core/ocra.h"

#define NAME_LETTERS                                                           \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
#define DIGITS "0123456789"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const forms[] = { "payment account 4 [A-Z]{2}[0-9]{1,30}",
	"payment amount 4 [0-9]{1,7}|none", "payment text 0 .*",
	"other account 1 x", NULL };

static void
is_name(const char name[SIGN_NAME_SIZE])
{
	assert(memchr(name, '\0', SIGN_NAME_SIZE) != NULL && name[0] != '\0');
	assert(name[strspn(name, NAME_LETTERS)] == '\0');
}

/* Nothing of the text is left out. */
static void
read_rule(struct slice line)
{
	char text[256], names[2 * SIGN_NAME_SIZE + 1];
	const char *number;
	struct sign_rule r;
	struct text t;
	size_t n;

	text_init(&t, text, sizeof(text));
	text_putn(&t, line.p, line.n);
	if (t.cut || sign_rule_read(text, &r) != MF_OK)
		return;
	is_name(r.form);
	is_name(r.field);
	text_init(&t, names, sizeof(names));
	text_printf(&t, "%s %s ", r.form, r.field);
	assert(!t.cut && strncmp(text, names, t.len) == 0);
	number = text + t.len;
	n = strspn(number, DIGITS);
	assert(n == 1 || n == 2);
	assert(r.keyed == strtoul(number, NULL, 10));
	assert(r.keyed <= CHALLENGE_PROMPT);
	assert(number[n] == ' ' && r.pattern == number + n + 1);
	assert(r.pattern[0] != '\0');
}

/* Reads what sign_put_value() wrote; p moves behind it. */
static void
expect_value(const char **p, const char *value)
{
	bool quoted = **p == '"';

	for (*p += quoted; *value != '\0'; value++, ++*p) {
		*p += quoted && **p == '\\';
		assert(**p == *value && (quoted || **p != ','));
	}
	assert(!quoted || **p == '"');
	*p += quoted;
	assert(**p == '\0' || strncmp(*p, ", ", 2) == 0);
}

static void
is_shown(const struct signing *x)
{
	char shown[SIGN_SHOWN];
	const char *p = shown;

	sign_show(x, shown);
	for (size_t i = 0; i < x->nfields; i++) {
		const struct sign_field *f = &x->fields[i];

		p += i > 0 ? 2 : 0;
		assert(strncmp(p, f->name, strlen(f->name)) == 0);
		p += strlen(f->name);
		assert(*p == '=');
		p++;
		expect_value(&p, f->value);
	}
	assert(*p == '\0');
}

/* Without the C library's patterns. */
static void
is_payment(const struct signing *x, struct wire_field *list)
{
	const char *account = x->fields[0].value, *amount = x->fields[1].value;
	struct wire_field item;
	size_t at = 0, n = 0;

	while (wire_list_next(list, &at, &item))
		n++;
	assert(x->nfields == 3 && n == 3);
	for (size_t i = 0; i < n; i++) {
		struct slice value = slice_str(x->fields[i].value);

		assert(value.n > 0 && value.n < SIGN_VALUE_SIZE);
		assert(utf8_is_plain(value));
	}
	assert(strspn(account, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 2);
	assert(account[2] != '\0' &&
	    account[2 + strspn(account + 2, DIGITS)] == '\0');
	assert(strcmp(amount, "none") == 0 ||
	    (strlen(amount) <= 7 && amount[strspn(amount, DIGITS)] == '\0'));
}

static void
is_challenge(const struct signing *x)
{
	static const char *const suites[] = { "OCRA-1:HOTP-SHA1-6:QN12",
		"OCRA-1:HOTP-SHA1-6:QA12", "OCRA-1:HOTP-SHA1-6:QH40" };
	static const uint8_t key[KEY_SIZE] = { 1, 2, 3 };
	const struct round id = { 7, 1000, 5, 0, 0 };
	char out[CHALLENGE_SIZE];
	struct suite s;

	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++) {
		assert(suite_read(suites[i], &s) == MF_OK);
		assert(sign_challenge(
			   key, &id, &s, x->fields, x->nfields, out) == MF_OK);
		assert(strlen(out) == s.length);
		assert(ocra_asks(&s, slice_str(out)));
	}
}

static void
read_fields(struct wire_msg *m)
{
	static struct command_in in;
	static struct signing x;
	struct conf conf = { .signing.forms = forms };
	struct engine engine = { .conf = &conf };
	enum mf_err e;

	memset(&in, 0, sizeof(in));
	memset(&x, 0, sizeof(x));
	in.engine = &engine;
	in.msg = m;
	e = sign_read_fields(&in, &x);
	assert((e == MF_OK) == (in.said.len == 0));
	if (e != MF_OK) {
		assert(e == MF_ECONFLICT && in.refused == REFUSED_USAGE);
		assert(utf8_is_valid(slice_str(in.text)));
		return;
	}
	is_payment(&x, &m->field[TAG_FIELDS]);
	is_shown(&x);
	is_challenge(&x);
}

static struct slice
next_line(struct slice *rest)
{
	const uint8_t *end = memchr(rest->p, '\n', rest->n);
	struct slice line = { rest->p,
		end == NULL ? rest->n : (size_t)(end - rest->p) };
	size_t gone = line.n + (end != NULL);

	*rest = (struct slice){ rest->p + gone, rest->n - gone };
	return line;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	uint8_t buf[2048];
	struct slice rest = { p, n }, item;
	struct wire_msg m;
	struct wire_out o;
	size_t mark;

	if (n == 0 || !crypto_init())
		return 0;
	read_rule(next_line(&rest));
	wire_begin(&o, buf, sizeof(buf), WIRE_COMMAND);
	wire_put_str(&o, TAG_FORM, "payment");
	mark = wire_list_open(&o, TAG_FIELDS);
	while (rest.n > 0) {
		item = next_line(&rest);
		wire_list_item(&o, item.p, item.n);
	}
	wire_list_close(&o, mark);
	if (!o.full && wire_parse(&m, o.buf, o.len))
		read_fields(&m);
	return 0;
}
