#include <string.h>

#include "wire/courier.h"

const char *const courier_words[COURIER_OUTCOMES] = {
	[COURIER_SENT] = "sent",
	[COURIER_AGAIN] = "again",
	[COURIER_REFUSED] = "refused",
};

enum courier_outcome
courier_outcome(const struct wire_field *f)
{
	unsigned o = 0;

	while (o < COURIER_OUTCOMES &&
	    (f->p == NULL || f->n != strlen(courier_words[o]) ||
		memcmp(f->p, courier_words[o], f->n) != 0))
		o++;
	return (enum courier_outcome)o;
}
