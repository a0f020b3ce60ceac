/*
 * The people who log in: names, secrets, and which codes they have used.  A
 * line of their file is user,hotp|totp,hex secret,digits,step (0 for hotp), or
 * user,sms,+number; numbers of people with telephones count up by one.
 */
#ifndef BENCH_PEOPLE_H
#define BENCH_PEOPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CODE_SIZE 12 /* with its NUL: XXX-XXX-XXX */

struct login;

struct person {
	const char *name, *secret; /* the latter in hexadecimal */
	const char *number;        /* codes come there; NULL: of a token */
	struct login *login;       /* in flight, or its last */
	char code[CODE_SIZE];      /* that came there, for it; or "" */
	uint64_t next;             /* counter or step of the next code */
	uint64_t accepted; /* one more than the last accepted; 0: none */
	uint16_t step;     /* seconds; 0: HOTP */
	uint8_t digits;
	bool busy; /* has a login in flight */
};

struct people {
	struct person *list;
	size_t n, at;
	char *text; /* the file, which names and secrets point into */
};

/* What is typed at the challenge. */
enum intent { TYPE_RIGHT = 0, TYPE_WRONG, TYPE_REPLAY };

/* Reads the file; false after a line on standard error. */
bool people_load(struct people *, const char *path);

/* The person of that number, or NULL. */
struct person *people_of_number(struct people *, const char *number);

/* n people without tokens, for a server that takes a constant code. */
bool people_make(struct people *, size_t n);

/*
 * Takes over the counters of an earlier run; a file that does not exist is no
 * error.  False after a line on standard error.
 */
bool people_resume(struct people *, const char *path);
bool people_save(const struct people *, const char *path);
void people_free(struct people *);

/*
 * The next who has no login in flight and a code that was not used, or NULL:
 * all TOTP codes of this step are used up.  Now is in Unix seconds.
 */
struct person *people_take(struct people *, int64_t now);

/*
 * The code to type; counter is to be handed to person_accepted().  A person
 * without an accepted code types the right one instead of a replay, and says
 * so in intent; so do people with telephones, whose code must have come.
 */
void person_code(struct person *, int64_t now, enum intent *intent,
    uint64_t *counter, char out[CODE_SIZE]);
void person_accepted(struct person *, uint64_t counter);

#endif
