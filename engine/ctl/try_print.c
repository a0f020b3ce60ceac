#include <jansson.h>

#include "ctl/try_print.h"
#include "ctl/radius_attr.h"

/* Each byte of a value may become \xHH; a number may carry a name. */
#define VALUE_TEXT (4 * RADIUS_VALUE_MAX + 32)
#define NAME_TEXT  64

static bool
is_text(const struct radius_attr *a)
{
	enum attr_kind kind = attr_kind(a);

	return a->type != RADIUS_VENDOR_SPECIFIC &&
	    (kind == ATTR_TEXT || kind == ATTR_TAGGED_TEXT);
}

static void
describe(
    const struct radius_attr *a, char name[NAME_TEXT], char value[VALUE_TEXT])
{
	struct text t;

	text_init(&t, name, NAME_TEXT);
	attr_put_name(&t, a);
	text_init(&t, value, VALUE_TEXT);
	attr_put_value(&t, a);
}

void
print_answer(FILE *fp, const struct radius_answer *answer)
{
	struct slice rest = answer->reply.attrs;
	char name[NAME_TEXT], value[VALUE_TEXT];
	struct radius_attr a;

	fprintf(fp, "%s\n", radius_code_name(answer->reply.code));
	while (radius_next(&rest, &a)) {
		const char *quote = is_text(&a) ? "\"" : "";

		describe(&a, name, value);
		fprintf(fp, "  %s = %s%s%s\n", name, quote, value, quote);
	}
	fflush(fp);
}

static json_t *
value_json(const struct radius_attr *a, const char *shown)
{
	enum attr_kind kind = attr_kind(a);

	if (kind == ATTR_NUMBER || kind == ATTR_TAGGED_NUMBER)
		return json_integer(attr_number(a));
	if (kind == ATTR_TEXT && utf8_is_valid(a->value))
		return json_stringn((const char *)a->value.p, a->value.n);
	return json_string(shown);
}

static json_t *
attributes_json(struct slice rest)
{
	char name[NAME_TEXT], value[VALUE_TEXT];
	json_t *list = json_array();
	struct radius_attr a;

	while (radius_next(&rest, &a)) {
		describe(&a, name, value);
		json_array_append_new(list,
		    json_pack("{s:s, s:o}", "name", name, "value",
			value_json(&a, value)));
	}
	return list;
}

enum mf_err
print_json(FILE *fp, const struct radius_answer *answer, unsigned round)
{
	static const char *const places[] = {
		[SIGNATURE_MISSING] = "missing",
		[SIGNATURE_LATE] = "not first",
		[SIGNATURE_FIRST] = "first",
	};
	json_t *o = json_pack("{s:s, s:s, s:i, s:i, s:f, s:s, s:o}", "row",
	    "reply", "reply", radius_code_name(answer->reply.code), "round",
	    (int)round, "sent", (int)answer->sent, "milliseconds",
	    (double)answer->us / 1000, "message_authenticator",
	    places[answer->reply.signature], "attributes",
	    attributes_json(answer->reply.attrs));
	enum mf_err e = MF_OK;

	if (o == NULL)
		return MF_ENOMEM;
	if (json_dumpf(o, fp, JSON_REAL_PRECISION(6)) == -1 ||
	    fputc('\n', fp) == EOF || fflush(fp) == EOF)
		e = MF_EIO;
	json_decref(o);
	return e;
}

void
print_signature(FILE *fp, const struct radius_reply *reply)
{
	if (reply->signature == SIGNATURE_MISSING)
		fprintf(fp,
		    "mfctl: warning: this %s has no Message-Authenticator;\n"
		    "whoever sits between NAS and server can forge it "
		    "(CVE-2024-3596).\n"
		    "Let the server send one first in every reply.\n",
		    radius_code_name(reply->code));
	if (reply->signature == SIGNATURE_LATE)
		fprintf(fp,
		    "mfctl: warning: Message-Authenticator is not the first "
		    "attribute of this\n%s; only there does it protect fully "
		    "(CVE-2024-3596).\n",
		    radius_code_name(reply->code));
}
