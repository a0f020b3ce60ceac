#include <inttypes.h>
#include <string.h>

#include "util/keyring.h"
#include "util/keyring_parts.h"

#define HEX_DIGITS (2 * KEY_SIZE)
#define DAY_SIZE   11 /* "2026-11-21" */

/* Eight bytes each: what sets the derived keys apart. */
static const char purposes[KEY_PURPOSE_MAX][8 + 1] = {
	[KEY_TICKET] = "ticket__",
	[KEY_DEVICE] = "device__",
	[KEY_PASSWORD] = "password",
	[KEY_IDENTITY] = "identity",
	[KEY_CODE] = "code____",
	[KEY_REPLY] = "reply___",
	[KEY_SENT] = "sent____",
	[KEY_CHALLENGE] = "challeng",
	[KEY_AUDIT] = "audit___",
	[KEY_NOTES] = "notes___",
	[KEY_REFERENCE] = "referenc",
};

struct parse {
	struct keyring *ring;
	struct slice rest; /* of the current line */
	bool active;       /* the last key is */
	const char *fault;
};

static struct slice
next_word(struct parse *p)
{
	struct slice w;

	while (p->rest.n > 0 && (*p->rest.p == ' ' || *p->rest.p == '\t'))
		p->rest.p++, p->rest.n--;
	w.p = p->rest.p;
	for (w.n = 0; w.n < p->rest.n; w.n++)
		if (w.p[w.n] == ' ' || w.p[w.n] == '\t')
			break;
	p->rest.p += w.n;
	p->rest.n -= w.n;
	return w;
}

static bool
is(struct slice w, const char *s)
{
	return w.n == strlen(s) && memcmp(w.p, s, w.n) == 0;
}

/* A word as a string; false if it does not fit out. */
static bool
word(struct parse *p, char *out, size_t size)
{
	struct slice w = next_word(p);

	if (w.n == 0 || w.n >= size)
		return false;
	memcpy(out, w.p, w.n);
	out[w.n] = '\0';
	return true;
}

static bool
read_id(struct parse *p, struct key *k)
{
	char buf[11];
	int64_t id;

	if (!word(p, buf, sizeof(buf)) ||
	    number_parse(buf, 1, KEYRING_ID_MAX, &id) != MF_OK) {
		p->fault = "the id is no number from 1 to 65535";
		return false;
	}
	k->id = (uint32_t)id;
	return true;
}

static bool
read_date(struct parse *p, struct key *k)
{
	char buf[DAY_SIZE];

	if (word(p, buf, sizeof(buf)) &&
	    date_parse(buf, &k->created) == MF_OK && k->created > 0)
		return true;
	p->fault = "the date is not of the form 2026-11-21";
	return false;
}

static bool
read_bytes(struct parse *p, struct key *k)
{
	struct slice w = next_word(p);
	size_t n;

	if (w.n != HEX_DIGITS ||
	    hex_decode(w, k->bytes, sizeof(k->bytes), &n) != MF_OK) {
		p->fault = "the key is not 64 hexadecimal digits";
		return false;
	}
	if (next_word(p).n > 0) {
		p->fault = "something follows the key";
		return false;
	}
	return true;
}

static bool
read_reference(struct parse *p)
{
	struct key *k = &p->ring->reference;

	if (k->created != 0) {
		p->fault = "there is a reference key already";
		return false;
	}
	return read_date(p, k) && read_bytes(p, k);
}

static bool
read_key(struct parse *p)
{
	struct keyring *r = p->ring;
	struct key *k = &r->keys[r->n];
	struct slice state;

	if (r->n == KEYRING_KEYS) {
		p->fault = "there are more than 256 keys";
		return false;
	}
	if (!read_id(p, k) || !read_date(p, k))
		return false;
	if (r->n > 0 && k->id <= k[-1].id) {
		p->fault = "the id does not rise from key to key";
		return false;
	}
	state = next_word(p);
	if (p->active || (!is(state, "old") && !is(state, "active"))) {
		p->fault = p->active
		    ? "a key stands after the active one"
		    : "the state is neither \"active\" nor \"old\"";
		return false;
	}
	p->active = is(state, "active");
	if (!read_bytes(p, k))
		return false;
	r->n++;
	return true;
}

