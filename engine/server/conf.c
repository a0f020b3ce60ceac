#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/conf.h"
#include "server/conf_reader.h"

/* Blocks of what a conf owns, newest first. */
struct conf_memory {
	struct block {
		struct block *next;
		max_align_t bytes[];
	} * blocks;
};

void
reader_say(struct reader *r, enum conf_severity severity, unsigned line,
    const char *path, const char *fmt, ...)
{
	char buf[CONF_LINE_MAX * 2];
	struct text t;
	va_list ap;

	text_init(&t, buf, sizeof(buf));
	text_printf(&t, "%s:", r->file);
	if (line > 0)
		text_printf(&t, "%u:", line);
	text_printf(&t, " %s", severity == CONF_WARNING ? "warning: " : "");
	if (path != NULL)
		text_printf(&t, "%s: ", path);
	va_start(ap, fmt);
	(void)vsnprintf(t.buf + t.len, t.size - t.len, fmt, ap);
	va_end(ap);
	if (severity == CONF_ERROR)
		r->errors++;
	r->report->say(r->report->arg, severity, buf);
}

void *
conf_alloc(struct reader *r, size_t n)
{
	struct block *b = calloc(1, sizeof(*b) + n);

	if (b == NULL) {
		r->starved = true;
		return NULL;
	}
	b->next = r->memory->blocks;
	r->memory->blocks = b;
	return b->bytes;
}

char *
conf_copy(struct reader *r, const char *s)
{
	char *copy = conf_alloc(r, strlen(s) + 1);

	if (copy != NULL)
		memcpy(copy, s, strlen(s));
	return copy;
}

static void
memory_free(struct conf_memory *m)
{
	struct block *next;

	if (m == NULL)
		return;
	for (struct block *b = m->blocks; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
	free(m);
}

void
conf_free(struct conf **conf)
{
	if (*conf != NULL)
		memory_free((*conf)->memory);
	*conf = NULL;
}

/* text is NUL-terminated. */
static void
read_text(struct reader *r, char *text, struct conf *conf)
{
	config_t tree;

	conf_lex(r, text);
	conf_syntax(r, text, &tree);
	r->tree = &tree;
	conf_read(r, config_root_setting(&tree), conf);
	if (!r->starved)
		conf_check(r, conf);
	if (!r->starved)
		conf_check_policies(r, conf);
	if (!r->starved && r->here)
		conf_resolve(r, conf);
	r->tree = NULL;
	config_destroy(&tree);
}

const char *
reader_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

/* The beginnings of a conf: its memory, and every default. */
static struct conf *
conf_new(struct reader *r)
{
	struct conf *conf;

	r->memory = calloc(1, sizeof(*r->memory));
	if (r->memory == NULL)
		return NULL;
	conf = conf_alloc(r, sizeof(*conf));
	if (conf == NULL) {
		memory_free(r->memory);
		return NULL;
	}
	conf->memory = r->memory;
	conf->login.gid = conf->helpdesk.gid = (gid_t)-1;
	conf->admin.gid = conf->courier.gid = (gid_t)-1;
	conf_defaults(conf_settings, conf_nsettings, conf);
	return conf;
}

enum mf_err
reader_outcome(struct reader *r, struct conf *conf, struct conf **out)
{
	if (r->errors > 0 || r->starved) {
		conf_free(&conf);
		return r->starved ? MF_ENOMEM : MF_EINVAL;
	}
	*out = conf;
	return MF_OK;
}

struct conf *
reader_parse(struct reader *r, struct slice text)
{
	struct conf *conf = conf_new(r);
	char *copy;

	if (conf == NULL)
		return NULL;
	if (text.n > 0 && !utf8_is_valid(text)) {
		reader_say(r, CONF_ERROR, 0, NULL,
		    "this is no text in UTF-8, or has a NUL in it.");
		return conf;
	}
	copy = calloc(1, text.n + 1);
	if (copy == NULL) {
		r->starved = true;
		return conf;
	}
	if (text.n > 0)
		memcpy(copy, text.p, text.n);
	r->text = text;
	read_text(r, copy, conf);
	free(copy);
	return conf;
}

enum mf_err
conf_parse(const char *name, struct slice text,
    const struct conf_report *report, struct conf **out)
{
	struct reader r = { .file = reader_name(name), .report = report };
	struct conf *conf = reader_parse(&r, text);

	*out = NULL;
	if (conf == NULL)
		return MF_ENOMEM;
	return reader_outcome(&r, conf, out);
}
