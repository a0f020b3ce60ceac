/* What an intruder in the engine cannot do. */

#include "sandbox_test.h"

#include <netinet/in.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>

#define KILLED (-SIGSYS)

static int
writes_etc(const struct place *p)
{
	(void)p;
	return opens("/etc/passwd", O_WRONLY | O_APPEND);
}

static int
writes_elsewhere(const struct place *p)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/file", p->elsewhere);
	return opens(path, O_WRONLY | O_CREAT);
}

static int
reads_elsewhere(const struct place *p)
{
	return opens(p->elsewhere, O_RDONLY | O_DIRECTORY);
}

static int
moves_the_database_out(const struct place *p)
{
	char from[128], to[128];

	snprintf(from, sizeof(from), "%s/file", p->state);
	snprintf(to, sizeof(to), "%s/file", p->elsewhere);
	if (opens(from, O_WRONLY | O_CREAT) != 0)
		return 0;
	return rename(from, to) == 0 ? 0 : errno == EXDEV ? EACCES : errno;
}

static int
opens_the_network(const struct place *p)
{
	(void)p;
	return socket(AF_INET, SOCK_STREAM, 0) < 0 ? errno : 0;
}

static int
opens_the_network_of_version_6(const struct place *p)
{
	(void)p;
	return socket(AF_INET6, SOCK_DGRAM, 0) < 0 ? errno : 0;
}

static int
forks(const struct place *p)
{
	pid_t pid = fork();

	(void)p;
	if (pid == 0)
		_exit(0);
	return pid < 0 ? errno : 0;
}

static int
signals_its_parent(const struct place *p)
{
	(void)p;
	return kill(getppid(), 0) == 0 ? 0 : errno;
}

static int
makes_code(const struct place *p)
{
	void *code = mmap(NULL, 4096, PROT_WRITE | PROT_EXEC,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)p;
	return code == MAP_FAILED ? errno : 0;
}

static int
turns_data_into_code(const struct place *p)
{
	void *data = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)p;
	if (data == MAP_FAILED)
		return 0;
	return mprotect(data, 4096, PROT_READ | PROT_EXEC) == 0 ? 0 : errno;
}

static int
runs_a_program(const struct place *p)
{
	char *const argv[] = { (char *)(uintptr_t) "true", NULL };

	(void)p;
	execv("/bin/true", argv);
	return errno;
}

static int
traces(const struct place *p)
{
	(void)p;
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 0 : errno;
}

static int
dumps_core(const struct place *p)
{
	struct rlimit limit;

	(void)p;
	if (getrlimit(RLIMIT_CORE, &limit) != 0)
		return errno;
	return limit.rlim_max == 0 ? ENOTSUP : 0;
}

static void
an_intruder_gets_nowhere(void **state)
{
	static const struct {
		const char *what;
		int (*call)(const struct place *);
		int outcome;
	} table[] = {
		{ "write /etc/passwd", writes_etc, EACCES },
		{ "write elsewhere", writes_elsewhere, EACCES },
		{ "read elsewhere", reads_elsewhere, EACCES },
		{ "move the database", moves_the_database_out, EACCES },
		{ "IPv4", opens_the_network, EPERM },
		{ "IPv6", opens_the_network_of_version_6, EPERM },
		{ "fork", forks, EPERM },
		{ "kill", signals_its_parent, EPERM },
		{ "map code", makes_code, EPERM },
		{ "turn data into code", turns_data_into_code, EPERM },
		{ "core dump", dumps_core, ENOTSUP },
		{ "execve", runs_a_program, KILLED },
		{ "ptrace", traces, KILLED },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int rc = inside(*state, table[i].call);

		if (rc != table[i].outcome)
			fail_msg("%s: %d, not %d", table[i].what, rc,
			    table[i].outcome);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(an_intruder_gets_nowhere),
	};

#ifdef __SANITIZE_THREAD__
	return 0; /* its own thread runs from the start */
#endif
	return cmocka_run_group_tests(tests, NULL, NULL);
}
