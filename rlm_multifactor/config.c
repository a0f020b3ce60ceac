#include "rlm_multifactor.h"

#include <errno.h>

#define DEFAULT_SOCKET "/run/multifactor/login"

/* FreeRADIUS keeps a pointer to this for as long as it runs. */
const CONF_PARSER config_items[] = {
	{ "socket", FR_CONF_OFFSET(PW_TYPE_STRING, rlm_multifactor_t, socket),
	    DEFAULT_SOCKET },
	{ "timeout_ms",
	    FR_CONF_OFFSET(PW_TYPE_INTEGER, rlm_multifactor_t, timeout_ms),
	    "1000" },
	{ "on_failure",
	    FR_CONF_OFFSET(PW_TYPE_STRING, rlm_multifactor_t, on_failure),
	    "silent" },
	{ "breaker_failures",
	    FR_CONF_OFFSET(
		PW_TYPE_INTEGER, rlm_multifactor_t, breaker_failures),
	    "5" },
	{ "breaker_pause_ms",
	    FR_CONF_OFFSET(
		PW_TYPE_INTEGER, rlm_multifactor_t, breaker_pause_ms),
	    "1000" },
	{ "require_message_authenticator",
	    FR_CONF_OFFSET(PW_TYPE_BOOLEAN, rlm_multifactor_t, require_ma),
	    "yes" },
	CONF_PARSER_TERMINATOR
};

static const struct {
	char const *name;
	unsigned long min, max;
	char const *unit;
} ranges[] = {
	{ "timeout_ms", 50, 5000, "milliseconds" },
	{ "breaker_failures", 1, 1000, "failures in a row" },
	{ "breaker_pause_ms", 100, 60000, "milliseconds" },
};

static const struct {
	char const *name;
	PW_TYPE type;
} attributes[ATTR_MAX] = {
	[ATTR_FIRST_FACTOR] = { "Multifactor-First-Factor", PW_TYPE_STRING },
	[ATTR_GROUP] = { "Multifactor-Group", PW_TYPE_STRING },
	[ATTR_SERVICE] = { "Multifactor-Service", PW_TYPE_STRING },
	[ATTR_REQUIRE_MA] = { "Multifactor-Require-Message-Authenticator",
	    PW_TYPE_INTEGER },
	[ATTR_VERDICT] = { "Multifactor-Verdict", PW_TYPE_INTEGER },
	[ATTR_REFERENCE] = { "Multifactor-Reference", PW_TYPE_STRING },
	[ATTR_ACCOUNT] = { "Multifactor-Account", PW_TYPE_STRING },
	[ATTR_FACTOR] = { "Multifactor-Factor", PW_TYPE_STRING },
	[ATTR_SERIAL] = { "Multifactor-Serial", PW_TYPE_STRING },
	[ATTR_REASON] = { "Multifactor-Reason", PW_TYPE_STRING },
};

static bool
is_known(char const *name)
{
	for (CONF_PARSER const *item = config_items; item->name; item++)
		if (strcmp(item->name, name) == 0)
			return true;
	return false;
}

/* FreeRADIUS itself passes over what it does not know. */
static int
check_names(CONF_SECTION *conf)
{
	CONF_ITEM *ci = NULL;

	while ((ci = cf_item_find_next(conf, ci))) {
		CONF_PAIR *cp;

		if (!cf_item_is_pair(ci)) {
			cf_log_err(ci,
			    "A section has no place here; see "
			    "mods-available/multifactor");
			return -1;
		}
		cp = cf_item_to_pair(ci);
		if (!is_known(cf_pair_attr(cp))) {
			cf_log_err_cp(cp,
			    "There is no setting \"%s\"; see "
			    "mods-available/multifactor for those there are",
			    cf_pair_attr(cp));
			return -1;
		}
		if (cf_pair_find(conf, cf_pair_attr(cp)) != cp) {
			cf_log_err_cp(cp,
			    "\"%s\" is set a second time; leave "
			    "one",
			    cf_pair_attr(cp));
			return -1;
		}
	}
	return 0;
}

/* FreeRADIUS reads "1s" as 1, and "soon" as 0. */
static int
check_ranges(CONF_SECTION *conf)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		CONF_PAIR *cp = cf_pair_find(conf, ranges[i].name);
		char const *text = cp ? cf_pair_value(cp) : NULL;
		char *end;
		unsigned long v;

		if (!text)
			continue;
		errno = 0;
		v = strtoul(text, &end, 10);
		if (errno == 0 && *text >= '0' && *text <= '9' && !*end &&
		    v >= ranges[i].min && v <= ranges[i].max)
			continue;
		cf_log_err_cp(cp,
		    "%s = %s: give a whole number of %s from "
		    "%lu to %lu",
		    ranges[i].name, text, ranges[i].unit, ranges[i].min,
		    ranges[i].max);
		return -1;
	}
	return 0;
}

static int
find_attributes(CONF_SECTION *conf, rlm_multifactor_t *inst)
{
	for (int i = 0; i < ATTR_MAX; i++) {
		inst->attr[i] = dict_attrbyname(attributes[i].name);
		if (inst->attr[i] && inst->attr[i]->type == attributes[i].type)
			continue;
		cf_log_err_cs(conf,
		    "The dictionary has no %s of the right "
		    "type: put \"$INCLUDE /path/to/dictionary.multifactor\" "
		    "into the file \"dictionary\" beside radiusd.conf",
		    attributes[i].name);
		return -1;
	}
	return 0;
}

int
config_check(CONF_SECTION *conf, rlm_multifactor_t *inst)
{
	if (check_names(conf) < 0 || check_ranges(conf) < 0 ||
	    find_attributes(conf, inst) < 0)
		return -1;
	if (inst->socket[0] != '/') {
		cf_log_err_cs(conf,
		    "socket = \"%s\": give the whole path of "
		    "the engine's login socket, such as " DEFAULT_SOCKET,
		    inst->socket);
		return -1;
	}
	if (strcmp(inst->on_failure, "silent") != 0 &&
	    strcmp(inst->on_failure, "reject") != 0) {
		cf_log_err_cs(conf,
		    "on_failure = \"%s\": give silent or "
		    "reject",
		    inst->on_failure);
		return -1;
	}
	return 0;
}
