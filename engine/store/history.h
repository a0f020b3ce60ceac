/*
 * The audit read back, newest first; for a reader on any thread.  What was
 * recorded is handed out as it was, names as they are now.
 */
#ifndef MF_STORE_HISTORY_H
#define MF_STORE_HISTORY_H

#include "store/audit.h"

#define EVENT_NAME 65
#define ACTOR_NAME 257

struct event {
	int64_t seq, at_ms;
	int64_t account, device, used; /* 0: none */
	uint64_t dialogue;
	int64_t reference;
	char event[EVENT_NAME], actor[ACTOR_NAME], detail[DETAIL_SIZE + 1];
};

/* False ends the walk; it may not ask the same again meanwhile. */
typedef bool event_fn(void *, const struct event *);

/* The record that has the reference; MF_ENOENT: none has. */
enum mf_err
history_find(struct store *, int64_t reference, struct event *) MF_CHECKED;

/* At most limit before seq; of one account, or account 0: all. */
enum mf_err history_walk(struct store *, int64_t account, int64_t before,
    unsigned limit, event_fn *, void *) MF_CHECKED;

/* Logins of account before seq that device opened. */
enum mf_err history_opened(struct store *, int64_t account, int64_t device,
    int64_t before, unsigned limit, event_fn *, void *) MF_CHECKED;

/* The number from which on records are younger than until (binary search). */
enum mf_err
history_until(struct store *, int64_t until_ms, int64_t *before) MF_CHECKED;

/*
 * Moves head to the next record that is there, and takes its mac for true, so
 * that verifying goes on after a fault.  MF_ENOENT: there is none.
 */
enum mf_err history_skip(struct store *, struct audit_head *) MF_CHECKED;

/* When the first record that is still there was made, in ms; 0: none is. */
enum mf_err history_begin(struct store *, int64_t *at_ms) MF_CHECKED;

/* Pairs of account and source that wait after wrong codes. */
enum mf_err
history_locked(struct store *, int64_t now, int64_t *pairs) MF_CHECKED;

/* The value of key= in detail, unescaped; false if it is not there. */
bool detail_get(const char *detail, const char *key, char *out, size_t size);
/* The same as a number; otherwise when it is not there or none. */
int64_t detail_number(const char *detail, const char *key, int64_t otherwise);

#endif
