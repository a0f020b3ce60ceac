/* import.begin, .records, .commit, .abort: all of a file, or nothing. */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/admin_import.h"
#include "server/admin_commands.h"
#include "server/control_parts.h"
#include "server/reserve.h"

const char *
grouped(int64_t v, char out[GROUPED_SIZE])
{
	char digits[24];
	struct text t;
	int n = snprintf(digits, sizeof(digits), "%" PRId64, v);

	text_init(&t, out, GROUPED_SIZE);
	for (int i = 0; i < n; i++) {
		text_putn(&t, &digits[i], 1);
		if ((n - i) % 3 == 1 && i < n - 1 && digits[i] != '-')
			text_put(&t, ",");
	}
	return out;
}

struct import *
import_new(struct engine *e)
{
	struct import *im = calloc(1, sizeof(*im));

	if (im == NULL)
		return NULL;
	im->engine = e;
	im->stage = (struct job){ .step = import_stage, .arg = im };
	im->janitor = (struct job){ .step = import_clean, .arg = im };
	return im;
}

void
import_resume(struct import *im)
{
	desk_start(im->engine->desk, &im->janitor);
}

void
import_drop(struct import *im)
{
	im->id = 0;
	im->owner = NULL;
	import_resume(im);
}

void
import_peer_gone(struct control *k)
{
	struct desk *d = k->conn->engine->desk;
	struct import *im = d == NULL ? NULL : *desk_import(d);

	if (im != NULL && im->id != 0 && im->owner == k)
		import_drop(im);
}

static struct import *
import_of(struct command_in *in)
{
	return *desk_import(in->engine->desk);
}

static enum mf_err
refuse_second(struct command_in *in, const struct import *im)
{
	char since[DATE_SIZE];

	date_format(im->started, since);
	return refuse(in, REFUSED_STATE,
	    "import of %s by %s is under way since %s UTC.\n"
	    "One at a time: wait until it has ended.",
	    im->name, im->actor, since);
}

/* Answered by the janitor, who first clears what earlier ones left. */
enum mf_err
import_begin(struct command_in *in)
{
	struct import *im = import_of(in);
	char kind[33];

	field_text(in, TAG_KIND, kind, sizeof(kind));
	if (strcmp(kind, "tokens") != 0 && strcmp(kind, "assign") != 0)
		return refuse(in, REFUSED_USAGE,
		    "kind %s is no kind of import.\n"
		    "There are tokens and assign.",
		    kind);
	if (reserve_is_spent(in->engine))
		return refuse(in, REFUSED_FAULT,
		    "the disk of %s is full, and what is left is for logins.\n"
		    "Free some space there, then try again.",
		    in->engine->conf->state);
	if (im->id != 0)
		return refuse_second(in, im);
	if (im->waiting != NULL)
		return refuse(in, REFUSED_STATE,
		    "another import is about to begin.\n"
		    "One at a time: wait until it has ended.");
	im->waiting = in;
	im->told_ms = in->now_ms;
	import_resume(im);
	return command_defer(in);
}

static enum mf_err
refuse_unknown(struct command_in *in)
{
	return refuse(in, REFUSED_ABSENT,
	    "import %" PRId64 " is not under way on this connection.\n"
	    "Begin it again; nothing of it is left.",
	    wire_int(in->msg, TAG_IMPORT, 0));
}

static bool
is_mine(const struct command_in *in, const struct import *im)
{
	return im->id != 0 && im->owner == in->control &&
	    im->id == wire_int(in->msg, TAG_IMPORT, 0);
}

enum mf_err
import_records(struct command_in *in)
{
	struct import *im = import_of(in);

	if (!is_mine(in, im))
		return refuse_unknown(in);
	if (im->broken || reserve_is_spent(in->engine))
		return refuse(in, REFUSED_FAULT,
		    "the database could not be written; nothing is imported.\n"
		    "Free some space on the disk of %s, then begin again.",
		    in->engine->conf->state);
	im->chunk = in;
	im->at = 0;
	im->staged = false;
	desk_start(in->engine->desk, &im->stage);
	return command_defer(in);
}

static void
say_result(struct command_in *in, const struct import *im)
{
	char n[GROUPED_SIZE];

	say(in, "%s token%s %s %s %s", grouped(im->good, n),
	    im->good == 1 ? "" : "s",
	    im->dry_run         ? "would be"
		: im->good == 1 ? "is"
				: "are",
	    im->assign ? "assigned as in" : "imported from", im->name);
	if (im->known > 0)
		say(in, "; %s %s known and passed over", grouped(im->known, n),
		    im->known == 1 ? "was" : "were");
	say(in, ".%s", im->dry_run ? " Nothing was changed." : "");
	wire_put_int(done_fields(in), TAG_COUNT, im->good);
}

static enum mf_err
record_import(struct command_in *in, const struct import *im)
{
	char detail[400];
	struct text t;

	text_init(&t, detail, sizeof(detail));
	detail_put(&t, "kind", im->assign ? "assign" : "tokens");
	detail_put(&t, "file", im->name);
	text_printf(&t, " import=%" PRId64 " count=%" PRId64 " known=%" PRId64,
	    im->id, im->good, im->known);
	return record(in, "import.commit", 0, 0, &t);
}

/* All that was counted is there, and becomes visible. */
static enum mf_err
make_visible(struct command_in *in, struct import *im)
{
	int64_t total;
	enum mf_err e;

	e = desk_import_count(in->store, im->id, 0, im->next, &total);
	if (e == MF_OK && total != im->good)
		e = MF_ESTORE;
	if (e == MF_OK)
		e = desk_import_state(
		    in->store, im->id, IMPORT_STAGED, IMPORT_VISIBLE);
	if (e == MF_OK)
		e = record_import(in, im);
	return e;
}

/*
 * Whatever comes of it, the import is over: had the commit failed, it would
 * still be staged, and the janitor gives that up.
 */
enum mf_err
import_commit(struct command_in *in)
{
	struct import *im = import_of(in);
	char n[GROUPED_SIZE];
	enum mf_err e = MF_OK;

	if (!is_mine(in, im))
		return refuse_unknown(in);
	if (im->bad > 0)
		e = refuse(in, REFUSED_STATE,
		    "import of %s: %s record%s cannot be taken. Nothing was "
		    "imported.\nSee to each of them, then try again.",
		    im->name, grouped(im->bad, n), im->bad == 1 ? "" : "s");
	else if (im->broken)
		e = MF_EFULL;
	else if (!im->dry_run)
		e = make_visible(in, im);
	if (e == MF_OK)
		say_result(in, im);
	import_drop(im);
	return e;
}

enum mf_err
import_abort(struct command_in *in)
{
	struct import *im = import_of(in);

	if (is_mine(in, im))
		import_drop(im);
	say(in, "Nothing was imported.");
	return MF_OK;
}
