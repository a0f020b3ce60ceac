/* The keyring: what a good one holds, and what is refused and why. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "util/keyring.h"

#define A         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B         "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
#define C         "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define REFERENCE "reference 2026-11-21 " A "\n"
#define KEY1      "key 1 2026-11-21 old " B "\n"
#define KEY7      "key 7 2027-01-05 active " C "\n"
#define NOW       1795219200 /* 2026-11-21 */

struct place {
	char folder[64], path[96], other[96];
	char said[512];
	struct text why;
};

static int
set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	if (p == NULL || !crypto_init())
		return -1;
	strcpy(p->folder, "/tmp/test_keyring.XXXXXX");
	if (mkdtemp(p->folder) == NULL)
		return -1;
	snprintf(p->path, sizeof(p->path), "%s/keyring", p->folder);
	snprintf(p->other, sizeof(p->other), "%s/other", p->folder);
	text_init(&p->why, p->said, sizeof(p->said));
	*state = p;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *p = *state;

	(void)unlink(p->path);
	(void)unlink(p->other);
	(void)rmdir(p->folder);
	free(p);
	return 0;
}

static void
put_file(const char *path, const char *text, mode_t mode)
{
	FILE *fp = fopen(path, "w");

	assert_non_null(fp);
	assert_true(fputs(text, fp) >= 0);
	assert_int_equal(fclose(fp), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static void
is_refused_with_its_line_and_reason(void **state)
{
	static const struct {
		const char *text, *said;
	} table[] = {
		{ "", "k:1: there is no reference key" },
		{ REFERENCE, "k:2: there is no active key; is the end" },
		{ REFERENCE KEY1, "k:3: there is no active key" },
		{ KEY7, "k:2: there is no reference key" },
		{ REFERENCE REFERENCE KEY7,
		    "k:2: there is a reference key already" },
		{ REFERENCE KEY7 KEY1, "k:3: the id does not rise" },
		{ REFERENCE KEY1 KEY1 KEY7, "k:3: the id does not rise" },
		{ REFERENCE KEY7 "key 8 2027-01-05 active " A "\n",
		    "k:3: a key stands after the active one" },
		{ REFERENCE "key 0 2026-11-21 active " A,
		    "k:2: the id is no number" },
		{ REFERENCE "key x 2026-11-21 active " A,
		    "k:2: the id is no number" },
		{ REFERENCE "key 4294967296 2026-11-21 active " A,
		    "k:2: the id is no number" },
		{ REFERENCE "key 1 2026-02-30 active " A,
		    "k:2: the date is not of the form" },
		{ REFERENCE "key 1 0226-11-21 active " A,
		    "k:2: the date is not of the form" },
		{ REFERENCE "key 1 2026-11-21 new " A,
		    "k:2: the state is neither" },
		{ REFERENCE "key 1 2026-11-21 active " A "a",
		    "k:2: the key is not 64 hexadecimal digits" },
		{ REFERENCE "key 1 2026-11-21 active 12",
		    "k:2: the key is not 64 hexadecimal digits" },
		{ REFERENCE "key 1 2026-11-21 active",
		    "k:2: the key is not 64 hexadecimal digits" },
		{ REFERENCE "key 1 2026-11-21 active " A " x",
		    "k:2: something follows the key" },
		{ REFERENCE "# fine\n\nlock 1\n",
		    "k:4: the line begins with neither" },
	};
	struct place *p = *state;
	struct keyring *r;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		text_init(&p->why, p->said, sizeof(p->said));
		assert_int_equal(
		    keyring_parse("k", slice_str(table[i].text), &r, &p->why),
		    MF_EINVAL);
		assert_null(r);
		if (strncmp(p->said, table[i].said, strlen(table[i].said)) != 0)
			fail_msg("row %zu: %s", i, p->said);
		assert_null(strstr(p->said, "aaaa"));
	}
}

static void
hands_out_a_key_of_its_own_for_each_purpose_and_id(void **state)
{
	uint8_t key[KEY_PURPOSE_MAX * 2][KEY_SIZE], again[KEY_SIZE];
	struct place *p = *state;
	struct keyring *r;
	size_t n = 0;

	assert_int_equal(
	    keyring_parse(
		"k", slice_str("# comment\n" REFERENCE KEY1 KEY7), &r, &p->why),
	    MF_OK);
	assert_int_equal(keyring_newest_id(r), 7);
	for (int i = 0; i < KEY_PURPOSE_MAX; i++) {
		if (keyring_is_fixed(i)) {
			assert_int_equal(keyring_key(r, i, 0, key[n++]), MF_OK);
			continue;
		}
		assert_int_equal(keyring_key(r, i, 1, key[n++]), MF_OK);
		assert_int_equal(keyring_key(r, i, 7, key[n++]), MF_OK);
		assert_int_equal(keyring_key(r, i, 0, again), MF_ECRYPTO);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			assert_memory_not_equal(key[i], key[j], KEY_SIZE);
	assert_int_equal(keyring_key(r, KEY_TICKET, 7, again), MF_OK);
	assert_memory_equal(again, key[1], KEY_SIZE);
	assert_int_equal(keyring_key(r, KEY_TICKET, 2, again), MF_ECRYPTO);
	keyring_free(&r);
	assert_null(r);
	keyring_free(&r);
}

static void
keeps_some_keys_through_every_rotation(void **state)
{
	static const enum key_purpose fixed[] = { KEY_AUDIT, KEY_NOTES,
		KEY_REFERENCE };
	uint8_t before[KEY_SIZE], after[KEY_SIZE];
	struct place *p = *state;
	struct keyring *one, *two;

	assert_int_equal(
	    keyring_parse("k", slice_str(REFERENCE KEY7), &one, &p->why),
	    MF_OK);
	assert_int_equal(
	    keyring_parse("k", slice_str(REFERENCE KEY1 KEY7), &two, &p->why),
	    MF_OK);
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		assert_true(keyring_is_fixed(fixed[i]));
		assert_int_equal(keyring_key(one, fixed[i], 0, before), MF_OK);
		assert_int_equal(keyring_key(two, fixed[i], 7, after), MF_OK);
		assert_memory_equal(before, after, KEY_SIZE);
	}
	assert_false(keyring_is_fixed(KEY_TICKET));
	keyring_free(&one);
	keyring_free(&two);
}

static void
is_made_once_and_never_over_another(void **state)
{
	struct place *p = *state;
	struct keyring *r;
	struct stat st;

	assert_int_equal(keyring_create(p->path, NOW, &p->why), MF_OK);
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(keyring_load(p->path, false, &r, &p->why), MF_OK);
	assert_int_equal(keyring_newest_id(r), 1);
	assert_int_equal(keyring_newest_created(r), NOW);
	keyring_free(&r);
	assert_int_equal(keyring_create(p->path, NOW, &p->why), MF_ECONFLICT);
	assert_int_equal(keyring_load(p->path, false, &r, &p->why), MF_OK);
	keyring_free(&r);
}

static void
keeps_old_keys_when_it_gets_a_new_one(void **state)
{
	uint8_t before[KEY_SIZE], after[KEY_SIZE], ref[KEY_SIZE];
	struct place *p = *state;
	struct keyring *r;

	assert_int_equal(keyring_create(p->path, NOW, &p->why), MF_OK);
	assert_int_equal(keyring_load(p->path, false, &r, &p->why), MF_OK);
	assert_int_equal(keyring_key(r, KEY_DEVICE, 1, before), MF_OK);
	assert_int_equal(keyring_key(r, KEY_REFERENCE, 0, ref), MF_OK);
	keyring_free(&r);

	assert_int_equal(keyring_add(p->path, NOW + 86400, &r, &p->why), MF_OK);
	assert_int_equal(keyring_newest_id(r), 2);
	keyring_free(&r);
	assert_int_equal(keyring_load(p->path, false, &r, &p->why), MF_OK);
	assert_int_equal(keyring_newest_id(r), 2);
	assert_int_equal(keyring_newest_created(r), NOW + 86400);
	assert_int_equal(keyring_key(r, KEY_DEVICE, 1, after), MF_OK);
	assert_memory_equal(before, after, KEY_SIZE);
	assert_int_equal(keyring_key(r, KEY_REFERENCE, 0, after), MF_OK);
	assert_memory_equal(ref, after, KEY_SIZE);
	assert_int_equal(keyring_key(r, KEY_DEVICE, 2, after), MF_OK);
	assert_memory_not_equal(before, after, KEY_SIZE);
	keyring_free(&r);
}

static void
changes_nothing_when_a_new_key_cannot_be_written(void **state)
{
	struct place *p = *state;
	struct keyring *r;
	char blocked[128];

	assert_int_equal(keyring_create(p->path, NOW, &p->why), MF_OK);
	snprintf(blocked, sizeof(blocked), "%s.new", p->path);
	assert_int_equal(mkdir(blocked, 0700), 0);
	assert_int_equal(keyring_add(p->path, NOW, &r, &p->why), MF_EIO);
	assert_null(r);
	assert_non_null(strstr(p->said, "nothing was changed"));
	assert_int_equal(rmdir(blocked), 0);
	assert_int_equal(keyring_load(p->path, false, &r, &p->why), MF_OK);
	assert_int_equal(keyring_newest_id(r), 1);
	keyring_free(&r);
}

static void
must_be_the_engines_alone(void **state)
{
	static const struct {
		mode_t mode;
		bool lent;
		enum mf_err e;
	} table[] = {
		{ 0600, false, MF_OK },
		{ 0400, false, MF_OK },
		{ 0640, false, MF_EINVAL },
		{ 0604, false, MF_EINVAL },
		{ 0620, false, MF_EINVAL },
		{ 0440, true, MF_OK }, /* a credential with an ACL */
		{ 0444, true, MF_EINVAL },
		{ 0460, true, MF_EINVAL },
	};
	struct place *p = *state;
	struct keyring *r;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		text_init(&p->why, p->said, sizeof(p->said));
		put_file(p->path, REFERENCE KEY7, table[i].mode);
		assert_int_equal(
		    keyring_load(p->path, table[i].lent, &r, &p->why),
		    table[i].e);
		if (table[i].e != MF_OK)
			assert_non_null(strstr(p->said, "run: chmod 600 /tmp"));
		keyring_free(&r);
		assert_int_equal(unlink(p->path), 0);
	}
}

