#include <errno.h>
#include <fcntl.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "courier/conf.h"
#include "courier/conf_parts.h"
#include "util/crypto.h"

#define FILE_BYTES 65536

void
conf_fault(struct courier_reader *r, unsigned line, const char *path,
    const char *fmt, ...)
{
	char text[768], out[1024];
	struct text t;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	text_init(&t, out, sizeof(out));
	text_put(&t, r->file);
	if (line > 0)
		text_printf(&t, ":%u", line);
	text_printf(&t, ": %s%s%s", path == NULL ? "" : path,
	    path == NULL ? "" : ": ", text);
	r->failed = true;
	r->report->say(r->report->arg, out);
}

static void
read_log(
    struct courier_reader *r, const config_setting_t *s, struct courier_conf *c)
{
	static const char *const levels[] = { "error", "warning", "info",
		"debug" };
	const char *level = "info", *to = "stderr";
	unsigned i = 0;

	(void)config_setting_lookup_string(s, "level", &level);
	(void)config_setting_lookup_string(s, "to", &to);
	while (i < 4 && strcmp(levels[i], level) != 0)
		i++;
	if (i == 4)
		conf_fault(r, s->line, "log.level",
		    "\"%s\" is not known; give \"error\", \"warning\", "
		    "\"info\" or \"debug\".",
		    level);
	else
		c->log_level = (enum log_level)i;
	c->to_syslog = strcmp(to, "syslog") == 0;
	if (!c->to_syslog && strcmp(to, "stderr") != 0)
		conf_fault(r, s->line, "log.to",
		    "\"%s\" is not known; give \"stderr\" or \"syslog\".", to);
}

static void
read_gateways(struct courier_reader *r, const config_setting_t *list,
    struct courier_conf *c)
{
	int n = config_setting_length(list);

	if (config_setting_type(list) != CONFIG_TYPE_LIST ||
	    c->n + (size_t)n > GATEWAYS_MAX) {
		conf_fault(r, list->line, config_setting_name(list),
		    "give a list of at most %d gateways in all: "
		    "( { name = \"main\"; ... } );",
		    GATEWAYS_MAX);
		return;
	}
	for (int i = 0; i < n; i++) {
		struct gateway *g = &c->gateways[c->n++];

		conf_gateway(r, config_setting_get_elem(list, (unsigned)i),
		    config_setting_name(list), g);
		for (struct gateway *o = c->gateways; o < g; o++)
			if (o->name != NULL && g->name != NULL &&
			    strcmp(o->name, g->name) == 0)
				conf_fault(r, g->line, "name",
				    "two gateways are called %s; give each "
				    "its own.",
				    g->name);
	}
}

static void
read_top(
    struct courier_reader *r, const config_setting_t *s, struct courier_conf *c)
{
	const char *name = config_setting_name(s);

	if (strcmp(name, "sms") == 0 || strcmp(name, "email") == 0) {
		read_gateways(r, s, c);
	} else if (strcmp(name, "log") == 0) {
		read_log(r, s, c);
	} else if (strcmp(name, "engine") == 0) {
		c->engine = config_setting_get_string(s);
		if (c->engine == NULL || c->engine[0] != '/' ||
		    strlen(c->engine) > 107)
			conf_fault(r, s->line, name,
			    "give the full path of a socket, such as "
			    "\"" COURIER_SOCKET "\".");
	} else if (strcmp(name, "sandbox") == 0) {
		c->sandbox = config_setting_get_bool(s) != 0;
		if (config_setting_type(s) != CONFIG_TYPE_BOOL)
			conf_fault(r, s->line, name, "give true or false.");
	} else {
		conf_fault(r, s->line, name,
		    "there is no such setting; mfcourier.conf(5) lists all.");
	}
}

static struct courier_conf *
conf_new(void)
{
	struct courier_conf *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return NULL;
	c->engine = COURIER_SOCKET;
	c->sandbox = true;
	c->log_level = LOG_LEVEL_INFO;
	c->gateways = calloc(GATEWAYS_MAX, sizeof(*c->gateways));
	c->tree = calloc(1, sizeof(*c->tree));
	if (c->tree != NULL)
		config_init(c->tree);
	if (c->gateways == NULL || c->tree == NULL)
		courier_conf_free(&c);
	return c;
}

