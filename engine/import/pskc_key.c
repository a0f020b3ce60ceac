#include <string.h>
#include <strings.h>

#include "import/cell.h"
#include "import/pskc.h"
#include "util/crypto.h"
#include "util/text.h"

/* The drafts had other names for the same things. */
static const char *const infos[] = { "DeviceInfo", "DeviceId", NULL };
static const char *const parameters[] = { "AlgorithmParameters", "Usage",
	NULL };
static const char *const expiries[] = { "ExpiryDate", "Expiry", NULL };

static enum mf_err
attribute(struct run *r, const xmlNode *node, const char *const *names,
    char *out, size_t size)
{
	char show[400];

	for (out[0] = '\0'; *names != NULL && out[0] == '\0'; names++)
		if (xml_attr(node, *names, out, size) != MF_OK)
			return run_bad(r,
			    "the %s \"%s...\" has more than %zu bytes.", *names,
			    run_show(show, sizeof(show), out), size - 1);
	return MF_OK;
}

/*
 * "urn:ietf:params:xml:ns:keyprov:pskc:hotp", "...pskc#hotp", "HOTP",
 * "...pskc#OCRA-1:HOTP-SHA512-8:C-QN08".  *pin: a PIN's key.
 */
static enum mf_err
algorithm(struct run *r, const xmlNode *key, struct seed *s, bool *pin)
{
	static const char *const names[] = { "Algorithm", "KeyAlgorithm",
		"SecretAlgorithm", NULL };
	char uri[200], show[800];
	const char *tail, *ocra;
	enum mf_err e;

	if ((e = attribute(r, key, names, uri, sizeof(uri))) != MF_OK)
		return e;
	tail = strrchr(uri, '#');
	tail = tail == NULL ? strrchr(uri, ':') : tail;
	tail = tail == NULL ? uri : tail + 1;
	*pin = strcasecmp(tail, "pin") == 0;
	ocra = strstr(uri, "OCRA-1:");
	if (uri[0] == '\0' || *pin)
		return MF_OK;
	if (ocra != NULL) {
		s->factor = "ocra";
		return cell_copy(r, "suite", ocra, s->suite, sizeof(s->suite));
	}
	s->factor = strcasecmp(tail, "yubikey-aes") == 0 ? "yubikey"
							 : factor_spelled(tail);
	if (s->factor == NULL)
		return run_bad(r,
		    "the algorithm \"%s\" is none of hotp, totp, ocra and "
		    "yubikey-aes.",
		    run_show(show, sizeof(show), uri));
	return MF_OK;
}

static enum mf_err
device(struct run *r, xmlNode *package, xmlNode *key, struct seed *s)
{
	static const char *const ids[] = { "Id", "KeyId", "SecretId", NULL };
	xmlNode *info = xml_child_of(package, infos);
	enum mf_err e;

	if ((e = xml_field(r, "serial", xml_child(info, "SerialNo"), s->serial,
		 sizeof(s->serial))) != MF_OK)
		return e;
	if (s->serial[0] == '\0' &&
	    (e = attribute(r, key, ids, s->serial, sizeof(s->serial))) != MF_OK)
		return e;
	memcpy(r->serial, s->serial, sizeof(r->serial));
	if ((e = xml_field(r, "manufacturer", xml_child(info, "Manufacturer"),
		 s->vendor, sizeof(s->vendor))) != MF_OK ||
	    (e = xml_field(r, "model", xml_child(info, "Model"), s->model,
		 sizeof(s->model))) != MF_OK ||
	    (e = xml_field(r, "FriendlyName", xml_child(key, "FriendlyName"),
		 s->label, sizeof(s->label))) != MF_OK ||
	    (e = pskc_date(r, "StartDate", xml_child(info, "StartDate"),
		 &s->start)) != MF_OK)
		return e;
	return pskc_date(
	    r, "ExpiryDate", xml_child_of(info, expiries), &s->expiry);
}

static bool
is_true(const char *s)
{
	return strcmp(s, "1") == 0 || strcasecmp(s, "true") == 0;
}

