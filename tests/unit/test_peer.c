/* Who is at the other end, and whether the socket's list lets them in. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "server/peer.h"

static void
the_kernel_says_who_it_is(void **state)
{
	char name[PEER_NAME_SIZE], number[32];
	struct peer peer;
	int ends[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	assert_int_equal(peer_read(ends[0], &peer), MF_OK);
	assert_int_equal(peer.uid, geteuid());
	assert_int_equal(peer.gid, getegid());
	assert_int_equal(peer.pid, getpid());
	peer_name(&peer, name);
	snprintf(number, sizeof(number), "(%lu)", (unsigned long)geteuid());
	assert_non_null(strstr(name, number));
	if (geteuid() == 0)
		assert_string_equal(name, "root(0)");
	close(ends[0]);
	close(ends[1]);
}

static void
what_is_no_unix_socket_is_nobody(void **state)
{
	const struct conf_socket open_to_all = { .users = (const char *const[]){
						     NULL } };
	struct peer peer;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(peer_read(ends[0], &peer), MF_EIO);
	assert_false(peer_is_allowed(&peer, &open_to_all));
	assert_int_equal(peer_read(-1, &peer), MF_EIO);
	close(ends[0]);
	close(ends[1]);
}

static void
a_user_without_a_name_shows_its_number(void **state)
{
	const struct peer peer = { .uid = 4294900000U };
	char name[PEER_NAME_SIZE];

	(void)state;
	peer_name(&peer, name);
	assert_string_equal(name, "(4294900000)");
}

static void
the_list_decides(void **state)
{
	static const struct {
		const char *const users[3];
		uid_t uids[2];
		size_t nuids;
		bool allowed; /* 1001 */
	} table[] = {
		{ { NULL }, { 0 }, 0, true },
		{ { "anna", NULL }, { 1001 }, 1, true },
		{ { "bert", "anna", NULL }, { 1000, 1001 }, 2, true },
		{ { "bert", NULL }, { 1000 }, 1, false },
		{ { "root", NULL }, { 0 }, 1, false },
		/* named but never looked up: nobody, not everybody */
		{ { "anna", NULL }, { 0 }, 0, false },
	};
	const struct peer peer = { .uid = 1001 };

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		uid_t uids[2] = { table[i].uids[0], table[i].uids[1] };
		const struct conf_socket s = { .users = table[i].users,
			.uids = uids,
			.nuids = table[i].nuids };

		assert_int_equal(peer_is_allowed(&peer, &s), table[i].allowed);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_kernel_says_who_it_is),
		cmocka_unit_test(what_is_no_unix_socket_is_nobody),
		cmocka_unit_test(a_user_without_a_name_shows_its_number),
		cmocka_unit_test(the_list_decides),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
