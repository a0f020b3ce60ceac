/*
 * The outside ledger: what was asked and what was answered, in a file that
 * the engine knows nothing of.  Intent is written before a code is sent,
 * outcome after its answer; each in one write(2), which outlives every
 * process of the test.
 */
#ifndef CRASH_BOOK_H
#define CRASH_BOOK_H

#include "door.h"
#include "token.h"

enum aim { AIM_RIGHT = 0, AIM_WRONG, AIM_REPLAY, AIM_MAX };

struct book {
	int fd; /* -1: nothing is kept */
	uint64_t intents;
};

struct entry { /* an intent and what came of it */
	size_t who;
	uint64_t counter;
	enum aim aim;
	enum said said; /* SAID_NOTHING: nobody knows */
};

struct entries {
	struct entry *list;
	size_t n;
};

/* Goes on with the one that is there.  path NULL: keeps nothing. */
bool book_open(struct book *, const char *path);
void book_close(struct book *);

/* The number of the intent. */
uint64_t book_intent(struct book *, size_t who, uint64_t counter, enum aim);
void book_outcome(struct book *, uint64_t intent, enum said);

/* All of it; false after a line on standard error. */
bool book_read(const char *path, struct entries *);
void entries_free(struct entries *);

/* Sets each one's next counter beyond all that were ever typed. */
void book_resume(const struct entries *, struct tokens *);

#endif
