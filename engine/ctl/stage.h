/*
 * A staged import: records go up in chunks, each is answered, and at the end
 * all are kept or none.
 */
#ifndef MF_STAGE_H
#define MF_STAGE_H

#include "ctl/call.h"

#define STAGE_RECORD 4096 /* bytes of a record's message */
#define STAGE_CHUNK  1024 /* records of a chunk */

struct stage {
	const char *file; /* as it was given, for messages */
	const char *unit; /* what a place counts: "record", "line" */
	const char *kind; /* TAG_KIND: tokens, assign */
	bool dry_run, skip_known;
	int64_t id;            /* of the import; 0: none */
	struct wire_out chunk; /* the records that have not gone yet */
	size_t mark, n;
	struct {
		int64_t at, line;
	} place[STAGE_CHUNK]; /* of the chunk's records */
	int64_t sent, bad, shown;
};

/* The caller has set the first five.  Exit code. */
int stage_begin(struct ctl *, struct stage *);

/* Says so of a file that is none, but a folder. */
bool stage_is_folder(struct ctl *, const struct stage *, FILE *);

/*
 * A record: a WIRE_ROW, finished but not full, and its place in units.  line:
 * where that is in the file; 0: the unit says it.
 */
int stage_add(struct ctl *, struct stage *, const struct wire_out *record,
    int64_t place, int64_t line);

/* Names a bad record; the import will come to nothing. */
void stage_bad(struct ctl *, struct stage *, int64_t place, const char *why);

/*
 * The same with a sentence that names file and place itself; place 0 and
 * serial "" are not known.  A warning spoils nothing.
 */
void stage_complain(struct ctl *, struct stage *, bool error, int64_t place,
    const char *serial, const char *sentence);

/*
 * Commits; or, with bad records, after code != EXIT_DONE, aborts.  Returns the
 * exit code of the whole import, having said how it ended.
 */
int stage_end(struct ctl *, struct stage *, int code);

#endif
