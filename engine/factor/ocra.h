/* Of a challenge-response token: between the files of its factor. */
#ifndef MF_FACTOR_OCRA_H
#define MF_FACTOR_OCRA_H

#include "core/factor.h"
#include "core/ocra.h"

/* What the device shows for its challenge at that counter and step. */
enum mf_err ocra_answer(const struct device *, const struct suite *,
    uint64_t counter, uint64_t step, char out[OCRA_CODE]) MF_CHECKED;

/* Whether it has a challenge, and all else that goes into an answer. */
bool ocra_is_asked(const struct device *, const struct suite *);

/* Two answers in a row to one challenge; see struct factor_ops. */
enum mf_err ocra_resync(const struct device *, const struct otp_windows *,
    bool helpdesk, struct slice code, struct slice next, int64_t now,
    struct factor_result *) MF_CHECKED;

#endif