/* <ResponseFormat>: what the token shows. */
static enum mf_err
response(struct run *r, const xmlNode *node, struct seed *s)
{
	static const char *const lengths[] = { "Length", "length", NULL };
	static const char *const encodings[] = { "Encoding", "Format", "format",
		NULL };
	static const char *const checks[] = { "CheckDigits", "CheckDigit",
		NULL };
	char text[32], show[130];
	int64_t v;
	enum mf_err e;

	if (node == NULL ||
	    (s->factor != NULL && strcmp(s->factor, "yubikey") == 0))
		return MF_OK;
	if ((e = attribute(r, node, encodings, text, sizeof(text))) != MF_OK)
		return e;
	if (text[0] != '\0' && strcasecmp(text, "DECIMAL") != 0)
		return run_bad(r,
		    "the token shows its codes as %s; only decimal digits "
		    "are possible here.",
		    run_show(show, sizeof(show), text));
	if ((e = attribute(r, node, checks, text, sizeof(text))) != MF_OK)
		return e;
	if (is_true(text))
		return run_bad(r,
		    "the token appends a check digit to its codes, which is "
		    "not possible here.");
	if ((e = attribute(r, node, lengths, text, sizeof(text))) != MF_OK)
		return e;
	if (text[0] == '\0')
		return MF_OK;
	e = cell_number(r, "number of digits", text, 1, 10, &v);
	s->digits = e == MF_OK ? (unsigned)v : 0;
	return e;
}

static enum mf_err
format(struct run *r, xmlNode *key, struct seed *s)
{
	xmlNode *params = xml_child_of(key, parameters);
	char suite[SEED_NAME_SIZE];
	enum mf_err e;

	if ((e = xml_field(r, "suite", xml_child(params, "Suite"), suite,
		 sizeof(suite))) != MF_OK)
		return e;
	if (suite[0] != '\0')
		memcpy(s->suite, suite, sizeof(suite));
	return response(r, xml_child(params, "ResponseFormat"), s);
}

/* A value by its element, or by the drafts' <Data Name="COUNTER">. */
static xmlNode *
value(xmlNode *key, const char *name, const char *draft_name)
{
	xmlNode *data = xml_child(key, "Data"), *found = NULL;
	char text[32];

	for (; data != NULL && found == NULL; data = xml_next(data)) {
		found = xml_child(data, name);
		if (found == NULL &&
		    xml_attr(data, "Name", text, sizeof(text)) == MF_OK &&
		    strcasecmp(text, draft_name) == 0)
			found = data;
	}
	return found;
}

static enum mf_err
numbers(struct run *r, struct pskc *p, xmlNode *key, struct seed *s)
{
	int64_t v;
	bool there;
	enum mf_err e;

	if ((e = pskc_integer(r, p, "Counter", value(key, "Counter", "COUNTER"),
		 &v, &there)) != MF_OK)
		return e;
	if (v < 0)
		return run_bad(r, "the Counter is below 0.");
	s->counter = (uint64_t)v;
	if ((e = pskc_integer(r, p, "TimeInterval",
		 value(key, "TimeInterval", "TIME_INTERVAL"), &v, &there)) !=
	    MF_OK)
		return e;
	if (there && (v < 1 || v > UINT32_MAX))
		return run_bad(
		    r, "the TimeInterval %lld is impossible.", (long long)v);
	s->step = (unsigned)v;
	if ((e = pskc_integer(r, p, "Time", value(key, "Time", "TIME"), &v,
		 &there)) != MF_OK)
		return e;
	if (v != 0)
		run_note(r, NOTE_TIME);
	return pskc_integer(r, p, "TimeDrift",
	    value(key, "TimeDrift", "TIME_DRIFT"), &s->drift, &there);
}

