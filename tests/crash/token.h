/* The people of people.csv (tests/bench/mktokens.c), and their codes. */
#ifndef CRASH_TOKEN_H
#define CRASH_TOKEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TYPED_SIZE 9

struct token {
	char user[32];
	char secret[64];
	size_t nsecret;
	unsigned digits;
	unsigned step; /* seconds; 0: HOTP */
	uint64_t next; /* counter that was not used yet */
};

struct tokens {
	struct token *list;
	size_t n;
};

/* False after a line on standard error. */
bool tokens_load(struct tokens *, const char *path);
void tokens_free(struct tokens *);

void token_code(const struct token *, uint64_t counter, char out[TYPED_SIZE]);

/* A code that the engine would compare with nothing equal near counter. */
void token_wrong(const struct token *, uint64_t counter, char out[TYPED_SIZE]);

#endif
