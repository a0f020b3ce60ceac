/*
 * Drain everything that waits, decide each in turn, commit once, answer all.
 * Under load what came meanwhile is decided as well before the commit; it may
 * linger for more to come (batch.linger_us), alone it never does.  If the
 * commit fails, every request of the batch that wrote or read what was written
 * gets the same neutral answer.
 */
#ifndef MF_BATCH_H
#define MF_BATCH_H

#include "server/conn.h"

struct batch;

struct batch *batch_new(struct engine *);
void batch_free(struct batch **);

/* A connection has a question, or the hash it waited for is done. */
void batch_add(struct batch *, struct conn *);

/*
 * For those who decide: begins the transaction when it is the first to write,
 * and a savepoint for this request.  MF_ESTORE and MF_EFULL: do not write.
 */
enum mf_err batch_write(struct batch *) MF_CHECKED;
/*
 * The same for what can wait: where it is alone, it is answered when the disk
 * has it, and the loop goes on meanwhile (settle.h).  Not for what is spent,
 * or notes anything: when the disk fails this may be there, or may not.
 */
enum mf_err batch_write_soon(struct batch *) MF_CHECKED;
/*
 * The same for what nobody sees yet and a start takes away: when a batch has
 * nothing else, its commit does not wait for the disk.
 */
enum mf_err batch_write_staged(struct batch *) MF_CHECKED;
/* Keeps what was written since batch_write(), or takes it back. */
enum mf_err batch_keep(struct batch *) MF_CHECKED;
void batch_undo(struct batch *);

/* Of settle.h: what it waited for is on the disk, or will not be. */
void batch_answer(struct conn *, bool committed);

/* Asks to be called again soon: there is staged work to do (control.h). */
void batch_again(struct batch *);

#endif
