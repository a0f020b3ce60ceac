/*
 * Dates and <Policy> (RFC 6030 section 5).  A policy that is not understood
 * forbids every use of its key.
 */
#include <string.h>

#include "import/pskc.h"
#include "util/text.h"

/* "+02:00", "-0530", "Z" or nothing, as seconds. */
static bool
offset(const char *s, int64_t *seconds)
{
	int h, m, sign = *s == '-' ? -1 : 1;

	*seconds = 0;
	if (*s == '\0' || strcmp(s, "Z") == 0)
		return true;
	if ((*s != '+' && *s != '-') || strlen(s) != 6 || s[3] != ':' ||
	    strspn(s + 1, "0123456789") != 2 ||
	    strspn(s + 4, "0123456789") != 2)
		return false;
	h = (s[1] - '0') * 10 + s[2] - '0';
	m = (s[4] - '0') * 10 + s[5] - '0';
	*seconds = sign * (h * 3600 + m * 60);
	return h < 15 && m < 60;
}

static bool
date(char *text, int64_t *out)
{
	size_t n = strcspn(text, "T");
	char *zone;
	int64_t away;

	if (text[n] == 'T')
		n += strcspn(text + n, ".Z+-");
	zone = text + n;
	if (*zone == '.')
		zone += 1 + strspn(zone + 1, "0123456789");
	if (!offset(zone, &away))
		return false;
	text[n] = '\0';
	if (date_parse(text, out) != MF_OK)
		return false;
	*out -= away;
	return *out > 0;
}

enum mf_err
pskc_date(struct run *r, const char *what, const xmlNode *node, int64_t *out)
{
	char text[64], copy[64], show[300];

	if (node == NULL)
		return MF_OK;
	/* The year 1 is how some programs write that there is no date. */
	if (xml_text(node, text, sizeof(text)) == MF_OK &&
	    (text[0] == '\0' || strncmp(text, "0001-01-01", 10) == 0))
		return MF_OK;
	memcpy(copy, text, sizeof(copy));
	if (!date(copy, out))
		return run_bad(r,
		    "the %s \"%s\" is not a date such as "
		    "2026-11-21T09:14:00Z after 1970.",
		    what, run_show(show, sizeof(show), text));
	return MF_OK;
}

/* A PIN that the token checks is its own affair; others would be ours. */
static enum mf_err
pin_policy(struct run *r, const xmlNode *node)
{
	static const char *const known[] = { "PINKeyId", "PINUsageMode",
		"MaxFailedAttempts", "MinLength", "MaxLength", "PINEncoding" };
	char mode[32], show[120];

	for (const xmlAttr *a = node->properties; a != NULL; a = a->next) {
		size_t i;

		for (i = 0; i < 6; i++)
			if (strcmp((const char *)a->name, known[i]) == 0)
				break;
		if (i == 6)
			return run_bad(r,
			    "the PINPolicy has the unknown rule \"%s\", so the "
			    "key may not be used.",
			    run_show(
				show, sizeof(show), (const char *)a->name));
	}
	if (xmlFirstElementChild((xmlNode *)node) != NULL)
		return run_bad(r,
		    "the PINPolicy has an unknown rule, so the key may not be "
		    "used.");
	if (xml_attr(node, "PINUsageMode", mode, sizeof(mode)) != MF_OK ||
	    (mode[0] != '\0' && strcmp(mode, "Local") != 0))
		return run_bad(r,
		    "the token's PIN is to be checked by the server "
		    "(PINUsageMode %s), which is not possible here.",
		    run_show(show, sizeof(show), mode));
	return MF_OK;
}

static bool
is_for_login(xmlNode *usage)
{
	char text[32];

	if (usage == NULL)
		return true;
	for (; usage != NULL; usage = xml_next(usage))
		if (xml_text(usage, text, sizeof(text)) == MF_OK &&
		    (strcmp(text, "OTP") == 0 || strcmp(text, "CR") == 0))
			return true;
	return false;
}

enum mf_err
pskc_policy(struct run *r, xmlNode *policy, struct seed *s)
{
	char show[200];
	enum mf_err e = MF_OK;

	if (policy == NULL)
		return MF_OK;
	for (xmlNode *n = policy->children; n != NULL && e == MF_OK;
	     n = n->next) {
		if (n->type != XML_ELEMENT_NODE || xml_is(n, "KeyUsage"))
			continue;
		if (xml_is(n, "StartDate"))
			e = pskc_date(r, "StartDate", n, &s->start);
		else if (xml_is(n, "ExpiryDate"))
			e = pskc_date(r, "ExpiryDate", n, &s->expiry);
		else if (xml_is(n, "PINPolicy"))
			e = pin_policy(r, n);
		else if (xml_is(n, "NumberOfTransactions"))
			run_note(r, NOTE_TRANSACTIONS);
		else
			e = run_bad(r,
			    "the Policy has the unknown rule <%s>, so the key "
			    "may not be used.",
			    run_show(
				show, sizeof(show), (const char *)n->name));
	}
	if (e == MF_OK && !is_for_login(xml_child(policy, "KeyUsage")))
		return run_bad(r,
		    "by its KeyUsage the key is not for one-time passwords "
		    "(OTP) or challenge-response (CR).");
	return e;
}
