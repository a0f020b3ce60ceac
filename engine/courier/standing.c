#include <stdlib.h>

#include "courier/standing.h"

#define FAILURES 3 /* in a row, then nothing goes there for a while */
#define PAUSE_MS 10000

struct standing *
standing_new(void)
{
	struct standing *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	breaker_init(&s->breaker, FAILURES, PAUSE_MS, PAUSE_MS);
	s->shared = 1;
	return s;
}

struct standing *
standing_share(struct standing *s)
{
	s->shared++;
	return s;
}

void
standing_free(struct standing **sp)
{
	if (*sp != NULL && --(*sp)->shared == 0)
		free(*sp);
	*sp = NULL;
}
