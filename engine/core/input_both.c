/* A code, and after a space what claims another token: reading 6. */

#include <string.h>

#include "core/input.h"
#include "util/crypto.h"

static bool
read_at(const struct input_context *ctx, struct slice text, size_t space,
    struct input *both)
{
	const struct input_context free = { .prompted = SIZE_MAX,
		.claim = true };
	struct input_context own = *ctx;
	struct input claim;
	bool found;

	own.adds = own.claim = false;
	input_read(&own, (struct slice){ text.p, space }, both);
	input_read(&free,
	    (struct slice){ text.p + space + 1, text.n - space - 1 }, &claim);
	found = (both->kind == INPUT_CODE || both->kind == INPUT_SERIAL_CODE) &&
	    claim.kind == INPUT_CLAIM;
	memcpy(both->claims, claim.claims, sizeof(both->claims));
	both->nclaims = claim.nclaims;
	input_wipe(&claim);
	return found;
}

void
input_read_both(
    const struct input_context *ctx, struct slice text, struct input *in)
{
	struct input both = { .kind = INPUT_UNREADABLE };
	unsigned found = 0;

	for (size_t i = 0; ctx->adds && i < text.n; i++) {
		if (text.p[i] != ' ' || i == 0 || text.p[i - 1] == ' ' ||
		    !read_at(ctx, text, i, &both))
			continue;
		*in = both;
		found++;
	}
	if (found > 1) /* where does the code end? */
		input_wipe(in);
	input_wipe(&both);
}
