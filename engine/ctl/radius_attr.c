#include "ctl/radius_attr.h"

/* What a server may send back to a NAS (RFC 2865, 2866, 2868, 2869, 3162). */
static const struct {
	const char *name;
	enum attr_kind kind;
} attrs[256] = {
	[RADIUS_USER_NAME] = { "User-Name", ATTR_TEXT },
	[6] = { "Service-Type", ATTR_NUMBER },
	[7] = { "Framed-Protocol", ATTR_NUMBER },
	[8] = { "Framed-IP-Address", ATTR_ADDRESS },
	[9] = { "Framed-IP-Netmask", ATTR_ADDRESS },
	[10] = { "Framed-Routing", ATTR_NUMBER },
	[11] = { "Filter-Id", ATTR_TEXT },
	[12] = { "Framed-MTU", ATTR_NUMBER },
	[13] = { "Framed-Compression", ATTR_NUMBER },
	[14] = { "Login-IP-Host", ATTR_ADDRESS },
	[15] = { "Login-Service", ATTR_NUMBER },
	[16] = { "Login-TCP-Port", ATTR_NUMBER },
	[RADIUS_REPLY_MESSAGE] = { "Reply-Message", ATTR_TEXT },
	[19] = { "Callback-Number", ATTR_TEXT },
	[20] = { "Callback-Id", ATTR_TEXT },
	[22] = { "Framed-Route", ATTR_TEXT },
	[23] = { "Framed-IPX-Network", ATTR_NUMBER },
	[RADIUS_STATE] = { "State", ATTR_BYTES },
	[25] = { "Class", ATTR_BYTES },
	[27] = { "Session-Timeout", ATTR_NUMBER },
	[28] = { "Idle-Timeout", ATTR_NUMBER },
	[29] = { "Termination-Action", ATTR_NUMBER },
	[33] = { "Proxy-State", ATTR_BYTES },
	[62] = { "Port-Limit", ATTR_NUMBER },
	[64] = { "Tunnel-Type", ATTR_TAGGED_NUMBER },
	[65] = { "Tunnel-Medium-Type", ATTR_TAGGED_NUMBER },
	[66] = { "Tunnel-Client-Endpoint", ATTR_TAGGED_TEXT },
	[67] = { "Tunnel-Server-Endpoint", ATTR_TAGGED_TEXT },
	[69] = { "Tunnel-Password", ATTR_BYTES },
	[RADIUS_PROMPT] = { "Prompt", ATTR_NUMBER },
	[78] = { "Configuration-Token", ATTR_TEXT },
	[79] = { "EAP-Message", ATTR_BYTES },
	[RADIUS_MESSAGE_AUTHENTICATOR] = { "Message-Authenticator",
	    ATTR_BYTES },
	[81] = { "Tunnel-Private-Group-Id", ATTR_TAGGED_TEXT },
	[82] = { "Tunnel-Assignment-Id", ATTR_TAGGED_TEXT },
	[83] = { "Tunnel-Preference", ATTR_TAGGED_NUMBER },
	[85] = { "Acct-Interim-Interval", ATTR_NUMBER },
	[88] = { "Framed-Pool", ATTR_TEXT },
	[89] = { "Chargeable-User-Identity", ATTR_BYTES },
	[90] = { "Tunnel-Client-Auth-Id", ATTR_TAGGED_TEXT },
	[91] = { "Tunnel-Server-Auth-Id", ATTR_TAGGED_TEXT },
	[96] = { "Framed-Interface-Id", ATTR_BYTES },
	[97] = { "Framed-IPv6-Prefix", ATTR_BYTES },
	[99] = { "Framed-IPv6-Route", ATTR_TEXT },
	[100] = { "Framed-IPv6-Pool", ATTR_TEXT },
	[101] = { "Error-Cause", ATTR_NUMBER },
	[123] = { "Delegated-IPv6-Prefix", ATTR_BYTES },
};

