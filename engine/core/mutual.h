/*
 * Mutual challenge-response (RFC 6287, section 7.2): a token shows a challenge
 * of its own, the server answers that together with its own one, and the token
 * answers the two in the other order.  The server knows no PIN that it could
 * prove to know: its suite is the token's without P.
 *
 * What the server answers is no answer to anything else the token is asked.
 * So a decimal challenge may not be all zeros, which vanish before the other
 * party's, and one of fewer than MUTUAL_LEAST characters is guessed too easily.
 */
#ifndef MF_MUTUAL_H
#define MF_MUTUAL_H

#include "core/factor.h"
#include "core/ocra.h"

#define MUTUAL_LEAST 6 /* characters of a challenge, digits of an answer */

/* Whether challenge and answers are long enough. */
bool mutual_is_safe(const struct suite *);

/*
 * The token's challenge as a person types it, spaces and dashes in it dropped:
 * as many characters as the suite has, and not all of them zeros.  MF_EINVAL:
 * it is none; out is "" then.
 */
enum mf_err mutual_challenge(const struct suite *, struct slice typed,
    char out[CHALLENGE_SIZE]) MF_CHECKED;

/*
 * What the server answers, at the device's counter and by its clock; theirs is
 * the device's challenge, ours the server's.
 */
enum mf_err
mutual_proof(const struct device *, const struct suite *, const char *theirs,
    const char *ours, int64_t now, char out[OCRA_CODE]) MF_CHECKED;

/* What the device then answers: into its challenge. */
void mutual_ask(const char *theirs, const char *ours, char out[ASKED_SIZE]);

#endif
