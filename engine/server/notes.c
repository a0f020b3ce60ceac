#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/notes.h"
#include "server/notes_file.h"

#define PENDING_MAX 8192

_Static_assert(sizeof(struct note) == 32, "a note has a fixed form");

struct notes {
	int fd;
	char path[512];
	struct note pending[PENDING_MAX];
	size_t n, kept; /* noted in this batch; of finished requests */
	size_t size;    /* of the log */
	bool failed;
	atomic_bool dirty; /* written, not synced */
};

static uint32_t
check_of(const struct note *n)
{
	struct slice part = { (const uint8_t *)&n->id,
		sizeof(*n) - offsetof(struct note, id) };
	uint8_t h[16];
	uint32_t v;

	keyed_hash(NULL, &part, 1, h, sizeof(h));
	memcpy(&v, h, sizeof(v));
	return v ^ n->kind;
}

bool
note_is_whole(const struct note *n)
{
	return n->kind >= NOTE_HEAD && n->kind <= NOTE_FAILURE &&
	    n->check == check_of(n);
}

void
note_make(
    struct note *n, enum note_kind kind, int64_t id, uint64_t a, uint64_t b)
{
	*n = (struct note){ .kind = kind, .id = id, .a = a, .b = b };
	n->check = check_of(n);
}

void
notes_header(struct store *s, struct notes_header *h)
{
	*h = (struct notes_header){ .magic = NOTES_MAGIC,
		.generation = store_generation(s) };
	memcpy(h->id, store_id(s), sizeof(h->id));
}

/* The last head in the log; it is near the end, for every batch writes one. */
static bool
last_head(int fd, off_t size, struct note *head)
{
	off_t at = size -
	    (size - (off_t)sizeof(struct notes_header)) % (off_t)sizeof(*head);

	while (
	    (at -= (off_t)sizeof(*head)) >= (off_t)sizeof(struct notes_header))
		if (pread(fd, head, sizeof(*head), at) == sizeof(*head) &&
		    note_is_whole(head) && head->kind == NOTE_HEAD)
			return true;
	return false;
}

static enum notes_standing
compare(struct store *s, const struct notes_header *h, const struct note *head,
    bool found)
{
	uint8_t mac[AUDIT_MAC];

	if (memcmp(h->id, store_id(s), sizeof(h->id)) != 0)
		return NOTES_FOREIGN;
	if (h->generation != store_generation(s))
		return NOTES_AHEAD;
	if (!found)
		return NOTES_MATCH;
	if (head->id > audit_head(s)->seq ||
	    audit_mac(s, head->id, mac) != MF_OK ||
	    memcmp(mac, &head->a, AUDIT_MAC) != 0)
		return NOTES_AHEAD;
	return NOTES_MATCH;
}

static enum mf_err
start_log(struct notes *n, struct store *s)
{
	struct notes_header h;

	notes_header(s, &h);
	if (write(n->fd, &h, sizeof(h)) != sizeof(h) || fsync(n->fd) == -1)
		return MF_EIO;
	n->size = sizeof(h);
	return MF_OK;
}

static enum mf_err
look(struct notes *n, struct store *s, enum notes_standing *standing)
{
	struct notes_header h;
	struct note head;
	off_t size = lseek(n->fd, 0, SEEK_END);
	bool found;

	if (size < 0)
		return MF_EIO;
	if (size < (off_t)sizeof(h)) {
		*standing = audit_head(s)->seq == 0 ? NOTES_NEW : NOTES_NONE;
		return MF_OK;
	}
	n->size = (size_t)size;
	if (pread(n->fd, &h, sizeof(h), 0) != sizeof(h))
		return MF_EIO;
	if (memcmp(h.magic, NOTES_MAGIC, sizeof(h.magic)) != 0) {
		*standing = NOTES_FOREIGN;
		return MF_OK;
	}
	found = last_head(n->fd, size, &head);
	*standing = compare(s, &h, &head, found);
	return MF_OK;
}

