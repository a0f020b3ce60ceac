/* One effect of a decision, in the batch's transaction; notes go along. */
#ifndef MF_EFFECT_H
#define MF_EFFECT_H

#include "core/dialogue.h"
#include "server/engine.h"

struct login;

struct deed { /* whose, from where, when; all borrowed */
	struct engine *engine;
	const struct account_facts *account;
	struct login *login;            /* FX_SEND; else NULL */
	const uint8_t *source;          /* SOURCE_SIZE bytes */
	const uint8_t *password_source; /* FX_SEEN; else NULL */
	const struct guess_facts *guesses;
	int64_t now;
};

/* MF_ECONFLICT: somebody was first. */
enum mf_err effect_apply(const struct deed *, const struct effect *) MF_CHECKED;

#endif
