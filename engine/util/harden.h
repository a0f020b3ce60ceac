/* What each of our servers gives up first, whatever its sandbox is. */
#ifndef MF_HARDEN_H
#define MF_HARDEN_H

#include "util/err.h"
#include "util/text.h"

/*
 * For good: core dumps, being looked into by others of the same user, new
 * privileges.  MF_EIO: the kernel refused; why says what.
 */
enum mf_err harden(struct text *why) MF_CHECKED;

/* Why a sandbox cannot be set up, by errno, and what to do: always MF_EIO. */
enum mf_err sandbox_refused(struct text *why, const char *what);

#endif
