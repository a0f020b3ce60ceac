/* OCRA suites (RFC 6287 section 6), as far as an importer looks at them. */
#ifndef MF_IMPORT_SUITE_H
#define MF_IMPORT_SUITE_H

#include "util/err.h"

/*
 * "OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1": its hash ("sha1", a literal) and digits
 * (0: not cut).  MF_EINVAL for what the RFC's grammar does not allow.
 */
enum mf_err
suite_parse(const char *suite, const char **hash, unsigned *digits) MF_CHECKED;

/*
 * "sha1", "sha256" or "sha512" for the ways files spell them: "SHA256",
 * "HMAC-SHA-256", ".../xmldsig#hmac-sha1".  NULL for others.
 */
const char *hash_spelled(const char *);

#endif
