#include <string.h>
#include <strings.h>

#include "import/detect.h"
#include "import/column.h"

static const struct {
	const char *bytes;
	size_t n;
	const char *why;
} closed[] = {
	{ "-----BEGIN PGP", 14,
	    "this is a PGP message. Decrypt it first (gpg --decrypt FILE), "
	    "then import what comes out." },
	{ "-----BEGIN CMS", 14,
	    "this is an encrypted CMS message. Decrypt it first (openssl cms "
	    "-decrypt), then import what comes out." },
	{ "-----BEGIN PKCS7", 16,
	    "this is an encrypted PKCS#7 message. Decrypt it first (openssl "
	    "smime -decrypt), then import what comes out." },
	{ "PK\003\004", 4,
	    "this is a ZIP archive or an Excel workbook. Unpack it, or save "
	    "the sheet as CSV (UTF-8), and import that." },
	{ "\037\213", 2, "this is a gzip file. Unpack it first (gunzip)." },
	{ "\320\317\021\340", 4,
	    "this is an Excel or Office file. Save the sheet as CSV (UTF-8) "
	    "and import that." },
	{ "SQLite format 3", 15,
	    "this is an SQLite database, not a seed file. Export its tokens "
	    "as PSKC or CSV." },
};

/* Words that give a vendor's own text format away. */
static const struct {
	const char *word, *why;
} vendors[] = {
	{ "DIGIPASS",
	    "this looks like a file of OneSpan (Vasco) Digipass tokens, a "
	    "closed format. Ask the vendor for the seeds as PSKC; tokens "
	    "that are not OATH cannot be used." },
	{ "VACMAN",
	    "this looks like a file of OneSpan (Vasco) Digipass tokens, a "
	    "closed format. Ask the vendor for the seeds as PSKC; tokens "
	    "that are not OATH cannot be used." },
	{ "sccTokenData",
	    "this is a SafeWord import file. Write its tokens as OATH CSV "
	    "lines (sccTokenId, sccKey, hotp, digits) and import that." },
	{ "SecurID",
	    "this looks like a file of RSA SecurID tokens, whose algorithm "
	    "is closed. Only OATH tokens can be imported." },
};

static const char dpx[] =
    "a .dpx file is OneSpan's (Vasco's) own encrypted format. Ask the vendor "
    "for the seeds as PSKC; tokens that are not OATH cannot be used.";

static const char binary[] =
    "this is a binary file (encrypted with PGP, or SafeWord's or another "
    "vendor's own format). Decrypt it with the vendor's tool or gpg "
    "--decrypt, or ask for PSKC or CSV.";

static const char utf16[] =
    "this is UTF-16 text. Save it as CSV in UTF-8 and import that.";

static bool
starts(struct slice s, const char *bytes, size_t n)
{
	return s.n >= n && memcmp(s.p, bytes, n) == 0;
}

/* NUL or a control character that no text has. */
static bool
is_binary(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < ' ' && strchr("\t\n\r\f\032", s.p[i]) == NULL)
			return true;
		else if (s.p[i] == 0)
			return true;
	return s.n > 0 && s.p[0] >= 0x80 && !starts(s, "\357\273\277", 3);
}

static bool
ends(const char *s, const char *tail)
{
	size_t n = strlen(s), k = strlen(tail);

	return n >= k && strcasecmp(s + n - k, tail) == 0;
}

static bool
is_xml(struct slice s)
{
	if (starts(s, "\377\376<\0", 4) || starts(s, "\376\377\0<", 4))
		return true;
	if (starts(s, "\357\273\277", 3))
		s = (struct slice){ s.p + 3, s.n - 3 };
	while (s.n > 0 && strchr(" \t\r\n", *s.p) != NULL && *s.p != '\0')
		s = (struct slice){ s.p + 1, s.n - 1 };
	return s.n > 0 && *s.p == '<';
}

enum detected
detect(struct slice head, const char *name, const char **why)
{
	*why = NULL;
	for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++)
		if (starts(head, closed[i].bytes, closed[i].n))
			*why = closed[i].why;
	if (*why == NULL && is_xml(head))
		return DETECT_XML;
	if (*why == NULL &&
	    (starts(head, "\377\376", 2) || starts(head, "\376\377", 2)))
		*why = utf16;
	for (size_t i = 0; i < sizeof(vendors) / sizeof(vendors[0]); i++)
		if (*why == NULL &&
		    memmem(head.p, head.n, vendors[i].word,
			strlen(vendors[i].word)) != NULL)
			*why = vendors[i].why;
	if (*why == NULL && ends(name, ".dpx"))
		*why = dpx;
	if (*why == NULL && is_binary(head))
		*why = binary;
	return *why == NULL ? DETECT_CSV : DETECT_CLOSED;
}

static bool
all_of(const char *s, const char *set, size_t min)
{
	size_t n = strlen(s);

	return n >= min && strspn(s, set) == n;
}

/* "508326,,0,69cf..,," or "Yubico OTP,12/11/2013 11:10,1,vvgu..,ab86..,d26a.."
 */
static bool
is_yubico(const char *const *cell, size_t n)
{
	static const char hexdigits[] = "0123456789abcdefABCDEF";

	/* The header of a log; some programs write no commas behind its time.
	 */
	if (n > 0 && strcasecmp(cell[0], "LOGGING START") == 0)
		return true;
	if (n >= 6 &&
	    (strcasecmp(cell[0], "Yubico OTP") == 0 ||
		strcasecmp(cell[0], "OATH-HOTP") == 0 ||
		strcasecmp(cell[0], "Static Password") == 0 ||
		strcasecmp(cell[0], "Challenge-Response") == 0))
		return true;
	return n >= 4 && all_of(cell[0], "0123456789", 1) &&
	    all_of(cell[1], "cbdefghijklnrtuv", 0) &&
	    all_of(cell[2], hexdigits, 0) &&
	    (all_of(cell[3], hexdigits, 40) || strlen(cell[3]) == 32) &&
	    all_of(cell[3], hexdigits, 32);
}

enum import_format
detect_csv(const char *const *cell, size_t n)
{
	if (is_yubico(cell, n))
		return IMPORT_YUBICO;
	for (size_t i = 0; i < n; i++)
		if (column_find(cell[i]) != COLUMN_NONE)
			return IMPORT_ENTRA;
	return IMPORT_OATH;
}
