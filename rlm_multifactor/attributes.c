#include "rlm_multifactor.h"

#define NAME_SIZE  128
#define VALUE_SIZE 256

/* One item of the engine's list, "Filter-Id = vpn-staff", in parts. */
struct item {
	char name[NAME_SIZE];
	char value[VALUE_SIZE];
	FR_TOKEN op;
};

/* Copies text without the spaces around it; false if it does not fit. */
static bool
copy(char *out, size_t size, char const *p, size_t n)
{
	while (n > 0 && *p == ' ') {
		p++;
		n--;
	}
	while (n > 0 && p[n - 1] == ' ')
		n--;
	if (n == 0 || n >= size)
		return false;
	memcpy(out, p, n);
	out[n] = '\0';
	return true;
}

/* Quotes around a value only keep its spaces. */
static void
unquote(char *value)
{
	size_t n = strlen(value);

	if (n < 2 || (value[0] != '"' && value[0] != '\'') ||
	    value[n - 1] != value[0])
		return;
	memmove(value, value + 1, n - 2);
	value[n - 2] = '\0';
}

/* name = value adds, name := value replaces what others have put there. */
static bool
split(struct item *it, struct wire_field const *f)
{
	char const *p = (char const *)f->p, *eq;
	size_t n;

	if (memchr(p, '\0', f->n) || !(eq = memchr(p, '=', f->n)))
		return false;
	n = (size_t)(eq - p);
	it->op = T_OP_ADD;
	if (n > 0 && eq[-1] == ':') {
		it->op = T_OP_SET;
		n--;
	} else if (n > 0 && eq[-1] == '+')
		n--;
	if (!copy(it->name, sizeof(it->name), p, n) ||
	    !copy(it->value, sizeof(it->value), eq + 1,
		f->n - (size_t)(eq + 1 - p)))
		return false;
	unquote(it->value);
	return true;
}

/* These are the module's own, or would never leave the server. */
static bool
may_be_granted(VALUE_PAIR const *vp)
{
	if (vp->da->vendor != 0)
		return true;
	switch (vp->da->attr) {
	case PW_MESSAGE_AUTHENTICATOR:
	case PW_STATE:
	case PW_PROXY_STATE:
	case PW_EAP_MESSAGE:
		return false;
	default:
		return vp->da->attr <= 255 || vp->da->flags.extended ||
		    vp->da->flags.long_extended || vp->da->flags.evs;
	}
}

/* FreeRADIUS would ask the DNS at each login, and the thread would wait. */
static bool
is_looked_up(struct item const *it)
{
	DICT_ATTR const *da = dict_attrbyname(it->name);
	bool four = it->value[strspn(it->value, "0123456789./")] == '\0';
	bool six = strchr(it->value, ':') != NULL;

	if (!da)
		return false;
	switch (da->type) {
	case PW_TYPE_IPV4_ADDR:
	case PW_TYPE_IPV4_PREFIX:
		return !four;
	case PW_TYPE_IPV6_ADDR:
	case PW_TYPE_IPV6_PREFIX:
		return !six;
	case PW_TYPE_COMBO_IP_ADDR:
	case PW_TYPE_COMBO_IP_PREFIX:
		return !four && !six;
	default:
		return false;
	}
}

static VALUE_PAIR *
parse(REQUEST *request, struct wire_field const *f, char const **why)
{
	struct item it;
	VALUE_PAIR *vp;

	if (!split(&it, f)) {
		*why = "it is not of the form \"Name = value\"";
		return NULL;
	}
	if (is_looked_up(&it)) {
		*why = "its value is no address, and names are not looked up";
		return NULL;
	}
	vp = fr_pair_make(request->reply, NULL, it.name, it.value, it.op);
	if (!vp) {
		*why = fr_strerror();
		return NULL;
	}
	if (!may_be_granted(vp)) {
		*why = "it cannot be given in a reply";
		talloc_free(vp);
		return NULL;
	}
	return vp;
}

bool
attributes_parse(REQUEST *request, struct wire_field const *list,
    VALUE_PAIR **out, struct ungiven *fault)
{
	size_t at = 0;
	VALUE_PAIR *vp;

	*out = NULL;
	while (wire_list_next(list, &at, &fault->item)) {
		vp = parse(request, &fault->item, &fault->why);
		if (!vp) {
			fr_pair_list_free(out);
			return false;
		}
		fr_pair_add(out, vp);
	}
	return true;
}

void
attributes_grant(REQUEST *request, VALUE_PAIR **granted)
{
	VALUE_PAIR *vp;
	vp_cursor_t cursor;

	for (vp = fr_cursor_init(&cursor, granted); vp;
	     vp = fr_cursor_next(&cursor))
		if (vp->op == T_OP_SET)
			fr_pair_delete_by_num(&request->reply->vps,
			    vp->da->attr, vp->da->vendor, vp->tag);
	fr_pair_add(&request->reply->vps, *granted);
	*granted = NULL;
}
