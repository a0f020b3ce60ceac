/* mfcourier.conf: gateways that can be used, or an error told. */

#include <assert.h>
#include <string.h>

#include "courier/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);
const char *__lsan_default_suppressions(void);

/* libconfig 1.5 loses a text in quotes when a syntax error follows it. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so";
}

static void
count(void *arg, const char *line)
{
	assert(line[0] != '\0');
	(*(unsigned *)arg)++;
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char text[4096];
	unsigned errors = 0;
	const struct courier_report report = { count, &errors };
	struct courier_conf *c;

	/* Other files are the file system's business. */
	if (n >= sizeof(text) || memmem(p, n, "@include", 8) != NULL)
		return 0;
	memcpy(text, p, n);
	text[n] = '\0';
	if (courier_conf_parse("f", text, &report, &c) != MF_OK) {
		assert(errors > 0 && c == NULL);
		return 0;
	}
	assert(errors == 0 && c->n > 0);
	for (size_t i = 0; i < c->n; i++) {
		const struct gateway *g = &c->gateways[i];

		assert(g->name != NULL && g->url != NULL);
		assert(g->type->email || g->method != NULL);
		assert(g->timeout_s > 0 && g->parallel > 0);
	}
	courier_conf_free(&c);
	return 0;
}
