/* What the files of engine/store share, and nobody else may see. */
#ifndef MF_STORE_INTERNAL_H
#define MF_STORE_INTERNAL_H

#include "store/audit.h"
#include "store/db.h"
#include "store/gate.h"
#include "store/outbox.h"
#include "store/store.h"

#define SENDING_WHO (8 + ADDRESS_SIZE) /* a name in sending */

struct store {
	struct db *db;
	struct gate *gate; /* of its readers; NULL in a reader */
	const struct keyring *keys;
	uint64_t generation;
	uint8_t id[16];
	struct audit_head head;      /* of the chain, as of now */
	struct audit_head committed; /* when the batch began */
	struct audit_head saved;     /* at the savepoint */
	bool stirred;                /* something was put into the outbox */
	bool lazy;                   /* commits do not wait for the disk */
	char walked[SENDING_WHO];    /* whose counts were looked at last */
	char path[512];
	/* Of the outbox, cancelled, though a courier may have them: */
	int64_t recalled[OUTBOX_RECALLED];
	size_t nrecalled;
};

#define SECONDS_PER_DAY 86400

/* Takes away counts that no limit asks about any more: of so many rows, and
 * from there the next time. */
enum mf_err sending_expire(
    struct store *, int64_t now, unsigned rows, size_t *gone) MF_CHECKED;

/* n bytes by name; MF_ENOENT: there are none, or not so many. */
enum mf_err store_meta_get(
    struct store *, const char *name, void *out, size_t n) MF_CHECKED;
enum mf_err store_meta_put(
    struct store *, const char *name, const void *, size_t n) MF_CHECKED;

/* How all sealed values of a kind are read, and written anew. */
struct sealed_queries {
	enum query all;    /* id, value after an id; at most so many */
	enum query reseal; /* compare and set */
};
extern const struct sealed_queries sealed_queries[SEALED_KINDS];

/* Of device.pin_change; 0: it is as it should be. */
#define PIN_TO_CHANGE 1
#define PIN_UNKNOWN   2

#define PIN_SEALED (1 + PASSWORD_RECORD + SEALED_EXTRA)

/* The record of a PIN of so many digits, to be kept with its device. */
enum mf_err pin_seal(struct store *, int64_t device, const char *record,
    unsigned digits, uint8_t out[PIN_SEALED], size_t *n) MF_CHECKED;
/* Into the device's record and pin_digits; nothing sealed: no PIN. */
enum mf_err
pin_read(struct store *, struct slice sealed, struct device *) MF_CHECKED;

/* Runs a compare and set: exactly one row, or MF_ECONFLICT. */
enum mf_err
set_one(struct store *, enum query, const struct value *, size_t n) MF_CHECKED;

/* A device from the columns of Q_DEVICES; its secret unsealed. */
enum mf_err
device_from_row(struct store *, const struct row *, struct device *) MF_CHECKED;

#endif
