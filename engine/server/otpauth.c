#include <inttypes.h>
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "server/otpauth.h"
#include "core/typed.h"

/* Unreserved characters stay (RFC 3986, section 2.3). */
static void
put_escaped(struct text *t, const char *s)
{
	for (; *s != '\0'; s++)
		if (ascii_is_alnum(*s) || strchr("-._~", *s) != NULL)
			text_putn(t, s, 1);
		else
			text_printf(t, "%%%02X", (unsigned char)*s);
}

static enum mf_err
put_secret(struct text *t, struct slice secret)
{
	char *text = NULL;
	size_t n;

	if (oath_base32_encode((const char *)secret.p, secret.n, &text, &n) !=
	    OATH_OK)
		return MF_ENOMEM;
	text_putn(t, text, strcspn(text, "=")); /* apps want no padding */
	wipe(text, n);
	free(text);
	return MF_OK;
}

enum mf_err
otpauth_uri(const struct new_token *k, const char *issuer, const char *who,
    struct text *t)
{
	static const char *const hashes[] = {
		[HASH_SHA1] = "SHA1",
		[HASH_SHA256] = "SHA256",
		[HASH_SHA512] = "SHA512",
	};
	enum mf_err e;

	text_printf(t, "otpauth://%s/", k->factor);
	put_escaped(t, issuer);
	text_put(t, ":");
	put_escaped(t, who);
	text_put(t, "?secret=");
	if ((e = put_secret(t, k->secret)) != MF_OK)
		return e;
	text_put(t, "&issuer=");
	put_escaped(t, issuer);
	text_printf(t, "&algorithm=%s&digits=%u", hashes[k->hash], k->digits);
	if (k->step > 0)
		text_printf(t, "&period=%u", k->step);
	else
		text_printf(t, "&counter=%" PRIu64, k->counter);
	return MF_OK;
}
