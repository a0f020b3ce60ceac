/* PINs of tokens: in their answers, or before their codes. */

#include "store/desk.h"
#include "store/internal.h"

#define N(v) (sizeof(v) / sizeof((v)[0]))

enum mf_err
desk_token_pin(struct store *s, int64_t id, struct slice hash)
{
	uint8_t sealed[MAC_MAX + SEALED_EXTRA];
	size_t n;
	enum mf_err e;

	if (hash.n > MAC_MAX)
		return MF_EINVAL;
	if ((e = store_seal(s, SEALED_PIN, id, hash, sealed, &n)) != MF_OK)
		return e;
	const struct value v[] = { VI(id), VB(sealed, n) };
	return db_run(s->db, Q_DESK_TOKEN_PIN, v, N(v), NULL, NULL, NULL);
}

enum mf_err
desk_token_record(struct store *s, int64_t id, const char *record,
    unsigned digits, bool change)
{
	uint8_t sealed[PIN_SEALED];
	struct value v[] = { VI(id), VNULL, VI(change) };
	size_t n;
	enum mf_err e;

	if (record != NULL) {
		if ((e = pin_seal(s, id, record, digits, sealed, &n)) != MF_OK)
			return e;
		v[1] = (struct value)VB(sealed, n);
	}
	return db_run(s->db, Q_DESK_TOKEN_RECORD, v, N(v), NULL, NULL, NULL);
}
