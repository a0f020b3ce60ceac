#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <systemd/sd-daemon.h>

#include "server/notify.h"
#include "util/text.h"

#define STATUS_MAX 200

void
notify_ready(void)
{
	(void)sd_notify(0, "READY=1");
}

void
notify_reloading(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	(void)sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
	    (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000);
}

void
notify_stopping(void)
{
	(void)sd_notify(0, "STOPPING=1");
}

void
notify_alive(void)
{
	(void)sd_notify(0, "WATCHDOG=1");
}

void
notify_status(const char *fmt, ...)
{
	char raw[STATUS_MAX], line[STATUS_MAX * 4 + 8];
	struct text t;
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(raw, sizeof(raw), fmt, ap);
	va_end(ap);
	/* A newline would begin another assignment. */
	text_init(&t, line, sizeof(line));
	text_escape(&t, slice_str(raw), sizeof(raw));
	(void)sd_notifyf(0, "STATUS=%s", line);
}

uint64_t
notify_interval(void)
{
	uint64_t usec;

	if (sd_watchdog_enabled(0, &usec) <= 0)
		return 0;
	return usec / 1000 / 3; /* two may be late before the third is */
}
