/* The values of <Data>: plain, encrypted, or as the drafts had them. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "import/pskc.h"
#include "util/crypto.h"
#include "util/text.h"

#define BASE64_MAX 1024 /* characters, with the line breaks inside */

enum mf_err
pskc_base64(struct run *r, const char *what, const xmlNode *node, uint8_t *out,
    size_t size, size_t *n)
{
	char text[BASE64_MAX];
	enum mf_err e;

	*n = 0;
	if (node == NULL)
		return MF_OK;
	e = xml_text(node, text, sizeof(text));
	if (e == MF_OK)
		e = base64_decode(slice_str(text), out, size, n);
	wipe(text, sizeof(text));
	if (e == MF_OK)
		return MF_OK;
	*n = 0;
	return run_bad(r, "the %s is not base64, or is longer than %zu bytes.",
	    what, size);
}

/* What a value's element holds, decoded no further than base64. */
struct raw {
	char algorithm[128]; /* "": not encrypted */
	uint8_t cipher[PSKC_VALUE_MAX], mac[MAC_MAX];
	size_t cipherlen, maclen;
	xmlNode *plain;
};

/* <Value> is plain or not as the container says; <ValueDigest> its MAC. */
static void
draft_value(const struct pskc *p, xmlNode *value, xmlNode *mac, struct raw *raw,
    xmlNode **cipher)
{
	if (p->algorithm[0] == '\0' || mac == NULL) {
		raw->plain = value;
		return;
	}
	memcpy(raw->algorithm, p->algorithm, sizeof(raw->algorithm));
	*cipher = value;
}

static enum mf_err
look(struct run *r, const struct pskc *p, const char *what, xmlNode *data,
    struct raw *raw)
{
	static const char *const macs[] = { "ValueMAC", "ValueDigest", NULL };
	xmlNode *encrypted = xml_child(data, "EncryptedValue");
	xmlNode *method = xml_child(encrypted, "EncryptionMethod");
	xmlNode *cipher = xml_find(encrypted, "CipherData/CipherValue");
	xmlNode *value = xml_child(data, "Value");
	xmlNode *mac = xml_child_of(data, macs);
	enum mf_err e;

	if (xml_child(method, "EncryptionScheme") != NULL) /* drafts: PBES2 */
		method = xml_child(method, "EncryptionScheme");
	raw->plain = xml_child(data, "PlainValue");
	if (raw->plain != NULL && encrypted != NULL)
		return run_bad(r,
		    "the %s has both a PlainValue and an EncryptedValue.",
		    what);
	if (raw->plain == NULL && encrypted == NULL && value != NULL)
		draft_value(p, value, mac, raw, &cipher);
	if (raw->plain != NULL)
		return MF_OK;
	if (encrypted != NULL &&
	    (xml_attr(method, "Algorithm", raw->algorithm,
		 sizeof(raw->algorithm)) != MF_OK ||
		raw->algorithm[0] == '\0' || cipher == NULL))
		return run_bad(r,
		    "the encrypted %s lacks its EncryptionMethod or "
		    "CipherValue.",
		    what);
	if ((e = pskc_base64(r, what, cipher, raw->cipher, sizeof(raw->cipher),
		 &raw->cipherlen)) != MF_OK)
		return e;
	return pskc_base64(
	    r, "ValueMAC", mac, raw->mac, sizeof(raw->mac), &raw->maclen);
}

static enum mf_err
decrypt(struct run *r, struct pskc *p, const char *what, const struct raw *raw,
    uint8_t *out, size_t *n)
{
	return pskc_decrypt(r, p, what, raw->algorithm,
	    (struct slice){ raw->cipher, raw->cipherlen },
	    (struct slice){ raw->mac, raw->maclen }, out, n);
}

enum mf_err
pskc_bytes(struct run *r, struct pskc *p, const char *what, xmlNode *data,
    uint8_t *out, size_t *n)
{
	struct raw raw = { 0 };
	enum mf_err e;

	*n = 0;
	if ((e = look(r, p, what, data, &raw)) != MF_OK)
		return e;
	if (raw.plain != NULL)
		return pskc_base64(r, what, raw.plain, out, PSKC_VALUE_MAX, n);
	if (raw.algorithm[0] == '\0')
		return MF_OK;
	return decrypt(r, p, what, &raw, out, n);
}

/* Digits, or big-endian. */
static enum mf_err
integer(const uint8_t *p, size_t n, int64_t *out)
{
	char text[24];
	uint64_t v = 0;

	if (n > 0 && n < sizeof(text)) {
		memcpy(text, p, n);
		text[n] = '\0';
		if (strlen(text) == n &&
		    number_parse(text, INT64_MIN, INT64_MAX, out) == MF_OK)
			return MF_OK;
	}
	if (n == 0)
		return MF_EINVAL;
	for (size_t i = 0; i < n; i++) {
		if (v > INT64_MAX >> 8)
			return MF_EINVAL;
		v = v << 8 | p[i];
	}
	*out = (int64_t)v;
	return MF_OK;
}

enum mf_err
pskc_integer(struct run *r, struct pskc *p, const char *what, xmlNode *data,
    int64_t *out, bool *there)
{
	struct raw raw = { 0 };
	uint8_t bytes[PSKC_VALUE_MAX];
	char text[64] = "", show[300];
	size_t n = 0;
	enum mf_err e;

	*there = false;
	*out = 0;
	if ((e = look(r, p, what, data, &raw)) != MF_OK)
		return e;
	if (raw.plain == NULL && raw.algorithm[0] == '\0')
		return MF_OK;
	if (raw.plain != NULL &&
	    xml_text(raw.plain, text, sizeof(text)) == MF_OK &&
	    number_parse(text, INT64_MIN, INT64_MAX, out) == MF_OK) {
		*there = true;
		return MF_OK;
	}
	if (raw.plain != NULL)
		e = base64_decode(slice_str(text), bytes, sizeof(bytes), &n);
	else if ((e = decrypt(r, p, what, &raw, bytes, &n)) != MF_OK)
		return e;
	if (e != MF_OK || integer(bytes, n, out) != MF_OK)
		return run_bad(r, "the %s%s%s%s is not a number.", what,
		    text[0] == '\0' ? "" : " \"",
		    run_show(show, sizeof(show), text),
		    text[0] == '\0' ? "" : "\"");
	*there = true;
	return MF_OK;
}
