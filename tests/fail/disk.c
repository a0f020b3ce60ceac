/* What of the files is on the disk for certain, and what a power cut leaves. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "power.h"

#define SECTOR  512
#define FILES   512
#define CHANGES 512
#define PATH    512

struct file {
	dev_t dev;
	ino_t ino;
	int fd;        /* never closed: that would drop the engine's locks */
	uint8_t *disk; /* synced */
	size_t size, room;
	size_t from, to; /* written since */
	bool seen;       /* every write: else all may have been changed */
};

enum kind { MADE, RENAMED, REMOVED };

struct change { /* of a folder, since it was synced */
	enum kind kind;
	char from[PATH], to[PATH];
	char kept[PATH]; /* what had the name before; "": nothing */
};

static struct {
	char root[PATH];
	struct file file[FILES];
	size_t files;
	struct change change[CHANGES];
	size_t changes;
	unsigned kept;
	uint64_t chance;
} d;

static void
fail(const char *what)
{
	perror(what);
	abort();
}

static uint64_t
chance(uint64_t below)
{
	d.chance ^= d.chance << 13;
	d.chance ^= d.chance >> 7;
	d.chance ^= d.chance << 17;
	return d.chance % below;
}

/* SQLite's shared memory is a file by its name alone. */
static bool
is_inside(const char *path)
{
	size_t n = strlen(d.root), len = strlen(path);

	return n > 0 && strncmp(path, d.root, n) == 0 && path[n] == '/' &&
	    len < PATH && strcmp(path + len - 4, "-shm") != 0;
}

void
disk_init(const char *root)
{
	char folder[PATH];

	snprintf(d.root, sizeof(d.root), "%s", root);
	snprintf(folder, sizeof(folder), "%.400s/.kept", root);
	(void)mkdir(folder, 0700);
}

static struct file *
find(int fd)
{
	struct stat st;

	if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode))
		return NULL;
	for (size_t i = 0; i < d.files; i++)
		if (d.file[i].ino == st.st_ino && d.file[i].dev == st.st_dev)
			return &d.file[i];
	return NULL;
}

static size_t
size_of(const struct file *f)
{
	struct stat st;

	if (fstat(f->fd, &st) == -1)
		fail("fstat");
	return (size_t)st.st_size;
}

static void
make_room(struct file *f, size_t n)
{
	if (n <= f->room)
		return;
	f->room = 2 * n;
	if ((f->disk = realloc(f->disk, f->room)) == NULL)
		fail("realloc");
}

static void
load(const struct file *f, uint8_t *to, size_t from, size_t end)
{
	while (from < end) {
		ssize_t n = pread(f->fd, to + from, end - from, (off_t)from);

		if (n <= 0)
			fail("pread");
		from += (size_t)n;
	}
}

/* As it is now. */
static void
settle(struct file *f)
{
	size_t n = size_of(f), from = f->from, to = f->to;

	make_room(f, n);
	if (n > f->size)
		memset(f->disk + f->size, 0, n - f->size);
	if (!f->seen) {
		from = 0;
		to = n;
	}
	load(f, f->disk, from < n ? from : n, to < n ? to : n);
	f->size = n;
	f->from = f->to = 0;
}

static void
changed(enum kind kind, const char *from, const char *to, const char *kept)
{
	struct change *c = &d.change[d.changes];

	if (d.changes++ == CHANGES)
		abort();
	c->kind = kind;
	snprintf(c->from, PATH, "%s", from);
	snprintf(c->to, PATH, "%s", to);
	snprintf(c->kept, PATH, "%s", kept);
}

void
disk_opened(int fd, const char *path, int flags, bool made)
{
	struct file *f;
	struct stat st;

	if (!is_inside(path) || (flags & O_ACCMODE) == O_RDONLY ||
	    fstat(fd, &st) == -1 || !S_ISREG(st.st_mode))
		return;
	if (made)
		changed(MADE, path, path, "");
	if ((f = find(fd)) == NULL) {
		f = &d.file[d.files];
		if (d.files++ == FILES)
			abort();
		*f = (struct file){ .dev = st.st_dev, .ino = st.st_ino };
		f->fd = open(path, O_RDWR | O_CLOEXEC);
		if (f->fd == -1)
			fail(path);
		if (!made && (flags & O_TRUNC) == 0)
			settle(f);
	}
	if ((flags & O_TRUNC) != 0) {
		f->from = 0;
		f->to = f->size;
	}
}

