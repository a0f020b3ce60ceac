/*
 * What a stranger makes a NAS say is in the audit as he said it, and nothing
 * of it can be taken for another word of the record.
 */

#include <assert.h>
#include <string.h>

#include "store/history.h"
#include "util/text.h"

#define NAS_MAX 253

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* As the log shows it: quotes and backslashes are taken off again. */
static void
is_told(const char *detail, const char *key, struct slice said)
{
	char out[DETAIL_SIZE], want[4 * NAS_MAX + 1], shown[4 * NAS_MAX + 1];
	size_t n = 0;
	struct text t;

	text_init(&t, shown, sizeof(shown));
	text_escape(&t, said, NAS_MAX);
	for (const char *p = shown; *p != '\0'; p++) {
		if (*p == '\\' && (p[1] == '"' || p[1] == '\\'))
			p++;
		want[n++] = *p;
	}
	want[n] = '\0';
	assert(detail_get(detail, key, out, sizeof(out)));
	assert(strcmp(out, want) == 0);
}

static void
written(struct slice nas, struct slice station)
{
	char detail[DETAIL_SIZE], out[16];
	struct text t;

	text_init(&t, detail, sizeof(detail));
	text_put(&t, "reason=used-code nas=\"");
	text_escape(&t, nas, NAS_MAX);
	text_put(&t, "\" station=\"");
	text_escape(&t, station, NAS_MAX);
	text_put(&t, "\" round=7");
	if (t.cut)
		return;
	is_told(detail, "nas", nas);
	is_told(detail, "station", station);
	assert(detail_get(detail, "reason", out, sizeof(out)));
	assert(strcmp(out, "used-code") == 0);
	assert(detail_number(detail, "round", -1) == 7);
	assert(!detail_get(detail, "policy", out, sizeof(out)));
	assert(out[0] == '\0');
}

/* A record that was changed behind the engine's back. */
static void
read_any(const char *detail)
{
	static const char *const keys[] = { "reason", "nas", "r", "" };
	char out[8];

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		for (size_t size = 1; size <= sizeof(out); size++) {
			(void)detail_get(detail, keys[i], out, size);
			assert(strlen(out) < size);
			(void)detail_number(detail, keys[i], 0);
		}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char detail[DETAIL_SIZE];
	size_t half = n < 2 ? 0 : 1 + p[0] % (n - 1);

	if (n < 2 || n >= sizeof(detail))
		return 0;
	written((struct slice){ p + 1, half - 1 },
	    (struct slice){ p + half, n - half });
	memcpy(detail, p, n);
	detail[n] = '\0';
	read_any(detail);
	return 0;
}
