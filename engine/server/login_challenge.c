/* What challenge-response tokens are asked at a prompt: no door twice. */

#include "server/facts.h"
#include "store/challenge.h"

#define TRIES 16 /* to find one that the device was not asked before */

/* Draws until it was not asked before: at a check the same as for the prompt.
 */
static enum mf_err
draw(const struct login *l, const struct device *d, const uint8_t key[KEY_SIZE],
    struct round *r, char out[CHALLENGE_SIZE], bool *asked)
{
	enum mf_err e;

	do {
		*asked = false;
		e = d->ops->challenge(d, key, r, out);
		if (e == MF_OK && d->ops->repeats(d) > 0)
			e = challenge_was_asked(
			    l->engine->store, d->id, out, asked);
	} while (e == MF_OK && *asked && ++r->again < TRIES);
	return e;
}

bool
challenge_of(const struct login *l, const struct device *d,
    const struct ticket *t, uint32_t key_id, char out[CHALLENGE_SIZE])
{
	struct round r = {
		.generation = store_generation(l->engine->store),
		.dialogue = t->dialogue,
		.device = d->id,
		.round = t->round,
	};
	uint8_t key[KEY_SIZE];
	bool asked = false;

	out[0] = '\0';
	if (d->ops->challenge == NULL ||
	    keyring_key(l->engine->keys, KEY_CHALLENGE, key_id, key) != MF_OK)
		return true;
	if (draw(l, d, key, &r, out, &asked) != MF_OK)
		out[0] = '\0';
	wipe(key, sizeof(key));
	return !asked;
}

enum mf_err
challenge_use(struct login *l, int64_t device)
{
	const struct device *d = NULL;
	int64_t repeats, now = l->now_ms / 1000;

	for (size_t i = 0; i < l->ndevices && d == NULL; i++)
		if (l->devices[i].id == device)
			d = &l->devices[i];
	if (d == NULL || d->challenge[0] == '\0' ||
	    (repeats = d->ops->repeats(d)) == 0)
		return MF_OK;
	return challenge_spend(l->engine->store, device, d->challenge,
	    repeats == INT64_MAX ? 0 : now + repeats);
}
