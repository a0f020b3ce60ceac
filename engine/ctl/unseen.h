/* A line from a terminal that does not show what is typed. */
#ifndef MF_UNSEEN_H
#define MF_UNSEEN_H

#include <stddef.h>

#include "util/err.h"

/*
 * Prompts, and reads a line without its end into buf, which gets a NUL; n
 * bytes; the caller wipes it.  What was typed before the prompt is dropped. The
 * end of the line shows.  Signals that end or stop a program wait until the
 * terminal is as it was before.  MF_ENOENT: the input ended, or such a signal
 * came and was not the program's end; MF_EFULL: the line is longer than size
 * allows; MF_EIO: this is no terminal.
 */
enum mf_err unseen_line(
    int tty, const char *prompt, char *buf, size_t size, size_t *n) MF_CHECKED;

#endif
