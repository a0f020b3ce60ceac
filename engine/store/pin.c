/*
 * PINs before codes.  What is sealed is the PIN's length, a byte, and then its
 * Argon2id record: a field that is split by length needs the one, and whoever
 * reads the database without its keys shall not have it.  A record without a
 * length before it is of an unknown one.
 */

#include <string.h>

#include "store/internal.h"
#include "store/restore.h"

enum mf_err
pin_seal(struct store *s, int64_t device, const char *record, unsigned digits,
    uint8_t out[PIN_SEALED], size_t *n)
{
	uint8_t plain[1 + PASSWORD_RECORD];
	size_t len = strlen(record);
	enum mf_err e;

	*n = 0;
	if (digits == 0 || digits > PIN_MOST || len >= PASSWORD_RECORD)
		return MF_EINVAL;
	plain[0] = (uint8_t)digits;
	memcpy(plain + 1, record, len);
	e = store_seal(
	    s, SEALED_RECORD, device, (struct slice){ plain, 1 + len }, out, n);
	wipe(plain, sizeof(plain));
	return e;
}

enum mf_err
pin_read(struct store *s, struct slice sealed, struct device *d)
{
	uint8_t plain[PASSWORD_RECORD];
	size_t n, at;
	enum mf_err e;

	if (sealed.n == 0)
		return MF_OK;
	e = store_unseal(
	    s, SEALED_RECORD, d->id, sealed, plain, sizeof(plain), &n);
	at = n > 0 && plain[0] <= PIN_MOST ? 1 : 0;
	/* An empty record would be no PIN at all. */
	if (e == MF_OK && (n <= at || n - at >= sizeof(d->record)))
		e = MF_ECRYPTO;
	if (e == MF_OK) {
		d->pin_digits = at == 0 ? 0 : plain[0];
		memcpy(d->record, plain + at, n - at);
	}
	wipe(plain, sizeof(plain));
	return e;
}

enum mf_err
store_pin_set(
    struct store *s, const struct effect *fx, const struct account_facts *a)
{
	uint8_t sealed[PIN_SEALED];
	size_t n;
	enum mf_err e;

	e = pin_seal(s, fx->device, fx->record, fx->digits, sealed, &n);
	if (e != MF_OK)
		return e;
	const struct value v[] = { VI(fx->device), VB(sealed, n), VI(a->id),
		VI(a->epoch) };
	return set_one(s, Q_PIN_SET, v, sizeof(v) / sizeof(v[0]));
}

static bool
take_standing(void *arg, const struct row *r)
{
	struct fact *f = arg;

	f->a = (uint64_t)row_int(r, 0);
	f->b = (row_int(r, 1) != 0 ? FACT_PIN_SET : 0) |
	    (row_int(r, 2) != 0 ? FACT_PIN_CHANGE : 0);
	return false;
}

enum mf_err
store_pin_fact(struct store *s, int64_t device, struct fact *f)
{
	const struct value v[] = { VI(device) };

	*f = (struct fact){ .kind = FACT_PIN, .id = device };
	return db_run(s->db, Q_PIN_STANDING, v, 1, take_standing, f, NULL);
}
