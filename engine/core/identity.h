/*
 * The other identities that lead to an account, and languages.  Each has one
 * canonical form, so that it can be looked up and counted.
 */
#ifndef MF_IDENTITY_H
#define MF_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>

#include "util/err.h"
#include "util/slice.h"

#define EMAIL_SIZE     255 /* longest address (RFC 5321), 254, and a NUL */
#define PHONE_SIZE     17  /* '+', 15 digits (E.164) and a NUL */
#define UNIQUE_ID_SIZE 129

/*
 * local@domain in lower case; an ASCII dot-atom of at most 64 bytes, and a
 * domain name (an internationalised one as xn--...).  MF_EINVAL otherwise:
 * quoted local parts and address literals are nobody's identity.
 */
enum mf_err email_canonical(struct slice raw, char out[EMAIL_SIZE]) MF_CHECKED;

enum phone_fault {
	PHONE_FINE = 0,
	PHONE_TOO_SHORT,  /* less than 7 digits with the country's */
	PHONE_TOO_LONG,   /* more than 15 */
	PHONE_CHARACTER,  /* a letter, or a sign that no number has */
	PHONE_NO_COUNTRY, /* national, and there is no default */
	PHONE_NO_PLUS,    /* national, but with what looks like the country */
	PHONE_FAULT_MAX
};

/* What to tell the person who typed it. */
extern const char *const phone_fault_texts[PHONE_FAULT_MAX];

/*
 * E.164: '+' and digits.  Takes +371 2000-0000, 0037120000000, and a national
 * number where country ("371") is not ""; one that begins with country itself
 * and is long enough for an international one is neither.  Spaces, hyphens,
 * dots, slashes and brackets between digits do not matter.  The 0 (in some
 * countries another trunk prefix) that is dialled at home only is dropped;
 * otherwise the number is not looked up.
 */
enum mf_err phone_canonical(struct slice raw, const char *country,
    char out[PHONE_SIZE], enum phone_fault *fault) MF_CHECKED;

/* How many of an E.164 number's digits, without its +, are its country's. */
size_t phone_country(const char *digits);

/* A unique id: 1 to 128 printable ASCII characters, no space; case counts. */
enum mf_err
unique_id_canonical(struct slice raw, char out[UNIQUE_ID_SIZE]) MF_CHECKED;

/* Whether code is one of the EU's official languages: "en", "lv". */
bool language_is_known(const char *code);

#endif
