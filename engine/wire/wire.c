#include <string.h>

#include "wire/wire.h"

#define TEXT(n, lo, hi)                                                        \
	{                                                                      \
		n, WIRE_TEXT, lo, hi                                           \
	}
#define SECRET(n, lo, hi)                                                      \
	{                                                                      \
		n, WIRE_SECRET, lo, hi                                         \
	}
#define BLOB(n, lo, hi)                                                        \
	{                                                                      \
		n, WIRE_BLOB, lo, hi                                           \
	}
#define LIST(n, hi)                                                            \
	{                                                                      \
		n, WIRE_LIST, 2, hi                                            \
	}
#define NUMBER(n)                                                              \
	{                                                                      \
		n, WIRE_INT, 8, 8                                              \
	}
#define MOMENT(n)                                                              \
	{                                                                      \
		n, WIRE_TIME, 8, 8                                             \
	}

/* The grammar.  A message with any other field, or size, is refused. */
const struct wire_rule wire_tags[TAG_MAX] = {
	[TAG_USER] = TEXT("user", 1, 253),
	[TAG_PASSWORD] = SECRET("password", 0, 128),
	[TAG_STATE] = BLOB("state", 1, 253),
	[TAG_CLIENT] = TEXT("client", 1, 253),
	[TAG_CLIENT_ADDR] = TEXT("client_address", 1, 64),
	[TAG_CLIENT_PORT] = NUMBER("client_port"),
	[TAG_PACKET_ID] = NUMBER("packet_id"),
	[TAG_AUTHENTICATOR] = BLOB("authenticator", 16, 16),
	[TAG_NAS_IDENTIFIER] = TEXT("nas_identifier", 1, 253),
	[TAG_NAS_ADDR] = TEXT("nas_address", 1, 64),
	[TAG_NAS_PORT_TYPE] = TEXT("nas_port_type", 1, 64),
	[TAG_STATION] = TEXT("station", 1, 253),
	[TAG_CALLED] = TEXT("called_station", 1, 253),
	[TAG_SERVER] = TEXT("virtual_server", 1, 253),
	[TAG_FIRST_FACTOR] = TEXT("first_factor", 1, 64),
	[TAG_GROUPS] = LIST("groups", 1024),
	[TAG_SERVICE] = TEXT("service", 1, 64),
	[TAG_THREADS] = NUMBER("threads"),
	[TAG_DEADLINE] = NUMBER("deadline"),
	[TAG_VERDICT] = BLOB("verdict", 1, 1),
	[TAG_PROMPT] = TEXT("prompt", 1, 253),
	[TAG_ECHO] = NUMBER("echo"),
	[TAG_ATTRIBUTES] = LIST("attributes", 2048),
	[TAG_REFERENCE] = TEXT("reference", 8, 9),
	[TAG_REASON] = TEXT("reason", 1, 253),
	[TAG_COMMAND] = NUMBER("command"),
	[TAG_ACCOUNT] = TEXT("account", 1, 253),
	[TAG_NEW_NAME] = TEXT("new_name", 1, 253),
	[TAG_KIND] = TEXT("kind", 1, 32),
	[TAG_VALUE] = TEXT("value", 1, 253),
	[TAG_LANGUAGE] = TEXT("language", 2, 8),
	[TAG_GROUP] = TEXT("group", 1, 253),
	[TAG_NEW_PASSWORD] = SECRET("new_password", 0, 1024),
	[TAG_SERIAL] = TEXT("serial", 1, 64),
	[TAG_OTHER_SERIAL] = TEXT("other_serial", 1, 64),
	[TAG_VENDOR] = TEXT("vendor", 1, 64),
	[TAG_MODEL] = TEXT("model", 1, 64),
	[TAG_FACTOR] = TEXT("factor", 1, 16),
	[TAG_HASH] = TEXT("hash", 4, 6),
	[TAG_DIGITS] = NUMBER("digits"),
	[TAG_STEP] = NUMBER("step"),
	[TAG_COUNTER] = NUMBER("counter"),
	[TAG_DRIFT] = NUMBER("drift"),
	[TAG_SECRET] = SECRET("secret", 1, 128),
	[TAG_LABEL] = TEXT("label", 1, 64),
	[TAG_SUITE] = TEXT("suite", 1, 64),
	[TAG_CODE] = SECRET("code", 1, 160),
	[TAG_OTHER_CODE] = SECRET("other_code", 1, 160),
	[TAG_START] = MOMENT("start"),
	[TAG_EXPIRY] = MOMENT("expiry"),
	[TAG_SECONDS] = NUMBER("seconds"),
	[TAG_COUNT] = NUMBER("count"),
	[TAG_AFTER] = TEXT("after", 1, 253),
	[TAG_LIMIT] = NUMBER("limit"),
	[TAG_MATCH] = TEXT("match", 1, 253),
	[TAG_DRY_RUN] = NUMBER("dry_run"),
	[TAG_CONFIRM] = NUMBER("confirm"),
	[TAG_IMPORT] = NUMBER("import"),
	[TAG_RECORDS] = LIST("records", 60000),
	[TAG_NAS] = TEXT("nas", 1, 253),
	[TAG_TEXT] = TEXT("text", 1, 4096),
	[TAG_ERROR] = NUMBER("error"),
	[TAG_ID] = NUMBER("id"),
	[TAG_NAME] = TEXT("name", 1, 253),
	[TAG_STATUS] = TEXT("status", 1, 64),
	[TAG_TIME] = MOMENT("time"),
	[TAG_SINCE] = MOMENT("since"),
	[TAG_LAST_USED] = MOMENT("last_used"),
	[TAG_FAILURES] = NUMBER("failures"),
	[TAG_LOCKED_UNTIL] = MOMENT("locked_until"),
	[TAG_ACTOR] = TEXT("actor", 1, 253),
	[TAG_EVENT] = TEXT("event", 1, 64),
	[TAG_DETAIL] = TEXT("detail", 1, 4096),
	[TAG_EMAIL] = TEXT("email", 1, 253),
	[TAG_PHONE] = TEXT("phone", 1, 32),
	[TAG_UNIQUE_ID] = TEXT("unique_id", 1, 253),
	[TAG_TOKENS] = LIST("tokens", 2048),
	[TAG_PLACE] = NUMBER("place"),
	[TAG_CHUNK] = BLOB("chunk", 1, 60000),
	[TAG_SIZE] = NUMBER("size"),
	[TAG_URI] = SECRET("uri", 1, 1024),
	[TAG_SEQUENCE] = NUMBER("sequence"),
	[TAG_NUMBER] = NUMBER("number"),
	[TAG_SOURCE] = TEXT("source", 1, 253),
	[TAG_ROW] = TEXT("row", 1, 16),
	[TAG_UNTIL] = MOMENT("until"),
	[TAG_SKIP_KNOWN] = NUMBER("skip_known"),
	[TAG_PUBLIC_ID] = TEXT("public_id", 1, 32),
	[TAG_PRIVATE_ID] = SECRET("private_id", 6, 6),
	[TAG_CHANGE] = NUMBER("change"),
	[TAG_CHANNEL] = TEXT("channel", 3, 5),
	[TAG_ADDRESS] = TEXT("address", 1, 254),
	[TAG_SUBJECT] = TEXT("subject", 1, 253),
	[TAG_BODY] = SECRET("body", 1, 2048),
	[TAG_KEY] = TEXT("key", 8, 64),
	[TAG_ATTEMPT] = NUMBER("attempt"),
	[TAG_GATEWAY] = TEXT("gateway", 1, 64),
	[TAG_GATEWAYS] = LIST("gateways", 2048),
	[TAG_RESULT] = TEXT("result", 1, 253),
	[TAG_CONFIRMED] = NUMBER("confirmed"),
	[TAG_MESSAGE] = TEXT("message", 1, 16),
	[TAG_FORM] = TEXT("form", 1, 32),
	[TAG_FIELDS] = LIST("fields", 1024),
	[TAG_CHALLENGE] = TEXT("challenge", 1, 80),
	[TAG_SESSION] = TEXT("session", 2, 1024),
};

