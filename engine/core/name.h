/*
 * Canonical user and group names: every form of one name becomes the same
 * bytes, or is refused.  Nothing is trimmed, nothing is guessed.
 *
 * RFC 8265, UsernameCaseMapped: full-width and half-width forms are mapped,
 * letters become lower case, the whole NFC; only the IdentifierClass of RFC
 * 8264 is allowed (no space, no control, nothing invisible), contexts and
 * the Bidi rule hold.  Then a realm or a domain that is configured is taken
 * off:
 *
 *	ALICE, alice@Example.org, EXAMPLE\alice	-> alice
 *	alice@other.org, OTHER\alice		-> a name of its own
 *
 * Refused besides: an empty part ("@example.org", "EXAMPLE\"), a realm that
 * ends with a dot, and a name of which something was taken off and that
 * still has '@' or '\' in it.  So the canonical form of a canonical name is
 * that name.
 *
 * Lower case is RFC 8265's (Unicode's default mapping, of no language):
 * "straße" and "strasse" are two names.
 */
#ifndef MF_NAME_H
#define MF_NAME_H

#include <stddef.h>

#include "util/err.h"
#include "util/slice.h"

#define NAME_BYTES 253 /* of a User-Name, raw and canonical (RFC 2865) */
#define NAME_SIZE  (NAME_BYTES + 1)

/* NULL-ended, or NULL for none.  ASCII in any case, else canonical. */
struct name_rules {
	const char *const *realms;  /* "example.org" */
	const char *const *domains; /* NetBIOS: "EXAMPLE" */
};

struct name {
	char canonical[NAME_SIZE];
	char realm[NAME_SIZE]; /* the realm taken off, canonical; or "" */
};

/* MF_EINVAL: it has no canonical form; out is then zeroed. */
enum mf_err name_canonical(
    const struct name_rules *, struct slice raw, struct name *out) MF_CHECKED;

/* A group's name: as above, but single spaces inside, and whole. */
enum mf_err group_canonical(struct slice raw, char out[NAME_SIZE]) MF_CHECKED;

#endif
