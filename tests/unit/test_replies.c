/* The keys of repeats: kept for two days, readable with the keyring alone. */

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

#include "server/replies.h"

#define A         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B         "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define C         "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"
#define REFERENCE "reference 2026-11-21 " A "\n"
#define FIRST     REFERENCE "key 1 2026-11-21 active " B "\n"
#define ROTATED                                                                \
	REFERENCE "key 1 2026-11-21 old " B "\nkey 2 2026-11-22 active " C "\n"
#define SECOND   REFERENCE "key 2 2026-11-22 active " C "\n"
#define FOREIGN  REFERENCE "key 1 2026-11-21 active " C "\n"
#define DAY      86400
#define NOW      (20778LL * DAY + 7)
#define FILE_MAX 512

struct place {
	char folder[64], path[96], away[96], why[512];
	struct replies *r;
	uint8_t file[FILE_MAX];
	size_t n;
};

static int
set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));

	if (p == NULL || !crypto_init())
		return -1;
	strcpy(p->folder, "/tmp/test_replies.XXXXXX");
	if (mkdtemp(p->folder) == NULL)
		return -1;
	snprintf(p->path, sizeof(p->path), "%s/replies.key", p->folder);
	snprintf(p->away, sizeof(p->away), "%s.away", p->folder);
	*state = p;
	return 0;
}

static int
tear_down(void **state)
{
	struct place *p = *state;

	replies_free(&p->r);
	(void)unlink(p->path);
	assert_int_equal(rmdir(p->folder), 0);
	free(p);
	return 0;
}

static struct keyring *
ring(const char *lines)
{
	struct keyring *k;
	char said[256];
	struct text why;

	text_init(&why, said, sizeof(said));
	assert_int_equal(
	    keyring_parse("keys", slice_str(lines), &k, &why), MF_OK);
	return k;
}

/* As the engine's start does, under that keyring. */
static enum mf_err
start(struct place *p, const char *lines, int64_t now)
{
	struct keyring *k = ring(lines);
	enum mf_err e;

	replies_free(&p->r);
	p->why[0] = '\0';
	e = replies_open(p->folder, k, now, &p->r, p->why, sizeof(p->why));
	keyring_free(&k);
	return e;
}

static enum mf_err
turn(struct place *p, const char *lines, int64_t now)
{
	struct keyring *k = ring(lines);
	enum mf_err e = replies_turn(p->r, k, now);

	keyring_free(&k);
	return e;
}

static void
hash(struct place *p, bool yesterday, uint8_t out[REPLY_SIZE])
{
	const struct slice parts[] = { slice_str("a packet") };

	replies_hash(p->r, yesterday, parts, 1, out);
}

static bool
is_known(struct place *p, bool yesterday, const uint8_t as[REPLY_SIZE])
{
	uint8_t now[REPLY_SIZE];

	hash(p, yesterday, now);
	return memcmp(now, as, REPLY_SIZE) == 0;
}

static void
read_file(struct place *p)
{
	FILE *fp = fopen(p->path, "r");

	assert_non_null(fp);
	p->n = fread(p->file, 1, sizeof(p->file), fp);
	assert_int_equal(fclose(fp), 0);
	assert_in_range(p->n, 1, sizeof(p->file) - 1);
}

static void
write_file(const struct place *p, const uint8_t *bytes, size_t n)
{
	FILE *fp = fopen(p->path, "w");

	assert_non_null(fp);
	assert_int_equal(fwrite(bytes, 1, n, fp), n);
	assert_int_equal(fclose(fp), 0);
}

static void
knows_a_packet_until_the_next_day_ends(void **state)
{
	struct place *p = *state;
	uint8_t said[REPLY_SIZE];

	assert_int_equal(start(p, FIRST, NOW), MF_OK);
	hash(p, false, said);
	assert_int_equal(start(p, FIRST, NOW + 60), MF_OK);
	assert_true(is_known(p, false, said));
	assert_int_equal(turn(p, FIRST, NOW + DAY), MF_OK);
	assert_false(is_known(p, false, said));
	assert_true(is_known(p, true, said));
	assert_int_equal(start(p, FIRST, NOW + DAY + 60), MF_OK);
	assert_true(is_known(p, true, said));
	assert_int_equal(turn(p, FIRST, NOW + 2 * DAY), MF_OK);
	assert_false(is_known(p, true, said));
	assert_int_equal(start(p, FIRST, NOW + 4 * DAY), MF_OK);
	assert_false(is_known(p, true, said));
}