static bool
list_is_whole(const uint8_t *p, size_t n)
{
	while (n >= 2) {
		size_t item = (size_t)p[0] << 8 | p[1];

		if (item > n - 2)
			return false;
		p += 2 + item;
		n -= 2 + item;
	}
	return n == 0;
}

static bool
value_is_allowed(unsigned tag, const uint8_t *p, size_t n)
{
	const struct wire_rule *r;

	if (tag >= TAG_MAX)
		return false;
	r = &wire_tags[tag];
	if (r->kind == WIRE_ABSENT || n < r->min || n > r->max)
		return false;
	if (r->kind == WIRE_TEXT)
		return memchr(p, 0, n) == NULL;
	if (r->kind == WIRE_LIST)
		return list_is_whole(p, n);
	return true;
}

static bool
fields_parse(struct wire_msg *m, const uint8_t *p, const uint8_t *end)
{
	while (p < end) {
		unsigned tag = p[0];
		size_t n;

		if (end - p < 3)
			return false;
		n = (size_t)p[1] << 8 | p[2];
		p += 3;
		if (n > (size_t)(end - p) || !value_is_allowed(tag, p, n) ||
		    m->field[tag].p != NULL)
			return false;
		m->field[tag] = (struct wire_field){ p, n };
		p += n;
	}
	return true;
}

