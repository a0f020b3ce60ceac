/* The configuration as a file of this machine. */

#include <grp.h>
#include <sys/stat.h>

#include "conf_test.h"

#define OURS                                                                   \
	"sockets: { login: { group = \"\"; users = [ \"root\", \"1001\" ]; };" \
	"helpdesk: { group = \"\"; }; admin: { group = \"\"; };"               \
	"courier: { group = \"\"; }; };"

static enum mf_err
load(const char *text, mode_t mode, struct conf **c, struct said *s)
{
	const struct conf_report report = { hear, s };
	char path[] = "/tmp/test_conf.XXXXXX";
	int fd = mkstemp(path);
	enum mf_err e;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(fchmod(fd, mode), 0);
	close(fd);
	*s = (struct said){ 0 };
	e = conf_load(path, &report, c);
	assert_int_equal(unlink(path), 0);
	return e;
}

static void
users_and_groups_are_looked_up(void **state)
{
	struct conf *c;
	struct said s;

	(void)state;
	assert_int_equal(load(OURS, 0644, &c, &s), MF_OK);
	assert_non_null(strstr(c->file, "/tmp/test_conf."));
	assert_int_equal(c->login.nuids, 2);
	assert_int_equal(c->login.uids[0], 0);
	assert_int_equal(c->login.uids[1], 1001);
	assert_int_equal(c->login.gid, (gid_t)-1);
	assert_int_equal(c->helpdesk.gid, (gid_t)-1);
	assert_int_equal(c->admin.gid, (gid_t)-1);
	assert_int_equal(c->courier.gid, (gid_t)-1);
	assert_int_equal(c->admin.nuids, 0);
	conf_free(&c);
}

static void
every_name_that_is_missing_is_told_with_its_line(void **state)
{
	struct conf *c;
	struct said s;

	(void)state;
	assert_int_equal(
	    load("sockets: {\n login: { group = \"root\"; users = [ \"nobody"
		 ".here\",\n \"root\", \"me.neither\" ]; };\n"
		 " helpdesk: { group = \"no-such\"; };\n"
		 " admin: { group = \"\"; }; courier: { group = \"\"; };\n};\n"
		 "lockout: { soft = 0; month = 20; };",
		0644, &c, &s),
	    MF_EINVAL);
	assert_null(c);
	assert_int_equal(s.errors, 5);
	assert_non_null(strstr(s.text,
	    ":2: sockets.login.users: there is no user nobody.here here"));
	assert_non_null(strstr(s.text,
	    ":3: sockets.login.users: there is no user me.neither here"));
	assert_non_null(strstr(s.text,
	    ":4: sockets.helpdesk.group: there is no group no-such here; make "
	    "it with \"groupadd --system no-such\", or name another."));
	assert_non_null(strstr(s.text, ":7: lockout.soft: 0 is too small"));
	assert_non_null(strstr(s.text, ":7: lockout.month: 20 must be above"));
}

static void
a_default_that_is_missing_is_told_as_such(void **state)
{
	struct conf *c;
	struct said s;

	(void)state;
	if (getgrnam("multifactor-admin") != NULL)
		skip();
	assert_int_equal(load("sockets: { login: { group = \"\"; };"
			      "helpdesk: { group = \"\"; };"
			      "courier: { group = \"\"; }; };",
			     0644, &c, &s),
	    MF_EINVAL);
	assert_int_equal(s.errors, 1);
	assert_non_null(strstr(s.text,
	    ": sockets.admin.group: there is no group multifactor-admin here, "
	    "which is the default; make it with"));
}

static void
only_a_file_of_the_right_owner_is_read(void **state)
{
	struct conf_report report;
	struct conf *c;
	struct said s;

	(void)state;
	assert_int_equal(load(OURS, 0664, &c, &s), MF_EIO);
	assert_non_null(strstr(s.text, "chmod go-w"));
	assert_int_equal(load(OURS, 0602, &c, &s), MF_EIO);
	assert_int_equal(load(OURS "soft = 5;", 0606, &c, &s), MF_EIO);
	assert_int_equal(s.errors, 2); /* the rest of it is told, too */
	assert_non_null(strstr(s.text, "lockout.soft"));
	report = (struct conf_report){ hear, &s };
	s = (struct said){ 0 };
	assert_int_equal(conf_load("/tmp", &report, &c), MF_EIO);
	assert_non_null(strstr(s.text, "/tmp: is not a file"));
	s = (struct said){ 0 };
	assert_int_equal(conf_load("/nowhere/m.conf", &report, &c), MF_EIO);
	assert_non_null(
	    strstr(s.text, "/nowhere/m.conf: No such file or directory"));
}

static void
a_credential_is_the_keyring_unless_one_is_named(void **state)
{
	char folder[] = "/tmp/test_conf.XXXXXX", path[64];
	struct conf *c;
	struct said s;
	FILE *fp;

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/keyring", folder);
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", folder, 1), 0);
	assert_int_equal(load(OURS, 0600, &c, &s), MF_OK);
	assert_string_equal(c->keyring, "/etc/multifactor/keyring");
	conf_free(&c);

	assert_non_null(fp = fopen(path, "w"));
	assert_int_equal(fclose(fp), 0);
	assert_int_equal(load(OURS, 0600, &c, &s), MF_OK);
	assert_string_equal(c->keyring, path);
	assert_true(c->keyring_is_lent);
	conf_free(&c);

	assert_int_equal(
	    load(OURS "keyring = \"/etc/keys\";", 0600, &c, &s), MF_OK);
	assert_string_equal(c->keyring, "/etc/keys");
	assert_false(c->keyring_is_lent);
	conf_free(&c);
	assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(folder), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(users_and_groups_are_looked_up),
		cmocka_unit_test(
		    every_name_that_is_missing_is_told_with_its_line),
		cmocka_unit_test(a_default_that_is_missing_is_told_as_such),
		cmocka_unit_test(only_a_file_of_the_right_owner_is_read),
		cmocka_unit_test(
		    a_credential_is_the_keyring_unless_one_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
