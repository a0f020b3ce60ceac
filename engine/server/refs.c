#include <stdlib.h>

#include "server/refs.h"

#define BLOCK     4096
#define META_NEXT "reference.next"

struct references {
	int64_t next, end; /* drawn next, and the first not reserved */
	int64_t asked;     /* new end once the batch is committed; 0: none */
	uint8_t key[KEY_SIZE];
};

static enum mf_err
reserve_first(struct store *s, struct references *r)
{
	enum mf_err e;

	e = store_meta_get_int(s, META_NEXT, &r->next);
	if (e == MF_ENOENT)
		r->next = 1;
	else if (e != MF_OK)
		return e;
	r->end = r->next + BLOCK;
	if ((e = store_begin(s)) != MF_OK)
		return e;
	if ((e = store_meta_put_int(s, META_NEXT, r->end)) != MF_OK) {
		store_rollback(s);
		return e;
	}
	return store_commit(s);
}

enum mf_err
refs_open(struct store *s, const struct keyring *keys, struct references **out)
{
	struct references *r = calloc(1, sizeof(*r));
	enum mf_err e;

	*out = NULL;
	if (r == NULL)
		return MF_ENOMEM;
	if ((e = keyring_key(keys, KEY_REFERENCE, 0, r->key)) != MF_OK ||
	    (e = reserve_first(s, r)) != MF_OK) {
		refs_free(&r);
		return e;
	}
	*out = r;
	return MF_OK;
}

void
refs_free(struct references **rp)
{
	if (*rp == NULL)
		return;
	wipe(*rp, sizeof(**rp));
	free(*rp);
	*rp = NULL;
}

int64_t
refs_draw(struct references *r)
{
	return r->next < r->end ? r->next++ : 0;
}

bool
refs_run_low(const struct references *r)
{
	return r->asked == 0 && r->end - r->next < BLOCK / 2;
}

enum mf_err
refs_reserve(struct references *r, struct store *s)
{
	enum mf_err e;

	if (!refs_run_low(r))
		return MF_OK;
	if ((e = store_meta_put_int(s, META_NEXT, r->end + BLOCK)) == MF_OK)
		r->asked = r->end + BLOCK;
	return e;
}

void
refs_committed(struct references *r, bool committed)
{
	if (committed && r->asked != 0)
		r->end = r->asked;
	r->asked = 0;
}

void
refs_format(const struct references *r, int64_t number, char out[10])
{
	if (number == 0 ||
	    reference_format(r->key, (uint64_t)number, out) != MF_OK)
		out[0] = '\0';
}

enum mf_err
refs_parse(const struct references *r, const char *text, int64_t *number)
{
	uint64_t n;
	enum mf_err e = reference_parse(r->key, slice_str(text), &n);

	*number = (int64_t)n;
	return e;
}
