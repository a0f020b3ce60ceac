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
	struct config_t *tree; /* owns the texts */
};

struct courier_report {
	void (*say)(void *arg, const char *line);
	void *arg;
};

/* MF_EINVAL, MF_EIO: every error was said.  MF_ENOMEM. */
enum mf_err courier_conf_load(const char *path, const struct courier_report *,
    struct courier_conf **) MF_CHECKED;
/* The same from text, without reading the files of credentials. */
enum mf_err courier_conf_parse(const char *name, const char *text,
    const struct courier_report *, struct courier_conf **) MF_CHECKED;

/* Wipes. */
void courier_conf_free(struct courier_conf **);

#endif
