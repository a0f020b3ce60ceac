/*
 * What the engine can still do once it is in its sandbox, and what it cannot.
 * Each row runs in a child of its own, which ends with the row's answer.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <pwd.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <syslog.h>
#include <unistd.h>
#include <uv.h>
#include <cmocka.h>

#include "server/notify.h"
#include "server/sandbox.h"
#include "util/keyring.h"

#define KILLED (-SIGSYS)

struct place {
	char root[64], state[96], notes[96], keyring[96], socket[96];
	char elsewhere[96];
	struct conf *conf;
};

static void
say(void *arg, enum conf_severity severity, const char *line)
{
	(void)arg;
	fprintf(stderr, "%d %s\n", severity, line);
}

static struct conf *
configure(const struct place *p)
{
	static const struct conf_report report = { say, NULL };
	struct conf *conf;
	char text[1024];

	snprintf(text, sizeof(text),
	    "state = \"%s\"; notes = \"%s\"; keyring = \"%s\";"
	    "sockets: { login: { path = \"%s\"; };"
	    "helpdesk: { path = \"%s2\"; }; admin: { path = \"%s3\"; }; };",
	    p->state, p->notes, p->keyring, p->socket, p->socket, p->socket);
	if (conf_parse("c", slice_str(text), &report, &conf) != MF_OK)
		return NULL;
	return conf;
}

static int
set_up(void **state)
{
	struct place *p = calloc(1, sizeof(*p));
	char said[512], folder[96];
	struct text why;

	text_init(&why, said, sizeof(said));
	strcpy(p->root, "/tmp/test_sandbox.XXXXXX");
	if (!crypto_init() || mkdtemp(p->root) == NULL)
		return -1;
	snprintf(p->state, sizeof(p->state), "%s/state", p->root);
	snprintf(p->notes, sizeof(p->notes), "%s/notes", p->root);
	snprintf(p->keyring, sizeof(p->keyring), "%s/keys/keyring", p->root);
	snprintf(p->socket, sizeof(p->socket), "%s/run/login", p->root);
	snprintf(p->elsewhere, sizeof(p->elsewhere), "%s/elsewhere", p->root);
	snprintf(folder, sizeof(folder), "%s/keys", p->root);
	if (mkdir(folder, 0700) != 0)
		return -1;
	snprintf(folder, sizeof(folder), "%s/run", p->root);
	if (mkdir(folder, 0700) != 0 || mkdir(p->state, 0700) != 0 ||
	    mkdir(p->notes, 0700) != 0 || mkdir(p->elsewhere, 0700) != 0)
		return -1;
	if (keyring_create(p->keyring, 1795219200, &why) != MF_OK)
		return -1;
	p->conf = configure(p);
	*state = p;
	return p->conf == NULL ? -1 : 0;
}

static int
tear_down(void **state)
{
	struct place *p = *state;
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", p->root);
	conf_free(&p->conf);
	free(p);
	return system(command);
}

/* Each returns 0 or errno. */
static int
opens(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static int
writes_the_database(const struct place *p)
{
	sqlite3 *db, *reader;
	char path[128];
	int rc;

	snprintf(path, sizeof(path), "%s/multifactor.db", p->state);
	rc = sqlite3_open(path, &db);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db,
		    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;"
		    "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT) STRICT;"
		    "BEGIN IMMEDIATE; INSERT INTO t (b) VALUES ('x'); COMMIT;",
		    NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_open_v2(path, &reader, SQLITE_OPEN_READONLY, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(reader, "SELECT * FROM t", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE); VACUUM",
		    NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_close(reader);
	if (rc == SQLITE_OK)
		rc = sqlite3_close(db);
	return rc;
}

static int
rewrites_a_note(const struct place *p)
{
	char path[128], fresh[128];

	snprintf(path, sizeof(path), "%s/notes", p->notes);
	snprintf(fresh, sizeof(fresh), "%s/notes.new", p->notes);
	if (opens(fresh, O_WRONLY | O_CREAT | O_TRUNC) != 0 ||
	    rename(fresh, path) != 0)
		return errno;
	return opens(path, O_WRONLY | O_TRUNC);
}

static int
adds_a_key(const struct place *p)
{
	struct keyring *r;
	struct text why;
	char said[512];

	text_init(&why, said, sizeof(said));
	return keyring_add(p->keyring, 1795219200, &r, &why);
}

static void *
hashes(void *arg)
{
	const struct password_cost cost = { 8192, 1 };

	return password_hash(&cost, slice_str("password"), arg) == MF_OK ? arg
									 : NULL;
}

static int
hashes_in_a_thread(const struct place *p)
{
	char record[PASSWORD_RECORD];
	void *done = NULL;
	pthread_t thread;

	(void)p;
	if (pthread_create(&thread, NULL, hashes, record) != 0)
		return EAGAIN;
	if (pthread_join(thread, &done) != 0 || done != record)
		return EINVAL;
	return password_verify(record, slice_str("password")) ? 0 : EINVAL;
}

static void
ring(uv_timer_t *timer)
{
	uv_close((uv_handle_t *)timer, NULL);
}

static int
runs_a_loop(const struct place *p)
{
	uv_timer_t timer;
	uv_loop_t loop;

	(void)p;
	if (uv_loop_init(&loop) != 0 || uv_timer_init(&loop, &timer) != 0 ||
	    uv_timer_start(&timer, ring, 1, 0) != 0)
		return EINVAL;
	uv_run(&loop, UV_RUN_DEFAULT);
	return uv_loop_close(&loop);
}

static int
tells_systemd_and_syslog(const struct place *p)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	(void)p;
	if (fd < 0)
		return errno;
	close(fd);
	notify_ready();
	notify_status("Serving %d logins", 3);
	openlog("test_sandbox", LOG_PID, LOG_AUTHPRIV);
	syslog(LOG_DEBUG, "still here");
	return 0;
}

static int
knows_users(const struct place *p)
{
	(void)p;
	return getpwuid(0) == NULL ? ENOENT : 0;
}

static int
removes_its_socket(const struct place *p)
{
	return unlink(p->socket) == 0 || errno == ENOENT ? 0 : errno;
}

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

/* What the row's call said inside, or minus the signal that ended it. */
static int
inside(const struct place *p, int (*call)(const struct place *))
{
	char said[512];
	struct text why;
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		text_init(&why, said, sizeof(said));
		if (sandbox_enter(p->conf, &why) != MF_OK) {
			fprintf(stderr, "%s\n", said);
			_exit(255);
		}
		_exit(call(p));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

static void
the_engine_can_do_its_work(void **state)
{
	static const struct {
		const char *what;
		int (*call)(const struct place *);
	} table[] = {
		{ "database", writes_the_database },
		{ "notes", rewrites_a_note },
		{ "key rotation", adds_a_key },
		{ "hashing", hashes_in_a_thread },
		{ "loop", runs_a_loop },
		{ "systemd and syslog", tells_systemd_and_syslog },
		{ "users", knows_users },
		{ "own socket", removes_its_socket },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int rc = inside(*state, table[i].call);

		if (rc != 0)
			fail_msg("%s: %d", table[i].what, rc);
	}
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

static void *
waits(void *arg)
{
	(void)read(*(int *)arg, arg, 1);
	return NULL;
}

static int
enters_with_a_thread(const struct place *p)
{
	char said[512];
	struct text why;
	pthread_t thread;
	int ends[2];

	text_init(&why, said, sizeof(said));
	if (pipe(ends) != 0 ||
	    pthread_create(&thread, NULL, waits, &ends[0]) != 0)
		return 255;
	return sandbox_enter(p->conf, &why);
}

static void
it_is_entered_before_threads_start(void **state)
{
	int status;
	pid_t pid = fork();

	if (pid == 0)
		_exit(enters_with_a_thread(*state));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), MF_ECONFLICT);
}

static void
a_missing_folder_is_named(void **state)
{
	struct place *p = *state;
	char said[512];
	struct text why;

	text_init(&why, said, sizeof(said));
	assert_int_equal(rmdir(p->notes), 0);
	assert_int_equal(sandbox_files(p->conf, &why), MF_EIO);
	assert_non_null(strstr(said, p->notes));
	assert_non_null(strstr(said, "sandbox = false"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_engine_can_do_its_work),
		TEST(an_intruder_gets_nowhere),
		TEST(it_is_entered_before_threads_start),
		TEST(a_missing_folder_is_named),
	};

#ifdef __SANITIZE_THREAD__
	return 0; /* its own thread runs from the start */
#endif
	return cmocka_run_group_tests(tests, NULL, NULL);
}
