#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/notes_file.h"

_Static_assert(sizeof(struct note) == 32, "a note has a fixed form");
_Static_assert(sizeof(struct notes_header) == 32, "and so has a header");

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
	return n->kind >= NOTE_HEAD && n->kind < NOTE_KIND_MAX &&
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
note_head(struct note *n, const struct audit_head *head)
{
	uint64_t mac[2];

	memcpy(mac, head->mac, sizeof(mac));
	note_make(n, NOTE_HEAD, head->seq, mac[0], mac[1]);
}

void
notes_header(const struct store *s, const char magic[8], struct notes_header *h)
{
	*h = (struct notes_header){ .generation = store_generation(s) };
	memcpy(h->magic, magic, sizeof(h->magic));
	memcpy(h->id, store_id(s), sizeof(h->id));
}

void
notes_path(const char *folder, const char *name, const char *suffix, char *out)
{
	snprintf(out, NOTES_PATH, "%s/%s%s", folder, name, suffix);
}

enum mf_err
notes_sync_folder(const char *folder)
{
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum mf_err e;

	if (fd == -1)
		return MF_EIO;
	e = fsync(fd) == 0 ? MF_OK : MF_EIO;
	close(fd);
	return e;
}

enum mf_err
notes_new_log(
    const char *folder, const struct notes_header *h, const struct note *head)
{
	char path[NOTES_PATH];
	enum mf_err e = MF_EIO;
	int fd;

	notes_path(folder, NOTES_LOG, NOTES_FRESH, path);
	fd = open(
	    path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1)
		return MF_EIO;
	if (write(fd, h, sizeof(*h)) == sizeof(*h) &&
	    (head == NULL || write(fd, head, sizeof(*head)) == sizeof(*head)) &&
	    fsync(fd) == 0)
		e = MF_OK;
	close(fd);
	return e;
}

enum mf_err
notes_place(const char *folder, const char *name)
{
	char from[NOTES_PATH], to[NOTES_PATH];

	notes_path(folder, name, NOTES_FRESH, from);
	notes_path(folder, name, "", to);
	return rename(from, to) == 0 ? MF_OK : MF_EIO;
}

/* It is near the end, for every batch writes one. */
bool
notes_last_head(int fd, struct note *head)
{
	const off_t first = sizeof(struct notes_header), one = sizeof(*head);
	struct stat st;
	off_t at;

	if (fstat(fd, &st) == -1 || st.st_size < first)
		return false;
	at = st.st_size - (st.st_size - first) % one;
	while ((at -= one) >= first)
		if (pread(fd, head, sizeof(*head), at) == one &&
		    note_is_whole(head) && head->kind == NOTE_HEAD)
			return true;
	return false;
}
