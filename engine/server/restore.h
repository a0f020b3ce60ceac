/* Putting a database back, with the engine stopped; inside of restore*.c. */
#ifndef MF_RESTORE_H
#define MF_RESTORE_H

#include "server/conf.h"
#include "server/notes.h"
#include "server/peer.h"
#include "store/restore.h"

#define RESTORE_PATH 600

struct restore {
	struct conf *conf;
	struct keyring *keys;
	struct store *store; /* the copy */
	int lock;
	int file, log;      /* the backup, and what may lie beside it */
	const char *source; /* as people call it */
	bool by_hand;       /* the database lies there already */
	char actor[PEER_NAME_SIZE];
	char database[RESTORE_PATH];
	char copy[RESTORE_PATH + 40], before[RESTORE_PATH + 40];
	int64_t now;
	char why[1024];

	/* what was found and done */
	struct audit_head head; /* of the backup */
	int64_t sound;          /* last record of the audit that is */
	struct restore_seals seals;
	struct notes_found notes;
	struct restore_changes changes;
	struct restore_pins pins;
	struct restore_without without;
};

/* restore_file.c: these say in why what failed; nothing was changed then. */
enum mf_err restore_copy(struct restore *) MF_CHECKED;
/* The copy becomes the database; the one there gets another name. */
enum mf_err restore_place(struct restore *) MF_CHECKED;
void restore_drop_copy(const struct restore *);

/* restore_say.c */
void restore_describe(const struct restore *, struct text *);
void restore_say(const struct restore *);

#endif
