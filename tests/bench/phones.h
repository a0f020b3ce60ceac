/*
 * The telephones: where the bench's gateway puts the codes that it was given,
 * a datagram each, "+37120000001 K7M-4QX-9TR".
 */
#ifndef BENCH_PHONES_H
#define BENCH_PHONES_H

#include <stdbool.h>

#define PHONES_TEXT 32 /* bytes of a number or a code, with its NUL */

/* A new socket at path; -1 after a line on standard error. */
int phones_open(const char *path);
void phones_close(int fd, const char *path); /* fd may be -1 */

/* The next that came; false: none is there now. */
bool phones_read(int fd, char number[PHONES_TEXT], char code[PHONES_TEXT]);

/* The gateway's side.  False: nobody listens at path. */
bool
phones_write(int fd, const char *path, const char *number, const char *code);

#endif
