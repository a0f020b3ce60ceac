/* Users and groups of the sockets, looked up while the engine may. */

#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "server/conf_reader.h"

#define ENTRY_MAX  16384 /* bytes of a line of passwd or group */
#define PLACE_SIZE 64

static bool
find_group(const char *name, gid_t *gid)
{
	char buf[ENTRY_MAX];
	struct group entry, *found = NULL;

	if (getgrnam_r(name, &entry, buf, sizeof(buf), &found) != 0 ||
	    found == NULL)
		return false;
	*gid = entry.gr_gid;
	return true;
}

static bool
find_user(const char *name, uid_t *uid)
{
	char buf[ENTRY_MAX];
	struct passwd entry, *found = NULL;
	int64_t n;

	if (number_parse(name, 0, UINT32_MAX - 1, &n) == MF_OK) {
		*uid = (uid_t)n;
		return true;
	}
	if (getpwnam_r(name, &entry, buf, sizeof(buf), &found) != 0 ||
	    found == NULL)
		return false;
	*uid = entry.pw_uid;
	return true;
}

static void
resolve_group(struct reader *r, struct conf_socket *s, const char *which)
{
	char path[PLACE_SIZE];
	const char *at;
	unsigned line;

	(void)snprintf(path, sizeof(path), "sockets.%s.group", which);
	if (!conf_judge(r, path, NULL, &at, &line) || *s->group == '\0' ||
	    find_group(s->group, &s->gid))
		return;
	reader_say(r, CONF_ERROR, line, path,
	    "there is no group %s here%s; make it with \"groupadd --system "
	    "%s\", or name another.",
	    s->group, at == NULL ? ", which is the default" : "", s->group);
}

static void
resolve_users(struct reader *r, struct conf_socket *s, const char *which)
{
	char path[PLACE_SIZE], place[PLACE_SIZE * 2];
	const config_setting_t *at;
	size_t n = 0;

	while (s->users[n] != NULL)
		n++;
	s->uids = conf_alloc(r, n * sizeof(*s->uids));
	if (s->uids == NULL)
		return;
	s->nuids = n;
	(void)snprintf(path, sizeof(path), "sockets.%s.users", which);
	for (size_t i = 0; i < n; i++) {
		if (find_user(s->users[i], &s->uids[i]))
			continue;
		(void)snprintf(place, sizeof(place), "%s.[%zu]", path, i);
		at = conf_place(r, place);
		reader_say(r, CONF_ERROR, at == NULL ? 0 : at->line, path,
		    "there is no user %s here; make one, or take the name "
		    "out.",
		    s->users[i]);
	}
}

void
conf_resolve(struct reader *r, struct conf *c)
{
	const struct {
		struct conf_socket *socket;
		const char *which;
	} all[] = { { &c->login, "login" }, { &c->helpdesk, "helpdesk" },
		{ &c->admin, "admin" }, { &c->courier, "courier" } };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		resolve_group(r, all[i].socket, all[i].which);
		resolve_users(r, all[i].socket, all[i].which);
	}
}