static void
opens_with_its_keyring_alone(void **state)
{
	struct place *p = *state;
	uint8_t before[FILE_MAX], said[REPLY_SIZE];
	struct stat st;

	assert_int_equal(start(p, FIRST, NOW), MF_OK);
	hash(p, false, said);
	read_file(p);
	memcpy(before, p->file, p->n);
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(start(p, FOREIGN, NOW), MF_ECRYPTO);
	assert_null(p->r);
	assert_non_null(strstr(p->why, p->path));
	assert_non_null(strstr(p->why, "does not open with the keyring"));
	assert_int_equal(start(p, SECOND, NOW), MF_ECRYPTO);
	read_file(p);
	assert_memory_equal(p->file, before, p->n);
	assert_int_equal(start(p, FIRST, NOW), MF_OK);
	assert_true(is_known(p, false, said));
}

static void
a_new_key_of_the_keyring_seals_what_was_known(void **state)
{
	struct place *p = *state;
	uint8_t said[REPLY_SIZE];

	assert_int_equal(start(p, FIRST, NOW), MF_OK);
	hash(p, false, said);
	assert_int_equal(turn(p, ROTATED, NOW + 1), MF_OK);
	assert_true(is_known(p, false, said));
	assert_int_equal(start(p, SECOND, NOW + 2), MF_OK);
	assert_true(is_known(p, false, said));
}

static void
a_restart_right_after_the_new_key_loses_nothing(void **state)
{
	struct place *p = *state;
	uint8_t said[REPLY_SIZE];

	assert_int_equal(start(p, FIRST, NOW), MF_OK);
	hash(p, false, said);
	assert_int_equal(start(p, ROTATED, NOW + 1), MF_OK);
	assert_true(is_known(p, false, said));
	assert_int_equal(start(p, SECOND, NOW + 2), MF_OK);
	assert_true(is_known(p, false, said));
}

/* As it was once: both keys as they are. */
static void
a_plain_file_is_read_once_and_sealed(void **state)
{
	struct place *p = *state;
	const struct slice parts[] = { slice_str("a packet") };
	const int64_t day = NOW / DAY;
	uint8_t plain[80] = "mfreply1", said[REPLY_SIZE];

	memcpy(plain + 8, &day, sizeof(day));
	memset(plain + 16, 't', KEY_SIZE);
	memset(plain + 16 + KEY_SIZE, 'y', KEY_SIZE);
	write_file(p, plain, sizeof(plain));
	assert_int_equal(start(p, FIRST, NOW), MF_OK);
	keyed_hash(plain + 16, parts, 1, said, REPLY_SIZE);
	assert_true(is_known(p, false, said));
	keyed_hash(plain + 16 + KEY_SIZE, parts, 1, said, REPLY_SIZE);
	assert_true(is_known(p, true, said));
	read_file(p);
	assert_null(memmem(p->file, p->n, "tttt", 4));
	assert_null(memmem(p->file, p->n, "yyyy", 4));
	assert_int_equal(start(p, FIRST, NOW), MF_OK);
	assert_true(is_known(p, true, said));
	assert_int_equal(start(p, FOREIGN, NOW), MF_ECRYPTO);
}

static void
a_damaged_file_is_refused(void **state)
{
	struct place *p = *state;
	uint8_t whole[FILE_MAX];
	size_t n;

	assert_int_equal(start(p, FIRST, NOW), MF_OK);
	read_file(p);
	n = p->n;
	memcpy(whole, p->file, sizeof(whole));
	for (size_t i = 0; i < n; i++) {
		memcpy(p->file, whole, n);
		p->file[i] ^= 1;
		write_file(p, p->file, n);
		assert_int_equal(start(p, FIRST, NOW), MF_ECRYPTO);
	}
	for (size_t i = 0; i <= n + 1; i++) {
		if (i == n)
			continue;
		write_file(p, whole, i);
		assert_int_equal(start(p, FIRST, NOW), MF_ECRYPTO);
	}
	write_file(p, whole, n);
	assert_int_equal(start(p, FIRST, NOW), MF_OK);
}

static void
what_could_not_be_written_is_written_later(void **state)
{
	struct place *p = *state;
	uint8_t said[REPLY_SIZE];

	assert_int_equal(start(p, FIRST, NOW), MF_OK);
	assert_int_equal(rename(p->folder, p->away), 0);
	assert_int_equal(turn(p, FIRST, NOW + DAY), MF_EIO);
	hash(p, false, said);
	assert_int_equal(turn(p, FIRST, NOW + DAY + 1), MF_EIO);
	assert_int_equal(rename(p->away, p->folder), 0);
	assert_int_equal(turn(p, FIRST, NOW + DAY + 2), MF_OK);
	assert_int_equal(start(p, FIRST, NOW + DAY + 3), MF_OK);
	assert_true(is_known(p, false, said));
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(knows_a_packet_until_the_next_day_ends),
		T(opens_with_its_keyring_alone),
		T(a_new_key_of_the_keyring_seals_what_was_known),
		T(a_restart_right_after_the_new_key_loses_nothing),
		T(a_plain_file_is_read_once_and_sealed),
		T(a_damaged_file_is_refused),
		T(what_could_not_be_written_is_written_later),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
