/*
 * Readers stand aside for a moment, so that the database's log can begin
 * anew: it cannot while anybody reads what it holds, and with one search
 * after the other somebody always does.
 *
 *	reader: gate_enter(); one statement; gate_leave();
 *	loop:   gate_shut(); later, when gate_is_empty(): moves the log into
 *	        the file; gate_open()
 *
 * Nobody waits long: the loop never does, and a reader goes in regardless
 * after GATE_WAIT_MS, when the loop has nothing to do and does not open it.
 */
#ifndef MF_GATE_H
#define MF_GATE_H

#include <stdbool.h>

#define GATE_WAIT_MS 50

struct gate;

struct gate *gate_new(void);
void gate_free(struct gate **);

/* A reader's; NULL is no gate. */
void gate_enter(struct gate *);
void gate_leave(struct gate *);

/* The loop's. */
void gate_shut(struct gate *);
void gate_open(struct gate *);
bool gate_is_empty(struct gate *);

#endif
