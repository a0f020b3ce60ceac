#include <stdio.h>
#include <stdlib.h>

#include "store/copy.h"
#include "store/internal.h"

struct store_copy {
	struct db_copy *copy;
};

enum mf_err
store_copy_start(struct store *s, const char *path, struct store_copy **out)
{
	struct store_copy *c = calloc(1, sizeof(*c));
	enum mf_err e;

	*out = NULL;
	if (c == NULL)
		return MF_ENOMEM;
	if ((e = db_copy_start(s->db, path, &c->copy)) != MF_OK) {
		free(c);
		return e;
	}
	*out = c;
	return MF_OK;
}

enum mf_err
store_copy_step(struct store_copy *c, int pages, int *left, int *all)
{
	return db_copy_step(c->copy, pages, left, all);
}

void
store_copy_end(struct store_copy **cp)
{
	if (*cp == NULL)
		return;
	db_copy_end(&(*cp)->copy);
	free(*cp);
	*cp = NULL;
}

enum mf_err
store_copy_check(const char *path, char *why, size_t size)
{
	const struct db_options o = { .cache_mib = 8 };
	struct db *db = NULL;
	enum mf_err e;

	snprintf(why, size, "it cannot be opened");
	if ((e = db_open(path, &o, &db)) == MF_OK &&
	    (e = db_check(db, true, why, size)) == MF_OK)
		e = db_script(db, "PRAGMA journal_mode = DELETE");
	db_close(&db);
	return e;
}
