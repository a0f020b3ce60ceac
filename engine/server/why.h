/*
 * Why a login, or the signing of a transaction, came out as it did, in
 * sentences that the helpdesk can read out: what happened, when, from where,
 * and what to do now.  Pure: the facts come in, names of people and things as
 * they are called today.
 */
#ifndef MF_WHY_H
#define MF_WHY_H

#include "core/dialogue.h"
#include "util/text.h"

#define STORY_SIZE 2048

enum story_end { STORY_REJECTED = 0, STORY_ASKED, STORY_ACCEPTED };

enum story_first { /* what the service takes for the first factor */
	STORY_FIRST_UNKNOWN = 0,
	STORY_FIRST_PASSWORD,
	STORY_FIRST_RADIUS,
	STORY_FIRST_NONE,
};

enum story_single { /* a code that works once, of no device */
	SINGLE_NONE = 0,
	SINGLE_TEMPORARY, /* the helpdesk gave it */
	SINGLE_RECOVERY,  /* of a printed list */
	SINGLE_SMS,       /* that was sent */
	SINGLE_EMAIL,
};

struct story {
	int64_t at_ms, now_ms;
	enum story_end end;
	enum reason reason;
	enum opened opened; /* REASON_ACCEPTED */
	/* NULL or "": not known */
	const char *account; /* or the name as it was typed, canonical */
	const char *nas, *station, *policy;
	enum story_first first;
	/* the device that was used or blamed */
	const char *title; /* "TOTP"; NULL: there was none */
	const char *serial, *label;
	unsigned step; /* seconds; 0: not time based */
	enum story_single single;
	bool asked;          /* it answers challenges */
	bool touched;        /* it types its codes, when it is touched */
	bool pin;            /* one is typed before its codes */
	bool still;          /* two codes in a row tell nothing of it */
	const char *address; /* of what is sent: shortened */
	const char *claimed; /* a serial, behind the code; NULL, "": none */
	int64_t shown;       /* when the device showed it; 0: not known */
	/* the login that used the code, or a newer one, before */
	int64_t used_ms; /* 0: not found */
	const char *used_nas;
	bool used_newer;
	int64_t locked_until; /* 0: no lock is known */
	const char *word;     /* REASON_WORD: of word_name(); NULL: which? */
	bool lost_today;      /* and it was "lost" for the second time */
	const char *attribute,
	    *fault;                /* REASON_UNGIVEN: as FreeRADIUS has it */
	const char *form, *fields; /* of a transaction; NULL: a login */
	bool proof; /* in mutual mode; fields has the token's challenge */
	/* the device that was reported lost earlier in this login */
	const char *lost_title; /* NULL: none was */
	const char *lost_serial, *lost_label, *lost_address;
	enum story_single lost_single;
};

/* What is said of codes that are not shown by a device. */
struct single {
	const char *name, *next, *again, *retry, *wrong;
	const char *found, *gone; /* commands; NULL: those of a token */
};
extern const struct single why_singles[];

/* And of devices, by how their codes come to be typed. */
enum story_manner {
	MANNER_SHOWN = 0,
	MANNER_ASKED,
	MANNER_TOUCHED,
	MANNER_PIN
};

struct manner {
	const char *wrong, *retry, *type;
};
extern const struct manner why_manners[];

/* Lines of at most 78 characters, \n between; out is empty. */
void why_tell(const struct story *, struct text *out);

/* The same of one line: breaks at spaces, and counts characters, not bytes. */
void why_wrap(const char *line, struct text *out);

/* In one line, without when and who: what happened; and what to do, or "". */
void why_happened(const struct story *, struct text *out);
void why_next(const struct story *, struct text *out);

/* REASON_NONE for a word that is none. */
enum reason why_reason(const char *word);

/* "3 minutes", "2 hours": of a time ago, or to come. */
#define SPAN_SIZE 32
void why_span(int64_t seconds, char out[SPAN_SIZE]);

/* why_say.c: a sentence, with a fact in the place of each {}. */
void why_expand(const struct story *, const char *sentence, struct text *out);

/* why_words.c: the sentences. */
struct telling {
	bool after_first;     /* the first factor was right */
	const char *happened; /* ends in a full stop */
	const char *next;     /* what to do; NULL: nothing */
};

extern const struct telling tellings[REASON_MAX];

#endif