static bool
read_line(struct parse *p, struct slice line)
{
	struct slice w;

	p->rest = line;
	w = next_word(p);
	if (w.n == 0 || *w.p == '#')
		return true;
	if (is(w, "key"))
		return read_key(p);
	if (is(w, "reference"))
		return read_reference(p);
	p->fault = "the line begins with neither \"key\" nor \"reference\"";
	return false;
}

/* Zero if all is well, else the line of p->fault. */
static unsigned
read_lines(struct parse *p, struct slice text)
{
	unsigned line = 1;

	for (size_t i = 0, n; i < text.n; i += n + 1, line++) {
		for (n = 0; i + n < text.n && text.p[i + n] != '\n';)
			n++;
		if (!read_line(p, (struct slice){ text.p + i, n }))
			return line;
	}
	if (p->ring->reference.created == 0)
		p->fault = "there is no reference key";
	else if (!p->active)
		p->fault = "there is no active key; is the end missing";
	return p->fault != NULL ? line : 0;
}

enum mf_err
keyring_parse(
    const char *name, struct slice text, struct keyring **out, struct text *why)
{
	struct parse p = { .ring = secret_alloc(sizeof(*p.ring)) };
	unsigned line;

	*out = NULL;
	if (p.ring == NULL) {
		text_printf(why, "%s: there is no memory for the keys.", name);
		return MF_ENOMEM;
	}
	memset(p.ring, 0, sizeof(*p.ring));
	line = read_lines(&p, text);
	if (line > 0) {
		text_printf(why,
		    "%s:%u: %s; put the file back as it was saved.", name, line,
		    p.fault);
		keyring_free(&p.ring);
		return MF_EINVAL;
	}
	*out = p.ring;
	return MF_OK;
}

static void
print_key(struct text *t, const struct key *k, const char *state)
{
	char digits[HEX_DIGITS + 1], date[DATE_SIZE];

	date_format(k->created, date);
	hex(k->bytes, sizeof(k->bytes), digits);
	if (state == NULL)
		text_printf(t, "reference %.10s %s\n", date, digits);
	else
		text_printf(t, "key %" PRIu32 " %.10s %s %s\n", k->id, date,
		    state, digits);
	wipe(digits, sizeof(digits));
}

void
keyring_print(const struct keyring *r, struct text *t)
{
	text_put(t,
	    "# The keys of multifactord(8).  Without this file its database "
	    "cannot be read.\n"
	    "# Save a copy apart from the database and its backups; take no "
	    "line out.\n");
	print_key(t, &r->reference, NULL);
	for (size_t i = 0; i < r->n; i++)
		print_key(t, &r->keys[i], i + 1 < r->n ? "old" : "active");
}

uint32_t
keyring_newest_id(const struct keyring *r)
{
	return r->keys[r->n - 1].id;
}

int64_t
keyring_newest_created(const struct keyring *r)
{
	return r->keys[r->n - 1].created;
}

bool
keyring_is_fixed(enum key_purpose purpose)
{
	return purpose == KEY_AUDIT || purpose == KEY_NOTES ||
	    purpose == KEY_REFERENCE;
}

enum mf_err
keyring_key(const struct keyring *r, enum key_purpose purpose, uint32_t id,
    uint8_t out[KEY_SIZE])
{
	if (keyring_is_fixed(purpose)) {
		derive_key(r->reference.bytes, purposes[purpose], 0, out);
		return MF_OK;
	}
	for (size_t i = r->n; i-- > 0;)
		if (r->keys[i].id == id) {
			derive_key(
			    r->keys[i].bytes, purposes[purpose], id, out);
			return MF_OK;
		}
	wipe(out, KEY_SIZE);
	return MF_ECRYPTO;
}

void
keyring_free(struct keyring **r)
{
	secret_free(*r);
	*r = NULL;
}
