/* Users and groups of the sockets, looked up while the engine may. */

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "server/conf_reader.h"

#define ENTRY_MAX 16384 /* bytes of a line of passwd or group */

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
resolve(struct reader *r, struct conf_socket *s, const char *which)
{
	char path[64];
	size_t n = 0;

	(void)snprintf(path, sizeof(path), "sockets.%s.group", which);
	if (*s->group != '\0' && !find_group(s->group, &s->gid))
		reader_say(r, CONF_ERROR, 0, path,
		    "there is no group %s here; make it with \"groupadd "
		    "--system %s\", or name another.",
		    s->group, s->group);
	while (s->users[n] != NULL)
		n++;
	s->uids = conf_alloc(r, n * sizeof(*s->uids));
	if (s->uids == NULL)
		return;
	(void)snprintf(path, sizeof(path), "sockets.%s.users", which);
	for (s->nuids = 0; s->nuids < n; s->nuids++)
		if (!find_user(s->users[s->nuids], &s->uids[s->nuids])) {
			reader_say(r, CONF_ERROR, 0, path,
			    "there is no user %s here; make one, or take the "
			    "name out.",
			    s->users[s->nuids]);
			return;
		}
}

void
conf_resolve(struct reader *r, struct conf *c)
{
	resolve(r, &c->login, "login");
	resolve(r, &c->helpdesk, "helpdesk");
	resolve(r, &c->admin, "admin");
}