void
disk_written(int fd, uint64_t from, uint64_t to)
{
	struct file *f = find(fd);

	if (f == NULL)
		return;
	f->from = f->from < f->to && f->from < from ? f->from : from;
	f->to = f->to > to ? f->to : to;
	f->seen = true;
}

static bool
is_in(const char *path, const char *folder)
{
	size_t n = strlen(folder);

	return strncmp(path, folder, n) == 0 && path[n] == '/' &&
	    strchr(path + n + 1, '/') == NULL;
}

/* Its names last from here on. */
static void
sync_folder(int fd)
{
	char proc[32], folder[PATH];
	size_t left = 0;
	ssize_t n;

	snprintf(proc, sizeof(proc), "/proc/self/fd/%d", fd);
	if ((n = readlink(proc, folder, PATH - 1)) == -1)
		fail(proc);
	folder[n] = '\0';
	for (size_t i = 0; i < d.changes; i++) {
		struct change *c = &d.change[i];

		if (!is_in(c->to, folder))
			d.change[left++] = *c;
		else if (c->kept[0] != '\0')
			(void)unlink(c->kept);
	}
	d.changes = left;
}

void
disk_synced(int fd)
{
	struct file *f = find(fd);
	struct stat st;

	if (f != NULL)
		settle(f);
	else if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode))
		sync_folder(fd);
}

static const char *
keep(const char *path, char kept[PATH])
{
	snprintf(kept, PATH, "%.400s/.kept/%d.%u", d.root, getpid(), d.kept++);
	if (link(path, kept) == -1)
		kept[0] = '\0';
	return kept;
}

void
disk_renaming(const char *from, const char *to)
{
	char kept[PATH];

	if (is_inside(to))
		changed(RENAMED, from, to, keep(to, kept));
}

void
disk_unlinking(const char *path)
{
	char kept[PATH];
	struct stat st;

	if (is_inside(path) && lstat(path, &st) == 0 && S_ISREG(st.st_mode))
		changed(REMOVED, path, path, keep(path, kept));
}

/* ---- the cut ------------------------------------------------------------- */

/* Names change in their order; the last of them were in vain. */
static void
cut_names(struct power *p)
{
	size_t survive = chance(d.changes + 1);

	while (d.changes > survive) {
		struct change *c = &d.change[--d.changes];

		p->undone++;
		if (c->kind == MADE)
			(void)unlink(c->to);
		if (c->kind == RENAMED)
			(void)rename(c->to, c->from);
		if (c->kept[0] != '\0')
			(void)rename(c->kept, c->to);
	}
	for (size_t i = 0; i < d.changes; i++)
		if (d.change[i].kept[0] != '\0')
			(void)unlink(d.change[i].kept);
}

/* One sector, now; of 100 such as many survive as percent says. */
static void
cut_sector(
    struct power *p, uint8_t *now, const uint8_t *before, unsigned percent)
{
	size_t n = 0;

	if (memcmp(now, before, SECTOR) == 0 || chance(100) < percent)
		return;
	if (chance(16) == 0) {
		n = chance(SECTOR);
		p->torn++;
	}
	memcpy(now + n, before + n, SECTOR - n);
	p->lost++;
}

static void
cut_file(struct power *p, struct file *f)
{
	static const unsigned fates[] = { 0, 10, 50, 90, 100 };
	unsigned percent = fates[chance(sizeof(fates) / sizeof(fates[0]))];
	size_t now = size_of(f), size = chance(2) ? now : f->size;
	size_t all = (now > f->size ? now : f->size) / SECTOR * SECTOR + SECTOR;
	uint8_t *image = calloc(1, all), *before = calloc(1, all);

	if (image == NULL || before == NULL)
		fail("calloc");
	load(f, image, 0, now);
	if (f->size > 0)
		memcpy(before, f->disk, f->size);
	for (size_t at = 0; at < all; at += SECTOR)
		cut_sector(p, image + at, before + at, percent);
	if (pwrite(f->fd, image, size, 0) != (ssize_t)size ||
	    ftruncate(f->fd, (off_t)size) == -1)
		fail("the disk after the cut");
	free(image);
	free(before);
}

void
disk_cut(struct power *p)
{
	d.chance = p->seed | 1;
	for (size_t i = 0; i < d.files; i++)
		if (!d.file[i].seen || d.file[i].from < d.file[i].to ||
		    size_of(&d.file[i]) != d.file[i].size)
			cut_file(p, &d.file[i]);
	cut_names(p);
	p->cuts++;
}
