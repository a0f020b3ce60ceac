/* Where settings stand in the file, for what is said once all are read. */

#include <string.h>

#include "server/conf_reader.h"

const config_setting_t *
conf_place(const struct reader *r, const char *path)
{
	return r->tree == NULL ? NULL : config_lookup(r->tree, path);
}

/* Its value is the file's, or surely the default: nobody wrote its name. */
static bool
is_known(
    const struct reader *r, const config_setting_t *place, const char *path)
{
	const char *dot = strrchr(path, '.');
	const char *name = dot == NULL ? path : dot + 1;

	if (place != NULL)
		return config_setting_get_hook(place) == NULL;
	return !r->torn ||
	    memmem(r->text.p, r->text.n, name, strlen(name)) == NULL;
}

bool
conf_judge(const struct reader *r, const char *a, const char *b,
    const char **at, unsigned *line)
{
	const config_setting_t *p = conf_place(r, a);
	const config_setting_t *q = b == NULL ? p : conf_place(r, b);

	*at = p != NULL ? a : q != NULL ? b : NULL;
	*line = p != NULL ? p->line : q != NULL ? q->line : 0;
	return is_known(r, p, a) && (b == NULL || is_known(r, q, b));
}

const struct setting *
setting_find(const struct setting *s, size_t n, const char *path)
{
	for (; n > 0; n--, s++)
		if (strcmp(s->path, path) == 0)
			return s;
	return NULL;
}
