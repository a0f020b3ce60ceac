/* Tokens as rows: token.show, token.list, token.history. */

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "server/admin_commands.h"
#include "server/admin_rows.h"
#include "server/admin_seed.h"

#define LOOK_PAGE 250   /* tokens scanned in one query */
#define LOOK_MOST 50000 /* in one command; then it stops for breath */

static const char *const hash_names[] = {
	[HASH_SHA1] = "sha1",
	[HASH_SHA256] = "sha256",
	[HASH_SHA512] = "sha512",
};

static void
put_time(struct wire_out *o, enum wire_tag tag, int64_t seconds)
{
	if (seconds != 0)
		wire_put_int(o, tag, seconds);
}

static void
put_kind(struct wire_out *o, const struct desk_token *t)
{
	wire_put_str(o, TAG_VENDOR, t->vendor);
	wire_put_str(o, TAG_MODEL, t->model);
	wire_put_str(o, TAG_FACTOR, t->factor);
	if (t->hash >= HASH_SHA1 && t->hash <= HASH_SHA512)
		wire_put_str(o, TAG_HASH, hash_names[t->hash]);
	if (t->digits > 0)
		wire_put_int(o, TAG_DIGITS, t->digits);
	if (t->step > 0)
		wire_put_int(o, TAG_STEP, t->step);
	wire_put_int(o, TAG_COUNTER, (int64_t)t->counter);
	if (t->drift != 0)
		wire_put_int(o, TAG_DRIFT, t->drift);
	wire_put_str(o, TAG_SUITE, t->suite);
}

/* A YubiKey's public id, and its counters as Yubico's own tools show them. */
static void
put_yubikey(struct command_in *in, const struct desk_token *t)
{
	char public[YUBICO_PUBLIC + 1], last[64];
	struct device d;

	if (t->ops != &factor_yubikey)
		return;
	if (desk_secret(in->store, t->id, &d) == MF_OK &&
	    d.secretlen == YUBICO_SECRET) {
		yubico_public(d.secret, public);
		wire_put_str(&in->row, TAG_PUBLIC_ID, public);
	}
	device_clear(&d);
	if (t->counter == 0)
		return;
	snprintf(last, sizeof(last), "last used: session %u, use %u",
	    yubico_session(t->counter - 1), yubico_use(t->counter - 1));
	wire_put_str(&in->row, TAG_DETAIL, last);
}

/* What is spent stays with its owner, but is of no use any more. */
static enum device_state
state_of(const struct desk_token *t)
{
	return factor_is_spent(t->ops, t->counter) ? DEVICE_RETIRED : t->state;
}

void
token_row(struct command_in *in, const struct desk_token *t)
{
	struct wire_out *o = row_begin(in, "token");

	wire_put_str(o, TAG_SERIAL, t->serial);
	put_kind(o, t);
	if (t->state < DEVICE_STATE_MAX)
		wire_put_str(o, TAG_STATUS, device_state_names[state_of(t)]);
	wire_put_str(o, TAG_ACCOUNT, t->owner);
	wire_put_str(o, TAG_LABEL, t->label);
	put_time(o, TAG_SINCE, t->bound);
	put_time(o, TAG_LAST_USED, t->last_used);
	if (t->failures > 0)
		wire_put_int(o, TAG_FAILURES, t->failures);
	put_time(o, TAG_START, t->start);
	put_time(o, TAG_EXPIRY, t->expiry);
	put_time(o, TAG_TIME, t->created);
	wire_put_str(o, TAG_SOURCE, t->file);
	put_yubikey(in, t);
	if (t->pin || t->pin_change || t->pin_unknown)
		wire_put_str(o, TAG_DETAIL,
		    t->pin_unknown      ? "PIN that nobody knows; set another"
			: t->pin_change ? "PIN, to change at the next login"
					: "PIN before its codes");
	row_end(in);
}

enum mf_err
token_show(struct command_in *in)
{
	struct desk_token t;
	enum mf_err e;

	if ((e = find_token(in, TAG_SERIAL, &t)) == MF_OK)
		token_row(in, &t);
	return e;
}

