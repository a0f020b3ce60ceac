/*
 * People who log in all the time, some of them badly: up to 64 at once.  One
 * whose answer did not come asks again with the same ticket and code, as a
 * NAS does, or begins a new login with the same code, as a person does.
 */
#ifndef CRASH_CROWD_H
#define CRASH_CROWD_H

#include "book.h"

#define SEATS 64

enum place { SEAT_FREE = 0, SEAT_FIRST, SEAT_SECOND, SEAT_AGAIN };

struct seat {
	struct door door;
	struct question q;
	enum place at;
	size_t who;
	enum aim aim;
	uint64_t counter, intent;
	unsigned tries;
	int64_t due_us;                  /* when it should have begun */
	int64_t asked_ms, not_before_ms; /* the second packet */
	char typed[TYPED_SIZE];
	char state[254];
	char station[24];
};

struct person {
	bool busy;
	bool doubt; /* nobody knows what came of token.next */
	bool accepted;
	uint64_t last; /* accepted counter */
};

struct crowd {
	/* set by the caller */
	const struct street *street;
	struct tokens *people;
	struct book *book;
	unsigned seats;
	unsigned wrong, replay; /* of 100 logins */
	unsigned again;         /* of 100 unanswered: the same ticket */
	double rate;            /* logins a second; 0: as fast as it goes */
	uint64_t limit;         /* logins to begin; 0: no end */
	/* what came of it */
	uint64_t begun, ended;
	uint64_t accepted[AIM_MAX], refused[AIM_MAX];
	uint64_t excused; /* right codes refused, that may have been spent */
	uint64_t unknown; /* never answered */
	uint64_t first_refused;
	int64_t accepted_ms; /* when somebody was last let in */
	uint32_t *latency;   /* us of each login that was let in */
	size_t latencies;
	/* its own */
	struct seat seat[SEATS];
	struct person *person;
	size_t next;
	int64_t due_us;
};

void crowd_init(struct crowd *);
void crowd_free(struct crowd *);

/* Goes on for so long, or until limit logins have ended. */
void crowd_run(struct crowd *, int64_t ms);
/* Begins none anew; false: some are still open after that time. */
bool crowd_settle(struct crowd *, int64_t ms);

/* Milliseconds that so many of 1000 logins stayed below. */
double crowd_latency(struct crowd *, unsigned permille);

#endif
