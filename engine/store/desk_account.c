#include "store/desk.h"
#include "store/internal.h"

#define N(v) (sizeof(v) / sizeof((v)[0]))

const char *const identity_kinds[IDENTITY_KINDS] = {
	[IDENTITY_NAME] = "name",
	[IDENTITY_EMAIL] = "email",
	[IDENTITY_PHONE] = "phone",
	[IDENTITY_ID] = "id",
};

struct visit {
	union {
		desk_account_fn *account;
		desk_identity_fn *identity;
	} each;
	void *arg;
};

static void
take(struct desk_account *a, const struct row *r)
{
	*a = (struct desk_account){
		.id = row_int(r, 0),
		.disabled = row_int(r, 2) != 0,
		.epoch = (uint64_t)row_int(r, 3),
		.has_password = row_int(r, 5) != 0,
		.had_device = row_int(r, 6) != 0,
		.created = row_int(r, 7),
	};
	row_text(r, 1, a->name, sizeof(a->name));
	row_text(r, 4, a->language, sizeof(a->language));
}

static bool
take_one(void *arg, const struct row *r)
{
	take(arg, r);
	return false;
}

static enum mf_err
one(struct store *s, enum query q, const struct value *v,
    struct desk_account *a)
{
	enum mf_err e;

	*a = (struct desk_account){ 0 };
	e = db_run(s->db, q, v, 1, take_one, a, NULL);
	return e != MF_OK ? e : a->id == 0 ? MF_ENOENT : MF_OK;
}

enum mf_err
desk_account(struct store *s, const char *value, struct desk_account *a)
{
	const struct value v[] = { VS(value) };

	return one(s, Q_DESK_ACCOUNT, v, a);
}

enum mf_err
desk_account_by_id(struct store *s, int64_t id, struct desk_account *a)
{
	const struct value v[] = { VI(id) };

	return one(s, Q_DESK_ACCOUNT_BY_ID, v, a);
}

static bool
take_facts(void *arg, const struct row *r)
{
	struct desk_account_facts *f = arg;
	int64_t second = row_int(r, 1), first = row_int(r, 2);

	f->last_login = row_int(r, 0);
	f->locked_until = second > first ? second : first;
	f->month = (unsigned)row_int(r, 3);
	f->in_row = (unsigned)row_int(r, 4);
	return false;
}

enum mf_err
desk_account_facts(
    struct store *s, int64_t id, int64_t now, struct desk_account_facts *f)
{
	const struct value v[] = { VI(id), VI(now / SECONDS_PER_DAY - 30) };
	enum mf_err e;

	*f = (struct desk_account_facts){ 0 };
	e = db_run(s->db, Q_DESK_ACCOUNT_FACTS, v, N(v), take_facts, f, NULL);
	if (f->locked_until <= now)
		f->locked_until = 0;
	return e;
}

static bool
visit_account(void *arg, const struct row *r)
{
	struct visit *w = arg;
	struct desk_account a;

	take(&a, r);
	return w->each.account(w->arg, &a);
}

enum mf_err
desk_accounts(struct store *s, const char *after, unsigned limit,
    desk_account_fn *each, void *arg)
{
	struct visit w = { .each.account = each, .arg = arg };
	const struct value v[] = { VS(after), VI(limit) };

	return db_run(
	    s->db, Q_DESK_ACCOUNT_PAGE, v, N(v), visit_account, &w, NULL);
}

static bool
take_number(void *arg, const struct row *r)
{
	int64_t *out = arg;

	*out = row_int(r, 0);
	return false;
}

/* One row with a number comes back, or otherwise. */
static enum mf_err
number(struct store *s, enum query q, const struct value *v, size_t n,
    enum mf_err otherwise, int64_t *out)
{
	size_t rows;
	enum mf_err e = db_run(s->db, q, v, n, take_number, out, &rows);

	return e != MF_OK ? e : rows == 1 ? MF_OK : otherwise;
}

enum mf_err
desk_account_add(struct store *s, const char *name, const char *language,
    int64_t now, int64_t *id)
{
	const struct value v[] = { VS(name),
		{ .kind = language[0] == '\0' ? V_NULL : V_TEXT,
		    .s = slice_str(language) },
		VI(now) };
	enum mf_err e;

	e = number(s, Q_DESK_ACCOUNT_ADD, v, N(v), MF_ESTORE, id);
	if (e != MF_OK)
		return e;
	return desk_identity_add(s, *id, IDENTITY_NAME, name);
}

enum mf_err
desk_account_rename(struct store *s, const struct desk_account *a,
    const char *name, uint64_t *epoch)
{
	const struct value v[] = { VI(a->id), VS(name) };
	int64_t n;
	enum mf_err e;

	if ((e = desk_identity_remove(s, a->id, IDENTITY_NAME, a->name)) !=
		MF_OK ||
	    (e = desk_identity_add(s, a->id, IDENTITY_NAME, name)) != MF_OK)
		return e;
	e = number(s, Q_DESK_ACCOUNT_RENAME, v, N(v), MF_ENOENT, &n);
	*epoch = (uint64_t)n;
	return e;
}

