/* Whatever parses must print back to the very same meaning. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "wire/admin.h"
#include "wire/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* A list's items tile it; records are messages themselves. */
static void
list(const struct wire_field *f)
{
	struct wire_field item;
	struct wire_msg row;
	size_t at = 0, sum = 0;

	while (wire_list_next(f, &at, &item)) {
		assert(item.p + item.n <= f->p + f->n);
		sum += item.n + 2;
		if (wire_parse(&row, item.p, item.n))
			assert(row.type < WIRE_TYPE_MAX);
	}
	assert(at == f->n && sum == f->n);
}

static void
read_as_its_kind(const struct wire_msg *m, enum wire_tag t)
{
	const struct wire_rule *r = &wire_tags[t];
	char out[64];

	assert(r->kind != WIRE_ABSENT);
	assert(m->field[t].n >= r->min && m->field[t].n <= r->max);
	if (r->kind == WIRE_LIST)
		list(&m->field[t]);
	if (r->kind == WIRE_INT || r->kind == WIRE_TIME)
		assert(wire_int(m, t, 1) == wire_int(m, t, 2));
	if (r->kind == WIRE_TEXT && wire_str(m, t, out, sizeof(out)))
		assert(strlen(out) == m->field[t].n);
}

static void
is_same(const struct wire_field *a, const struct wire_field *b)
{
	assert((a->p == NULL) == (b->p == NULL));
	assert(a->n == b->n);
	if (a->n > 0)
		assert(memcmp(a->p, b->p, a->n) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static uint8_t buf[WIRE_CONTROL_MAX];
	struct wire_msg a, b;
	struct wire_out o;
	enum wire_tag wrong = 0;

	if (!wire_parse(&a, p, n)) {
		for (int t = 0; t < TAG_MAX; t++)
			assert(a.field[t].p == NULL);
		return 0;
	}
	assert(n <= WIRE_CONTROL_MAX);
	wire_begin(&o, buf, sizeof(buf), a.type);
	for (int t = 0; t < TAG_MAX; t++) {
		if (!wire_has(&a, t))
			continue;
		read_as_its_kind(&a, t);
		wire_put(&o, t, a.field[t].p, a.field[t].n);
	}
	assert(!o.full && o.len == n);
	assert(wire_parse(&b, o.buf, o.len));
	assert(a.type == b.type);
	for (int t = 0; t < TAG_MAX; t++)
		is_same(&a.field[t], &b.field[t]);
	if (!command_is_whole(&a, &wrong))
		assert(wrong < TAG_MAX);
	return 0;
}
