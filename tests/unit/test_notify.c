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

#include "util/notify.h"

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
without_systemd_nothing_happens(void **state)
{
	(void)state;
	notify_ready();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    each_state_is_told, listen_as_systemd, hang_up),
		cmocka_unit_test(without_systemd_nothing_happens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
