/* No name, address, subject or text begins a header or a line of a dot. */

#include <assert.h>
#include <string.h>

#include "courier/mail_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* The n bytes at p up to a NUL in them, as text. */
static size_t
take(const uint8_t *p, size_t n, char *out)
{
	size_t k = strnlen((const char *)p, n);

	memcpy(out, p, k);
	out[k] = '\0';
	return k + (k < n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char from[600], to[600], subject[600], body[600], out[MAIL_SIZE];
	const struct mail m = { from, to, subject, body, "00ff", 1795252447 };
	const char *line;
	struct text t;
	unsigned headers = 0;
	size_t k = 0;

	if (n > 599)
		return 0;
	k += take(p + k, n - k, from);
	k += take(p + k, n - k, to);
	k += take(p + k, n - k, subject);
	(void)take(p + k, n - k, body);
	text_init(&t, out, sizeof(out));
	if (mail_build(&m, &t) != MF_OK)
		return 0;
	for (line = out; strncmp(line, "\r\n", 2) != 0;
	     line = strstr(line, "\r\n") + 2) {
		assert(strcspn(line, "\r\n") == strcspn(line, "\r"));
		headers += *line != ' ';
	}
	assert(headers == 9);
	for (line = strstr(line, "\r\n"); line != NULL;
	     line = strstr(line + 2, "\r\n"))
		assert(line[2] != '.');
	return 0;
}
