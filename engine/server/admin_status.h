/* Rows of status, as its parts put them. */
#ifndef MF_ADMIN_STATUS_H
#define MF_ADMIN_STATUS_H

#include "server/admin.h"
#include "server/courier.h"

enum grade { GRADE_OK = 0, GRADE_WARNING, GRADE_ALARM };

void status_put(struct command_in *, const char *name, int64_t number,
    enum grade, const char *text);
void status_putf(struct command_in *, const char *name, int64_t number,
    enum grade, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* What is sent to people: admin_status_post.c. */
struct status_post {
	unsigned couriers;
	char gateways[GATEWAYS_SIZE];
	unsigned all_day; /* messages that may leave in a day */
	bool open;        /* numbers of any country may be registered */
};

void status_post_begin(struct engine *, struct status_post *);
enum mf_err
status_post_run(struct command_in *, const struct status_post *) MF_CHECKED;

#endif
