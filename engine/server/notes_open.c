/* Opening the notes: how does the database stand to them? */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/notes.h"
#include "server/notes_file.h"
#include "store/restore.h"

static enum mf_err
open_log(struct notes *n)
{
	char path[NOTES_PATH];

	notes_path(n->folder, NOTES_LOG, "", path);
	n->fd = open(
	    path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	return n->fd == -1 ? MF_EIO : MF_OK;
}

/* A turn of the log that a crash broke off between its two renames. */
static enum mf_err
mend_turn(struct notes *n)
{
	char log[NOTES_PATH], old[NOTES_PATH];
	struct stat st;

	notes_path(n->folder, NOTES_LOG, "", log);
	notes_path(n->folder, NOTES_OLD_LOG, "", old);
	n->has_old = stat(old, &st) == 0;
	if (!n->has_old || stat(log, &st) == 0)
		return MF_OK;
	n->has_old = false;
	return rename(old, log) == 0 ? MF_OK : MF_EIO;
}

static enum notes_standing
compare_head(struct store *s, const struct note *head)
{
	uint8_t mac[AUDIT_MAC];

	if (head->kind == 0 || head->id == 0)
		return NOTES_MATCH;
	if (head->id > audit_head(s)->seq ||
	    audit_mac(s, head->id, mac) != MF_OK ||
	    memcmp(mac, &head->a, AUDIT_MAC) != 0)
		return NOTES_AHEAD;
	return NOTES_MATCH;
}

/* While a turn is under way the last head may be in the old log. */
static enum notes_standing
compare_old(struct notes *n, struct store *s)
{
	char path[NOTES_PATH];
	struct notes_header h;
	struct note head = { 0 };
	enum notes_standing standing = NOTES_MATCH;
	int fd;

	notes_path(n->folder, NOTES_OLD_LOG, "", path);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd == -1)
		return NOTES_MATCH;
	if (pread(fd, &h, sizeof(h), 0) == sizeof(h) &&
	    h.generation == store_generation(s) && notes_last_head(fd, &head))
		standing = compare_head(s, &head);
	if (head.id == audit_head(s)->seq)
		n->lost = (struct note){ 0 };
	close(fd);
	return standing;
}

/* The database has these notes in it, and nothing newer than that. */
static bool
is_laid(struct store *s, const struct notes_found *f)
{
	uint8_t mac[AUDIT_MAC] = { 0 };
	struct restore_laid laid;

	if (!restore_is_fresh(s, &laid))
		return false;
	if (!f->log)
		return laid.generation == 0;
	if (f->head.kind != 0)
		memcpy(mac, &f->head.a, sizeof(mac));
	return laid.generation == f->generation &&
	    memcmp(mac, laid.mac, sizeof(mac)) == 0;
}

static enum notes_standing
stand(struct notes *n, struct store *s, const struct notes_found *f)
{
	if (f->foreign)
		return NOTES_FOREIGN;
	if (!f->log)
		return audit_head(s)->seq == 0 ? NOTES_NEW : NOTES_NONE;
	if (f->generation != store_generation(s) ||
	    compare_head(s, &f->head) != NOTES_MATCH)
		return NOTES_AHEAD;
	n->behind = f->head.kind == 0 ? audit_head(s)->seq != 0
				      : f->head.id != audit_head(s)->seq;
	if (n->behind)
		note_head(&n->lost, audit_head(s));
	return n->has_old ? compare_old(n, s) : NOTES_MATCH;
}

/* It has its name only when it is whole: half of a header is nobody's. */
static enum mf_err
start_log(const struct notes *n, struct store *s)
{
	struct notes_header h;
	enum mf_err e;

	notes_header(s, NOTES_FIRST, &h);
	if ((e = notes_new_log(n->folder, &h, NULL)) != MF_OK ||
	    (e = notes_place(n->folder, NOTES_LOG)) != MF_OK)
		return e;
	return notes_sync_folder(n->folder);
}

/* A torn last record, of a crash, is cut off before more is appended. */
static enum mf_err
go_on(struct notes *n)
{
	struct stat st;
	off_t over;

	if (fstat(n->fd, &st) == -1)
		return MF_EIO;
	over = (st.st_size - (off_t)sizeof(struct notes_header)) %
	    (off_t)sizeof(struct note);
	n->size = (size_t)(st.st_size - over);
	return over == 0 || ftruncate(n->fd, (off_t)n->size) == 0 ? MF_OK
								  : MF_EIO;
}

static enum mf_err
look(struct notes *n, struct store *s, enum notes_standing *standing)
{
	struct notes_found f;
	enum mf_err e;

	if ((e = mend_turn(n)) != MF_OK ||
	    (e = notes_look(n->folder, store_id(s), &f)) != MF_OK)
		return e;
	*standing = stand(n, s, &f);
	if (*standing == NOTES_MATCH || *standing == NOTES_NEW ||
	    !is_laid(s, &f))
		return MF_OK;
	if ((e = notes_prepare_anew(n->folder, s)) != MF_OK ||
	    (e = notes_take_anew(n->folder)) != MF_OK)
		return e;
	*standing = NOTES_MATCH;
	n->behind = n->has_old = false;
	n->lost = (struct note){ 0 };
	return MF_OK;
}

enum mf_err
notes_open(const char *folder, struct store *s, struct notes **out,
    enum notes_standing *standing, char *why, size_t size)
{
	struct notes *n = calloc(1, sizeof(*n));
	enum mf_err e;

	*out = NULL;
	if (n == NULL)
		return MF_ENOMEM;
	n->fd = -1;
	pthread_mutex_init(&n->close, NULL);
	snprintf(n->folder, sizeof(n->folder), "%s", folder);
	if ((e = look(n, s, standing)) != MF_OK)
		goto out;
	if (*standing == NOTES_NEW && (e = start_log(n, s)) != MF_OK)
		goto out;
	if (*standing == NOTES_NEW || *standing == NOTES_MATCH)
		if ((e = open_log(n)) != MF_OK || (e = go_on(n)) != MF_OK)
			goto out;
	*out = n;
	n = NULL;
out:
	if (e != MF_OK)
		snprintf(why, size,
		    "the notes in %s cannot be used: %s. The folder must "
		    "belong to the engine's user.",
		    folder, strerror(errno));
	notes_close(&n);
	return e;
}

enum mf_err
notes_expect(const char *folder, const char *database, char *why, size_t size)
{
	static const char *const names[] = { NOTES_LOG, NOTES_OLD_LOG,
		NOTES_SNAPSHOT };
	char path[NOTES_PATH];
	struct stat st;

	if (stat(database, &st) == 0 ? st.st_size > 0 : errno != ENOENT)
		return MF_OK;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		notes_path(folder, names[i], "", path);
		if (access(path, F_OK) == -1)
			continue;
		snprintf(why, size,
		    "the database %s is missing or empty, but its notes are in "
		    "%s. Put "
		    "the file back, or restore a backup: multifactord "
		    "--restore FILE.",
		    database, folder);
		return MF_ENOENT;
	}
	return MF_OK;
}
