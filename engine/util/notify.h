/*
 * What a server tells systemd (sd_notify(3)).  Without systemd all of it
 * does nothing.
 */
#ifndef MF_NOTIFY_H
#define MF_NOTIFY_H

void notify_ready(void);     /* it answers, after a start or a reload */
void notify_reloading(void); /* then notify_ready() once more */
void notify_stopping(void);
void notify_alive(void); /* for the watchdog */

#endif
