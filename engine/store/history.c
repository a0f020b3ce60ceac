#include <string.h>

#include "store/history.h"
#include "store/internal.h"
#include "util/text.h"

struct walk {
	event_fn *each;
	void *arg;
	struct event event;
};

static bool
read_event(void *arg, const struct row *r)
{
	struct walk *w = arg;
	struct event *e = &w->event;

	e->seq = row_int(r, 0);
	e->at_ms = row_int(r, 1);
	row_text(r, 2, e->event, sizeof(e->event));
	e->account = row_int(r, 3);
	e->device = row_int(r, 4);
	e->used = row_int(r, 5);
	e->dialogue = (uint64_t)row_int(r, 6);
	e->reference = row_int(r, 7);
	row_text(r, 8, e->actor, sizeof(e->actor));
	row_text(r, 9, e->detail, sizeof(e->detail));
	return w->each(w->arg, e);
}

static bool
take_event(void *arg, const struct event *e)
{
	*(struct event *)arg = *e;
	return false;
}

enum mf_err
history_find(struct store *s, int64_t reference, struct event *out)
{
	struct walk w = { .each = take_event, .arg = out };
	const struct value v[] = { VI(reference) };
	size_t n = 0;
	enum mf_err e;

	e = db_run(s->db, Q_EVENT_OF_REFERENCE, v, 1, read_event, &w, &n);
	return e == MF_OK && n == 0 ? MF_ENOENT : e;
}

enum mf_err
history_walk(struct store *s, int64_t account, int64_t before, unsigned limit,
    event_fn *each, void *arg)
{
	struct walk w = { .each = each, .arg = arg };
	const struct value all[] = { VI(before), VI(limit) };
	const struct value of[] = { VI(account), VI(before), VI(limit) };

	if (account == 0)
		return db_run(s->db, Q_EVENTS, all, 2, read_event, &w, NULL);
	return db_run(s->db, Q_EVENTS_OF_ACCOUNT, of, 3, read_event, &w, NULL);
}

enum mf_err
history_opened(struct store *s, int64_t account, int64_t device, int64_t before,
    unsigned limit, event_fn *each, void *arg)
{
	struct walk w = { .each = each, .arg = arg };
	const struct value v[] = { VI(account), VI(before), VI(device),
		VI(limit) };

	return db_run(s->db, Q_SPENT, v, 4, read_event, &w, NULL);
}

static bool
read_tail(void *arg, const struct row *r)
{
	((struct audit_head *)arg)->seq = row_int(r, 0);
	return false;
}

static bool
read_head(void *arg, const struct row *r)
{
	struct audit_head *h = arg;
	struct slice mac = row_bytes(r, 10);

	h->seq = row_int(r, 0);
	h->at_ms = row_int(r, 1);
	memset(h->mac, 0, AUDIT_MAC);
	if (mac.n == AUDIT_MAC)
		memcpy(h->mac, mac.p, AUDIT_MAC);
	return false;
}

enum mf_err
history_skip(struct store *s, struct audit_head *head)
{
	const struct value v[] = { VI(head->seq + 1), VI(1) };
	size_t n = 0;
	enum mf_err e;

	e = db_run(s->db, Q_AUDIT_RANGE, v, 2, read_head, head, &n);
	return e == MF_OK && n == 0 ? MF_ENOENT : e;
}

/* Records between low and high are to be looked at; times rise with them. */
enum mf_err
history_until(struct store *s, int64_t until_ms, int64_t *before)
{
	struct audit_head last = { 0 }, head;
	int64_t low = 0, high;
	enum mf_err e;

	e = db_run(s->db, Q_AUDIT_TAIL, NULL, 0, read_tail, &last, NULL);
	high = last.seq + 1;
	while (e == MF_OK && low + 1 < high) {
		int64_t middle = low + (high - low) / 2;

		head = (struct audit_head){ .seq = middle - 1 };
		if ((e = history_skip(s, &head)) == MF_OK &&
		    head.at_ms <= until_ms)
			low = middle;
		else
			high = middle;
		e = e == MF_ENOENT ? MF_OK : e;
	}
	*before = high;
	return e;
}

static bool
read_first(void *arg, const struct row *r)
{
	*(int64_t *)arg = row_int(r, 0);
	return false;
}

enum mf_err
history_begin(struct store *s, int64_t *at_ms)
{
	*at_ms = 0;
	return db_run(s->db, Q_EVENTS_BEGIN, NULL, 0, read_first, at_ms, NULL);
}

enum mf_err
history_locked(struct store *s, int64_t now, int64_t *pairs)
{
	const struct value v[] = { VI(now) };

	*pairs = 0;
	return db_run(s->db, Q_LOCKED_PAIRS, v, 1, read_first, pairs, NULL);
}

/* Where the value of key begins: at the start of a word, never in a quote. */
static const char *
find(const char *detail, const char *key)
{
	size_t n = strlen(key);
	bool quoted = false, word = true;

	for (const char *p = detail; *p != '\0'; p++) {
		if (!quoted && word && strncmp(p, key, n) == 0 && p[n] == '=')
			return p + n + 1;
		if (*p == '\\' && p[1] != '\0')
			p++;
		else if (*p == '"')
			quoted = !quoted;
		word = !quoted && *p == ' ';
	}
	return NULL;
}

bool
detail_get(const char *detail, const char *key, char *out, size_t size)
{
	const char *p = find(detail, key);
	bool quoted = p != NULL && *p == '"';
	size_t n = 0;

	out[0] = '\0';
	if (p == NULL)
		return false;
	for (p += quoted; *p != '\0' && n + 1 < size; p++) {
		if (quoted ? *p == '"' : *p == ' ')
			break;
		if (*p == '\\' && (p[1] == '"' || p[1] == '\\'))
			p++;
		out[n++] = *p;
	}
	out[n] = '\0';
	return true;
}

int64_t
detail_number(const char *detail, const char *key, int64_t otherwise)
{
	char text[24];
	int64_t n;

	if (detail_get(detail, key, text, sizeof(text)) &&
	    number_parse(text, INT64_MIN, INT64_MAX, &n) == MF_OK)
		return n;
	return otherwise;
}
