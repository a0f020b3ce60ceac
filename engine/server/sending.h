/*
 * Codes on their way to a number or an address: what limits let one leave, and
 * what is written when one does.  On the loop; writes within a batch.
 */
#ifndef MF_SENDING_H
#define MF_SENDING_H

#include "core/factor.h"
#include "server/conf.h"
#include "store/pending.h"
#include "store/sending.h"

struct engine;

/* One of the limits of "sending" in multifactord.conf. */
struct sending_limit {
	const char *name; /* "account_hour" */
	const char *what; /* "to the account in an hour" */
	size_t count;     /* where it is in struct sending_counts */
	size_t most;      /* ... and in struct conf_sending */
	bool keeps;       /* some of it is not for strangers */
	bool notices;     /* of notices: it holds back no code */
};

extern const struct sending_limit sending_limits[];
extern const size_t sending_nlimits;

unsigned
sending_count(const struct sending_limit *, const struct sending_counts *);
unsigned
sending_most(const struct sending_limit *, const struct conf_sending *);

/* A place: FreeRADIUS's client, and the station, folded (core/station.h). */
void sending_source(
    const char *client, const char *station, uint8_t source[SOURCE_SIZE]);

/* Whether messages may go to that number; they may to any e-mail address. */
bool sending_reaches(
    const struct conf_sending *, const struct factor_ops *, const char *to);

/*
 * Whether people may register a number of any country at the prompt: whoever
 * has a password and a code may then choose one that costs.
 */
bool sending_is_open(const struct conf_sending *, const struct policy *);

/* The limit that is reached, or NULL: then one more may leave. */
enum mf_err sending_barrier(struct engine *, const struct sending_who *,
    int64_t now, const struct sending_limit **) MF_CHECKED;

/* How many more may leave; 0 with an error, too. */
enum mf_err sending_left(struct engine *, const struct sending_who *,
    int64_t now, unsigned *left) MF_CHECKED;

/* A code that leaves now. */
struct sending {
	const struct device *device; /* ops, id, address, state */
	struct sending_who who;
	uint64_t dialogue;
	unsigned round, resend;
	const char *account; /* its name */
	const char *language;
	const char *service; /* what the person logs in to, or "" */
	int64_t now_ms;
};

/*
 * Its pending row, its message and the counts: all or nothing, in the batch.
 * An unconfirmed device gets the code that confirms it.  repeat and answer:
 * as store_pending_put() has them.
 */
enum mf_err sending_put(struct engine *, const struct sending *,
    const uint8_t *repeat, struct slice answer) MF_CHECKED;

/*
 * The code of a pending row, n characters; MF_ENOENT: the key that it was
 * derived from is gone, and so is the code.  The caller wipes it.
 */
enum mf_err sending_code(struct engine *, const struct pending *, size_t n,
    char out[CODE_SIZE]) MF_CHECKED;

/*
 * The code of a pending row, n characters, becomes its device's secret, and
 * d->sent says what is to be known of it; no secret where the key is gone.
 */
enum mf_err sending_take(struct engine *, const struct pending *, size_t n,
    struct device *d) MF_CHECKED;

/* Characters of a code that such a device is sent. */
size_t sending_length(enum device_state);

/* An id for a new dialogue: no two are the same. */
uint64_t sending_dialogue(struct engine *, int64_t now_ms);

#endif
