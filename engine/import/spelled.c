#include <string.h>
#include <strings.h>

#include "import/spelled.h"

static const struct {
	const char *tail, *name;
} hashes[] = {
	{ "sha1", "sha1" },
	{ "sha-1", "sha1" },
	{ "sha256", "sha256" },
	{ "sha-256", "sha256" },
	{ "sha512", "sha512" },
	{ "sha-512", "sha512" },
};

const char *
hash_spelled(const char *s)
{
	const char *p = strrchr(s, '#');

	p = p == NULL ? s : p + 1;
	if (strncasecmp(p, "hmac", 4) == 0)
		p += p[4] == '-' || p[4] == '_' ? 5 : 4;
	for (size_t i = 0; i < sizeof(hashes) / sizeof(hashes[0]); i++)
		if (strcasecmp(p, hashes[i].tail) == 0)
			return hashes[i].name;
	return NULL;
}
