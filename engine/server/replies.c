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

struct day_keys {
	int64_t day;
	uint8_t today[KEY_SIZE], yesterday[KEY_SIZE];
};

struct image { /* the file, as it is */
	char magic[8];
	uint32_t key_id; /* of the keyring */
	uint8_t sealed[sizeof(struct day_keys) + SEAL_OVERHEAD];
};

struct plain_image { /* as it was once */
	char magic[8];
	struct day_keys keys;
};

static const char magic[8] = "mfreply2", plain_magic[8] = "mfreply1";

struct replies {
	struct day_keys keys;
	uint32_t key_id; /* these are in the file under it; 0: not yet */
	char folder[400], path[512];
};

static enum mf_err
put_file(const struct replies *r, const struct image *f)
{
	char temporary[520];
	int fd;
	enum mf_err e = MF_EIO;

	snprintf(temporary, sizeof(temporary), "%s.new", r->path);
	fd = open(temporary,
	    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		return MF_EIO;
	if (write(fd, f, sizeof(*f)) == sizeof(*f) && fsync(fd) == 0 &&
	    rename(temporary, r->path) == 0)
		e = notes_sync_folder(r->folder);
	close(fd);
	return e;
}

static enum mf_err
save(struct replies *r, const struct keyring *ring)
{
	const struct slice ad = { (const uint8_t *)magic, sizeof(magic) },
			   plain = { (const uint8_t *)&r->keys,
				   sizeof(r->keys) };
	struct image f = { .key_id = keyring_newest_id(ring) };
	uint8_t key[KEY_SIZE];
	enum mf_err e;

	memcpy(f.magic, magic, sizeof(magic));
	if ((e = keyring_key(ring, KEY_REPLY, f.key_id, key)) != MF_OK)
		return e;
	seal(key, ad, plain, f.sealed);
	wipe(key, sizeof(key));
	if ((e = put_file(r, &f)) == MF_OK)
		r->key_id = f.key_id;
	return e;
}

static enum mf_err
open_image(struct replies *r, const struct keyring *ring, const struct image *f)
{
	const struct slice ad = { (const uint8_t *)magic, sizeof(magic) },
			   sealed = { f->sealed, sizeof(f->sealed) };
	uint8_t key[KEY_SIZE];
	enum mf_err e;

	if ((e = keyring_key(ring, KEY_REPLY, f->key_id, key)) != MF_OK)
		return e;
	e = unseal(key, ad, sealed, (uint8_t *)&r->keys);
	wipe(key, sizeof(key));
	if (e == MF_OK)
		r->key_id = f->key_id;
	return e;
}

static bool
begins(const void *file, const char with[8])
{
	return memcmp(file, with, 8) == 0;
}

/* MF_ENOENT: there is none.  MF_EIO: errno says why. */
static enum mf_err
load(struct replies *r, const struct keyring *ring)
{
	union {
		struct image sealed;
		struct plain_image plain;
		char more[sizeof(struct image) + 1];
	} f;
	int fd = open(r->path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	ssize_t n;
	enum mf_err e = MF_ECRYPTO;

	if (fd == -1)
		return errno == ENOENT ? MF_ENOENT : MF_EIO;
	n = read(fd, &f, sizeof(f));
	if (n == -1) {
		e = MF_EIO;
	} else if (n == sizeof(f.sealed) && begins(&f, magic)) {
		e = open_image(r, ring, &f.sealed);
	} else if (n == sizeof(f.plain) && begins(&f, plain_magic)) {
		r->keys = f.plain.keys;
		e = MF_OK;
	}
	close(fd);
	wipe(&f, sizeof(f));
	return e;
}

enum mf_err
replies_turn(struct replies *r, const struct keyring *ring, int64_t now)
{
	int64_t day = now / DAY;

	if (r->keys.day != day) {
		if (r->keys.day == day - 1)
			memcpy(r->keys.yesterday, r->keys.today, KEY_SIZE);
		else
			random_bytes(r->keys.yesterday, KEY_SIZE);
		random_bytes(r->keys.today, KEY_SIZE);
		r->keys.day = day;
		r->key_id = 0;
	}
	return r->key_id == keyring_newest_id(ring) ? MF_OK : save(r, ring);
}

static enum mf_err
open_file(struct replies *r, const struct keyring *ring, int64_t now, char *why,
    size_t size)
{
	enum mf_err e = load(r, ring);

	if (e == MF_ECRYPTO) {
		snprintf(why, size,
		    "%s does not open with the keyring: it was sealed by "
		    "another one, or is damaged. Put the keyring back that was "
		    "there. If it is lost, remove the file: then packets that "
		    "were answered before count as new.",
		    r->path);
		return e;
	}
	if (e == MF_EIO) {
		snprintf(why, size, "%s cannot be read: %s.", r->path,
		    strerror(errno));
		return e;
	}
	if (e == MF_ENOENT)
		r->keys.day = INT64_MIN / DAY;
	if ((e = replies_turn(r, ring, now)) != MF_OK)
		snprintf(why, size, "%s cannot be written: %s.", r->path,
		    strerror(errno));
	return e;
}

enum mf_err
replies_open(const char *folder, const struct keyring *ring, int64_t now,
    struct replies **out, char *why, size_t size)
{
	struct replies *r = secret_alloc(sizeof(*r));
	enum mf_err e;

	*out = NULL;
	if (r == NULL)
		return MF_ENOMEM;
	memset(r, 0, sizeof(*r));
	snprintf(r->folder, sizeof(r->folder), "%s", folder);
	snprintf(r->path, sizeof(r->path), "%s/%s", folder, FILE_NAME);
	if ((e = open_file(r, ring, now, why, size)) != MF_OK) {
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
