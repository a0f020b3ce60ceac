/* The manual, the shipped file and the engine agree on the settings. */

#include <libconfig.h>

#include "core/factor.h"
#include "conf_test.h"

static char *
slurp(const char *path)
{
	FILE *fp = fopen(path, "r");
	char *text = calloc(1, 65536);

	if (fp == NULL)
		fail_msg("%s is not here; run the tests from the top", path);
	assert_non_null(text);
	assert_true(fread(text, 1, 65535, fp) > 0);
	fclose(fp);
	return text;
}

/* Whether the manual's entry of s says its range, default and restart. */
static void
is_documented(const char *manual, const struct setting *s)
{
	char head[128], buf[256], entry[2048];
	const char *p, *end;
	struct text t;

	snprintf(head, sizeof(head), "\n.It Cm %s\n", s->path);
	p = strstr(manual, head);
	if (p == NULL)
		fail_msg("multifactord.conf.5 lacks %s", s->path);
	p += strlen(head);
	end = strstr(p, "\n.It ");
	end =
	    end == NULL || strstr(p, "\n.El") < end ? strstr(p, "\n.El") : end;
	snprintf(entry, sizeof(entry), "%.*s", (int)(end - p), p);
	for (char *c = entry; (c = strchr(c, '\n')) != NULL;)
		*c = ' '; /* wherever a line ends */

	text_init(&t, buf, sizeof(buf));
	setting_range(s, &t);
	if (strstr(entry, buf) == NULL)
		fail_msg("multifactord.conf.5: %s: range %s", s->path, buf);
	text_init(&t, buf, sizeof(buf));
	text_put(&t, "default ");
	if (s->type == SET_LIST)
		text_put(&t, "none");
	else
		setting_default(s, &t);
	if (s->type == SET_STRING && s->text == NULL)
		strcpy(buf, "needed");
	if (strstr(entry, buf) == NULL)
		fail_msg("multifactord.conf.5: %s: %s", s->path, buf);
	if ((strstr(entry, "Needs a restart.") != NULL) != s->fixed)
		fail_msg("multifactord.conf.5: %s: restart", s->path);
}

static void
the_manual_has_every_setting(void **state)
{
	char *manual = slurp("engine/man/multifactord.conf.5");
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < conf_nsettings; i++)
		is_documented(manual, &conf_settings[i]);
	for (size_t i = 0; i < policy_nsettings; i++)
		is_documented(manual, &policy_settings[i]);
	for (const char *p = manual; (p = strstr(p, "\n.It Cm ")); p++)
		n++;
	assert_int_equal(n, conf_nsettings + policy_nsettings);
	free(manual);
}

static void
has_every_setting(const config_t *tree, const struct setting *s, size_t n)
{
	char path[128];

	for (; n > 0; n--, s++) {
		if (strncmp(s->path, "policies.", 9) == 0)
			snprintf(
			    path, sizeof(path), "policies.[0].%s", s->path + 9);
		else
			snprintf(path, sizeof(path), "%s", s->path);
		if (config_lookup(tree, path) == NULL)
			fail_msg("packaging/multifactord.conf lacks %s", path);
	}
}

static bool
is_equal(const struct setting *s, const void *a, const void *b)
{
	const void *p = (const char *)a + s->at, *q = (const char *)b + s->at;

	switch (s->type) {
	case SET_LIST:
		return **(const char *const *const *)p == NULL &&
		    **(const char *const *const *)q == NULL;
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

static void
the_shipped_file_has_every_default(void **state)
{
	char *text = slurp("packaging/multifactord.conf");
	struct conf *shipped, *empty;
	struct said s;
	config_t tree;

	(void)state;
	config_init(&tree);
	assert_int_equal(config_read_string(&tree, text), CONFIG_TRUE);
	has_every_setting(&tree, conf_settings, conf_nsettings);
	has_every_setting(&tree, policy_settings, policy_nsettings);
	config_destroy(&tree);
	empty = parse("", &s);
	shipped = parse(text, &s);
	assert_string_equal(s.text, "");
	for (size_t i = 0; i < conf_nsettings; i++)
		if (!is_equal(&conf_settings[i], shipped, empty))
			fail_msg("%s", conf_settings[i].path);
	for (size_t i = 0; i < policy_nsettings; i++)
		if (!is_equal(&policy_settings[i], shipped->policies,
			empty->policies))
			fail_msg("%s", policy_settings[i].path);
	conf_free(&shipped);
	conf_free(&empty);
	free(text);
}

static void
policies_may_name_every_factor_and_no_other(void **state)
{
	const struct setting *s = policy_settings;
	size_t n = 0;

	(void)state;
	while (strcmp(s->path, "policies.factors") != 0)
		s++;
	for (; s->words[n].word != NULL; n++)
		if (factor_by_name(s->words[n].word) == NULL)
			fail_msg("no factor %s", s->words[n].word);
	for (size_t i = 0; factor_at(i) != NULL; i++)
		assert_true(i < n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_manual_has_every_setting),
		cmocka_unit_test(the_shipped_file_has_every_default),
		cmocka_unit_test(policies_may_name_every_factor_and_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
