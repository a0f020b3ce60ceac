#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "util/log.h"
#include "util/text.h"

#define LINE_MAX_BYTES 2048
#define FIELD_MAX      255

/* The process's one logger; set up by main before any thread starts. */
static struct {
	enum log_level level;
	int to_syslog;
	const char *name;
} logger = { .level = LOG_LEVEL_INFO, .name = "multifactor" };

static const struct {
	const char *word;
	int priority;
} levels[] = {
	[LOG_LEVEL_ERROR] = { "error", LOG_ERR },
	[LOG_LEVEL_WARN] = { "warning", LOG_WARNING },
	[LOG_LEVEL_INFO] = { "info", LOG_INFO },
	[LOG_LEVEL_DEBUG] = { "debug", LOG_DEBUG },
};

void
log_init(const char *name, int to_syslog, enum log_level level)
{
	logger.name = name;
	logger.to_syslog = to_syslog;
	logger.level = level;
	if (to_syslog)
		openlog(name, LOG_PID | LOG_NDELAY, LOG_AUTHPRIV);
}

void
log_set_level(enum log_level level)
{
	logger.level = level;
}

int
log_wants(enum log_level level)
{
	return level <= logger.level;
}

static void
put_field(struct text *t, const struct log_field *f)
{
	text_printf(t, " %s=", f->key);
	if (f->kind == LOG_INT) {
		text_printf(t, "%" PRId64, f->number);
		return;
	}
	text_put(t, "\"");
	text_escape(t, f->text, FIELD_MAX);
	text_put(t, "\"");
}

static void
emit(enum log_level level, const struct text *t)
{
	char date[DATE_SIZE], line[LINE_MAX_BYTES + 128];
	int n;

	if (logger.to_syslog) {
		syslog(levels[level].priority, "%s", t->buf);
		return;
	}
	date_format(time(NULL), date);
	n = snprintf(line, sizeof(line), "%s %s: level=%s %s\n", date,
	    logger.name, levels[level].word, t->buf);
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
		return; /* nowhere left to say it */
}

void
log_event(enum log_level level, const char *event, const struct log_field *f)
{
	char buf[LINE_MAX_BYTES];
	struct text t;

	if (level > logger.level)
		return;
	text_init(&t, buf, sizeof(buf));
	text_printf(&t, "event=%s", event);
	for (; f->key != NULL; f++)
		put_field(&t, f);
	emit(level, &t);
}

void
log_say(enum log_level level, const char *event, const char *fmt, ...)
{
	char buf[LINE_MAX_BYTES / 2];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	LOG(level, event, F_STR("msg", buf));
}
