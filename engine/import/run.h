/*
 * One import under way: where it stands, what it has complained of.  Inside
 * engine/import only.  MF_EINVAL among these files means: complained of
 * already, go on with the next record; any other error ends the import.
 */
#ifndef MF_IMPORT_RUN_H
#define MF_IMPORT_RUN_H

#include "import/import.h"
#include "import/serials.h"
#include "import/source.h"

/* What would be said of record after record is said once, with a count. */
enum note {
	NOTE_SHORT,  /* key of 128 to 159 bits */
	NOTE_WEAK,   /* shorter, and allowed */
	NOTE_DIGITS, /* not said */
	NOTE_STEP,   /* not said */
	NOTE_FACTOR, /* not said */
	NOTE_SERIAL, /* not said */
	NOTE_EXPIRED,
	NOTE_TIME,         /* PSKC's Time */
	NOTE_TRANSACTIONS, /* PSKC's NumberOfTransactions */
	NOTE_PIN,          /* a PIN, not a token's key */
	NOTE_MAC,          /* none, or over the plaintext */
	NOTE_REPEAT,       /* serial numbered */
	NOTE_SIGNED,
	NOTE_LONG_SHA1, /* 32 or 64 bytes, and nobody says which hash */
	NOTE_MAX
};

struct run {
	const struct import_options *opt;
	const struct import_sink *sink;
	struct import_result *result;
	struct source src;
	struct serials serials;
	size_t record, line;         /* where it stands; record 0: nowhere */
	char serial[SEED_NAME_SIZE]; /* of that record, or "" */
	struct {
		size_t count, record;
		char serial[SEED_NAME_SIZE];
	} notes[NOTE_MAX];
};

/* The next record begins at line; its serial is not known yet. */
void run_next(struct run *, size_t line);

/* Tells the sink; always MF_EINVAL, so that callers can return it. */
enum mf_err run_bad(struct run *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* The same of the file as a whole; line 0: no line. */
enum mf_err run_bad_file(struct run *, size_t line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void run_warn(struct run *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

void run_note(struct run *, enum note);
void run_notes(struct run *); /* at the end: one warning for each kind */

/* The bytes of a text as a message may show them, in a buffer of n. */
const char *run_show(char *buf, size_t n, const char *text);

/*
 * Fills in what the file leaves open, checks the record against every limit
 * and hands it to the sink.
 */
enum mf_err run_seed(struct run *, struct seed *) MF_CHECKED;

#endif
