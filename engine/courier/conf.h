/*
 * mfcourier.conf(5), read through libconfig.  A file with any error in it
 * gives nothing; all its errors are told, each with its line.
 */
#ifndef MF_COURIER_CONF_H
#define MF_COURIER_CONF_H

#include "courier/gateway.h"
#include "util/log.h"

#define COURIER_CONF "/etc/multifactor/mfcourier.conf"
#define GATEWAYS_MAX 32

struct courier_conf {
	const char *engine; /* its courier socket */
	bool sandbox, to_syslog;
	enum log_level log_level;
	struct gateway *gateways; /* in order of preference */
	size_t n;
	char *file;                 /* where it stands; NULL: in a text */
	struct config_t *tree;      /* owns the texts */
	struct courier_conf *older; /* of the pool: still in use */
};

struct courier_report {
	void (*say)(void *arg, const char *line);
	void *arg;
};

/* What it is read for; it only changes what is told. */
enum courier_conf_use {
	CONF_TO_START = 0,
	CONF_TO_RELOAD, /* from within the sandbox */
	CONF_TO_CHECK,  /* credentials of systemd need not be there */
};

/* MF_EINVAL, MF_EIO: every error was said.  MF_ENOMEM. */
enum mf_err courier_conf_load(const char *path, enum courier_conf_use,
    const struct courier_report *, struct courier_conf **) MF_CHECKED;
/* The same from text, without reading the files of credentials. */
enum mf_err courier_conf_parse(const char *name, const char *text,
    const struct courier_report *, struct courier_conf **) MF_CHECKED;

/*
 * Whether a running mfcourier can go over to next; what it cannot is told,
 * each setting in a line.
 */
bool courier_conf_reloadable(const struct courier_conf *running,
    const struct courier_conf *next, const struct courier_report *) MF_CHECKED;
/* Gateways that are in both, and the same, keep their standing: so many. */
unsigned courier_conf_inherit(
    const struct courier_conf *running, struct courier_conf *next);

/* Wipes. */
void courier_conf_free(struct courier_conf **);

#endif
