/* Reading the notes back, file by file and batch by batch. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/notes.h"
#include "server/notes_file.h"

enum { SNAPSHOT = 0, OLD_LOG, LOG, FILES };

static const char *const names[FILES] = { NOTES_SNAPSHOT, NOTES_OLD_LOG,
	NOTES_LOG };

struct reading {
	struct notes_found *found;
	uint64_t generation; /* of the database */
	int64_t seq;
	enum mf_err (*each)(void *, const struct note *);
	void *arg;
	struct note batch[NOTES_PENDING];
	size_t n;
	bool gap;     /* something is missing that is needed */
	bool bad;     /* the last record was bad */
	bool suspect; /* so was one before a good one, since the last head */
	bool ended;   /* a snapshot's NOTE_END fits */
	int64_t count;
	int64_t covered; /* a whole snapshot has all up to this record */
};

static bool
is_magic(const struct notes_header *h, const char magic[8])
{
	return memcmp(h->magic, magic, sizeof(h->magic)) == 0;
}

/* MF_ENOENT: there is no such file, or it is shorter than its header. */
static enum mf_err
open_file(
    const char *folder, const char *name, FILE **fp, struct notes_header *h)
{
	char path[NOTES_PATH];

	notes_path(folder, name, "", path);
	if ((*fp = fopen(path, "re")) == NULL)
		return errno == ENOENT ? MF_ENOENT : MF_EIO;
	if (fread(h, sizeof(*h), 1, *fp) == 1)
		return MF_OK;
	fclose(*fp);
	*fp = NULL;
	return MF_ENOENT;
}

static enum mf_err
look_at(
    const char *folder, int which, const uint8_t id[16], struct notes_found *f)
{
	struct notes_header h;
	struct note head;
	FILE *fp;
	enum mf_err e = open_file(folder, names[which], &fp, &h);

	if (e != MF_OK)
		return e == MF_ENOENT ? MF_OK : e;
	if (memcmp(h.magic, NOTES_FIRST, 7) != 0 ||
	    memcmp(h.id, id, sizeof(h.id)) != 0) {
		f->foreign = true;
	} else if (!f->any) {
		f->any = true;
		f->log = which == LOG;
		f->generation = h.generation;
		if (notes_last_head(fileno(fp), &head))
			f->head = head;
	}
	fclose(fp);
	return MF_OK;
}

/* The log speaks for all; without it what it came from. */
enum mf_err
notes_look(const char *folder, const uint8_t id[16], struct notes_found *f)
{
	enum mf_err e = MF_OK;

	*f = (struct notes_found){ 0 };
	for (int i = FILES; i-- > 0 && e == MF_OK;)
		e = look_at(folder, i, id, f);
	return e;
}

static enum mf_err
hand_out(struct reading *rd, bool known)
{
	enum mf_err e = MF_OK;

	for (size_t i = 0; !known && i < rd->n && e == MF_OK; i++) {
		rd->found->read++;
		e = rd->each(rd->arg, &rd->batch[i]);
	}
	rd->n = 0;
	return e;
}

/* What the database or the snapshot has is told by the head of its batch. */
static bool
is_known(const struct reading *rd, const struct note *head)
{
	return head->id <= rd->covered ||
	    (rd->generation == rd->found->generation && head->id <= rd->seq);
}

static enum mf_err
take(struct reading *rd, const struct note *n, bool whole_file, bool *known,
    int64_t *head)
{
	enum mf_err e = MF_OK;

	if (n->kind == NOTE_END) {
		rd->ended = n->id == rd->count;
		return MF_OK;
	}
	rd->count++;
	if (n->kind == NOTE_HEAD) {
		*known = is_known(rd, n);
		*head = n->id;
		/* What was lost before a head that is known is known, too. */
		rd->gap = rd->gap || (rd->suspect && !*known);
		rd->suspect = false;
		return whole_file ? MF_OK : hand_out(rd, *known);
	}
	if (whole_file) { /* its head came first */
		rd->batch[rd->n++] = *n;
		return hand_out(rd, *known);
	}
	if (rd->n == NOTES_PENDING)
		e = hand_out(rd, false);
	rd->batch[rd->n++] = *n;
	return e;
}

static enum mf_err
read_records(struct reading *rd, FILE *fp, bool whole_file)
{
	bool known = false;
	int64_t head = 0;
	struct note n;
	enum mf_err e = MF_OK;

	rd->n = 0;
	rd->count = 0;
	rd->bad = rd->suspect = rd->ended = false;
	while (e == MF_OK && fread(&n, sizeof(n), 1, fp) == 1) {
		if (!note_is_whole(&n)) {
			rd->bad = true;
			continue;
		}
		rd->suspect = rd->suspect || rd->bad;
		rd->bad = false;
		e = take(rd, &n, whole_file, &known, &head);
	}
	rd->gap = rd->gap || rd->suspect;
	if (e == MF_OK && ferror(fp))
		e = MF_EIO;
	if (whole_file && rd->ended)
		rd->covered = head;
	return e == MF_OK && !whole_file ? hand_out(rd, false) : e;
}

/* *begins: nothing before this file is needed. */
static enum mf_err
read_file(struct reading *rd, const char *folder, int which, bool *begins)
{
	struct notes_header h;
	FILE *fp;
	enum mf_err e = open_file(folder, names[which], &fp, &h);

	*begins = false;
	if (e != MF_OK)
		return e == MF_ENOENT ? MF_OK : e;
	if (h.generation == rd->found->generation) {
		e = read_records(rd, fp, which == SNAPSHOT);
		*begins =
		    which == SNAPSHOT ? rd->ended : is_magic(&h, NOTES_FIRST);
	}
	fclose(fp);
	return e;
}

enum mf_err
notes_read(const char *folder, uint64_t generation, int64_t seq,
    struct notes_found *f, enum mf_err (*each)(void *, const struct note *),
    void *arg)
{
	struct reading *rd = calloc(1, sizeof(*rd));
	bool begins;
	enum mf_err e = MF_OK;

	if (rd == NULL)
		return MF_ENOMEM;
	rd->found = f;
	rd->generation = generation;
	rd->seq = seq;
	rd->each = each;
	rd->arg = arg;
	f->whole = false;
	for (int i = 0; i < FILES && e == MF_OK; i++) {
		e = read_file(rd, folder, i, &begins);
		f->whole = f->whole || begins;
	}
	f->whole = f->whole && !rd->gap;
	free(rd);
	return e;
}
