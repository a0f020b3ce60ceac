/* A message as one line of JSON; its keys are the names of its fields. */
#ifndef MF_JSON_H
#define MF_JSON_H

#include "ctl/ctl.h"

/*
 * "row" comes first: of DONE it is "done", of REFUSED "refused".  Times are
 * ISO 8601 in UTC; bytes that are no UTF-8 become U+FFFD; secrets but a new
 * code and URI are left out.  EXIT_DONE, or EXIT_REFUSED when out of memory.
 */
int json_print(struct ctl *, const struct wire_msg *);

#endif
