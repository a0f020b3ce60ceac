#include <string.h>

#include "server/conf.h"
#include "server/conf_reader.h"
#include "util/text.h"

static bool
is_equal(const struct setting *s, const struct conf *a, const struct conf *b)
{
	const void *p = (const char *)a + s->at, *q = (const char *)b + s->at;

	switch (s->type) {
	case SET_LIST:
		return text_lists_equal(*(const char *const *const *)p,
		    *(const char *const *const *)q);
	case SET_STRING:
		return strcmp(*(const char *const *)p,
			   *(const char *const *)q) == 0;
	case SET_BOOL:
		return *(const bool *)p == *(const bool *)q;
	case SET_CHAR:
		return *(const char *)p == *(const char *)q;
	default:
		return *(const unsigned *)p == *(const unsigned *)q;
	}
}

bool
conf_reloadable(const struct conf *running, const struct conf *next,
    const struct conf_report *report)
{
	struct reader r = { .file = "multifactord.conf", .report = report };

	for (size_t i = 0; i < conf_nsettings; i++)
		if (conf_settings[i].fixed &&
		    !is_equal(&conf_settings[i], running, next))
			reader_say(&r, CONF_ERROR, 0, conf_settings[i].path,
			    "it has changed, which a running engine cannot "
			    "take in; restart it, or put the old value back.");
	return r.errors == 0;
}
