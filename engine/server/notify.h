/*
 * What the engine tells systemd (sd_notify(3)).  Without systemd all of it
 * does nothing.
 */
#ifndef MF_NOTIFY_H
#define MF_NOTIFY_H

#include <stdint.h>

void notify_ready(void);     /* it answers, after a start or a reload */
void notify_reloading(void); /* then notify_ready() once more */
void notify_stopping(void);
void notify_alive(void); /* for the watchdog */

/* One line that systemctl status shows. */
void notify_status(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Milliseconds between two notify_alive(); 0: no watchdog waits. */
uint64_t notify_interval(void);

#endif
