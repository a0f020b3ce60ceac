/*
 * Which files a process can reach from here on: landlock(7), without a way
 * back.  Rights are LANDLOCK_ACCESS_FS_*, or sets of them below.
 */
#ifndef MF_LANDLOCK_H
#define MF_LANDLOCK_H

#include <linux/landlock.h>
#include <stdbool.h>
#include <stdint.h>

/* Not in the headers of older systems. */
#define FS_TRUNCATE (1ULL << 14)

#define FS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FS_FILE                                                                \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE |        \
	    FS_TRUNCATE)
#define FS_WRITE                                                               \
	(FS_READ | FS_FILE | LANDLOCK_ACCESS_FS_MAKE_REG |                     \
	    LANDLOCK_ACCESS_FS_REMOVE_FILE)

struct landlock {
	int fd;           /* -1: none */
	uint64_t handled; /* rights this kernel knows */
};

/* False, with errno: this kernel has none. */
bool landlock_begin(struct landlock *);

/* What may be done at path and below it; false, with errno. */
bool landlock_allow(const struct landlock *, const char *path, uint64_t access);
/* The same of the folder that the file at path lies in. */
bool landlock_allow_beside(
    const struct landlock *, const char *path, uint64_t access);

/* From now on, for this thread and those it starts; false, with errno. */
bool landlock_enter(const struct landlock *);

void landlock_end(struct landlock *);

#endif
