#include "store/challenge.h"
#include "store/internal.h"

#define N(v) (sizeof(v) / sizeof((v)[0]))

static bool
take_count(void *arg, const struct row *r)
{
	*(int64_t *)arg = row_int(r, 0);
	return false;
}

enum mf_err
challenge_was_asked(
    struct store *s, int64_t device, const char *challenge, bool *asked)
{
	const struct value v[] = { VI(device), VS(challenge) };
	int64_t n = 0;
	enum mf_err e;

	e = db_run(s->db, Q_CHALLENGE_ASKED, v, N(v), take_count, &n, NULL);
	*asked = n > 0;
	return e;
}

enum mf_err
challenge_spend(
    struct store *s, int64_t device, const char *challenge, int64_t expires)
{
	const struct value v[] = { VI(device), VS(challenge), VI(expires) };

	return set_one(s, Q_CHALLENGE_SPEND, v, N(v));
}
