/*
 * Argon2id on worker threads of its own, one a core; the only work of the
 * engine that takes longer than the loop may wait.  A finished hash is simply
 * the next message.
 */
#ifndef MF_HASH_H
#define MF_HASH_H

#include <stdbool.h>

#include "util/crypto.h"

#define HASH_PASSWORD_MAX 512 /* bytes of a prepared password */

struct hasher;
struct engine;

struct hash_task {
	/* in */
	char record[PASSWORD_RECORD]; /* of the account; "": nobody's */
	uint8_t password[HASH_PASSWORD_MAX];
	size_t n;
	bool make; /* one in fresh; record, if there is one, is an old one */
	void (*done)(struct hash_task *); /* on the thread of the loop */
	void *arg;
	/* out */
	bool right;
	char fresh[PASSWORD_RECORD]; /* with the costs of today, or "" */
	/* the hasher's */
	struct hash_task *next;
};

/* threads: 0 for one a core. */
struct hasher *
hasher_new(struct engine *, unsigned threads, const struct password_cost *);
/* Waits for the hashes under way; those that wait are dropped. */
void hasher_stop(struct hasher *);
/* After the loop has closed its handles. */
void hasher_free(struct hasher **);

/* Costs for records made from now on. */
void hasher_set_cost(struct hasher *, const struct password_cost *);

/*
 * Fills a task with a prepared password.  record NULL: as much work as for a
 * record of today's costs, and nothing is right.  False when the password
 * cannot be prepared.
 */
bool hash_task_fill(
    struct hash_task *, const char *record, struct slice password) MF_CHECKED;

/*
 * Borrows the task until done.  False: so many wait already, or those before
 * it take so long that nobody would hear the result in left_ms: what comes
 * then would only make the next ones late as well.
 */
bool hasher_submit(struct hasher *, struct hash_task *, unsigned bound,
    int64_t left_ms) MF_CHECKED;

/* Waiting and under way. */
unsigned hasher_load(const struct hasher *);

#endif
