/*
 * What an authenticator app scans (Google's Key URI format): once, when the
 * engine has drawn the secret.
 */
#ifndef MF_OTPAUTH_H
#define MF_OTPAUTH_H

#include "store/desk.h"
#include "util/text.h"

#define OTPAUTH_SIZE   1025
#define OTPAUTH_ISSUER "multifactor"

/*
 * otpauth://totp/issuer:who?secret=...; everything escaped as RFC 3986 wants
 * it (a space is %20).  The caller wipes out.  MF_ENOMEM.
 */
enum mf_err otpauth_uri(const struct new_token *, const char *issuer,
    const char *who, struct text *out) MF_CHECKED;

#endif
