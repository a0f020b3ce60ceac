/*
 * Numbers and names as a prompt shows them (core/prompt.h draws the forms).
 * All take any text, put printable UTF-8 on one line, and never fail.
 */
#ifndef MF_SHORTEN_H
#define MF_SHORTEN_H

#include "util/text.h"

void shorten_serial(struct text *, const char *printed);
void shorten_phone(struct text *, const char *e164);
void shorten_phone_tail(struct text *, const char *e164); /* "..8899" */
void shorten_email(struct text *, const char *address);

/* At most 30 bytes, ".." behind what was cut; '"' becomes '\''. */
void shorten_label(struct text *, const char *label);

/*
 * The same, at most max bytes of a label, of an address's domain and of what
 * is shown of a serial.
 */
void shorten_serial_to(struct text *, const char *printed, size_t max);
void shorten_email_to(struct text *, const char *address, size_t max);
void shorten_label_to(struct text *, const char *label, size_t max);

/* What somebody else said: at most max bytes of it. */
void shorten_words(struct text *, const void *, size_t n, size_t max);

/* In groups of four: "2746 9018". */
void shorten_challenge(struct text *, const char *digits);

#endif
