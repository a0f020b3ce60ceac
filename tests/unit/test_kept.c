/* Memory for Argon2id that a thread keeps: what it holds, and for how long. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>

#include <cmocka.h>

#include "util/crypto.h"
#include "util/kept.h"
#include "util/text.h"

#define KIB 1024

static const struct password_cost small = { 1024, 1 }, large = { 2048, 2 };

static void
hash(const struct password_cost *c, const char *password, char *out)
{
	assert_int_equal(password_hash(c, slice_str(password), out), MF_OK);
}

/* Whether the piece that a hash of so many bytes would get has a bit set. */
static bool
is_dirty(size_t n)
{
	uint8_t *p = mmap(NULL, n, PROT_READ | PROT_WRITE,
	    MAP_ANONYMOUS | MAP_PRIVATE | MAP_POPULATE, -1, 0);
	bool dirty = false;

	assert_ptr_not_equal(p, MAP_FAILED);
	for (size_t i = 0; i < n; i++)
		dirty |= p[i] != 0;
	assert_int_equal(munmap(p, n), 0);
	return dirty;
}

static bool
keeps_nothing(void)
{
	char record[PASSWORD_RECORD];

	kept_begin();
	hash(&small, "first", record);
	return kept_size() == 0;
}

static int
end(void **state)
{
	(void)state;
	kept_end();
	return 0;
}

static void
what_was_there_changes_no_hash(void **state)
{
	char without[PASSWORD_RECORD], with[PASSWORD_RECORD];

	(void)state;
	hash(&large, "Parole-2026", without);
	kept_begin();
	hash(&small, "what is left in the piece", with);
	hash(&large, "Parole-2026", with);
	for (int i = 0; i < 3; i++) {
		assert_true(password_verify(without, slice_str("Parole-2026")));
		assert_true(password_verify(with, slice_str("Parole-2026")));
		assert_false(password_verify(with, slice_str("parole-2026")));
	}
	kept_end();
	assert_true(password_verify(with, slice_str("Parole-2026")));
}

static void
the_same_piece_for_each_hash_of_a_size(void **state)
{
	char record[PASSWORD_RECORD];

	(void)state;
	if (keeps_nothing())
		skip();
	assert_int_equal(kept_size(), small.kib * KIB);
	assert_true(is_dirty(small.kib * KIB));
	hash(&large, "second", record);
	assert_int_equal(kept_size(), large.kib * KIB);
	kept_end();
	assert_int_equal(kept_size(), 0);
}

static void
nothing_is_left_once_wiped(void **state)
{
	(void)state;
	if (keeps_nothing())
		skip();
	assert_true(is_dirty(small.kib * KIB));
	kept_wipe();
	assert_int_equal(kept_size(), small.kib * KIB);
	assert_false(is_dirty(small.kib * KIB));
}

static void *
another(void *arg)
{
	*(bool *)arg = is_dirty(small.kib * KIB) || kept_size() != 0;
	return NULL;
}

static void
other_threads_get_pieces_of_their_own(void **state)
{
	pthread_t thread;
	bool shared = true;

	(void)state;
	if (keeps_nothing())
		skip();
	assert_int_equal(pthread_create(&thread, NULL, another, &shared), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_false(shared);
}

static void
two_at_once_are_two_pieces(void **state)
{
	size_t n = small.kib * KIB;
	int flags = MAP_ANONYMOUS | MAP_PRIVATE | MAP_POPULATE;
	void *a, *b;

	(void)state;
	kept_begin();
	a = mmap(NULL, n, PROT_READ | PROT_WRITE, flags, -1, 0);
	b = mmap(NULL, n, PROT_READ | PROT_WRITE, flags, -1, 0);
	assert_ptr_not_equal(a, MAP_FAILED);
	assert_ptr_not_equal(b, MAP_FAILED);
	assert_ptr_not_equal(a, b);
	assert_int_equal(munmap(a, n), 0);
	assert_int_equal(munmap(b, n), 0);
}

static void
what_is_no_hash_is_the_system_s(void **state)
{
	size_t n = small.kib * KIB;
	uint8_t *p;

	(void)state;
	kept_begin();
	p = mmap(NULL, n, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_PRIVATE,
	    -1, 0);
	assert_ptr_not_equal(p, MAP_FAILED);
	assert_int_equal(p[n - 1], 0);
	assert_int_equal(munmap(p, n), 0);
	assert_int_equal(kept_size(), 0);
	assert_ptr_equal(
	    mmap(NULL, 0, PROT_READ, MAP_PRIVATE, -1, 0), MAP_FAILED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(what_was_there_changes_no_hash, end),
		cmocka_unit_test_teardown(
		    the_same_piece_for_each_hash_of_a_size, end),
		cmocka_unit_test_teardown(nothing_is_left_once_wiped, end),
		cmocka_unit_test_teardown(
		    other_threads_get_pieces_of_their_own, end),
		cmocka_unit_test_teardown(two_at_once_are_two_pieces, end),
		cmocka_unit_test_teardown(what_is_no_hash_is_the_system_s, end),
	};

	if (!crypto_init())
		return 1;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
