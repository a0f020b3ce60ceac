/*
 * stock: accounts with a token each, put straight into the database of a
 * stopped engine, for tests that want thousands of them at once.
 *
 *	stock DATABASE KEYRING PEOPLE.csv ...
 *	stock -v DATABASE KEYRING		verifies the whole audit
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/serial.h"
#include "store/audit.h"
#include "store/desk.h"
#include "token.h"

static bool
add(struct store *s, const struct token *t, int64_t now)
{
	struct new_token n = { .factor = t->step == 0 ? "hotp" : "totp",
		.vendor = "",
		.serial = t->user,
		.hash = HASH_SHA1,
		.digits = t->digits,
		.step = t->step,
		.now = now,
		.secret = { (const uint8_t *)t->secret, t->nsecret } };
	char canonical[SERIAL_SIZE];
	int64_t id;

	n.canonical = canonical;
	return serial_canonical(slice_str(t->user), canonical) == MF_OK &&
	    desk_account_add(s, t->user, "", now, &n.account) == MF_OK &&
	    desk_token_next(s, &id) == MF_OK &&
	    desk_token_add(s, id, &n) == MF_OK &&
	    desk_had_device(s, n.account) == MF_OK;
}

static bool
add_all(struct store *s, const char *path)
{
	int64_t now = time(NULL);
	struct tokens people;
	bool ok;

	if (!tokens_load(&people, path))
		return false;
	ok = store_begin(s) == MF_OK;
	for (size_t i = 0; i < people.n && ok; i++)
		ok = add(s, &people.list[i], now);
	ok = ok && store_commit(s) == MF_OK;
	tokens_free(&people);
	if (!ok)
		fprintf(stderr, "stock: %s: %s.\n", path, store_error(s));
	return ok;
}

static bool
verify(struct store *s)
{
	struct audit_head head = { 0 };
	bool more = true;

	while (more)
		if (audit_verify(s, &head, 1000, &more) != MF_OK)
			break;
	printf("%" PRId64 " of %" PRId64 " records\n", head.seq,
	    audit_head(s)->seq);
	return head.seq == audit_head(s)->seq;
}

int
main(int argc, char *argv[])
{
	bool check = argc > 1 && strcmp(argv[1], "-v") == 0, ok;
	struct store_options o = { .cache_mib = 16 };
	struct keyring *keys = NULL;
	struct store *s = NULL;
	char why[512] = "";
	struct text t;

	argc -= check;
	argv += check;
	if (argc < 3 || (argc == 3) != check) {
		fputs("usage: stock [-v] DATABASE KEYRING [PEOPLE.csv ...]\n",
		    stderr);
		return 2;
	}
	text_init(&t, why, sizeof(why));
	ok = crypto_init() && keyring_load(argv[2], false, &keys, &t) == MF_OK;
	o.path = argv[1];
	o.keys = keys;
	ok = ok && store_open(&o, &s, why, sizeof(why)) == MF_OK;
	if (!ok)
		fprintf(stderr, "stock: %s\n", why);
	if (ok && check)
		ok = verify(s);
	for (int i = 3; i < argc && ok; i++)
		ok = add_all(s, argv[i]);
	store_close(&s);
	keyring_free(&keys);
	return ok ? 0 : 1;
}
