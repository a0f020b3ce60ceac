#include "server/claims.h"

bool
claims_take(struct claims *c, unsigned per_hour, int64_t now)
{
	if (c->hour != now / 3600) {
		c->hour = now / 3600;
		c->taken = 0;
	}
	if (c->taken >= per_hour)
		return false;
	c->taken++;
	return true;
}
