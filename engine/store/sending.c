/* How many were sent, to whom and from where. */

#include <stdio.h>

#include "store/sending.h"
#include "store/internal.h"

#define N(v)   (sizeof(v) / sizeof((v)[0]))
#define HOUR   3600
#define SLICES 24 /* of an hour or day */

static const char *
name_of(const struct sending_who *w, char which, char out[SENDING_WHO])
{
	struct text t;

	text_init(&t, out, SENDING_WHO);
	switch (which) {
	case 'a':
		text_printf(&t, "account:%lld", (long long)w->account);
		break;
	case 'n':
		text_printf(&t, "address:%s", w->address);
		break;
	case 's':
		text_put(&t, "source:");
		for (size_t i = 0; i < SOURCE_SIZE; i++)
			text_printf(&t, "%02x", w->source[i]);
		break;
	case 't':
		text_printf(&t, "told:%lld", (long long)w->account);
		break;
	case 'w':
		text_printf(&t, "withheld:%lld", (long long)w->account);
		break;
	case 'm':
		text_put(&t, "notices");
		break;
	default:
		text_put(&t, "all");
		break;
	}
	return out;
}

#define CODE     (1u << SENDING_CODE)
#define NOTICE   (1u << SENDING_NOTICE)
#define TOLD     (1u << SENDING_TOLD)
#define WITHHELD (1u << SENDING_WITHHELD)

#define IN(count) offsetof(struct sending_counts, count)

static const struct {
	char name;
	unsigned kinds; /* that it counts */
	unsigned span;  /* seconds */
	size_t at;
} counts[] = {
	{ 'a', CODE, HOUR, IN(account_hour) },
	{ 'a', CODE, SECONDS_PER_DAY, IN(account_day) },
	{ 'n', CODE, HOUR, IN(address_hour) },
	{ 'n', CODE, SECONDS_PER_DAY, IN(address_day) },
	{ 's', CODE, HOUR, IN(source_hour) },
	{ '*', CODE | NOTICE, SECONDS_PER_DAY, IN(all_day) },
	{ 'm', NOTICE, SECONDS_PER_DAY, IN(notices_all) },
	{ 't', TOLD, SECONDS_PER_DAY, IN(notices_day) },
	{ 'w', WITHHELD, SECONDS_PER_DAY, IN(withheld_day) },
};

static bool
read_count(void *arg, const struct row *r)
{
	*(unsigned *)arg = (unsigned)row_int(r, 0);
	return false;
}

/* Each count in turn: read into c, or counted up when c is NULL. */
static enum mf_err
each_count(struct store *s, const struct sending_who *w, int64_t now,
    struct sending_counts *c)
{
	char name[SENDING_WHO];
	enum mf_err e = MF_OK;

	for (size_t i = 0; i < N(counts) && e == MF_OK; i++) {
		if ((counts[i].kinds & 1u << w->kind) == 0 ||
		    (counts[i].name == 's' && w->source == NULL) ||
		    (counts[i].name == 'n' && w->address == NULL) ||
		    (counts[i].name == 'a' && w->account == 0))
			continue;
		int64_t span = counts[i].span, slice = span / SLICES;
		int64_t start =
		    c == NULL ? now - now % slice : now - span - slice;
		const struct value v[] = { VS(name_of(w, counts[i].name, name)),
			VI(span), VI(start) };
		e = c == NULL
		    ? db_run(s->db, Q_SENDING_ADD, v, N(v), NULL, NULL, NULL)
		    : db_run(s->db, Q_SENDING, v, N(v), read_count,
			  (char *)c + counts[i].at, NULL);
	}
	return e;
}

enum mf_err
store_sending(struct store *s, const struct sending_who *w, int64_t now,
    struct sending_counts *c)
{
	*c = (struct sending_counts){ 0 };
	return each_count(s, w, now, c);
}

enum mf_err
store_sending_add(struct store *s, const struct sending_who *w, int64_t now)
{
	return each_count(s, w, now, NULL);
}

static bool
read_who(void *arg, const struct row *r)
{
	char *who = arg;

	who[0] = '\0';
	row_text(r, 0, who, SENDING_WHO);
	return false;
}

/*
 * Every message counts up half a dozen rows, so there is no index of their
 * times to keep as well.  What expires is found by walking along the names.
 */
enum mf_err
sending_expire(struct store *s, int64_t now, unsigned rows, size_t *gone)
{
	char until[SENDING_WHO] = "";
	const struct value walk[] = { VS(s->walked), VI(rows) };
	enum mf_err e;

	*gone = 0;
	e = db_run(s->db, Q_SENDING_WALK, walk, N(walk), read_who, until, NULL);
	if (e == MF_OK && until[0] != '\0') {
		const struct value v[] = { VS(s->walked), VS(until), VI(now) };

		e = db_run(s->db, Q_EXPIRE_SENDING, v, N(v), NULL, NULL, gone);
	}
	if (e == MF_OK)
		snprintf(s->walked, sizeof(s->walked), "%s", until);
	return e;
}
