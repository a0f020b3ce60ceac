/* Bringing the engine up and down. */
#ifndef MF_START_H
#define MF_START_H

#include "server/engine.h"

/*
 * Reads the configuration, takes the lock, opens keyring, database, notes and
 * sockets, enters the sandbox, starts the threads.  *why gets a sentence on
 * failure: what is wrong, what to do; nothing is left behind then.
 */
enum mf_err engine_start(const char *conf, bool debug, struct engine **,
    char *why, size_t size) MF_CHECKED;
void engine_stop(struct engine **);

/* SIGHUP: the configuration anew, or a log line that says why not. */
void engine_reload(struct engine *);

/* multifactord --restore: an exit status.  backup NULL: as it lies there. */
int engine_restore(const char *conf, const char *backup);

/* For both: the lock on the state folder; -1 with *why. */
int engine_lock(const struct conf *, char *why, size_t size);
/* Names, groups: what follows from the configuration. */
void engine_take_conf(struct engine *);

#endif
