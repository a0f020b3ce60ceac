/* The outside ledger against the database of the stopped engine. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "scene.h"
#include "tell.h"

struct spent { /* what the audit says of one code */
	uint64_t counter;
	unsigned times;
};

struct account {
	struct spent *spent; /* by counter */
	size_t n;
	uint64_t counter, failures; /* of its device */
	uint64_t budget;
};

static sqlite3_stmt *
prepare(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(db, sql, -1, &st, NULL) != SQLITE_OK) {
		remark("%s", sqlite3_errmsg(db));
		abort();
	}
	return st;
}

static int64_t
number(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *st = prepare(db, sql);
	int64_t n =
	    sqlite3_step(st) == SQLITE_ROW ? sqlite3_column_int64(st, 0) : -1;

	sqlite3_finalize(st);
	return n;
}

static void
take_spent(struct account *a, uint64_t counter)
{
	if (a->n > 0 && a->spent[a->n - 1].counter == counter) {
		a->spent[a->n - 1].times++;
		return;
	}
	if (a->n % 64 == 0)
		a->spent = realloc(a->spent, (a->n + 64) * sizeof(a->spent[0]));
	if (a->spent == NULL)
		abort();
	a->spent[a->n++] = (struct spent){ counter, 1 };
}

static void
load(sqlite3 *db, const struct token *t, struct account *a)
{
	sqlite3_stmt *st = prepare(db,
	    "SELECT h.counter, h.failures, (SELECT COALESCE(SUM(n), 0) "
	    "FROM budget b WHERE b.account = a.id) FROM account a "
	    "JOIN device d ON d.account = a.id "
	    "JOIN device_hot h ON h.id = d.id WHERE a.name = ?1");

	sqlite3_bind_text(st, 1, t->user, -1, SQLITE_STATIC);
	if (sqlite3_step(st) == SQLITE_ROW) {
		a->counter = (uint64_t)sqlite3_column_int64(st, 0);
		a->failures = (uint64_t)sqlite3_column_int64(st, 1);
		a->budget = (uint64_t)sqlite3_column_int64(st, 2);
	}
	sqlite3_finalize(st);
	st = prepare(db,
	    "SELECT CAST(substr(u.detail, instr(u.detail, 'value=') + 6) "
	    "AS INTEGER) AS v FROM audit u JOIN account a ON a.id = u.account "
	    "WHERE a.name = ?1 AND u.event = 'login.accept' ORDER BY v");
	sqlite3_bind_text(st, 1, t->user, -1, SQLITE_STATIC);
	while (sqlite3_step(st) == SQLITE_ROW)
		take_spent(a, (uint64_t)sqlite3_column_int64(st, 0));
	sqlite3_finalize(st);
}

static int
compare(const void *a, const void *b)
{
	const struct spent *x = a, *y = b;

	return (x->counter > y->counter) - (x->counter < y->counter);
}

struct verdicts {
	unsigned twice;      /* accepted in two dialogues */
	unsigned unrecorded; /* accepted, but not in the audit */
	unsigned forgotten;  /* the device's counter lies behind it */
	unsigned recorded_twice;
	unsigned unheard;  /* in the audit, but nobody typed it */
	unsigned unblamed; /* fewer failures than were answered */
	unsigned accepted;
};

struct counters {
	uint64_t *list;
	size_t n;
};

struct count { /* of one person's ledger */
	struct counters accepted, typed;
	uint64_t refused; /* codes that were evaluated and not right */
};

static void
put(struct counters *c, uint64_t counter)
{
	if (c->n % 64 == 0)
		c->list = realloc(c->list, (c->n + 64) * sizeof(uint64_t));
	if (c->list == NULL)
		abort();
	c->list[c->n++] = counter;
}

static unsigned
times(const struct counters *c, uint64_t counter)
{
	unsigned n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->list[i] == counter;
	return n;
}

static void
count_entry(struct count *c, const struct entry *e)
{
	if (e->aim == AIM_RIGHT)
		put(&c->typed, e->counter);
	if (e->said == SAID_ACCEPT)
		put(&c->accepted, e->counter);
	c->refused += e->said == SAID_CHALLENGE || e->said == SAID_REJECT;
}

static void
settle_one(const struct count *c, const struct account *a, struct verdicts *v)
{
	for (size_t i = 0; i < c->accepted.n; i++) {
		struct spent key = { .counter = c->accepted.list[i] };

		v->accepted++;
		v->twice += times(&c->accepted, key.counter) != 1;
		v->unrecorded +=
		    bsearch(&key, a->spent, a->n, sizeof(key), compare) == NULL;
		v->forgotten += a->counter <= key.counter;
	}
	for (size_t i = 0; i < a->n; i++) {
		v->recorded_twice += a->spent[i].times != 1;
		v->unheard += times(&c->typed, a->spent[i].counter) == 0;
	}
	v->unblamed += a->budget < c->refused;
}

static void
settle_people(struct run *r, sqlite3 *db, const struct entries *all)
{
	struct count *counts = calloc(r->people.n, sizeof(*counts));
	struct verdicts v = { 0 };

	if (counts == NULL)
		abort();
	for (size_t i = 0; i < all->n; i++)
		count_entry(&counts[all->list[i].who], &all->list[i]);
	for (size_t i = 0; i < r->people.n; i++) {
		struct account a = { 0 };

		load(db, &r->people.list[i], &a);
		settle_one(&counts[i], &a, &v);
		free(a.spent);
		free(counts[i].accepted.list);
		free(counts[i].typed.list);
	}
	free(counts);
	tell(v.accepted > 0 && v.twice == 0,
	    "each of %u accepted codes was accepted in one dialogue (%u not)",
	    v.accepted, v.twice);
	tell(v.unrecorded == 0, "each is in the audit (%u not)", v.unrecorded);
	tell(
	    v.recorded_twice == 0, "and there once (%u not)", v.recorded_twice);
	tell(v.forgotten == 0,
	    "no device's counter lies behind a code it accepted (%u do)",
	    v.forgotten);
	tell(v.unblamed == 0,
	    "no wrong code that was answered is missing in the counts (%u "
	    "people)",
	    v.unblamed);
}

void
scene_settle(struct run *r)
{
	struct entries all;
	sqlite3 *db = NULL;

	if (!book_read(r->book, &all) ||
	    sqlite3_open_v2(r->database, &db, SQLITE_OPEN_READONLY, NULL) !=
		SQLITE_OK) {
		tell(false, "ledger and database can be read");
		return;
	}
	settle_people(r, db, &all);
	tell(number(db,
		 "SELECT COUNT(reference) - COUNT(DISTINCT reference) "
		 "FROM audit") == 0,
	    "no reference was drawn twice");
	tell(number(db,
		 "SELECT COUNT(*) FROM (SELECT 1 FROM audit WHERE dialogue "
		 "IS NOT NULL GROUP BY dialogue "
		 "HAVING COUNT(DISTINCT account) > 1)") == 0,
	    "no dialogue is two people's");
	tell(number(db,
		 "SELECT MAX(seq) - COUNT(*) + MIN(seq) - 1 FROM audit") == 0,
	    "the audit has no gap");
	sqlite3_close(db);
	entries_free(&all);
}
