/*
 * When the power fails: what a test and the shim (power.c and disk.c, preloaded
 * into the engine) share; a file, mapped by both, named by MF_FAULTS.  The shim
 * counts calls that write, sync, rename or answer.  At the one whose turn has
 * come it leaves the files beside the plan as a disk might hold them then, and
 * the process dies.
 */
#ifndef FAIL_POWER_H
#define FAIL_POWER_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct power {
	_Atomic int64_t left;  /* calls until it fails: 1 is the next; 0: not */
	_Atomic uint64_t seed; /* of what the disk holds then */
	_Atomic uint64_t cuts; /* done */
	_Atomic uint64_t
	    lost; /* sectors that were written, and are not there */
	_Atomic uint64_t torn;   /* of which a part is there */
	_Atomic uint64_t undone; /* names made, changed or removed in vain */
};

/*
 * The disk (disk.c), for power.c alone, one thread at a time: what is on it
 * for certain, and what may be.  Paths are whole; those not below the root are
 * none of its business.
 */
void disk_init(const char *root);
void disk_opened(int fd, const char *path, int flags, bool made);
void disk_written(int fd, uint64_t from, uint64_t to);
void disk_synced(int fd);
/* Before it is done; what is there by that name is kept aside. */
void disk_renaming(const char *from, const char *to);
void disk_unlinking(const char *path);

/* What was not synced is there in part, or not at all. */
void disk_cut(struct power *);

#endif
