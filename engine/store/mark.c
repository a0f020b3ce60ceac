#include <stdlib.h>

#include "store/mark.h"
#include "store/internal.h"

struct mark {
	struct db *db;
};

enum mf_err
mark_new(const struct store *s, struct mark **out)
{
	const struct db_options o = { .read_only = true, .cache_mib = 1 };
	struct mark *m = calloc(1, sizeof(*m));
	enum mf_err e;

	*out = m;
	if (m == NULL)
		return MF_ENOMEM;
	if ((e = db_open(s->path, &o, &m->db)) == MF_OK)
		e = mark_set(m); /* opens the files */
	if (e != MF_OK) {
		mark_free(out);
		return e;
	}
	mark_drop(m);
	return MF_OK;
}

void
mark_free(struct mark **mp)
{
	if (*mp == NULL)
		return;
	db_close(&(*mp)->db);
	free(*mp);
	*mp = NULL;
}

enum mf_err
mark_set(struct mark *m)
{
	int64_t version;
	enum mf_err e;

	if ((e = db_script(m->db, "BEGIN")) == MF_OK &&
	    (e = db_number(m->db, "PRAGMA user_version", &version)) != MF_OK)
		mark_drop(m);
	return e;
}

/* Nothing was written: there is nothing that could fail. */
void
mark_drop(struct mark *m)
{
	if (db_in_transaction(m->db))
		(void)!db_script(m->db, "ROLLBACK");
}

enum mf_err
mark_sync(struct mark *m)
{
	return db_sync_file(m->db);
}

enum mf_err
mark_sync_log(struct mark *m)
{
	return db_sync(m->db);
}
