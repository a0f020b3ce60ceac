#include <ctype.h>
#include <stddef.h>
#include <string.h>

#include "import/column.h"

static const struct {
	const char *name;
	enum column column;
} names[] = {
	{ "upn", COLUMN_ACCOUNT },
	{ "userprincipalname", COLUMN_ACCOUNT },
	{ "username", COLUMN_ACCOUNT },
	{ "serialnumber", COLUMN_SERIAL },
	{ "serial", COLUMN_SERIAL },
	{ "serialno", COLUMN_SERIAL },
	{ "secretkey", COLUMN_SECRET },
	{ "secret", COLUMN_SECRET },
	{ "secretkeybase32", COLUMN_SECRET },
	{ "seedbase32", COLUMN_SECRET },
	{ "hexseed", COLUMN_HEXSEED },
	{ "seedhex", COLUMN_HEXSEED },
	{ "seed", COLUMN_HEXSEED },
	{ "secretkeyhex", COLUMN_HEXSEED },
	{ "timeinterval", COLUMN_STEP },
	{ "timeintervalinseconds", COLUMN_STEP },
	{ "timestep", COLUMN_STEP },
	{ "interval", COLUMN_STEP },
	{ "manufacturer", COLUMN_VENDOR },
	{ "vendor", COLUMN_VENDOR },
	{ "model", COLUMN_MODEL },
	{ "tokentype", COLUMN_FACTOR },
	{ "digits", COLUMN_DIGITS },
	{ "otplength", COLUMN_DIGITS },
	{ "hashfunction", COLUMN_HASH },
	{ "hashalgorithm", COLUMN_HASH },
	{ "hash", COLUMN_HASH },
	{ "counter", COLUMN_COUNTER },
};

enum column
column_find(const char *cell)
{
	char name[32];
	size_t n = 0;

	for (; *cell != '\0'; cell++)
		if (isalnum((unsigned char)*cell)) {
			if (n == sizeof(name) - 1)
				return COLUMN_NONE;
			name[n++] = (char)tolower((unsigned char)*cell);
		}
	name[n] = '\0';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i].name) == 0)
			return names[i].column;
	return COLUMN_NONE;
}
