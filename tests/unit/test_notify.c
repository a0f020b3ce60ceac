/* What systemd hears, on a socket that stands in for it. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <cmocka.h>

#include "server/notify.h"

static int
listen_as_systemd(void **state)
{
	static int fd;
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	snprintf(sun.sun_path, sizeof(sun.sun_path), "/tmp/test_notify.%ld",
	    (long)getpid());
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&sun, sizeof(sun)) != 0)
		return -1;
	*state = &fd;
	return setenv("NOTIFY_SOCKET", sun.sun_path, 1);
}

static int
hang_up(void **state)
{
	(void)close(*(int *)*state);
	(void)unlink(getenv("NOTIFY_SOCKET"));
	return unsetenv("NOTIFY_SOCKET");
}

static const char *
heard(void **state)
{
	static char buf[512];
	ssize_t n = recv(*(int *)*state, buf, sizeof(buf) - 1, MSG_DONTWAIT);

	buf[n > 0 ? n : 0] = '\0';
	return buf;
}

static void
each_state_is_told(void **state)
{
	notify_ready();
	assert_string_equal(heard(state), "READY=1");
	notify_reloading();
	assert_memory_equal(heard(state), "RELOADING=1\nMONOTONIC_USEC=", 27);
	notify_alive();
	assert_string_equal(heard(state), "WATCHDOG=1");
	notify_stopping();
	assert_string_equal(heard(state), "STOPPING=1");
}

static void
a_status_is_one_line(void **state)
{
	notify_status("%d logins\nREADY=1", 3);
	assert_string_equal(heard(state), "STATUS=3 logins\\x0aREADY=1");
}

static void
the_watchdog_is_fed_three_times_in_its_time(void **state)
{
	char pid[24];

	(void)state;
	assert_int_equal(notify_interval(), 0);
	snprintf(pid, sizeof(pid), "%ld", (long)getpid());
	assert_int_equal(setenv("WATCHDOG_PID", pid, 1), 0);
	assert_int_equal(setenv("WATCHDOG_USEC", "30000000", 1), 0);
	assert_int_equal(notify_interval(), 10000);
	assert_int_equal(setenv("WATCHDOG_PID", "1", 1), 0);
	assert_int_equal(notify_interval(), 0);
}

static void
without_systemd_nothing_happens(void **state)
{
	(void)state;
	notify_ready();
	notify_status("nobody listens");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    each_state_is_told, listen_as_systemd, hang_up),
		cmocka_unit_test_setup_teardown(
		    a_status_is_one_line, listen_as_systemd, hang_up),
		cmocka_unit_test(the_watchdog_is_fed_three_times_in_its_time),
		cmocka_unit_test(without_systemd_nothing_happens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
