/*
 * Putting back an older database so that nothing that was true since is
 * forgotten, and the facts of which that is said: each has an id and at most
 * two numbers, whatever table it is in.
 */
#ifndef MF_STORE_RESTORE_H
#define MF_STORE_RESTORE_H

#include "store/audit.h"
#include "store/store.h"

enum fact_kind {
	FACT_COUNTER,  /* device: a = next acceptable value */
	FACT_BINDING,  /* device: a = account, b = state */
	FACT_EPOCH,    /* account: a = epoch, b = FACT_DISABLED, ... */
	FACT_BUDGET,   /* account: a = day, b = wrong codes of that day */
	FACT_FAILURES, /* device: a = wrong codes in a row */
	FACT_FAILURE,  /* account: a = device, b = time: one wrong code */
	FACT_PIN,      /* device: a = pin_epoch, b = FACT_PIN_SET, ... */
	FACT_MAX
};

/* Of FACT_EPOCH.  Who has no token left may have had one: the facts say it. */
#define FACT_DISABLED   1
#define FACT_HAD_DEVICE 2

/* Of FACT_PIN: there is one; it has to change, or to be made. */
#define FACT_PIN_SET    1
#define FACT_PIN_CHANGE 2

struct fact {
	enum fact_kind kind;
	int64_t id;
	uint64_t a, b;
};

/*
 * All facts of the database in one read transaction, by a reader on a worker
 * thread; head is the audit's as of then and known before the first fact.
 * each() returns false to end it (MF_OK all the same).
 */
enum mf_err store_facts(struct store *, struct audit_head *head,
    bool (*each)(void *, const struct fact *), void *) MF_CHECKED;

/* FACT_PIN of a device, as it is in this transaction. */
enum mf_err
store_pin_fact(struct store *, int64_t device, struct fact *) MF_CHECKED;

/* The whole file; why gets what is wrong with it. */
enum mf_err store_check(struct store *, char *why, size_t size) MF_CHECKED;

/* Breaks off what a reader on another thread is reading. */
void store_interrupt(struct store *);

/* ---- a database that is put back; nobody else has it open --------------- */

/* Moves the log of the database at path into its file; it needs no key. */
enum mf_err restore_settle(const char *path) MF_CHECKED;

/* Which database the file at path is. */
enum mf_err restore_id_of(const char *path, uint8_t id[16]) MF_CHECKED;

/* All secrets and passwords: how many there are, how many do not open. */
struct restore_seals {
	size_t total, damaged;
	unsigned missing; /* a key's id that the keyring does not have; 0 */
};

enum mf_err restore_unseal(struct store *, struct restore_seals *) MF_CHECKED;

/* What laying facts over has changed. */
struct restore_changes {
	int64_t now; /* unix seconds; the caller's */
	size_t counters, bindings, accounts, failures;
	int64_t last_device, last_account;
};

/* Transactions of its own, or the disk's cache is too slow for millions. */
enum mf_err restore_begin(struct store *) MF_CHECKED;

/* In the order in which the facts came true. */
enum mf_err restore_lay(
    struct store *, const struct fact *, struct restore_changes *) MF_CHECKED;

/* Whose PIN is another one now than anybody knows. */
#define RESTORE_PINS 8

struct restore_pins {
	size_t n;
	char serial[RESTORE_PINS][SERIAL_SIZE]; /* of the first of them */
};

enum mf_err restore_pins(struct store *, struct restore_pins *) MF_CHECKED;

struct restore_without { /* how many devices ... */
	size_t waiting;  /* go on from the time step after now */
	size_t rebind;   /* have to be bound again */
	size_t ended;    /* codes that may have been used, and are no more */
};

/* For what no note speaks of: around is the steps that count as now. */
enum mf_err restore_unknown(struct store *, int64_t now, unsigned around,
    struct restore_without *) MF_CHECKED;

/* The notes that were laid over a restored database, while nothing is newer. */
struct restore_laid {
	uint64_t generation; /* of the notes; 0: there were none */
	uint8_t mac[AUDIT_MAC];
	int64_t seq; /* of the record of the restore */
};

/*
 * A fresh generation, ids beyond all that were given out, references beyond
 * all that were drawn; no answer is repeated.  Then the audit record and what
 * was laid over (laid->seq is set); commits.
 */
enum mf_err restore_finish(struct store *, const struct restore_changes *,
    struct audit_record *, struct restore_laid *laid) MF_CHECKED;

/* Whether the database is as a restore left it; *laid says what it took in. */
bool restore_is_fresh(struct store *, struct restore_laid *laid);

#endif
