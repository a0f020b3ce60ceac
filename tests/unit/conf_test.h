/* What the tests of the configuration share: reading text, hearing it out. */
#ifndef CONF_TEST_H
#define CONF_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "server/conf.h"
#include "server/conf_table.h"

#define SAID_MAX 8192

/* All that was said, a line each. */
struct said {
	char text[SAID_MAX];
	unsigned errors, warnings;
};

static inline void
hear(void *arg, enum conf_severity severity, const char *line)
{
	struct said *s = arg;

	if (severity == CONF_ERROR)
		s->errors++;
	else
		s->warnings++;
	if (strlen(s->text) + strlen(line) + 2 < sizeof(s->text)) {
		strcat(s->text, line);
		strcat(s->text, "\n");
	}
}

static inline struct conf *
parse(const char *text, struct said *s)
{
	const struct conf_report report = { hear, s };
	struct conf *conf;
	enum mf_err e;

	*s = (struct said){ 0 };
	e = conf_parse("/etc/m.conf", slice_str(text), &report, &conf);
	assert_int_equal(e, s->errors > 0 ? MF_EINVAL : MF_OK);
	assert_int_equal(conf == NULL, s->errors > 0);
	return conf;
}

#define POLICY(rest) "policies: ( { name = \"a\"; " rest " } );"

#endif
