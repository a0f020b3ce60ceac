/* A token as an import tells it to the engine: what passes can be stored. */

#include <assert.h>
#include <string.h>

#include "core/factor.h"
#include "core/serial.h"
#include "server/admin_seed.h"
#include "wire/admin.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
can_be_stored(const struct seed_in *s)
{
	const struct new_token *t = &s->token;

	assert(factor_by_name(t->factor) != NULL);
	assert(t->digits <= 10 && t->step <= 86400);
	assert(t->counter <= INT64_MAX);
	assert(t->secret.n == 0 || t->secret.n >= SEED_LEAST);
	assert(utf8_is_plain(slice_str(s->serial)));
	assert(utf8_is_plain(slice_str(s->label)));
	assert(utf8_is_plain(slice_str(s->vendor)));
	assert(utf8_is_plain(slice_str(s->model)));
	for (const char *p = s->canonical; *p != '\0'; p++)
		assert(serial_has(*p));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct wire_msg m;
	struct seed_in s;
	char said[512];
	struct text why;
	enum mf_err e;

	if (!wire_parse(&m, p, n))
		return 0;
	text_init(&why, said, sizeof(said));
	e = seed_read(&m, &s, &why);
	if (e == MF_OK)
		can_be_stored(&s);
	else
		assert(e == MF_EINVAL && why.len > 0);
	return 0;
}
