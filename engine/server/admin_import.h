/*
 * The import under way, and what earlier ones left to do; one of each engine.
 *
 *	begin -> records ... -> commit	visible by one flag, then noted
 *	                     -> abort, connection closed, engine restarted:
 *					given up, then cleared away
 *
 * Records are staged in steps of a job; the janitor, another job, clears what
 * was given up and notes what was bound.
 */
#ifndef MF_ADMIN_IMPORT_H
#define MF_ADMIN_IMPORT_H

#include "server/admin_find.h"
#include "server/admin_seed.h"
#include "server/desk.h"

struct import {
	struct engine *engine;
	/* under way; id 0: none is */
	int64_t id;
	const struct control *owner;
	int64_t started;
	bool assign, dry_run, skip_known;
	bool broken; /* a write failed: it can only end in nothing */
	char name[FILE_SIZE], actor[ACTOR_SIZE];
	int64_t good, bad, known;
	/* the chunk that is being staged */
	struct command_in *chunk;
	size_t at;
	bool staged;      /* all of it is; its rows leave */
	int64_t stuck_us; /* since when the peer takes no rows; 0: it does */
	int64_t next;     /* id of the next device */
	struct job stage;
	/* the janitor */
	struct command_in *waiting; /* import.begin, until all is clear */
	int64_t told_ms;
	struct import_left left; /* that is being cleared */
	int64_t left_at;
	struct job janitor;
};

struct import *import_new(struct engine *);
/* Looks for what an engine that ended has left; starts the janitor. */
void import_resume(struct import *);
/* It ends in nothing: forgets it and lets the janitor clear it. */
void import_drop(struct import *);
/* The step of each job. */
bool import_stage(struct job *, int64_t until);
bool import_clean(struct job *, int64_t until);

/*
 * One record.  Sends its row "bad" when it cannot be taken; an error is the
 * database's.
 */
enum mf_err import_record(struct import *, struct slice record) MF_CHECKED;

/* "1,234" */
#define GROUPED_SIZE 32
const char *grouped(int64_t, char out[GROUPED_SIZE]);

#endif