/* A torn last record, of a crash, is cut off before more is appended. */
static enum mf_err
trim(struct notes *n)
{
	size_t over =
	    (n->size - sizeof(struct notes_header)) % sizeof(struct note);

	n->size -= over;
	if (over != 0 && ftruncate(n->fd, (off_t)n->size) == -1)
		return MF_EIO;
	return lseek(n->fd, 0, SEEK_END) == -1 ? MF_EIO : MF_OK;
}

enum mf_err
notes_open(const char *folder, struct store *s, struct notes **out,
    enum notes_standing *standing, char *why, size_t size)
{
	struct notes *n = calloc(1, sizeof(*n));
	enum mf_err e = MF_EIO;

	*out = NULL;
	if (n == NULL)
		return MF_ENOMEM;
	snprintf(n->path, sizeof(n->path), "%s/" NOTES_LOG, folder);
	n->fd = open(n->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (n->fd == -1 || (e = look(n, s, standing)) != MF_OK)
		goto out;
	if (*standing == NOTES_NEW)
		e = start_log(n, s);
	else if (*standing == NOTES_MATCH)
		e = trim(n);
	if (e != MF_OK)
		goto out;
	*out = n;
	n = NULL;
out:
	if (e != MF_OK)
		snprintf(why, size,
		    "the notes at %s/" NOTES_LOG " cannot be used: %s. The "
		    "folder must belong to the engine's user.",
		    folder, strerror(errno));
	notes_close(&n);
	return e;
}

void
notes_close(struct notes **np)
{
	struct notes *n = *np;

	if (n == NULL)
		return;
	if (n->fd != -1) {
		(void)!notes_sync(n);
		close(n->fd);
	}
	free(n);
	*np = NULL;
}

/* The last place is kept for the head; a batch too large fails closed. */
static void
add(struct notes *n, enum note_kind kind, int64_t id, uint64_t a, uint64_t b)
{
	if (n->n >= PENDING_MAX - 1)
		n->failed = true;
	else
		note_make(&n->pending[n->n++], kind, id, a, b);
}

void
notes_counter(struct notes *n, int64_t device, uint64_t counter)
{
	add(n, NOTE_COUNTER, device, counter, 0);
}

void
notes_binding(
    struct notes *n, int64_t device, int64_t account, enum device_state state)
{
	add(n, NOTE_BINDING, device, (uint64_t)account, (uint64_t)state);
}

void
notes_epoch(struct notes *n, int64_t account, uint64_t epoch, int state)
{
	add(n, NOTE_EPOCH, account, epoch, (uint64_t)state);
}

void
notes_failure(struct notes *n, int64_t account, int64_t device, int64_t now)
{
	add(n, NOTE_FAILURE, account, (uint64_t)device, (uint64_t)now);
}

void
notes_keep(struct notes *n)
{
	n->kept = n->n;
}

void
notes_undo(struct notes *n)
{
	n->n = n->kept;
}

enum mf_err
notes_committed(struct notes *n, bool committed, struct store *s)
{
	const struct audit_head *head = audit_head(s);
	uint64_t mac[2];
	size_t bytes;

	n->n = committed ? n->kept : 0;
	n->kept = 0;
	if (!committed)
		return MF_OK;
	if (n->failed)
		return MF_EIO;
	memcpy(mac, head->mac, sizeof(mac));
	add(n, NOTE_HEAD, head->seq, mac[0], mac[1]);
	bytes = n->n * sizeof(n->pending[0]);
	n->n = 0;
	if (write(n->fd, n->pending, bytes) != (ssize_t)bytes) {
		n->failed = ftruncate(n->fd, (off_t)n->size) == -1 ||
		    lseek(n->fd, 0, SEEK_END) == -1;
		return MF_EIO;
	}
	n->size += bytes;
	atomic_store(&n->dirty, true);
	return MF_OK;
}

bool
notes_want_sync(const struct notes *n)
{
	return atomic_load(&n->dirty);
}

enum mf_err
notes_sync(struct notes *n)
{
	if (!atomic_exchange(&n->dirty, false))
		return MF_OK;
	return fdatasync(n->fd) == 0 ? MF_OK : MF_EIO;
}

size_t
notes_size(const struct notes *n)
{
	return n->size;
}

bool
notes_failed(const struct notes *n)
{
	return n->failed;
}
