/* What stands in a container before its keys. */
#include <string.h>
#include <strings.h>

#include "import/pskc.h"
#include "util/text.h"

static const struct {
	const char *name;
	enum hash hash;
} macs[] = {
	{ "hmac-sha1", HASH_SHA1 },
	{ "hmac-sha-1", HASH_SHA1 },
	{ "hmac-sha224", HASH_SHA224 },
	{ "hmac-sha256", HASH_SHA256 },
	{ "hmac-sha-256", HASH_SHA256 },
	{ "hmac-sha384", HASH_SHA384 },
	{ "hmac-sha512", HASH_SHA512 },
	{ "hmac-sha-512", HASH_SHA512 },
};

static bool
mac_find(const char *uri, enum hash *out)
{
	const char *tail = strrchr(uri, '#');

	tail = tail == NULL ? uri : tail + 1;
	for (size_t i = 0; i < sizeof(macs) / sizeof(macs[0]); i++)
		if (strcasecmp(tail, macs[i].name) == 0) {
			*out = macs[i].hash;
			return true;
		}
	return false;
}

/* An Algorithm, as the RFC and the drafts spell the attribute. */
static enum mf_err
algorithm(struct run *r, const xmlNode *node, char *out, size_t size)
{
	if (xml_attr(node, "Algorithm", out, size) != MF_OK ||
	    (out[0] == '\0' && xml_attr(node, "algorithm", out, size) != MF_OK))
		return run_bad_file(r, (size_t)xmlGetLineNo(node),
		    "an Algorithm has more than %zu bytes.", size - 1);
	return MF_OK;
}

static enum mf_err
number(struct run *r, const xmlNode *node, const char *what, unsigned *out)
{
	char text[32], show[120];
	int64_t v;

	if (node == NULL)
		return MF_OK;
	if (xml_text(node, text, sizeof(text)) != MF_OK ||
	    number_parse(text, 1, INT32_MAX, &v) != MF_OK)
		return run_bad_file(r, (size_t)xmlGetLineNo(node),
		    "%s \"%s\" is not a number above 0.", what,
		    run_show(show, sizeof(show), text));
	*out = (unsigned)v;
	return MF_OK;
}

static enum mf_err
derivation(struct run *r, struct pskc *p, xmlNode *method)
{
	xmlNode *params = xml_child(method, "PBKDF2-params");
	xmlNode *prf = xml_child(params, "PRF");
	char uri[128], show[400];
	enum mf_err e;

	if (method == NULL)
		return MF_OK;
	if ((e = algorithm(r, method, uri, sizeof(uri))) != MF_OK)
		return e;
	if (strlen(uri) < 6 || strcasecmp(uri + strlen(uri) - 6, "pbkdf2") != 0)
		return run_bad_file(r, (size_t)xmlGetLineNo(method),
		    "the key derives by \"%s\"; only PBKDF2 is known here.",
		    run_show(show, sizeof(show), uri));
	p->has_derivation = true;
	p->prf = HASH_SHA1;
	if ((e = algorithm(r, prf, uri, sizeof(uri))) != MF_OK)
		return e;
	if (uri[0] == '\0' && xml_text(prf, uri, sizeof(uri)) != MF_OK)
		strcpy(uri, "?"); /* some write it as text, not attribute */
	if (uri[0] != '\0' && !mac_find(uri, &p->prf))
		return run_bad_file(r, (size_t)xmlGetLineNo(prf),
		    "PBKDF2 with \"%s\" is not known here; HMAC-SHA1 and "
		    "HMAC-SHA2 are.",
		    run_show(show, sizeof(show), uri));
	if ((e = pskc_base64(r, "PBKDF2's salt",
		 xml_find(params, "Salt/Specified"), p->salt, sizeof(p->salt),
		 &p->saltlen)) != MF_OK ||
	    (e = number(r, xml_child(params, "IterationCount"),
		 "IterationCount", &p->iterations)) != MF_OK)
		return e;
	return number(
	    r, xml_child(params, "KeyLength"), "KeyLength", &p->derivedlen);
}

