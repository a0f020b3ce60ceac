/*
 * Seed files of token vendors into records: PSKC (RFC 6030 and the drafts
 * before it), SafeNet/Aladdin XML, and CSV in the OATH, Entra and Yubico
 * forms.  What a file is, is told by its content.
 *
 * A file is read to its end so that every bad record is named; it is good
 * only as a whole.  The sink's seed() is called for each good record as it is
 * read: the caller keeps or stages them and throws all away unless
 * import_file() returns MF_OK.
 *
 * Foreign bytes: linked into mfctl only, never into multifactord.  Never
 * opens a file, a socket or anything that a seed file names.
 */
#ifndef MF_IMPORT_H
#define MF_IMPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "util/err.h"
#include "util/slice.h"
#include "util/text.h"

/* With the NUL; the limits are those of the control socket's fields. */
#define SEED_NAME_SIZE    65 /* vendor, model, serial, label, suite */
#define SEED_ACCOUNT_SIZE 254
#define SEED_SECRET_MAX   128

#define IMPORT_CSV_MAX (256u << 20) /* bytes of a file */
#define IMPORT_XML_MAX (64u << 20)

#define IMPORT_KEY_LEAST  10 /* bytes: the engine refuses what is below */
#define IMPORT_KEY_MIN    16 /* RFC 4226 section 4, R6 */
#define IMPORT_KEY_ADVISE 20

struct seed {
	char vendor[SEED_NAME_SIZE];
	char model[SEED_NAME_SIZE];
	char serial[SEED_NAME_SIZE]; /* as printed */
	char label[SEED_NAME_SIZE];
	char account[SEED_ACCOUNT_SIZE]; /* hint of whose it is, or "" */
	const char *factor; /* "hotp", "totp", "ocra", "yubikey": a literal */
	const char *hash;   /* "sha1", "sha256", "sha512": a literal */
	char suite[SEED_NAME_SIZE]; /* OCRA */
	unsigned digits;            /* of a code; 0 for yubikey*/
	unsigned step;              /* seconds; 0: not time based */
	uint64_t counter;           /* next value to accept; below 2^63 */
	int64_t drift;              /* steps, negative: the token is slow */
	uint8_t secret[SEED_SECRET_MAX];
	size_t secretlen;
	char public_id[33];    /* yubikey: what the key types first, modhex */
	uint8_t private_id[6]; /* yubikey: inside the encrypted block */
	bool has_private_id;
	int64_t start, expiry; /* unix seconds; 0: none */
	size_t record;         /* from 1 */
	size_t line;           /* of the file, where it begins */
};

enum import_format {
	IMPORT_DETECT = 0,
	IMPORT_PSKC,
	IMPORT_SAFENET,
	IMPORT_OATH,
	IMPORT_ENTRA,
	IMPORT_YUBICO,
	IMPORT_FORMAT_MAX
};

struct import_options {
	const char *name; /* of the file, for messages; not NULL */
	enum import_format format;
	struct slice key;      /* pre-shared key of an encrypted PSKC file */
	struct slice password; /* from which its key derives */
	/* What a file does not say; NULL or 0: the format's own default. */
	const char *factor; /* "hotp" or "totp" */
	const char *hash;
	const char *vendor;
	unsigned digits, step;
	const char *serial_prefix; /* names records without serial PREFIX17 */
	bool number_repeats;       /* a serial's second key becomes SERIAL:2 */
	int64_t now;               /* for telling expired tokens; 0: not told */
	unsigned iterations_max;   /* of PBKDF2; 0: 10,000,000 */
	bool allow_short_keys; /* below 128 bits; the engine has its least */
	/*
	 * Takes CBC values without MAC, and MACs over the plaintext, as the
	 * drafts before RFC 6030 had them: a changed file can then go unseen.
	 */
	bool allow_weak_mac;
};

struct import_complaint {
	bool error;         /* or a warning */
	size_t record;      /* 0: the file as a whole */
	size_t line;        /* 0: not known */
	const char *serial; /* "" if not known; escaped */
	const char *text;   /* the sentence with file and place; no newline */
};

/* Pointers are good during the call only.  seed(): an error ends the import. */
struct import_sink {
	void *ctx;
	enum mf_err (*seed)(void *ctx, const struct seed *);
	void (*complain)(void *ctx, const struct import_complaint *);
};

struct import_result {
	enum import_format format;
	size_t records;  /* looked at */
	size_t seeds;    /* handed to the sink */
	size_t errors;   /* said to the sink */
	size_t warnings; /* likewise */
};

/* MF_EINVAL: why gets a sentence on the option that no file can have. */
enum mf_err
import_check(const struct import_options *, struct text *why) MF_CHECKED;

/*
 * Reads f to its end; the caller opens and closes it (unbuffered, if the
 * seeds shall not stay in stdio's buffer).  crypto_init() must have run.
 * MF_OK: nothing was wrong.  MF_EINVAL: something was, and the sink knows
 * what.  MF_EIO, MF_ENOMEM, MF_EFULL, or what seed() returned: it stopped.
 */
enum mf_err import_file(FILE *f, const struct import_options *,
    const struct import_sink *, struct import_result *) MF_CHECKED;

/* "pskc", "safenet", "oath", "entra", "yubico"; "" for IMPORT_DETECT. */
const char *import_format_name(enum import_format);
/* IMPORT_DETECT for a name that is none of these. */
enum import_format import_format_find(const char *name);

void seed_clear(struct seed *); /* wipes */

#endif
