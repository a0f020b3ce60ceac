/* What a restore did: for the audit, and for the admin who waits. */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/restore.h"

static const char *
base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash == NULL ? path : slash + 1;
}

static const char *
extent(const struct restore *r)
{
	return !r->notes.any ? "none" : r->notes.whole ? "whole" : "part";
}

void
restore_describe(const struct restore *r, struct text *t)
{
	const struct restore_changes *c = &r->changes;
	const struct restore_without *w = &r->without;

	text_put(t, "backup=\"");
	text_escape(t, slice_str(base(r->source)), 120);
	text_printf(t,
	    "\" by=%s record=%" PRId64 " notes=%s noted=%" PRId64
	    " counters=%zu tokens=%zu accounts=%zu failures=%zu "
	    "pins=%zu waiting=%zu rebind=%zu ended=%zu damaged=%zu "
	    "sound=%" PRId64,
	    r->by_hand ? "hand" : "restore", r->head.seq, extent(r),
	    r->notes.head.id, c->counters, c->bindings, c->accounts,
	    c->failures, r->pins.n, w->waiting, w->rebind, w->ended,
	    r->seals.damaged, r->sound);
}

static const char *
s(size_t n)
{
	return n == 1 ? "" : "s";
}

/* A restore before this one may have left some, too. */
static void
say_pins(const struct restore_pins *p)
{
	if (p->n == 0)
		return;
	printf("The PIN of %zu token%s was changed since, and is not known "
	       "here; no code of %s opens anything until another PIN is set: "
	       "mfctl token pin SERIAL.\n",
	    p->n, s(p->n), p->n == 1 ? "it" : "them");
	for (size_t i = 0; i < p->n && i < RESTORE_PINS; i++)
		printf("%s %s", i == 0 ? "-" : ",", p->serial[i]);
	if (p->n > RESTORE_PINS)
		printf(" and %zu more", p->n - RESTORE_PINS);
	printf("\n");
}

static void
say_notes(const struct restore *r)
{
	const struct restore_changes *c = &r->changes;

	if (!r->notes.any)
		return;
	if (r->notes.read == 0)
		printf("It has all that the notes know of.\n");
	else
		printf("Taken in from the notes: %zu used code%s, the owner or "
		       "state of %zu token%s, %zu changed account%s, %zu "
		       "failure%s.\n",
		    c->counters, s(c->counters), c->bindings, s(c->bindings),
		    c->accounts, s(c->accounts), c->failures, s(c->failures));
	if (c->accounts > 0)
		printf("Whose password was changed since has the one of the "
		       "backup again: mfctl audit --event account.password "
		       "tells what the backup knows.\n");
}

static void
say_unknown(const struct restore *r)
{
	const struct restore_without *w = &r->without;

	if (r->notes.any && r->notes.whole)
		return;
	if (r->notes.foreign)
		printf("The notes in %s were of another database; they are "
		       "kept there with .before after their names.\n",
		    r->conf->notes);
	printf(r->notes.any
		? "The notes in %s are damaged, so not all is known that was "
		  "used or reported since.\n"
		: "There are no notes of this database in %s, so it is not "
		  "known what was used or reported since.\n",
	    r->conf->notes);
	printf("- Time-based tokens go on from the next code after now "
	       "(%zu).\n"
	       "- Counter-based tokens have to be bound again (%zu): mfctl "
	       "token resync SERIAL CODE CODE, with two codes that the token "
	       "shows now.\n"
	       "- Temporary codes have ended (%zu).\n"
	       "- What was reported lost, disabled or unassigned since the "
	       "backup has to be done again; a PIN that was changed is the "
	       "one of the backup again.\n",
	    w->waiting, w->rebind, w->ended);
}

static void
say_faults(const struct restore *r)
{
	if (r->seals.damaged > 0)
		printf("Of its secrets and passwords %zu of %zu cannot be "
		       "opened any more, changed or damaged as they are. "
		       "Their tokens and accounts have to be made anew.\n",
		    r->seals.damaged, r->seals.total);
	if (r->sound != r->head.seq)
		printf("Its audit was changed after record %" PRId64
		       "; find out by whom: mfctl audit verify.\n",
		    r->sound);
}

void
restore_say(const struct restore *r)
{
	char date[DATE_SIZE];

	date_format(r->head.at_ms / 1000, date);
	if (r->head.seq == 0)
		printf("The empty database of %s is in place.\n", r->source);
	else
		printf("The database of %s UTC (audit record %" PRId64 ") is "
		       "in place.\n",
		    date, r->head.seq);
	if (r->before[0] != '\0')
		printf("What was there before is kept as %s.\n", r->before);
	say_notes(r);
	say_pins(&r->pins);
	say_unknown(r);
	say_faults(r);
	printf("No code that was used before opens anything again, and every "
	       "login that waits for one begins anew.\n"
	       "Passwords, groups and addresses are those of the backup.\n"
	       "Now start the engine: systemctl start multifactord\n");
}
