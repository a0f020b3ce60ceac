/* Values of the database that have a name and no table. */

#include <string.h>

#include "store/internal.h"

struct fetch {
	uint8_t *p;
	size_t size, n;
	bool found;
};

static bool
fetch_bytes(void *arg, const struct row *r)
{
	struct fetch *f = arg;
	struct slice s = row_bytes(r, 0);

	if (s.n <= f->size) {
		memcpy(f->p, s.p, s.n);
		f->n = s.n;
		f->found = true;
	}
	return false;
}

enum mf_err
store_meta_get(struct store *s, const char *name, void *out, size_t n)
{
	struct fetch f = { out, n, 0, false };
	const struct value v[] = { VS(name) };
	enum mf_err e;

	e = db_run(s->db, Q_META_GET, v, 1, fetch_bytes, &f, NULL);
	if (e != MF_OK)
		return e;
	return f.found && f.n == n ? MF_OK : MF_ENOENT;
}

enum mf_err
store_meta_put(struct store *s, const char *name, const void *p, size_t n)
{
	const struct value v[] = { VS(name), VB(p, n) };

	return db_run(s->db, Q_META_PUT, v, 2, NULL, NULL, NULL);
}

enum mf_err
store_meta_get_int(struct store *s, const char *name, int64_t *out)
{
	return store_meta_get(s, name, out, sizeof(*out));
}

enum mf_err
store_meta_put_int(struct store *s, const char *name, int64_t v)
{
	return store_meta_put(s, name, &v, sizeof(v));
}
