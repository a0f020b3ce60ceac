#include <pwd.h>
#include <string.h>
#include <sys/socket.h>

#include "server/peer.h"
#include "util/text.h"

#define ENTRY_MAX      16384 /* bytes of a line of passwd */
#define NAME_MAX_SHOWN 32

enum mf_err
peer_read(int fd, struct peer *peer)
{
	struct ucred cred;
	socklen_t n = sizeof(cred);

	*peer = (struct peer){ .uid = (uid_t)-1, .gid = (gid_t)-1 };
	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &n) != 0 ||
	    n != sizeof(cred) || cred.uid == (uid_t)-1)
		return MF_EIO;
	*peer = (struct peer){ cred.uid, cred.gid, cred.pid };
	return MF_OK;
}

bool
peer_is_allowed(const struct peer *peer, const struct conf_socket *s)
{
	if (s->users[0] == NULL)
		return peer->uid != (uid_t)-1;
	for (size_t i = 0; i < s->nuids; i++)
		if (s->uids[i] == peer->uid)
			return true;
	return false;
}

void
peer_name(const struct peer *peer, char out[PEER_NAME_SIZE])
{
	char buf[ENTRY_MAX];
	struct passwd entry, *found = NULL;
	struct text t;

	text_init(&t, out, PEER_NAME_SIZE);
	if (getpwuid_r(peer->uid, &entry, buf, sizeof(buf), &found) == 0 &&
	    found != NULL)
		text_escape(&t, slice_str(found->pw_name), NAME_MAX_SHOWN);
	if (t.len > NAME_MAX_SHOWN + 3)
		text_init(&t, out, PEER_NAME_SIZE); /* all escapes: no name */
	text_printf(&t, "(%lu)", (unsigned long)peer->uid);
}
