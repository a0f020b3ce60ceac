#include "rlm_multifactor.h"

#define PASSWORD_MAX 128 /* FreeRADIUS decrypts no more of User-Password */
#define NAME_MAX_LEN 253

#define NO_MA                                                                  \
	"it has no Message-Authenticator, so anybody on the way could forge "  \
	"it (CVE-2024-3596). Let the NAS send one; if it cannot, put "         \
	"\"multifactor_require_message_authenticator = no\" into its client "  \
	"section, or set control:Multifactor-Require-Message-Authenticator "   \
	":= No"

static unsigned
count(REQUEST *request, unsigned int attr, VALUE_PAIR **found)
{
	VALUE_PAIR *vp;
	vp_cursor_t cursor;
	unsigned n = 0;

	*found = NULL;
	fr_cursor_init(&cursor, &request->packet->vps);
	while ((vp = fr_cursor_next_by_num(&cursor, attr, 0, TAG_ANY)) != NULL)
		if (n++ == 0)
			*found = vp;
	return n;
}

static VALUE_PAIR *
first(REQUEST *request, unsigned int attr)
{
	return fr_pair_find_by_num(request->packet->vps, attr, 0, TAG_ANY);
}

static VALUE_PAIR *
control(rlm_multifactor_t const *inst, REQUEST *request, enum attr a)
{
	return fr_pair_find_by_da(request->config, inst->attr[a], TAG_ANY);
}

static bool
has_nul(VALUE_PAIR const *vp)
{
	return memchr(vp->vp_octets, 0, vp->vp_length) != NULL;
}

/* Whether the NAS, or a policy, is excepted from the rule. */
static bool
ma_is_waived(rlm_multifactor_t const *inst, REQUEST *request)
{
	VALUE_PAIR *vp = control(inst, request, ATTR_REQUIRE_MA);
	CONF_PAIR *cp;

	if (vp)
		return vp->vp_integer == 0;
	if (!request->client || !request->client->cs)
		return false;
	cp = cf_pair_find(
	    request->client->cs, "multifactor_require_message_authenticator");
	return cp && cf_pair_value(cp) && strcmp(cf_pair_value(cp), "no") == 0;
}

static bool
ma_is_missing(rlm_multifactor_t const *inst, REQUEST *request)
{
	if (!inst->require_ma || first(request, PW_MESSAGE_AUTHENTICATOR))
		return false;
	/* What came through a tunnel was protected outside. */
	if (request->parent)
		return false;
#ifdef WITH_TLS
	if (request->listener && request->listener->tls)
		return false;
#endif
	return !ma_is_waived(inst, request);
}

static char const *
name_refusal(REQUEST *request)
{
	VALUE_PAIR *vp;
	unsigned n = count(request, PW_USER_NAME, &vp);

	if (n == 0)
		return "it has no User-Name";
	if (n > 1)
		return "it has more than one User-Name";
	if (vp->vp_length == 0 || vp->vp_length > NAME_MAX_LEN)
		return "its User-Name is not 1 to 253 bytes long";
	if (has_nul(vp))
		return "its User-Name has a NUL byte";
	return NULL;
}

static char const *
no_password(REQUEST *request)
{
	if (first(request, PW_CHAP_PASSWORD))
		return "it has CHAP-Password, of which nothing can be checked "
		       "here: set the NAS to PAP";
	if (fr_pair_find_by_num(request->packet->vps, PW_MSCHAP_RESPONSE,
		VENDORPEC_MICROSOFT, TAG_ANY) ||
	    fr_pair_find_by_num(request->packet->vps, PW_MSCHAP2_RESPONSE,
		VENDORPEC_MICROSOFT, TAG_ANY))
		return "it has an MS-CHAP response, of which nothing can be "
		       "checked here: set the NAS to PAP";
	if (first(request, PW_EAP_MESSAGE))
		return "it has EAP-Message but no User-Password: this "
		       "instance answers PAP";
	return "it has no User-Password: set the NAS to PAP";
}

static char const *
password_refusal(rlm_multifactor_t const *inst, REQUEST *request)
{
	VALUE_PAIR *vp, *state;
	unsigned n = count(request, PW_USER_PASSWORD, &vp);

	if (count(request, PW_STATE, &state) > 1)
		return "it has more than one State";
	if (state && state->vp_length == 0)
		return "its State is empty";
	if (n == 0)
		return control(inst, request, ATTR_FIRST_FACTOR)
		    ? NULL
		    : no_password(request);
	if (n > 1)
		return "it has more than one User-Password";
	if (first(request, PW_EAP_MESSAGE))
		return "it has both EAP-Message and User-Password";
	if (vp->vp_length > PASSWORD_MAX)
		return "its User-Password is longer than 128 bytes";
	if (has_nul(vp))
		return "its User-Password has a NUL byte";
	if (vp->vp_length == 0 && !state)
		return "its User-Password is empty";
	return NULL;
}

