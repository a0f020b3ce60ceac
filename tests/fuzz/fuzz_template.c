/*
 * Whatever a template and its values are: percent-encoding leaves nothing
 * that a URL could take for its own, a header stays one line, JSON's quotes
 * are kept.
 */

#include <assert.h>
#include <string.h>

#include "courier/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char template[512], value[512], out[8192];
	struct template_values v = { .to = value, .text = value };
	size_t half = n / 2, word;
	struct text t;

	if (n < 2 || n > 1000)
		return 0;
	memcpy(template, p, half);
	template[half] = '\0';
	memcpy(value, p + half, n - half);
	value[n - half] = '\0';

	(void)template_fault(template, &word);
	text_init(&t, out, sizeof(out));
	assert(template_expand(template, PLACE_PLAIN, &v, &t) != MF_EINVAL);

	text_init(&t, out, sizeof(out));
	assert(template_expand("{text}", PLACE_URL, &v, &t) == MF_OK);
	assert(out[strspn(out,
		   "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		   "0123456789-._~%")] == '\0');

	text_init(&t, out, sizeof(out));
	assert(template_expand("{text}", PLACE_JSON, &v, &t) == MF_OK);
	for (size_t i = 0; i < t.len; i++) {
		assert((uint8_t)out[i] >= 0x20 && out[i] != '"');
		i += out[i] == '\\'; /* and what it makes harmless */
	}

	text_init(&t, out, sizeof(out));
	if (template_expand("{text}", PLACE_HEADER, &v, &t) == MF_OK)
		assert(strpbrk(out, "\r\n") == NULL);
	return 0;
}
