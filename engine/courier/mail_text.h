/* An e-mail as it goes over SMTP (RFC 5322, 2045, 2047, 3834). */
#ifndef MF_MAIL_TEXT_H
#define MF_MAIL_TEXT_H

#include <stdint.h>

#include "util/err.h"
#include "util/text.h"

#define MAIL_SIZE 16384 /* bytes that any of ours fits in */

struct mail {
	const char *from; /* "Multifactor <mfa@example.org>", or an address */
	const char *to;   /* an address */
	const char *subject, *body; /* UTF-8; lines end in \n */
	const char *id;             /* of the message, for Message-ID */
	int64_t date;               /* unix seconds */
};

/* MF_EINVAL: an address or id has what would be another header. */
enum mf_err mail_build(const struct mail *, struct text *) MF_CHECKED;

/* The address in "Name <address>", or the text itself; MF_EINVAL: none. */
enum mf_err mail_address(const char *from, char *out, size_t size) MF_CHECKED;

#endif
