/* Names of hashes, as seed files spell them. */
#ifndef MF_SPELLED_H
#define MF_SPELLED_H

/*
 * "sha1", "sha256" or "sha512" for the ways files spell them: "SHA256",
 * "HMAC-SHA-256", ".../xmldsig#hmac-sha1".  NULL for others.
 */
const char *hash_spelled(const char *);

#endif
