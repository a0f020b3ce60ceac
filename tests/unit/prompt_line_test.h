/* A prompt as a person reads it; good until the next one. */
#ifndef PROMPT_LINE_TEST_H
#define PROMPT_LINE_TEST_H

#include "core/prompt.h"

static inline const char *
line(enum prompt_id id, const char *language, const struct prompt_args *a)
{
	static char buf[512];
	struct text t;

	text_init(&t, buf, sizeof(buf));
	prompt_render(id, language, a, &t);
	assert_false(t.cut);
	return buf;
}

#endif