/* Numbers that people look for in an answer. */
static const struct {
	uint8_t type;
	uint32_t number;
	const char *name;
} numbers[] = {
	{ 6, 1, "Login" },
	{ 6, 2, "Framed" },
	{ 6, 6, "Administrative" },
	{ 6, 7, "NAS-Prompt" },
	{ 7, 1, "PPP" },
	{ 29, 0, "Default" },
	{ 29, 1, "RADIUS-Request" },
	{ 64, 13, "VLAN" },
	{ 65, 6, "IEEE-802" },
	{ RADIUS_PROMPT, 0, "No-Echo" },
	{ RADIUS_PROMPT, 1, "Echo" },
};

#define TAG_LAST 0x1f

enum attr_kind
attr_kind(const struct radius_attr *a)
{
	enum attr_kind kind = attrs[a->type].kind;

	if ((kind == ATTR_NUMBER || kind == ATTR_ADDRESS) && a->value.n != 4)
		return ATTR_BYTES;
	if (kind == ATTR_TAGGED_NUMBER &&
	    (a->value.n != 4 || a->value.p[0] > TAG_LAST))
		return ATTR_BYTES;
	if (kind == ATTR_TAGGED_TEXT &&
	    (a->value.n == 0 || a->value.p[0] == 0 || a->value.p[0] > TAG_LAST))
		return ATTR_TEXT;
	return kind;
}

static uint32_t
big_endian(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	    (uint32_t)p[2] << 8 | p[3];
}

uint32_t
attr_number(const struct radius_attr *a)
{
	uint32_t n = a->value.n == 4 ? big_endian(a->value.p) : 0;

	return attr_kind(a) == ATTR_TAGGED_NUMBER ? n & 0xffffff : n;
}

/* Whether a vendor's bytes are one sub-attribute as RFC 2865 5.26 advises. */
static bool
is_vendor_single(struct slice v)
{
	return v.n >= 6 && v.p[5] == v.n - 4;
}

void
attr_put_name(struct text *t, const struct radius_attr *a)
{
	enum attr_kind kind = attr_kind(a);

	if (a->type == RADIUS_VENDOR_SPECIFIC && a->value.n >= 4) {
		text_printf(t, "Vendor-%u", big_endian(a->value.p));
		if (is_vendor_single(a->value))
			text_printf(t, "-%u", a->value.p[4]);
		return;
	}
	if (a->type == RADIUS_VENDOR_SPECIFIC)
		text_put(t, "Vendor-Specific");
	else if (attrs[a->type].name != NULL)
		text_put(t, attrs[a->type].name);
	else
		text_printf(t, "Attr-%u", a->type);
	if ((kind == ATTR_TAGGED_NUMBER || kind == ATTR_TAGGED_TEXT) &&
	    a->value.p[0] != 0)
		text_printf(t, ":%u", a->value.p[0]);
}

static void
put_bytes(struct text *t, struct slice v)
{
	text_put(t, "0x");
	for (size_t i = 0; i < v.n; i++)
		text_printf(t, "%02x", v.p[i]);
}

static void
put_number(struct text *t, const struct radius_attr *a)
{
	uint32_t n = attr_number(a);

	text_printf(t, "%u", n);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (numbers[i].type == a->type && numbers[i].number == n)
			text_printf(t, " (%s)", numbers[i].name);
}

static void
put_vendor(struct text *t, struct slice v)
{
	if (is_vendor_single(v))
		v = (struct slice){ v.p + 6, v.n - 6 };
	else if (v.n >= 4)
		v = (struct slice){ v.p + 4, v.n - 4 };
	put_bytes(t, v);
}

void
attr_put_value(struct text *t, const struct radius_attr *a)
{
	struct slice v = a->value;

	if (a->type == RADIUS_VENDOR_SPECIFIC) {
		put_vendor(t, v);
		return;
	}
	switch (attr_kind(a)) {
	case ATTR_BYTES:
		put_bytes(t, v);
		break;
	case ATTR_TEXT:
		text_escape(t, v, v.n);
		break;
	case ATTR_NUMBER:
	case ATTR_TAGGED_NUMBER:
		put_number(t, a);
		break;
	case ATTR_ADDRESS:
		text_printf(t, "%u.%u.%u.%u", v.p[0], v.p[1], v.p[2], v.p[3]);
		break;
	case ATTR_TAGGED_TEXT:
		text_escape(t, (struct slice){ v.p + 1, v.n - 1 }, v.n);
		break;
	}
}
