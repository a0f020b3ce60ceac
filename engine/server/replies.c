#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/replies.h"
#include "server/notes_file.h"

#define FILE_NAME "replies.key"
#define DAY       86400

struct image { /* the file, as it is */
	char magic[8];
	int64_t day;
	uint8_t today[KEY_SIZE], yesterday[KEY_SIZE];
};

static const char magic[8] = "mfreply1";

struct replies {
	struct image keys;
	char folder[400], path[512];
};

static enum mf_err
save(const struct replies *r)
{
	char temporary[520];
	int fd;
	enum mf_err e = MF_EIO;

	snprintf(temporary, sizeof(temporary), "%s.new", r->path);
	fd = open(temporary,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		return MF_EIO;
	if (write(fd, &r->keys, sizeof(r->keys)) == sizeof(r->keys) &&
	    fsync(fd) == 0 && rename(temporary, r->path) == 0)
		e = notes_sync_folder(r->folder);
	close(fd);
	return e;
}

static bool
load(struct replies *r)
{
	int fd = open(r->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool whole;

	if (fd == -1)
		return false;
	whole = read(fd, &r->keys, sizeof(r->keys)) == sizeof(r->keys) &&
	    memcmp(r->keys.magic, magic, sizeof(magic)) == 0;
	close(fd);
	return whole;
}

enum mf_err
replies_turn(struct replies *r, int64_t now)
{
	int64_t day = now / DAY;

	if (r->keys.day == day)
		return MF_OK;
	if (r->keys.day == day - 1)
		memcpy(r->keys.yesterday, r->keys.today, KEY_SIZE);
	else
		random_bytes(r->keys.yesterday, KEY_SIZE);
	random_bytes(r->keys.today, KEY_SIZE);
	r->keys.day = day;
	return save(r);
}

enum mf_err
replies_open(const char *folder, int64_t now, struct replies **out, char *why,
    size_t size)
{
	struct replies *r = secret_alloc(sizeof(*r));
	enum mf_err e;

	*out = NULL;
	if (r == NULL)
		return MF_ENOMEM;
	memset(r, 0, sizeof(*r));
	snprintf(r->folder, sizeof(r->folder), "%s", folder);
	snprintf(r->path, sizeof(r->path), "%s/%s", folder, FILE_NAME);
	if (!load(r)) {
		memcpy(r->keys.magic, magic, sizeof(magic));
		r->keys.day = INT64_MIN / DAY;
	}
	if ((e = replies_turn(r, now)) != MF_OK) {
		snprintf(why, size, "%s cannot be written: %s.", r->path,
		    strerror(errno));
		replies_free(&r);
		return e;
	}
	*out = r;
	return MF_OK;
}

void
replies_free(struct replies **rp)
{
	secret_free(*rp);
	*rp = NULL;
}

void
replies_hash(const struct replies *r, bool yesterday, const struct slice *parts,
    size_t n, uint8_t out[REPLY_SIZE])
{
	keyed_hash(yesterday ? r->keys.yesterday : r->keys.today, parts, n, out,
	    REPLY_SIZE);
}
