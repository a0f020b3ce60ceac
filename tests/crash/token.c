#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <liboath/oath.h>

#include "tell.h"
#include "token.h"

#define NEAR 30 /* counters either way that a wrong code must not hit */

static bool
parse(struct token *t, char *line)
{
	char kind[8], hex[2 * sizeof(t->secret) + 1];
	size_t n = sizeof(t->secret);

	*t = (struct token){ 0 };
	if (sscanf(line, "%31[^,],%7[^,],%128[^,],%u,%u", t->user, kind, hex,
		&t->digits, &t->step) != 5 ||
	    oath_hex2bin(hex, t->secret, &n) != OATH_OK)
		return false;
	t->nsecret = n;
	return t->digits >= 6 && t->digits <= 8;
}

bool
tokens_load(struct tokens *all, const char *path)
{
	FILE *fp = fopen(path, "r");
	char line[512];
	size_t size = 0;

	*all = (struct tokens){ 0 };
	if (fp == NULL) {
		fprintf(stderr, "%s: %s.\n", path, strerror(errno));
		return false;
	}
	while (fgets(line, sizeof(line), fp) != NULL) {
		if (all->n == size) {
			size = size == 0 ? 1024 : 2 * size;
			all->list =
			    realloc(all->list, size * sizeof(all->list[0]));
			if (all->list == NULL)
				abort();
		}
		if (!parse(&all->list[all->n], line)) {
			fprintf(stderr,
			    "%s:%zu: want user,hotp|totp,hex secret,digits,"
			    "step.\n",
			    path, all->n + 1);
			fclose(fp);
			return false;
		}
		all->n++;
	}
	fclose(fp);
	return all->n > 0;
}

void
tokens_free(struct tokens *all)
{
	free(all->list);
	*all = (struct tokens){ 0 };
}

void
token_code(const struct token *t, uint64_t counter, char out[TYPED_SIZE])
{
	if (oath_hotp_generate(t->secret, t->nsecret, counter, t->digits, false,
		OATH_HOTP_DYNAMIC_TRUNCATION, out) != OATH_OK)
		abort();
}

static bool
is_near(const struct token *t, uint64_t counter, const char *code)
{
	uint64_t c = counter < NEAR ? 0 : counter - NEAR;
	char one[TYPED_SIZE];

	for (; c <= counter + NEAR; c++) {
		token_code(t, c, one);
		if (strcmp(one, code) == 0)
			return true;
	}
	return false;
}

void
token_wrong(const struct token *t, uint64_t counter, char out[TYPED_SIZE])
{
	do
		snprintf(out, TYPED_SIZE, "%0*u", (int)t->digits,
		    chance(t->digits == 8 ? 100000000 : 1000000));
	while (is_near(t, counter, out));
}
