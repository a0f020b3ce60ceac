/* What a person types into mfctl try, or a script instead of the person. */
#ifndef MF_TRY_INPUT_H
#define MF_TRY_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "util/err.h"

struct try_input {
	int fd;      /* terminal or script; -1: none */
	bool script; /* then nothing is prompted, one line an answer */
};

/*
 * Opens a script ("-": standard input) or, for NULL, the terminal.  MF_EIO:
 * it cannot be opened, errno says why; MF_ENOENT: there is no terminal.
 */
enum mf_err input_open(struct try_input *, const char *script) MF_CHECKED;
void input_close(struct try_input *);

/*
 * Reads a line without its end into buf, which gets a NUL; the caller wipes
 * it.  Without echo nothing shows on the terminal, and its settings are put
 * back in every case.  MF_ENOENT: no line left, or the person broke off;
 * MF_EFULL: longer than size allows (buf is then wiped); MF_EIO.
 */
enum mf_err input_line(struct try_input *, const char *prompt, bool echo,
    char *buf, size_t size, size_t *n) MF_CHECKED;

#endif
