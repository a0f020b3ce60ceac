/*
 * One question on the login socket: gather -> dialogue_step -> apply.
 *
 *	received --> decide --> (hash of the password) --> decide --> answer
 *
 * A login belongs to its connection and is used again for the next question;
 * what it held of secrets is wiped when it is answered.
 */
#ifndef MF_LOGIN_H
#define MF_LOGIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conn;
struct login;

enum outcome {
	OUTCOME_LATER = 0,    /* batch_add() comes again */
	OUTCOME_NOW,          /* nothing was written: answer at once */
	OUTCOME_AFTER_COMMIT, /* answer when the batch is on disk */
};

struct login *login_new(struct conn *);
void login_free(struct login **);

uint8_t *login_buffer(struct login *); /* WIRE_LOGIN_MAX bytes to read into */
void login_received(struct login *, size_t n);

enum outcome login_decide(struct login *);

/* Sends the answer; a neutral one if the commit failed. */
void login_answer(struct login *, bool committed);

#endif