enum mf_err
desk_account_disable(struct store *s, int64_t id, bool disable, uint64_t *epoch)
{
	const struct value v[] = { VI(id), VI(disable) };
	int64_t n = 0;
	enum mf_err e;

	e = number(s, Q_DESK_ACCOUNT_STATE, v, N(v), MF_ECONFLICT, &n);
	*epoch = (uint64_t)n;
	return e;
}

enum mf_err
desk_account_password(
    struct store *s, int64_t id, const char *record, uint64_t *epoch)
{
	uint8_t sealed[PASSWORD_RECORD + SEALED_EXTRA];
	int64_t now_at = 0;
	size_t n;
	enum mf_err e;

	e = store_seal(s, SEALED_PASSWORD, id, slice_str(record), sealed, &n);
	if (e != MF_OK)
		return e;
	const struct value v[] = { VI(id), VB(sealed, n) };
	e = number(s, Q_DESK_ACCOUNT_PASSWORD, v, N(v), MF_ENOENT, &now_at);
	*epoch = (uint64_t)now_at;
	return e;
}

enum mf_err
desk_account_epoch(struct store *s, int64_t id, uint64_t *epoch)
{
	const struct value v[] = { VI(id) };
	int64_t now_at = 0;
	enum mf_err e;

	e = number(s, Q_DESK_ACCOUNT_EPOCH, v, N(v), MF_ENOENT, &now_at);
	*epoch = (uint64_t)now_at;
	return e;
}

enum mf_err
desk_account_language(struct store *s, int64_t id, const char *language)
{
	const struct value v[] = { VI(id), VS(language) };

	return db_run(
	    s->db, Q_DESK_ACCOUNT_LANGUAGE, v, N(v), NULL, NULL, NULL);
}

static enum mf_err
run_all(struct store *s, const enum query *q, size_t n, int64_t id)
{
	const struct value v[] = { VI(id) };
	enum mf_err e = MF_OK;

	for (size_t i = 0; i < n && e == MF_OK; i++)
		e = db_run(s->db, q[i], v, 1, NULL, NULL, NULL);
	return e;
}

static const enum query unlock[] = { Q_DESK_UNLOCK_FAILURE,
	Q_DESK_UNLOCK_BUDGET, Q_DESK_UNLOCK_PASSWORD, Q_DESK_UNLOCK_HOUR,
	Q_DESK_UNLOCK_DEVICES };

enum mf_err
desk_account_unlock(struct store *s, int64_t id)
{
	return run_all(s, unlock, N(unlock), id);
}

/* Identities and groups go with it by the schema. */
enum mf_err
desk_account_delete(struct store *s, int64_t id)
{
	static const enum query rest[] = { Q_DESK_FORGET_SOURCES,
		Q_DESK_ACCOUNT_DELETE };
	enum mf_err e;

	if ((e = desk_account_unlock(s, id)) != MF_OK)
		return e;
	return run_all(s, rest, N(rest), id);
}

static bool
visit_identity(void *arg, const struct row *r)
{
	struct visit *w = arg;
	char value[256];
	int64_t kind = row_int(r, 0);

	row_text(r, 1, value, sizeof(value));
	if (kind < 0 || kind >= IDENTITY_KINDS)
		return true;
	return w->each.identity(w->arg, (enum identity_kind)kind, value);
}

enum mf_err
desk_identities(struct store *s, int64_t id, desk_identity_fn *each, void *arg)
{
	struct visit w = { .each.identity = each, .arg = arg };
	const struct value v[] = { VI(id) };

	return db_run(
	    s->db, Q_DESK_IDENTITIES, v, N(v), visit_identity, &w, NULL);
}

enum mf_err
desk_identity_add(
    struct store *s, int64_t id, enum identity_kind kind, const char *value)
{
	const struct value v[] = { VS(value), VI(kind), VI(id) };

	return db_run(s->db, Q_DESK_IDENTITY_ADD, v, N(v), NULL, NULL, NULL);
}

enum mf_err
desk_identity_remove(
    struct store *s, int64_t id, enum identity_kind kind, const char *value)
{
	const struct value v[] = { VS(value), VI(kind), VI(id) };
	int64_t n;

	return number(s, Q_DESK_IDENTITY_DELETE, v, N(v), MF_ENOENT, &n);
}

enum mf_err
desk_group_add(struct store *s, int64_t id, const char *group)
{
	const struct value v[] = { VI(id), VS(group) };
	int64_t n;

	return number(s, Q_DESK_GROUP_ADD, v, N(v), MF_ECONFLICT, &n);
}

enum mf_err
desk_group_remove(struct store *s, int64_t id, const char *group)
{
	const struct value v[] = { VI(id), VS(group) };
	int64_t n;

	return number(s, Q_DESK_GROUP_DELETE, v, N(v), MF_ENOENT, &n);
}
