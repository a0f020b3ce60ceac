#include <string.h>

#include "core/factor.h"

/* Every kind of factor: its file, and this line. */
static const struct factor_ops *const factors[] = {
	&factor_hotp,
	&factor_totp,
	&factor_temporary,
};

#define NFACTORS (sizeof(factors) / sizeof(factors[0]))

const struct factor_ops *
factor_at(size_t i)
{
	return i < NFACTORS ? factors[i] : NULL;
}

const struct factor_ops *
factor_by_name(const char *name)
{
	for (size_t i = 0; i < NFACTORS; i++)
		if (strcmp(factors[i]->name, name) == 0)
			return factors[i];
	return NULL;
}
