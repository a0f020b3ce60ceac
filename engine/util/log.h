/*
 * One event, one line of key=value.  Fields are of known kinds; there is no
 * way to pass a secret, a typed response or free text of a packet other than
 * through log_field_text(), which escapes and cuts at 255 bytes.
 */
#ifndef MF_LOG_H
#define MF_LOG_H

#include <stdint.h>

#include "util/slice.h"

enum log_level {
	LOG_LEVEL_ERROR,
	LOG_LEVEL_WARN,
	LOG_LEVEL_INFO,
	LOG_LEVEL_DEBUG
};

struct log_field {
	const char *key; /* lower case, a literal; NULL ends the list */
	enum { LOG_TEXT, LOG_INT } kind;
	struct slice text;
	int64_t number;
};

/* To standard error, or to syslog as name; lines above level are dropped. */
void log_init(const char *name, int to_syslog, enum log_level level);
void log_set_level(enum log_level level);
/* Whether a line of that level goes anywhere: to save making it. */
int log_wants(enum log_level level);

/*
 * event is a literal of lower-case words with hyphens: "engine-ready".
 * Fields follow up to one whose key is NULL.
 */
void log_event(enum log_level, const char *event, const struct log_field *);

/* A sentence for people: goes out as event=NAME msg="..." */
void log_say(enum log_level, const char *event, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#define F_TEXT(k, s)                                                           \
	{                                                                      \
		.key = (k), .kind = LOG_TEXT, .text = (s)                      \
	}
#define F_STR(k, s)                                                            \
	{                                                                      \
		.key = (k), .kind = LOG_TEXT, .text = slice_str(s)             \
	}
#define F_INT(k, v)                                                            \
	{                                                                      \
		.key = (k), .kind = LOG_INT, .number = (int64_t)(v)            \
	}
#define F_END                                                                  \
	{                                                                      \
		.key = NULL                                                    \
	}
#define LOG(level, event, ...)                                                 \
	log_event(level, event,                                                \
	    (const struct log_field[]){ __VA_ARGS__ __VA_OPT__(, ) F_END })

#endif
