/* What mfctl try shows of a reply: as the NAS gets it. */
#ifndef MF_TRY_PRINT_H
#define MF_TRY_PRINT_H

#include <stdio.h>

#include "ctl/radius_call.h"

/* The reply's name, then an indented line for each attribute. */
void print_answer(FILE *, const struct radius_answer *);

/*
 * One object on one line: row, reply, round, packets sent, milliseconds, where
 * Message-Authenticator stands, attributes in the packet's order.
 */
enum mf_err
print_json(FILE *, const struct radius_answer *, unsigned round) MF_CHECKED;

/* A warning where the reply is not protected against forging, or nothing. */
void print_signature(FILE *, const struct radius_reply *);

#endif
