#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/reserve.h"
#include "util/log.h"

#define MIB (1024 * 1024)

static void
path_of(const struct engine *e, char *out, size_t size)
{
	snprintf(out, size, "%s/reserve", e->conf->state);
}

static off_t
wanted(const struct engine *e)
{
	return (off_t)e->conf->store.reserve_mib * MIB;
}

void
reserve_open(struct engine *e)
{
	char path[512];
	struct stat st;
	int fd;

	path_of(e, path, sizeof(path));
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		return;
	if (wanted(e) > 0 && fstat(fd, &st) == 0 &&
	    (st.st_size != wanted(e) || st.st_blocks == 0) &&
	    posix_fallocate(fd, 0, wanted(e)) != 0) {
		(void)!ftruncate(fd, 0);
		log_say(LOG_LEVEL_WARN, "disk-full",
		    "no room for the reserve of %u MiB in %s; free some space",
		    e->conf->store.reserve_mib, e->conf->state);
	}
	close(fd);
}

/* The sandbox has no truncate(2), only this. */
static bool
give_up(const char *path)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	bool done = fd != -1 && ftruncate(fd, 0) == 0;

	if (fd != -1)
		close(fd);
	return done;
}

void
reserve_fault(struct engine *e, enum mf_err err)
{
	char path[512];

	LOG(LOG_LEVEL_ERROR, "write-failed", F_STR("reason", mf_strerror(err)),
	    F_STR("database", store_error(e->store)));
	if (err != MF_EFULL || reserve_is_spent(e))
		return;
	path_of(e, path, sizeof(path));
	log_say(LOG_LEVEL_ERROR, "disk-full",
	    give_up(path)
		? "the disk of %s is full; the reserve was given up so that "
		  "logins go on. Free some space now"
		: "the disk of %s is full, and the reserve could not be given "
		  "up: nobody gets in. Free some space now",
	    e->conf->state);
}

bool
reserve_is_spent(const struct engine *e)
{
	char path[512];
	struct stat st;

	path_of(e, path, sizeof(path));
	return wanted(e) > 0 && (stat(path, &st) == -1 || st.st_size == 0);
}
