/* The bytes of a seed file, with a look ahead and a limit. */
#ifndef MF_IMPORT_SOURCE_H
#define MF_IMPORT_SOURCE_H

#include <stdint.h>
#include <stdio.h>

#include "util/err.h"

#define SOURCE_SIZE 16384

struct source {
	FILE *f;
	uint8_t buf[SOURCE_SIZE];
	size_t at, n;    /* what of buf is still to be read */
	size_t total;    /* bytes taken from f */
	size_t max;      /* of total */
	enum mf_err err; /* why it ended: MF_OK, MF_EIO, MF_EFULL */
};

/* Fills the buffer; what it holds may be looked at before reading on. */
void source_open(struct source *, FILE *, size_t max);
/* The next byte, or -1 at the end or after an error. */
int source_byte(struct source *);
/* The byte after that, without taking it. */
int source_peek(struct source *);
/* Up to n bytes; 0 at the end or after an error. */
size_t source_read(struct source *, void *out, size_t n);
void source_close(struct source *); /* wipes; the FILE stays open */

#endif
