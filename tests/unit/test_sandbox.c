/* What the engine can still do once it is in its sandbox. */

#include "sandbox_test.h"

#include <pthread.h>
#include <pwd.h>
#include <sqlite3.h>
#include <sys/socket.h>
#include <syslog.h>
#include <uv.h>

#include "util/notify.h"

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
reads_its_configuration_again(const struct place *p)
{
	static const struct conf_report report = { say, NULL };
	struct conf *conf;

	return conf_load(p->file, &report, &conf);
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
		{ "reload", reads_its_configuration_again },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		int rc = inside(*state, table[i].call);

		if (rc != 0)
			fail_msg("%s: %d", table[i].what, rc);
	}
}

static void *
waits(void *arg)
{
	char c;

	return read(*(int *)arg, &c, 1) == 1 ? arg : NULL;
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_engine_can_do_its_work),
		TEST(it_is_entered_before_threads_start),
		TEST(a_missing_folder_is_named),
	};

#ifdef __SANITIZE_THREAD__
	return 0; /* its own thread runs from the start */
#endif
	return cmocka_run_group_tests(tests, NULL, NULL);
}