/* <EncryptionMethod Algorithm="PBE-3DES112-CBC"> with PBESalt or IV. */
static enum mf_err
draft(struct run *r, struct pskc *p, xmlNode *node)
{
	enum mf_err e;

	p->draft = true;
	e = algorithm(r, node, p->algorithm, sizeof(p->algorithm));
	if (e != MF_OK)
		return e;
	if (strcasecmp(p->algorithm, "none") == 0)
		p->algorithm[0] = '\0';
	if (strncasecmp(p->algorithm, "pbe-", 4) == 0) {
		p->has_derivation = true;
		p->prf = HASH_SHA1;
		p->derivedlen = strstr(p->algorithm, "112") != NULL ||
			strstr(p->algorithm, "128") != NULL
		    ? 16
		    : strstr(p->algorithm, "256") != NULL ? 32
							  : 24;
	}
	if ((e = pskc_base64(r, "PBESalt", xml_child(node, "PBESalt"), p->salt,
		 sizeof(p->salt), &p->saltlen)) != MF_OK)
		return e;
	return number(r, xml_child(node, "PBEIterationCount"),
	    "PBEIterationCount", &p->iterations);
}

enum mf_err
pskc_encryption(struct run *r, struct pskc *p, xmlNode *node)
{
	xmlNode *derived = xml_child(node, "DerivedKey");
	xmlNode *name = xml_child(node, "KeyName");
	enum mf_err e;

	name = name != NULL ? name : xml_child(derived, "MasterKeyName");
	if (xml_text(name, p->key_name, sizeof(p->key_name)) != MF_OK)
		p->key_name[0] = '\0'; /* only shown */
	p->has_x509 = xml_child(node, "X509Data") != NULL ||
	    xml_child(node, "KeyValue") != NULL;
	if ((e = pskc_base64(r, "IV", xml_child(node, "IV"), p->iv,
		 sizeof(p->iv), &p->ivlen)) != MF_OK)
		return e;
	if (xml_is(node, "EncryptionMethod"))
		return draft(r, p, node);
	return derivation(r, p, xml_child(derived, "KeyDerivationMethod"));
}

enum mf_err
pskc_mac_method(struct run *r, struct pskc *p, xmlNode *node)
{
	xmlNode *key = xml_child(node, "MACKey");
	char uri[128], show[400];
	enum mf_err e;

	if (xml_is(node, "MACAlgorithm"))
		e = xml_text(node, uri, sizeof(uri));
	else
		e = algorithm(r, node, uri, sizeof(uri));
	if (e == MF_EINVAL)
		return e;
	if (e == MF_OK && uri[0] == '\0' && key == NULL)
		return MF_OK; /* says nothing; a ValueMAC will be refused */
	if (e != MF_OK || !mac_find(uri, &p->mac))
		return run_bad_file(r, (size_t)xmlGetLineNo(node),
		    "the MAC algorithm \"%s\" is not known here; HMAC-SHA1 "
		    "and HMAC-SHA2 are.",
		    run_show(show, sizeof(show), uri));
	p->has_mac = true;
	if (key == NULL)
		return MF_OK;
	if ((e = algorithm(r, xml_child(key, "EncryptionMethod"),
		 p->mac_algorithm, sizeof(p->mac_algorithm))) != MF_OK ||
	    (e = pskc_base64(r, "MAC key",
		 xml_find(key, "CipherData/CipherValue"), p->mac_cipher,
		 sizeof(p->mac_cipher), &p->mac_cipherlen)) != MF_OK)
		return e;
	if (p->mac_algorithm[0] == '\0' || p->mac_cipherlen == 0)
		return run_bad_file(r, (size_t)xmlGetLineNo(key),
		    "the MACKey lacks its EncryptionMethod or CipherValue.");
	return MF_OK;
}
