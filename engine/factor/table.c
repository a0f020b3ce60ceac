#include <string.h>

#include "core/factor.h"

#define POINTER(name) &factor_##name,
static const struct factor_ops *const factors[] = { FACTOR_KINDS(POINTER) };

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
