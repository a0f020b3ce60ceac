#include "server/claims.h"

#define META_HOUR  "claims.hour"
#define META_TAKEN "claims.taken"

bool
claims_left(struct claims *c, unsigned per_hour, int64_t now)
{
	if (c->hour != now / 3600) {
		c->hour = now / 3600;
		c->taken = 0;
	}
	return c->taken < per_hour;
}

bool
claims_take(struct claims *c, unsigned per_hour, int64_t now)
{
	if (!claims_left(c, per_hour, now))
		return false;
	c->taken++;
	c->dirty = true;
	return true;
}

enum mf_err
claims_load(struct claims *c, struct store *s)
{
	int64_t taken = 0;
	enum mf_err e = store_meta_get_int(s, META_HOUR, &c->hour);

	if (e == MF_OK)
		e = store_meta_get_int(s, META_TAKEN, &taken);
	c->taken = (unsigned)taken;
	return e == MF_ENOENT ? MF_OK : e;
}

enum mf_err
claims_save(const struct claims *c, struct store *s)
{
	enum mf_err e = store_meta_put_int(s, META_HOUR, c->hour);

	return e != MF_OK ? e : store_meta_put_int(s, META_TAKEN, c->taken);
}
