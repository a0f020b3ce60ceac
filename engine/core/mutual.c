#include <string.h>

#include "core/mutual.h"
#include "core/typed.h"
#include "util/text.h"

bool
mutual_is_safe(const struct suite *s)
{
	return s->length >= MUTUAL_LEAST &&
	    (s->digits == 0 || s->digits >= MUTUAL_LEAST);
}

enum mf_err
mutual_challenge(
    const struct suite *s, struct slice typed, char out[CHALLENGE_SIZE])
{
	char plain[2 * CHALLENGE_SIZE];
	size_t n = 0, len = 0;
	bool fits;

	fits = typed.n < sizeof(plain) && typed_fold(typed, plain, &n) == MF_OK;
	for (size_t i = 0; i < n && fits; i++) {
		if (plain[i] == ' ' || plain[i] == '-')
			continue;
		fits = len < s->length && ocra_takes(s, plain[i]);
		if (fits)
			out[len++] = plain[i];
	}
	out[len] = '\0';
	if (fits && len == s->length && strspn(out, "0") < len)
		return MF_OK;
	out[0] = '\0';
	return MF_EINVAL;
}

/* Only what goes in behind the challenge can be a PIN. */
static void
without_pin(const char *suite, char out[SUITE_SIZE])
{
	const char *data = strrchr(suite, ':');
	const char *pin = data == NULL ? NULL : strstr(data, "-P");
	struct text t;

	text_init(&t, out, SUITE_SIZE);
	text_putn(
	    &t, suite, pin == NULL ? strlen(suite) : (size_t)(pin - suite));
	if (pin != NULL)
		text_put(&t, pin + 1 + strcspn(pin + 1, "-"));
}

static uint64_t
step_of(const struct device *d, const struct suite *s, int64_t now)
{
	int64_t step;

	if (s->step == 0)
		return 0;
	step = (now < 0 ? 0 : now) / s->step + d->drift;
	return step < 0 ? 0 : (uint64_t)step;
}

enum mf_err
mutual_proof(const struct device *d, const struct suite *s, const char *theirs,
    const char *ours, int64_t now, char out[OCRA_CODE])
{
	char suite[SUITE_SIZE], asked[ASKED_SIZE];
	struct ocra_input in = {
		.counter = d->counter,
		.session = d->session,
		.time = step_of(d, s, now),
	};
	struct suite server = *s;

	server.pin = 0;
	without_pin(d->suite, suite);
	mutual_ask(ours, theirs, asked);
	in.question = slice_str(asked);
	return ocra_value(suite, &server,
	    (struct slice){ d->secret, d->secretlen }, &in, out);
}

void
mutual_ask(const char *theirs, const char *ours, char out[ASKED_SIZE])
{
	struct text t;

	text_init(&t, out, ASKED_SIZE);
	text_put(&t, ours);
	text_put(&t, theirs);
}
