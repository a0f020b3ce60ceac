#include <string.h>

#include "store/signature.h"
#include "store/internal.h"

#define N(v) (sizeof(v) / sizeof((v)[0]))

enum mf_err
signature_add(struct store *s, const struct signature *g)
{
	const struct value none = VNULL;
	const struct value session = VB(g->session, g->nsession);
	const struct value v[] = { VI(g->reference), VI(g->dialogue),
		VS(g->form), VI(g->account), VI(g->epoch), VI(g->device),
		VS(g->fields), VS(g->challenge),
		g->nsession == 0 ? none : session, VI(g->at), VI(g->expires),
		VI(g->tries) };

	return db_run(s->db, Q_SIGNATURE_ADD, v, N(v), NULL, NULL, NULL);
}

static bool
take(void *arg, const struct row *r)
{
	struct signature *g = arg;
	struct slice session = row_bytes(r, 8);

	g->reference = row_int(r, 0);
	g->dialogue = (uint64_t)row_int(r, 1);
	row_text(r, 2, g->form, sizeof(g->form));
	g->account = row_int(r, 3);
	g->epoch = (uint64_t)row_int(r, 4);
	g->device = row_int(r, 5);
	row_text(r, 6, g->fields, sizeof(g->fields));
	row_text(r, 7, g->challenge, sizeof(g->challenge));
	if (session.n > 0 && session.n <= sizeof(g->session)) {
		memcpy(g->session, session.p, session.n);
		g->nsession = session.n;
	}
	g->at = row_int(r, 9);
	g->expires = row_int(r, 10);
	g->tries = (unsigned)row_int(r, 11);
	g->state = (enum signature_state)row_int(r, 12);
	return false;
}

enum mf_err
signature_get(struct store *s, int64_t reference, struct signature *g)
{
	const struct value v[] = { VI(reference) };
	size_t rows;
	enum mf_err e;

	*g = (struct signature){ 0 };
	e = db_run(s->db, Q_SIGNATURE, v, N(v), take, g, &rows);
	return e != MF_OK ? e : rows == 0 ? MF_ENOENT : MF_OK;
}

enum mf_err
signature_try(
    struct store *s, const struct signature *g, enum signature_state to)
{
	const struct value v[] = { VI(g->reference), VI(g->tries), VI(to) };
	size_t rows;
	enum mf_err e;

	e = db_run(s->db, Q_SIGNATURE_TRY, v, N(v), NULL, NULL, &rows);
	return e != MF_OK ? e : rows == 1 ? MF_OK : MF_ECONFLICT;
}

static bool
take_count(void *arg, const struct row *r)
{
	*(int64_t *)arg = row_int(r, 0);
	return false;
}

enum mf_err
signature_count(struct store *s, int64_t account, int64_t now, int64_t *n)
{
	const struct value v[] = { VI(account), VI(now) };

	*n = 0;
	return db_run(s->db, Q_SIGNATURES_OPEN, v, N(v), take_count, n, NULL);
}
