/* A QR code in a terminal, in half blocks of UTF-8. */
#ifndef MF_QR_H
#define MF_QR_H

#include <stdio.h>

#include "util/err.h"

/*
 * Draws text; colours: sets black on white itself, for terminals.  MF_EINVAL:
 * too long for a QR code.  MF_ENOMEM.
 */
enum mf_err qr_print(FILE *, const char *text, int colours) MF_CHECKED;

#endif
