/*
 * How long the loop is away from those who wait, and with what: the longest
 * stretch of each part in this minute and the one before.  The loop's own.
 *
 *	turns_begin(t);  decide...  turns_end(t, TURN_DECIDE);
 *	                 commit...  turns_end(t, TURN_COMMIT);
 */
#ifndef MF_TURNS_H
#define MF_TURNS_H

#include <stdint.h>

enum turn {
	TURN_DECIDE,
	TURN_STAGED,
	TURN_COMMIT,
	TURN_ANSWER,
	TURN_CHECKPOINT,
	TURN_TIDY,
	TURN_MAX
};

struct turns {
	int64_t begun, minute;
	int64_t now[TURN_MAX], before[TURN_MAX]; /* us, by minute */
};

void turns_begin(struct turns *);
/* What has been done since begin, or since the end before, was this. */
void turns_end(struct turns *, enum turn);

/* Microseconds of the longest, and of what kind it was. */
int64_t turns_longest(const struct turns *, enum turn *);
const char *turn_name(enum turn);

#endif
