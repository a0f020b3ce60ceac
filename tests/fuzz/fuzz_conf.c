/*
 * Whatever stands in the file: a conf with every value in its range, or at
 * least one error told.  No other file is read.
 */

#include <assert.h>
#include <string.h>

#include "server/conf.h"
#include "server/conf_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);
const char *__lsan_default_suppressions(void);

/* libconfig 1.5 loses a text in quotes when a syntax error follows it. */
const char *
__lsan_default_suppressions(void)
{
	return "leak:libconfig.so";
}

static void
count(void *arg, enum conf_severity severity, const char *line)
{
	assert(strncmp(line, "c:", 2) == 0);
	assert(utf8_is_valid(slice_str(line)));
	if (severity == CONF_ERROR)
		++*(unsigned *)arg;
}

static void
hold(const struct setting *s, size_t n, const void *base)
{
	for (; n > 0; n--, s++) {
		const void *at = (const char *)base + s->at;

		if (s->type == SET_INT || s->type == SET_SECONDS) {
			assert(*(const unsigned *)at >= s->min);
			assert(*(const unsigned *)at <= s->max);
		} else if (s->type == SET_STRING) {
			assert(*(const char *const *)at != NULL);
			assert((int64_t)strlen(*(const char *const *)at) <=
			    s->max);
		} else if (s->type == SET_LIST) {
			assert(*(const char *const *const *)at != NULL);
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	unsigned errors = 0;
	const struct conf_report report = { count, &errors };
	struct conf *c;
	enum mf_err e;

	e = conf_parse("c", (struct slice){ p, n }, &report, &c);
	assert((e == MF_OK) == (c != NULL));
	assert((e == MF_EINVAL) == (errors > 0));
	if (c == NULL)
		return 0;
	assert(c->npolicies > 0);
	hold(conf_settings, conf_nsettings, c);
	for (size_t i = 0; i < c->npolicies; i++)
		hold(policy_settings, policy_nsettings, &c->policies[i]);
	assert(conf_reloadable(c, c, &report));
	conf_free(&c);
	return 0;
}
