#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>
#include <unistr.h>

#include "core/name.h"
#include "core/precis.h"
#include "core/typed.h"

/*
 * Lower case makes UTF-8 at most 1.5 times as long, NFC 3 times: with this
 * much room libunistring needs no memory of its own for the result.
 */
#define MAPPED_SIZE (NAME_SIZE * 5)

struct mapped {
	uint8_t p[MAPPED_SIZE];
	size_t n;
};

/* Printable ASCII without spaces, and nearly every name there is. */
static bool
map_ascii(struct slice raw, struct mapped *out)
{
	for (size_t i = 0; i < raw.n; i++) {
		if (raw.p[i] < 0x21 || raw.p[i] > 0x7e)
			return false;
		out->p[i] = (uint8_t)ascii_lower((char)raw.p[i]);
	}
	out->n = raw.n;
	return true;
}

/* Full-width and half-width forms (RFC 8265, section 3.3.1). */
static ucs4_t
map_width(ucs4_t c)
{
	ucs4_t form[UC_DECOMPOSITION_MAX_LENGTH];
	int tag;

	if (uc_decomposition(c, &tag, form) == 1 &&
	    (tag == UC_DECOMP_WIDE || tag == UC_DECOMP_NARROW))
		return form[0];
	return c;
}

static bool
is_allowed(ucs4_t c, bool spaces)
{
	return precis_allows(c) || (spaces && c == ' ');
}

/* Width and class of each code point; the result never is longer. */
static enum mf_err
prepare(struct slice raw, bool spaces, struct mapped *out)
{
	ucs4_t c;
	int k;

	out->n = 0;
	for (size_t i = 0; i < raw.n; i += (size_t)k) {
		if ((k = u8_mbtoucr(&c, raw.p + i, raw.n - i)) <= 0)
			return MF_EINVAL;
		c = map_width(c);
		if (!is_allowed(c, spaces))
			return MF_EINVAL;
		out->n += (size_t)u8_uctomb(
		    out->p + out->n, c, (ptrdiff_t)(sizeof(out->p) - out->n));
	}
	return MF_OK;
}

static enum mf_err
lower(const struct mapped *in, struct mapped *out)
{
	uint8_t *p;

	out->n = sizeof(out->p);
	p = u8_tolower(in->p, in->n, NULL, UNINORM_NFC, out->p, &out->n);
	if (p == NULL)
		return MF_ENOMEM;
	if (p != out->p) {
		free(p);
		return MF_EINVAL;
	}
	return out->n <= NAME_BYTES ? MF_OK : MF_EINVAL;
}

/* RFC 8264, section 7: what still changes when mapped again is refused. */
static enum mf_err
map(struct slice raw, bool spaces, struct mapped *out)
{
	struct mapped first;
	enum mf_err e;

	if ((e = prepare(raw, spaces, out)) != MF_OK ||
	    (e = lower(out, &first)) != MF_OK ||
	    (e = lower(&first, out)) != MF_OK)
		return e;
	return out->n == first.n && memcmp(out->p, first.p, first.n) == 0
	    ? MF_OK
	    : MF_EINVAL;
}

/* The rules that look at more than one code point, and the class again. */
static bool
is_canonical(const uint8_t *p, size_t n, bool spaces)
{
	ucs4_t text[NAME_BYTES];
	size_t len = 0;
	int k;

	for (size_t i = 0; i < n; i += (size_t)k, len++)
		if ((k = u8_mbtoucr(&text[len], p + i, n - i)) <= 0 ||
		    !is_allowed(text[len], spaces))
			return false;
	return precis_fits(text, len);
}

static bool
is_listed(const char *const *list, const uint8_t *p, size_t n)
{
	for (; list != NULL && *list != NULL; list++) {
		const char *s = *list;
		size_t i = 0;

		while (i < n && s[i] != '\0' && ascii_lower(s[i]) == (char)p[i])
			i++;
		if (i == n && s[i] == '\0')
			return true;
	}
	return false;
}

static bool
has_separator(const uint8_t *p, size_t n)
{
	return memchr(p, '@', n) != NULL || memchr(p, '\\', n) != NULL;
}

/* Takes off a configured realm or domain; *p and *n become what is left. */
static enum mf_err
strip(const struct name_rules *rules, const uint8_t **p, size_t *n,
    struct name *out)
{
	const uint8_t *end = *p + *n, *at = memrchr(*p, '@', *n),
		      *bar = memchr(*p, '\\', *n);

	if (at != NULL && (at == *p || at + 1 == end || end[-1] == '.'))
		return MF_EINVAL;
	if (bar != NULL && (bar == *p || bar + 1 == end))
		return MF_EINVAL;
	if (at != NULL &&
	    is_listed(rules->realms, at + 1, (size_t)(end - at - 1))) {
		memcpy(out->realm, at + 1, (size_t)(end - at - 1));
		*n = (size_t)(at - *p);
	} else if (bar != NULL &&
	    is_listed(rules->domains, *p, (size_t)(bar - *p))) {
		*n = (size_t)(end - bar - 1);
		*p = bar + 1;
	} else {
		return MF_OK;
	}
	return has_separator(*p, *n) ? MF_EINVAL : MF_OK;
}

enum mf_err
name_canonical(
    const struct name_rules *rules, struct slice raw, struct name *out)
{
	struct mapped whole;
	const uint8_t *p = whole.p;
	bool ascii;
	enum mf_err e = MF_EINVAL;
	size_t n;

	out->canonical[0] = '\0';
	memset(out->realm, 0, sizeof(out->realm));
	if (raw.n == 0 || raw.n > NAME_BYTES)
		return MF_EINVAL;
	ascii = map_ascii(raw, &whole);
	if (!ascii && (e = map(raw, false, &whole)) != MF_OK)
		return e;
	n = whole.n;
	if ((e = strip(rules, &p, &n, out)) == MF_OK && !ascii &&
	    !is_canonical(p, n, false))
		e = MF_EINVAL;
	if (e != MF_OK) {
		memset(out, 0, sizeof(*out));
		return e;
	}
	memcpy(out->canonical, p, n);
	out->canonical[n] = '\0';
	return MF_OK;
}

enum mf_err
group_canonical(struct slice raw, char out[NAME_SIZE])
{
	struct mapped whole;
	enum mf_err e;

	out[0] = '\0';
	if (raw.n == 0 || raw.n > NAME_BYTES)
		return MF_EINVAL;
	if (!map_ascii(raw, &whole)) {
		if ((e = map(raw, true, &whole)) != MF_OK)
			return e;
		if (!is_canonical(whole.p, whole.n, true))
			return MF_EINVAL;
	}
	if (whole.p[0] == ' ' || whole.p[whole.n - 1] == ' ' ||
	    memmem(whole.p, whole.n, "  ", 2) != NULL)
		return MF_EINVAL;
	memcpy(out, whole.p, whole.n);
	out[whole.n] = '\0';
	return MF_OK;
}