void
courier_conf_free(struct courier_conf **cp)
{
	struct courier_conf *c = *cp;

	if (c == NULL)
		return;
	for (size_t i = 0; c->gateways != NULL && i < c->n; i++) {
		struct gateway *g = &c->gateways[i];

		standing_free(&g->standing);
		if (g->has_ok)
			regfree(&g->ok);
		if (g->has_refused)
			regfree(&g->refused);
		wipe(g->user, sizeof(g->user));
		wipe(g->password, sizeof(g->password));
	}
	free(c->gateways);
	if (c->tree != NULL)
		config_destroy(c->tree);
	free(c->tree);
	free(c->file);
	free(c);
	*cp = NULL;
}

/* Of gateways that nobody knows yet. */
static enum mf_err
give_standing(struct courier_conf *c)
{
	for (size_t i = 0; i < c->n; i++)
		if ((c->gateways[i].standing = standing_new()) == NULL)
			return MF_ENOMEM;
	return MF_OK;
}

static enum mf_err
parse(struct courier_reader *r, const char *text, struct courier_conf **out)
{
	struct courier_conf *c = conf_new();
	const config_setting_t *root;
	enum mf_err e;

	*out = NULL;
	if (c == NULL)
		return MF_ENOMEM;
	conf_text_check(r, text);
	if (r->failed) {
		/* libconfig would read it in its own way */
	} else if (config_read_string(c->tree, text) != CONFIG_TRUE) {
		conf_fault(r, (unsigned)config_error_line(c->tree), NULL, "%s.",
		    config_error_text(c->tree));
	} else {
		root = config_root_setting(c->tree);
		for (int i = 0; i < config_setting_length(root); i++)
			read_top(
			    r, config_setting_get_elem(root, (unsigned)i), c);
		if (c->n == 0 && !r->failed)
			conf_fault(r, 0, NULL,
			    "there is no gateway; write sms = ( ... ); or "
			    "email = ( ... );");
	}
	e = r->failed ? MF_EINVAL : give_standing(c);
	if (e != MF_OK)
		courier_conf_free(&c);
	*out = c;
	return e;
}

enum mf_err
courier_conf_parse(const char *name, const char *text,
    const struct courier_report *report, struct courier_conf **out)
{
	struct courier_reader r = { .file = name, .report = report };

	return parse(&r, text, out);
}

/* Says why the file is not one to trust; NULL if it is. */
static const char *
fault_of(int fd)
{
	struct stat st;

	if (fd == -1 || fstat(fd, &st) != 0)
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return "it is not a file";
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return "it can be written by others than its owner; take that "
		       "away with chmod go-w";
	if (st.st_uid != 0 && st.st_uid != geteuid())
		return "it belongs to somebody else; give it to root with "
		       "chown root";
	return NULL;
}

enum mf_err
courier_conf_load(const char *path, enum courier_conf_use use,
    const struct courier_report *report, struct courier_conf **out)
{
	const char *slash = strrchr(path, '/');
	struct courier_reader r = { .file = slash == NULL ? path : slash + 1,
		.report = report,
		.with_files = true,
		.use = use };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	const char *fault = fault_of(fd);
	char *text = calloc(1, FILE_BYTES + 1);
	ssize_t n = 0;
	enum mf_err e = MF_EIO;

	*out = NULL;
	if (fault == NULL && text != NULL &&
	    (n = read(fd, text, FILE_BYTES + 1)) < 0)
		fault = strerror(errno);
	if (n > FILE_BYTES)
		fault = "it is larger than 64 KiB";
	if (fault != NULL)
		conf_fault(&r, 0, NULL, "%s: %s.", path, fault);
	else if (text != NULL)
		e = parse(&r, text, out);
	if (e == MF_OK && ((*out)->file = strdup(path)) == NULL) {
		courier_conf_free(out);
		e = MF_ENOMEM;
	}
	free(text);
	if (fd != -1)
		close(fd);
	return e;
}
