/*
 * The rules of RFC 8264's IdentifierClass and RFC 5893's Bidi rule, which
 * libunistring leaves to us.  Text is code points.
 */
#ifndef MF_PRECIS_H
#define MF_PRECIS_H

#include <stdbool.h>
#include <stddef.h>
#include <unitypes.h>

/*
 * Whether c belongs to the IdentifierClass (RFC 8264, section 8).  Yes for
 * those that need a context, too: precis_fits() looks at it.
 */
bool precis_allows(ucs4_t c);

/*
 * Whether the whole keeps the contextual rules (RFC 5892, appendix A) and,
 * if it has a character written from right to left, the Bidi rule; and does
 * not begin with a combining mark.  The code points are allowed ones.
 */
bool precis_fits(const ucs4_t *text, size_t n);

#endif