static enum mf_err
secret(struct run *r, struct pskc *p, xmlNode *key, struct seed *s)
{
	uint8_t bytes[PSKC_VALUE_MAX];
	size_t n;
	enum mf_err e;

	e = pskc_bytes(r, p, "key", value(key, "Secret", "SECRET"), bytes, &n);
	if (e == MF_OK && n == 0)
		e = run_bad(r, "there is no key in the file%s.",
		    xml_child(key, "KeyReference") != NULL
			? ", only a KeyReference to one"
			: "");
	else if (e == MF_OK && n > sizeof(s->secret))
		e = run_bad(
		    r, "the key is %zu bits, 1024 are possible.", n * 8);
	if (e == MF_OK) {
		memcpy(s->secret, bytes, n);
		s->secretlen = n;
	}
	wipe(bytes, sizeof(bytes));
	return e;
}

/* "CN=ekhgjhbctrgn, UID=ca62baca62ba": a YubiKey's two names. */
static enum mf_err
yubikey(struct run *r, const char *user, struct seed *s)
{
	const char *cn = strstr(user, "CN="), *uid = strstr(user, "UID=");
	size_t n = cn == NULL ? 0 : strcspn(cn + 3, ", ");

	if (cn != NULL && n < sizeof(s->public_id)) {
		memcpy(s->public_id, cn + 3, n);
		s->public_id[n] = '\0';
	}
	if (uid == NULL)
		return MF_OK;
	uid += 4;
	if (hex_decode(
		(struct slice){ (const uint8_t *)uid, strcspn(uid, ", ") },
		s->private_id, sizeof(s->private_id), &n) != MF_OK ||
	    n != sizeof(s->private_id))
		return run_bad(
		    r, "the UserId's UID is not of 12 hexadecimal digits.");
	s->has_private_id = true;
	return MF_OK;
}

/* Of a distinguished name the UID or CN; another name as it is. */
static void
account(const char *user, struct seed *s)
{
	const char *p = strstr(user, "UID=");
	size_t n = strlen(user);

	if (strchr(user, '=') != NULL) {
		p = p == NULL ? strstr(user, "CN=") : p;
		if (p == NULL)
			return;
		user = strchr(p, '=') + 1;
		n = strcspn(user, ",+");
	}
	memcpy(s->account, user, n);
	s->account[n] = '\0';
}

static enum mf_err
user(struct run *r, xmlNode *package, xmlNode *key, struct seed *s)
{
	xmlNode *info = xml_child_of(package, infos);
	xmlNode *id = xml_child(key, "UserId");
	char text[SEED_ACCOUNT_SIZE];
	enum mf_err e;

	id = id == NULL ? xml_child(info, "UserId") : id;
	if ((e = xml_field(r, "UserId", id, text, sizeof(text))) != MF_OK)
		return e;
	if (s->factor != NULL && strcmp(s->factor, "yubikey") == 0)
		return yubikey(r, text, s);
	account(text, s);
	return MF_OK;
}

static enum mf_err
fill(struct run *r, struct pskc *p, xmlNode *package, xmlNode *key,
    struct seed *s)
{
	enum mf_err e;

	if ((e = format(r, key, s)) != MF_OK ||
	    (e = user(r, package, key, s)) != MF_OK ||
	    (e = secret(r, p, key, s)) != MF_OK ||
	    (e = numbers(r, p, key, s)) != MF_OK ||
	    (e = pskc_date(r, "StartDate", xml_child(key, "StartDate"),
		 &s->start)) != MF_OK ||
	    (e = pskc_date(r, "ExpiryDate", xml_child(key, "ExpiryDate"),
		 &s->expiry)) != MF_OK)
		return e;
	return pskc_policy(r, xml_child(key, "Policy"), s);
}

enum mf_err
pskc_key(struct run *r, struct pskc *p, xmlNode *package, xmlNode *key)
{
	struct seed s = { 0 };
	bool pin = false;
	enum mf_err e;

	run_next(r, (size_t)xmlGetLineNo(key));
	if ((e = device(r, package, key, &s)) == MF_OK &&
	    (e = algorithm(r, key, &s, &pin)) == MF_OK) {
		if (pin)
			run_note(r, NOTE_PIN);
		else if ((e = fill(r, p, package, key, &s)) == MF_OK)
			e = run_seed(r, &s);
	}
	seed_clear(&s);
	return e;
}
