#include <stdlib.h>
#include <string.h>

#include "import/serials.h"
#include "import/import.h"
#include "util/crypto.h"

struct serial_entry {
	uint8_t id[16]; /* hash of vendor and folded serial */
	size_t place;   /* 0: free */
};

static void
fold(const char *serial, char out[SEED_NAME_SIZE])
{
	size_t n = 0, digits;

	for (const char *p = serial; *p != '\0' && n < SEED_NAME_SIZE - 1; p++)
		if (strchr("- .", *p) == NULL)
			out[n++] =
			    *p >= 'a' && *p <= 'z' ? (char)(*p - 32) : *p;
	out[n] = '\0';
	digits = strspn(out + 1, "0123456789");
	if (out[0] == 'T' && digits >= 8 && out[1 + digits] == '\0')
		memmove(out, out + 1, n);
}

static struct serial_entry *
find(const struct serials *s, const uint8_t id[16])
{
	uint64_t h;
	size_t i;

	memcpy(&h, id, sizeof(h));
	for (i = h & (s->size - 1); s->slot[i].place != 0;
	     i = (i + 1) & (s->size - 1))
		if (memcmp(s->slot[i].id, id, 16) == 0)
			break;
	return &s->slot[i];
}

static enum mf_err
grow(struct serials *s)
{
	struct serials bigger = { .size = s->size == 0 ? 64 : s->size * 2,
		.n = s->n };

	bigger.slot = calloc(bigger.size, sizeof(*bigger.slot));
	if (bigger.slot == NULL)
		return MF_ENOMEM;
	for (size_t i = 0; i < s->size; i++)
		if (s->slot[i].place != 0)
			*find(&bigger, s->slot[i].id) = s->slot[i];
	free(s->slot);
	*s = bigger;
	return MF_OK;
}

enum mf_err
serials_add(struct serials *s, const char *vendor, const char *serial,
    size_t place, size_t *first)
{
	char folded[SEED_NAME_SIZE];
	struct serial_entry *entry, added = { .place = place };
	struct slice parts[2];
	enum mf_err e;

	if (s->n * 3 >= s->size * 2 && (e = grow(s)) != MF_OK)
		return e;
	fold(serial, folded);
	parts[0] = slice_str(vendor);
	parts[1] = slice_str(folded);
	keyed_hash(NULL, parts, 2, added.id, sizeof(added.id));
	entry = find(s, added.id);
	if (entry->place != 0) {
		*first = entry->place;
		return MF_ECONFLICT;
	}
	*entry = added;
	s->n++;
	return MF_OK;
}

void
serials_clear(struct serials *s)
{
	free(s->slot);
	*s = (struct serials){ 0 };
}