struct search {
	char match[SERIAL_SIZE];      /* canonical; "" fits all */
	char label[254];              /* the same as it was typed */
	char vendor[VENDOR_SIZE];     /* "" fits all */
	const struct factor_ops *ops; /* NULL fits all */
	enum device_state state;      /* DEVICE_STATE_MAX fits all */
	int64_t account;
	/* where the scan stands */
	char canonical[SERIAL_SIZE], after[VENDOR_SIZE];
	unsigned left, looked;
	size_t seen; /* rows of the last query */
	size_t n;
	int64_t found[LOOK_PAGE];
};

static enum mf_err
read_state(struct command_in *in, struct search *s)
{
	char word[65];
	unsigned i;

	s->state = DEVICE_STATE_MAX;
	field_text(in, TAG_STATUS, word, sizeof(word));
	if (word[0] == '\0')
		return MF_OK;
	for (i = 0; i < DEVICE_RETIRED; i++)
		if (strcmp(word, device_state_names[i]) == 0) {
			s->state = (enum device_state)i;
			return MF_OK;
		}
	return refuse(in, REFUSED_USAGE,
	    "state %s is none that a token has.\n"
	    "There are free, active, disabled, suspended, lost and rebind.",
	    word);
}

static enum mf_err
read_factor(struct command_in *in, struct search *s)
{
	char word[17], said[256];
	struct text why;

	if (!wire_str(in->msg, TAG_FACTOR, word, sizeof(word)))
		return MF_OK;
	text_init(&why, said, sizeof(said));
	if ((s->ops = seed_factor(word, &why)) != NULL)
		return MF_OK;
	return refuse(in, REFUSED_USAGE,
	    "%s\nTemporary codes have no serial: mfctl account show ACCOUNT "
	    "has them.",
	    said);
}

/* "CANONICAL VENDOR": where the last page ended. */
static enum mf_err
read_after(struct command_in *in, struct search *s)
{
	char after[254], *space;

	field_text(in, TAG_AFTER, after, sizeof(after));
	if ((space = strchr(after, ' ')) == NULL && after[0] != '\0')
		space = strchr(after, '\0');
	if (space == NULL)
		return MF_OK;
	if (space - after >= SERIAL_SIZE || strlen(space) > VENDOR_SIZE)
		return refuse(in, REFUSED_USAGE,
		    "after %s is no place in this list.\n"
		    "Take what the list itself gave.",
		    after);
	snprintf(
	    s->after, sizeof(s->after), "%s", *space == ' ' ? space + 1 : "");
	*space = '\0';
	memcpy(s->canonical, after, strlen(after) + 1);
	return MF_OK;
}

/* On the desk's thread as well: nothing here is the loop's. */
static enum mf_err
read_search(struct command_in *in, struct search *s)
{
	struct desk_account a;
	enum mf_err e;

	field_text(in, TAG_MATCH, s->label, sizeof(s->label));
	field_text(in, TAG_VENDOR, s->vendor, sizeof(s->vendor));
	s->left = page_limit(in);
	if (s->label[0] != '\0' &&
	    serial_canonical(slice_str(s->label), s->match) != MF_OK)
		s->match[0] = '\0';
	if ((e = read_state(in, s)) != MF_OK ||
	    (e = read_factor(in, s)) != MF_OK ||
	    (e = read_after(in, s)) != MF_OK)
		return e;
	if (!wire_has(in->msg, TAG_ACCOUNT))
		return MF_OK;
	if ((e = find_account(in, &a)) == MF_OK)
		s->account = a.id;
	return e;
}

static bool
fits(const struct search *s, const char *canonical, const char *vendor,
    const char *factor, const char *label, enum device_state state)
{
	if (s->state != DEVICE_STATE_MAX && s->state != state)
		return false;
	if (s->vendor[0] != '\0' && strcasecmp(s->vendor, vendor) != 0)
		return false;
	if (s->ops != NULL && strcmp(s->ops->name, factor) != 0)
		return false;
	if (s->label[0] == '\0')
		return true;
	return (s->match[0] != '\0' && strstr(canonical, s->match) != NULL) ||
	    strcasestr(label, s->label) != NULL;
}