static void
must_be_a_file_of_its_own(void **state)
{
	struct place *p = *state;
	struct keyring *r;

	assert_int_equal(keyring_load(p->path, false, &r, &p->why), MF_ENOENT);
	assert_non_null(strstr(p->said, "there is no keyring here"));

	put_file(p->other, REFERENCE KEY7, 0600);
	assert_int_equal(symlink(p->other, p->path), 0);
	text_init(&p->why, p->said, sizeof(p->said));
	assert_int_equal(keyring_load(p->path, false, &r, &p->why), MF_EINVAL);
	assert_non_null(strstr(p->said, "is a symbolic link"));
	assert_int_equal(unlink(p->path), 0);

	text_init(&p->why, p->said, sizeof(p->said));
	assert_int_equal(
	    keyring_load(p->folder, false, &r, &p->why), MF_EINVAL);
	assert_non_null(strstr(p->said, "is not a file"));

	if (geteuid() != 0)
		return; /* only root can give files away */
	assert_int_equal(chown(p->other, 4242, 4242), 0);
	text_init(&p->why, p->said, sizeof(p->said));
	assert_int_equal(keyring_load(p->other, false, &r, &p->why), MF_EINVAL);
	assert_non_null(strstr(p->said, "run: chown 0 /tmp"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(is_refused_with_its_line_and_reason),
		TEST(hands_out_a_key_of_its_own_for_each_purpose_and_id),
		TEST(keeps_some_keys_through_every_rotation),
		TEST(is_made_once_and_never_over_another),
		TEST(keeps_old_keys_when_it_gets_a_new_one),
		TEST(changes_nothing_when_a_new_key_cannot_be_written),
		TEST(must_be_the_engines_alone),
		TEST(must_be_a_file_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
