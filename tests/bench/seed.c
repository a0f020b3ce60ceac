/*
 * Fills a new database for the bench: seed STATE KEYRING TOKENS OWNERS N
 *
 * Tokens and telephones as mktokens makes them, each with an account of its
 * own; the first N accounts get the password "password".  It writes through the
 * store, as the engine does, while no engine runs; how fast that goes is not
 * measured.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/desk.h"

#define BATCH 20000
#define NOW   1700000000

static void
fail(const char *what)
{
	fprintf(stderr, "seed: %s\n", what);
	exit(1);
}

/* The fields of a line of CSV, in place; how many there are. */
static size_t
fields(char *line, char *field[], size_t max)
{
	size_t n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	for (char *p = strtok(line, ","); p != NULL && n < max;
	     p = strtok(NULL, ","))
		field[n++] = p;
	return n;
}

static void
take_token(
    struct new_token *t, char *token[], uint8_t secret[64], char canonical[65])
{
	size_t n = 0;

	for (const char *p = token[0]; *p != '\0'; p++)
		if (*p != '-' && n < 64)
			canonical[n++] = *p;
	canonical[n] = '\0';
	t->serial = token[0];
	t->canonical = canonical;
	t->digits = (unsigned)atoi(token[3]);
	t->step = strcmp(token[2], "totp") == 0 ? 30 : 0;
	if (hex_decode(slice_str(token[1]), secret, 64, &t->secret.n) != MF_OK)
		fail("a secret is not in hexadecimal");
}

static void
add(struct store *s, int64_t id, char *token[], const char *owner,
    const char *password)
{
	uint8_t secret[64];
	char canonical[65];
	struct new_token t = {
		.factor = token[2],
		.vendor = "",
		.hash = HASH_SHA1,
		.now = NOW,
		.secret = { secret, 0 },
	};
	uint64_t epoch;

	if (strcmp(token[2], "sms") == 0)
		t.address = token[1];
	else
		take_token(&t, token, secret, canonical);
	if (desk_account_add(s, owner, "", NOW, &t.account) != MF_OK ||
	    (password[0] != '\0' &&
		desk_account_password(s, t.account, password, &epoch) !=
		    MF_OK) ||
	    desk_token_add(s, id, &t) != MF_OK ||
	    desk_had_device(s, t.account) != MF_OK)
		fail(store_error(s));
}

static void
fill(struct store *s, FILE *tokens, FILE *owners, long hashed)
{
	const struct password_cost cost = { 19456, 2 };
	char record[PASSWORD_RECORD], a[512], b[512], *token[8], *owner[4];
	int64_t id = 1;

	if (hashed > 0 &&
	    password_hash(&cost, slice_str("password"), record) != MF_OK)
		fail("no memory for a hash");
	if (store_begin(s) != MF_OK)
		fail(store_error(s));
	for (; fgets(a, sizeof(a), tokens) != NULL &&
	     fgets(b, sizeof(b), owners) != NULL;
	     id++) {
		if (fields(a, token, 8) < 4 || fields(b, owner, 4) < 2)
			fail("a line is not as mktokens makes them");
		add(s, id, token, owner[1], id <= hashed ? record : "");
		if (id % BATCH == 0 &&
		    (store_commit(s) != MF_OK || store_begin(s) != MF_OK))
			fail(store_error(s));
	}
	if (store_commit(s) != MF_OK)
		fail(store_error(s));
}

int
main(int argc, char *argv[])
{
	struct store_options o = { .cache_mib = 64 };
	struct keyring *keys = NULL;
	struct store *s = NULL;
	char path[512], why[512];
	FILE *tokens, *owners;
	struct text t;

	if (argc != 6 || !crypto_init())
		fail("usage: seed STATE KEYRING TOKENS OWNERS N");
	text_init(&t, why, sizeof(why));
	if (keyring_create(argv[2], NOW, &t) != MF_OK ||
	    keyring_load(argv[2], false, &keys, &t) != MF_OK)
		fail(why);
	snprintf(path, sizeof(path), "%s/multifactor.db", argv[1]);
	o.path = path;
	o.keys = keys;
	if (store_open(&o, &s, why, sizeof(why)) != MF_OK)
		fail(why);
	tokens = fopen(argv[3], "r");
	owners = fopen(argv[4], "r");
	if (tokens == NULL || owners == NULL)
		fail("no such list of tokens or owners");
	fill(s, tokens, owners, atol(argv[5]));
	if (store_checkpoint(s, true) != MF_OK)
		fail(store_error(s));
	fclose(tokens);
	fclose(owners);
	store_close(&s);
	keyring_free(&keys);
	return 0;
}