static bool
scan_one(void *arg, const struct token_scan *t)
{
	struct search *s = arg;

	s->seen++;
	if (!t->staged && t->state != DEVICE_RETIRED &&
	    fits(s, t->canonical, t->vendor, t->factor, t->label, t->state))
		s->found[s->n++] = t->id;
	memcpy(s->canonical, t->canonical, sizeof(s->canonical));
	memcpy(s->after, t->vendor, sizeof(s->after));
	return s->n < s->left;
}

/* The state that is shown counts: what is spent is not active. */
static bool
is_wanted(const struct search *s, const struct desk_token *t)
{
	return s->state == DEVICE_STATE_MAX || s->state == state_of(t);
}

/* Sent with no transaction open; what has gone since is passed over. */
static enum mf_err
send_found(struct command_in *in, struct search *s)
{
	struct desk_token t;
	enum mf_err e = MF_OK;

	for (size_t i = 0; i < s->n && e == MF_OK && !in->gone; i++) {
		e = desk_token_by_id(in->store, s->found[i], &t);
		if (e == MF_OK && t.held) {
			t.owner[0] = '\0';
			t.state = DEVICE_FREE;
		}
		if (e == MF_OK && is_wanted(s, &t)) {
			token_row(in, &t);
			s->left--;
		} else if (e == MF_ENOENT) {
			e = MF_OK;
		}
	}
	return e;
}

static void
put_after(struct command_in *in, const struct search *s)
{
	char after[SERIAL_SIZE + VENDOR_SIZE];

	snprintf(after, sizeof(after), "%s%s%s", s->canonical,
	    s->after[0] != '\0' ? " " : "", s->after);
	wire_put_str(done_fields(in), TAG_AFTER, after);
}

static enum mf_err
list_all(struct command_in *in, struct search *s)
{
	bool more;
	enum mf_err e;

	do {
		s->n = s->seen = 0;
		e = desk_token_scan(
		    in->store, s->canonical, s->after, LOOK_PAGE, scan_one, s);
		s->looked += (unsigned)s->seen;
		more = s->seen == LOOK_PAGE || s->n == s->left;
		if (e == MF_OK)
			e = send_found(in, s);
	} while (e == MF_OK && more && s->left > 0 && s->looked < LOOK_MOST &&
	    still_wanted(in));
	if (e == MF_OK && more)
		put_after(in, s);
	return e;
}

struct of_account {
	struct command_in *in;
	struct search *s;
};

static bool
of_one(void *arg, const struct desk_token *t)
{
	struct of_account *x = arg;
	int order = strcmp(t->canonical, x->s->canonical);

	if (order < 0 || (order == 0 && strcmp(t->vendor, x->s->after) <= 0))
		return true; /* of an earlier page, or without a serial */
	memcpy(x->s->canonical, t->canonical, sizeof(t->canonical));
	memcpy(x->s->after, t->vendor, sizeof(t->vendor));
	if (fits(x->s, t->canonical, t->vendor, t->factor, t->label,
		state_of(t))) {
		token_row(x->in, t);
		x->s->left--;
	}
	return x->s->left > 0 && !x->in->gone;
}

enum mf_err
token_list(struct command_in *in)
{
	struct search *s = command_own(in, sizeof(*s));
	unsigned limit;
	bool first;
	enum mf_err e;

	if (s == NULL)
		return MF_ENOMEM;
	if ((e = read_search(in, s)) != MF_OK)
		return e;
	limit = s->left;
	first = s->canonical[0] == '\0';
	if (s->account != 0 && first) {
		struct of_account x = { in, s };

		e = desk_tokens_of(in->store, s->account, PAGE_MAX, of_one, &x);
	} else if (s->account == 0) {
		e = list_all(in, s);
	}
	if (e == MF_OK && first && s->left == limit &&
	    !wire_has(in->msg, TAG_AFTER) &&
	    in->done.len == 2) /* nothing sent, and nothing more */
		say(in, "There is no such token.");
	return e;
}
