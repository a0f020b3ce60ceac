/* The facts of a story, from the audit and what things are called today. */
#ifndef MF_WHY_FACTS_H
#define MF_WHY_FACTS_H

#include "server/why.h"
#include "store/desk.h"
#include "store/history.h"

#define STEPS_MAX 16

/* What the policies of today take for the first factor. */
struct why_policies {
	struct {
		char name[65];
		enum story_first first;
	} of[64];
	size_t n;
};

/* A story, and what its strings are kept in: do not copy it. */
#define TOLD_ADDRESS 96 /* shortened */

struct told {
	struct story story;
	char account[NAME_SIZE], nas[254], station[254], policy[65];
	char form[65], fields[1025];
	char word[65], used_nas[254], attribute[254], fault[254];
	char claimed[SERIAL_SIZE];
	char address[TOLD_ADDRESS], lost_address[TOLD_ADDRESS];
	struct desk_token token, lost;
	struct event
	    steps[STEPS_MAX]; /* before it in its login, latest first */
	size_t nsteps;
};

/* Whether the record is of a login's answer. */
bool told_is_login(const struct event *);

/* For a reader on any thread. */
enum mf_err told_fill(struct store *, const struct why_policies *,
    const struct event *, int64_t now_ms, struct told *) MF_CHECKED;

#endif