char const *
request_refusal(rlm_multifactor_t const *inst, REQUEST *request)
{
	char const *why;

	if ((why = name_refusal(request)) != NULL ||
	    (why = password_refusal(inst, request)) != NULL)
		return why;
	return ma_is_missing(inst, request) ? NO_MA : NULL;
}

static void
put(struct wire_out *out, enum wire_tag tag, VALUE_PAIR const *vp)
{
	if (vp)
		wire_put(out, tag, vp->vp_octets, vp->vp_length);
}

/* Some NASes end their texts with a NUL: what comes after one is no text. */
static void
put_text(struct wire_out *out, enum wire_tag tag, VALUE_PAIR const *vp)
{
	size_t n;

	if (!vp || vp->vp_length == 0)
		return;
	n = strnlen(vp->vp_strvalue, vp->vp_length);
	if (n > 0)
		wire_put(out, tag, vp->vp_strvalue, n);
}

/* As FreeRADIUS prints it: an address, the name of a number. */
static void
put_printed(struct wire_out *out, enum wire_tag tag, VALUE_PAIR const *vp)
{
	char buf[INET6_ADDRSTRLEN + 16];

	if (vp && vp_prints_value(buf, sizeof(buf), vp, 0) < sizeof(buf))
		wire_put_str(out, tag, buf);
}

static void
put_groups(
    rlm_multifactor_t const *inst, REQUEST *request, struct wire_out *out)
{
	VALUE_PAIR *vp;
	vp_cursor_t cursor;
	size_t mark;
	bool full = out->full;

	mark = wire_list_open(out, TAG_GROUPS);
	fr_cursor_init(&cursor, &request->config);
	while ((vp = fr_cursor_next_by_da(
		    &cursor, inst->attr[ATTR_GROUP], TAG_ANY)) != NULL)
		wire_list_item(out, vp->vp_strvalue, vp->vp_length);
	wire_list_close(out, mark);
	if (out->full && !full)
		RERROR("control:Multifactor-Group has more than %u bytes in "
		       "all: hand over only the groups that policies name",
		    wire_tags[TAG_GROUPS].max);
}

/* What the NAS said; inside a tunnel the person may say anything. */
static REQUEST *
outermost(REQUEST *request)
{
	while (request->parent)
		request = request->parent;
	return request;
}

/* Who sent which packet; a tunnel's packet is the one outside. */
static void
put_packet(REQUEST *request, struct wire_out *out)
{
	RADIUS_PACKET const *packet;
	char buf[INET6_ADDRSTRLEN];

	if (request->client)
		wire_put_str(out, TAG_CLIENT, request->client->shortname);
	wire_put_str(out, TAG_SERVER, request->server);
	packet = outermost(request)->packet;
	if (inet_ntop(packet->src_ipaddr.af, &packet->src_ipaddr.ipaddr, buf,
		sizeof(buf)))
		wire_put_str(out, TAG_CLIENT_ADDR, buf);
	wire_put_int(out, TAG_CLIENT_PORT, packet->src_port);
	wire_put_int(out, TAG_PACKET_ID, packet->id);
	wire_put(
	    out, TAG_AUTHENTICATOR, packet->vector, sizeof(packet->vector));
}

void
request_describe(
    rlm_multifactor_t const *inst, REQUEST *request, struct wire_out *out)
{
	REQUEST *outer = outermost(request);
	VALUE_PAIR *address = first(outer, PW_NAS_IP_ADDRESS);

	put(out, TAG_USER, first(request, PW_USER_NAME));
	put(out, TAG_PASSWORD, first(request, PW_USER_PASSWORD));
	put(out, TAG_STATE, first(request, PW_STATE));
	put_packet(request, out);
	put_text(out, TAG_NAS_IDENTIFIER, first(outer, PW_NAS_IDENTIFIER));
	put_printed(out, TAG_NAS_ADDR,
	    address ? address : first(outer, PW_NAS_IPV6_ADDRESS));
	put_printed(out, TAG_NAS_PORT_TYPE, first(outer, PW_NAS_PORT_TYPE));
	put_text(out, TAG_STATION, first(outer, PW_CALLING_STATION_ID));
	put_text(out, TAG_CALLED, first(outer, PW_CALLED_STATION_ID));
	put_text(
	    out, TAG_FIRST_FACTOR, control(inst, request, ATTR_FIRST_FACTOR));
	put_text(out, TAG_SERVICE, control(inst, request, ATTR_SERVICE));
	put_groups(inst, request, out);
	wire_put_int(out, TAG_THREADS, inst->threads);
}
