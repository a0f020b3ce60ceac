/*
 * The engine as one struct, owned by main.  Everything in it belongs to the
 * thread of the loop unless its own header says otherwise.
 */
#ifndef MF_ENGINE_H
#define MF_ENGINE_H

#include <sys/queue.h>
#include <uv.h>

#include "core/clock.h"
#include "core/name.h"
#include "server/claims.h"
#include "server/conf.h"
#include "server/turns.h"
#include "store/store.h"
#include "util/keyring.h"

TAILQ_HEAD(login_queue, login);

struct engine {
	struct conf *conf;
	const char *conf_path;
	struct keyring *keys;
	struct store *store;
	uv_loop_t loop;
	struct clock clock;
	struct name_rules names;
	struct listeners *listeners; /* listen.h */
	struct batch *batch;         /* batch.h */
	struct hasher *hasher;       /* hash.h */
	struct login_queue hashing;  /* facts.h: whose hashes are under way */
	unsigned followers;          /* that wait for those */
	struct guard *guard;         /* guard.h */
	struct references *refs;     /* refs.h */
	struct ring *ring;           /* ring.h */
	struct grid *grid;           /* grid.h */
	struct decoys *decoys;       /* decoys.h */
	struct notes *notes;         /* notes.h */
	struct replies *replies;     /* replies.h: keys of repeats */
	struct upkeep *upkeep;       /* upkeep.h: the one timer */
	struct wal *wal;             /* wal.h: the database's log */
	struct settle *settle;       /* settle.h: what is synced later */
	struct desk *desk;           /* control.h: commands */
	struct snapshots *snapshots; /* snapshots.h: keeps notes short */
	struct chores *chores;       /* chore.h: long commands */
	struct reseal *reseal;       /* reseal.h: after a new key */
	struct unconfirmed *unconfirmed; /* unconfirmed.h: numbers begun */
	struct backup *backup;           /* backup.h: under way, or NULL */
	struct health *health;           /* health.h: is the database whole? */
	struct post *post;               /* courier.h: messages to people */
	struct claims claims;
	struct turns turns; /* turns.h: how long the loop was away */
	uint64_t dialogue;  /* the id given out last */
	int lock_fd;
	bool faulty;         /* a check found a fault: nothing is accepted */
	bool matches_groups; /* some policy asks for groups */
	/* the reply attribute FreeRADIUS refused last, and why; or "" */
	char ungiven[512];
	uint64_t accepted, rejected, challenged, silent; /* since the start */
	int64_t started_ms;
};

/* Engine time now, in ms and s. */
int64_t engine_now_ms(struct engine *);
int64_t engine_now(struct engine *);

/* CLOCK_BOOTTIME in ms: what deadlines are measured in. */
int64_t boot_ms(void);

#endif
