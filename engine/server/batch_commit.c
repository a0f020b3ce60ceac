/* The one transaction of a batch, and how it comes to the disk. */

#include "server/batch_parts.h"
#include "server/notes.h"
#include "server/refs.h"
#include "server/reserve.h"
#include "server/settle.h"

enum mf_err
batch_begin(struct batch *b, bool waits)
{
	b->waits = waits;
	return waits ? store_begin(b->engine->store)
		     : store_begin_lazily(b->engine->store);
}

/* What goes into the notes, too, is on the disk before they are. */
static void
weigh(struct batch *b)
{
	const struct engine *e = b->engine;

	if (notes_any(e->notes) ||
	    (b->lasting == LASTS_SOON && (b->waits || refs_run_low(e->refs))))
		b->lasting = LASTS_NOW;
}

static enum mf_err
commit(struct batch *b)
{
	struct engine *e = b->engine;
	bool wrote;
	enum mf_err err;

	if ((err = store_commit(e->store)) != MF_OK) {
		if (settle_waits(e->settle)) /* what came before this? */
			settle_doubt(e->settle);
		return err;
	}
	wrote = store_wrote(e->store);
	if (!wrote && !notes_any(e->notes))
		b->lasting = LASTS_STAGED; /* it was refused, say */
	if (b->lasting == LASTS_NOW && !(b->waits && wrote) &&
	    (err = store_sync(e->store)) != MF_OK)
		settle_doubt(e->settle);
	return err;
}

enum mf_err
batch_finish(struct batch *b)
{
	struct engine *e = b->engine;
	enum mf_err err;

	if (!b->begun || !b->wrote) {
		if (b->begun)
			store_rollback(e->store);
		b->begun = false;
		b->lasting = LASTS_STAGED;
		(void)!notes_committed(e->notes, false, e->store);
		return b->broken ? MF_ESTORE : MF_OK;
	}
	weigh(b);
	if (b->lasting == LASTS_NOW &&
	    (err = refs_reserve(e->refs, e->store)) != MF_OK) {
		store_rollback(e->store);
		goto out;
	}
	err = commit(b);
	refs_committed(e->refs, err == MF_OK);
out:
	b->begun = false;
	if (err != MF_OK)
		reserve_fault(e, err);
	if (notes_committed(e->notes, b->lasting == LASTS_NOW && err == MF_OK,
		e->store) != MF_OK) {
		reserve_fault(e, MF_EFULL);
		return MF_EIO;
	}
	return err;
}

/* Whether its answers, or what they tell of, wait for the disk yet. */
bool
batch_settles(const struct batch *b)
{
	if (b->lasting == LASTS_STAGED)
		return b->n > 0 && settle_waits(b->engine->settle);
	return b->lasting == LASTS_SOON;
}

static enum mf_err
write_lasting(struct batch *b, enum lasting lasting)
{
	if (b->lasting < lasting)
		b->lasting = lasting;
	return batch_write_staged(b);
}

enum mf_err
batch_write(struct batch *b)
{
	return write_lasting(b, LASTS_NOW);
}

/* Where others wait for the same commit its sync is theirs, too. */
enum mf_err
batch_write_soon(struct batch *b)
{
	if (b->alone && b->waits && b->begun && !b->wrote) {
		store_rollback(b->engine->store);
		b->begun = batch_begin(b, false) == MF_OK;
	}
	return write_lasting(b, LASTS_SOON);
}

enum mf_err
batch_write_staged(struct batch *b)
{
	struct engine *e = b->engine;
	enum mf_err err;

	if (b->broken)
		return MF_ESTORE;
	if (!b->begun) {
		if ((err = batch_begin(b, true)) != MF_OK)
			return err;
		b->begun = true;
	}
	b->wrote = true;
	if ((err = store_savepoint(e->store)) != MF_OK) {
		store_rollback(e->store);
		b->begun = false;
		b->broken = true;
	}
	return err;
}

enum mf_err
batch_keep(struct batch *b)
{
	enum mf_err e = store_release(b->engine->store);

	if (e == MF_OK)
		notes_keep(b->engine->notes);
	return e;
}

void
batch_undo(struct batch *b)
{
	notes_undo(b->engine->notes);
	if (!store_undo(b->engine->store)) {
		b->begun = false;
		b->broken = true;
	}
}
