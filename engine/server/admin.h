/*
 * A command of the control sockets while it is carried out.  wire/admin.h says
 * what each one means; admin_table.c has one handler a command, of a kind:
 *
 *	WRITE	on the loop, between batch_write() and batch_keep(); answered
 *		after the commit.  A handler that does not return MF_OK has
 *		changed nothing: what it wrote is taken back.
 *		What takes long to find out beforehand is think()'s, on the
 *		desk's thread with a read-only connection, like READ.
 *	LOOP	on the loop, outside of a transaction of its own: for what the
 *		engine holds in memory.  A few hundred microseconds at most.
 *	READ	on the desk's thread, with a read-only connection in in->store;
 *		rows leave as they are made.  Nothing of in->engine may be
 *		touched there; what begin() put into in is all there is.
 *	STAGED	begins on the loop like LOOP and calls command_defer(); a job
 *		(desk.h) goes on in steps and calls command_ready() at last.
 *
 * Handlers end by return MF_OK, having said what is now true; by
 * return refuse(...); or by any other error, which is told as a fault.
 */
#ifndef MF_ADMIN_HANDLER_H
#define MF_ADMIN_HANDLER_H

#include "core/identity.h"
#include "core/name.h"
#include "server/engine.h"
#include "util/text.h"
#include "wire/admin.h"

#define ROWS_SIZE  (WIRE_CONTROL_MAX + 4096) /* rows held till the commit */
#define DONE_SIZE  8192
#define ACTOR_SIZE 160
#define FORMS_MAX  4

/* What one identity may be in canonical form: a name, an address, ... */
struct forms {
	char form[FORMS_MAX][EMAIL_SIZE];
	size_t n;
};

struct control;

struct command_in {
	struct engine *engine; /* not for READ's run() */
	struct store *store;   /* the one to ask */
	const struct wire_msg *msg;
	enum command number;
	enum role role;
	char actor[ACTOR_SIZE]; /* for the audit */
	int64_t now_ms, now;    /* engine time when it came */
	struct forms who;       /* of TAG_ACCOUNT, if it is there */
	const char *record; /* Argon2id of a new password or PIN; NULL: none */
	void *own;          /* the handler's, from begin() to run() */
	size_t own_size;    /* wiped and freed with the command */
	bool gone;          /* the peer went away: stop */
	bool kept;          /* WRITE: refused, and yet written */
	/* the framework's; use the functions below */
	struct control *control;
	struct wire_out row, done;
	char text[4096];
	struct text said;
	enum refusal refused;
	bool deferred;
};

typedef enum mf_err command_fn(struct command_in *);

enum command_kind { COMMAND_WRITE, COMMAND_LOOP, COMMAND_READ, COMMAND_STAGED };

struct command_handler {
	enum command_kind kind;
	command_fn *run;
	command_fn *begin; /* on the loop, before; or NULL */
	command_fn *think; /* WRITE: on the desk's thread, between; or NULL */
};

extern const struct command_handler command_handlers[CMD_MAX];

/* ---- the answer --------------------------------------------------------- */

/* A row of wire_rows[]; put its fields, then row_end(). */
struct wire_out *row_begin(struct command_in *, const char *name);
void row_end(struct command_in *);

/* Fields of DONE beside its text. */
struct wire_out *done_fields(struct command_in *);
/* More of DONE's text. */
void say(struct command_in *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Two lines: what is wrong, and what to do.  Not MF_OK, for return; what was
 * said before is dropped.
 */
enum mf_err refuse(struct command_in *, enum refusal, const char *fmt, ...)
    __attribute__((format(printf, 3, 4))) MF_CHECKED;

/*
 * WRITE alone: the same, and what was written stays, as a wrong code that is
 * counted does.
 */
#define refuse_and_keep(in, ...) ((in)->kept = true, refuse(in, __VA_ARGS__))

/* Whether the peer still waits and the engine runs: for what takes longer. */
bool still_wanted(struct command_in *);

/* ---- what is asked ------------------------------------------------------ */

bool asked_for(const struct command_in *, enum wire_tag);
/* TAG_LIMIT within 1..PAGE_MAX. */
unsigned page_limit(const struct command_in *);

/* Every canonical form that raw has; on the loop alone. */
void identity_forms(struct engine *, struct slice raw, struct forms *);

/* ---- for what takes longer ---------------------------------------------- */

/* Zeroed memory in in->own, wiped and freed when the command is answered. */
void *command_own(struct command_in *, size_t n);
/* STAGED: return command_defer(in): the answer comes later. */
enum mf_err command_defer(struct command_in *) MF_CHECKED;
/*
 * From a job's step: the command is answered after this batch's commit.  e as
 * a handler returns it.
 */
void command_ready(struct command_in *, enum mf_err e);
/*
 * From a job's step: sends the rows made so far, at once.  False: the peer
 * does not take them yet, come again; in->gone: it went away.
 */
bool rows_flush(struct command_in *) MF_CHECKED;

#endif