bool
wire_parse(struct wire_msg *m, const void *buf, size_t len)
{
	const uint8_t *p = buf;

	*m = (struct wire_msg){ 0 };
	if (len < 2 || len > WIRE_CONTROL_MAX || p[0] != WIRE_VERSION ||
	    p[1] == 0 || p[1] >= WIRE_TYPE_MAX)
		return false;
	if (!fields_parse(m, p + 2, p + len)) {
		*m = (struct wire_msg){ 0 };
		return false;
	}
	m->type = p[1];
	return true;
}

void
wire_begin(struct wire_out *o, uint8_t *buf, size_t size, enum wire_type type)
{
	*o = (struct wire_out){ .buf = buf, .size = size, .len = 2 };
	buf[0] = WIRE_VERSION;
	buf[1] = (uint8_t)type;
}

static void
append(struct wire_out *o, const void *p, size_t n)
{
	if (n > 0)
		memcpy(o->buf + o->len, p, n);
	o->len += n;
}

static void
append_length(struct wire_out *o, size_t n)
{
	o->buf[o->len++] = (uint8_t)(n >> 8);
	o->buf[o->len++] = (uint8_t)n;
}

void
wire_put(struct wire_out *o, enum wire_tag tag, const void *p, size_t n)
{
	if (o->full || o->size - o->len < n + 3 ||
	    !value_is_allowed(tag, p, n)) {
		o->full = true;
		return;
	}
	o->buf[o->len++] = (uint8_t)tag;
	append_length(o, n);
	append(o, p, n);
}

void
wire_put_str(struct wire_out *o, enum wire_tag tag, const char *s)
{
	if (s != NULL && *s != '\0')
		wire_put(o, tag, s, strlen(s));
}

void
wire_put_int(struct wire_out *o, enum wire_tag tag, int64_t v)
{
	uint8_t b[8];

	for (int i = 7; i >= 0; i--, v >>= 8)
		b[i] = (uint8_t)v;
	wire_put(o, tag, b, sizeof(b));
}

size_t
wire_list_open(struct wire_out *o, enum wire_tag tag)
{
	if (o->full || o->size - o->len < 3) {
		o->full = true;
		return o->len;
	}
	o->buf[o->len++] = (uint8_t)tag;
	append_length(o, 0);
	return o->len;
}

void
wire_list_item(struct wire_out *o, const void *p, size_t n)
{
	if (o->full || n > UINT16_MAX || o->size - o->len < n + 2) {
		o->full = true;
		return;
	}
	append_length(o, n);
	append(o, p, n);
}

void
wire_list_close(struct wire_out *o, size_t mark)
{
	size_t n;

	if (o->full)
		return;
	n = o->len - mark;
	if (n == 0) {
		o->len = mark - 3;
		return;
	}
	if (!value_is_allowed(o->buf[mark - 3], o->buf + mark, n)) {
		o->full = true;
		return;
	}
	o->buf[mark - 2] = (uint8_t)(n >> 8);
	o->buf[mark - 1] = (uint8_t)n;
}

bool
wire_list_next(
    const struct wire_field *list, size_t *at, struct wire_field *item)
{
	size_t n;

	if (list->p == NULL || list->n - *at < 2)
		return false;
	n = (size_t)list->p[*at] << 8 | list->p[*at + 1];
	*item = (struct wire_field){ list->p + *at + 2, n };
	*at += 2 + n;
	return true;
}

bool
wire_has(const struct wire_msg *m, enum wire_tag tag)
{
	return m->field[tag].p != NULL;
}

int64_t
wire_int(const struct wire_msg *m, enum wire_tag tag, int64_t otherwise)
{
	uint64_t v = 0;

	if (m->field[tag].p == NULL)
		return otherwise;
	for (size_t i = 0; i < 8; i++)
		v = v << 8 | m->field[tag].p[i];
	return (int64_t)v;
}

bool
wire_str(const struct wire_msg *m, enum wire_tag tag, char *out, size_t size)
{
	const struct wire_field *f = &m->field[tag];

	out[0] = '\0';
	if (f->p == NULL || f->n >= size)
		return false;
	memcpy(out, f->p, f->n);
	out[f->n] = '\0';
	return true;
}

void
wire_wipe(struct wire_out *o)
{
	explicit_bzero(o->buf, o->size);
	o->len = 0;
}
