/* How a try ends: for people in a line, for programs in the last row. */
#ifndef MF_TRY_END_H
#define MF_TRY_END_H

#include <stdbool.h>
#include <stdio.h>

#include "ctl/try.h"

/*
 * "mfctl: " and the text to standard error; with json an object of row, error
 * and text to standard output, the last there.  Returns code.
 */
int try_end(bool json, enum try_exit code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
