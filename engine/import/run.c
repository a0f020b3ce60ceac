#include <stdio.h>
#include <string.h>

#include "import/run.h"
#include "util/text.h"

#define SENTENCE_SIZE 768

static const char *const note_text[NOTE_MAX] = {
	[NOTE_SHORT] = "the key has less than the 160 bits that RFC 4226 "
		       "recommends.",
	[NOTE_WEAK] = "the key has less than 128 bits and can be guessed; it "
		      "is taken because short keys are allowed.",
	[NOTE_DIGITS] = "the number of digits is not said; taken as ",
	[NOTE_STEP] = "the time step is not said; taken in seconds as ",
	[NOTE_FACTOR] = "the kind of token is not said; taken as ",
	[NOTE_SERIAL] = "there is no serial number; one was made from the "
			"record's place.",
	[NOTE_EXPIRED] = "the token has expired by its own date.",
	[NOTE_TIME] = "the Time value tells when the token was made and is "
		      "not used.",
	[NOTE_TRANSACTIONS] = "NumberOfTransactions is not enforced.",
	[NOTE_PIN] = "this key is a PIN that the token checks by itself; it "
		     "is not imported.",
	[NOTE_MAC] = "no MAC protects the encrypted values as RFC 6030 "
		     "demands; whether they were changed cannot be told.",
	[NOTE_REPEAT] = "the serial stands in the file before; a colon and "
			"a number were put after it.",
	[NOTE_SIGNED] = "the file is signed; the signature was not verified.",
	[NOTE_LONG_SHA1] = "the key is as long as for SHA-256 or SHA-512, but "
			   "the file does not say so; SHA-1 is taken. If the "
			   "token's codes do not fit, import with that hash.",
};

const char *
run_show(char *buf, size_t n, const char *text)
{
	struct text t;

	text_init(&t, buf, n);
	text_escape(&t, slice_str(text), n / 4 - 1);
	return buf;
}

static void
put_place(const struct run *r, struct text *t, const char *serial)
{
	bool lines = r->result->format >= IMPORT_OATH;
	size_t at = lines ? r->line : r->record;

	text_printf(t, "%s %zu", lines ? "line" : "record", at);
	if (serial[0] != '\0')
		text_printf(t, " (serial %s%s", serial, lines ? ")" : ", ");
	else if (!lines)
		text_put(t, " (");
	if (!lines)
		text_printf(t, "line %zu)", r->line);
}

static void
complain(struct run *r, bool error, bool whole, size_t line, const char *said)
{
	char sentence[SENTENCE_SIZE + 256];
	char serial[4 * SEED_NAME_SIZE];
	struct import_complaint c = { .error = error,
		.record = whole ? 0 : r->record,
		.line = whole ? line : r->line,
		.serial = "",
		.text = sentence };
	struct text t;

	text_init(&t, sentence, sizeof(sentence));
	text_escape(&t, slice_str(r->opt->name), 200);
	text_put(&t, ": ");
	if (!whole) {
		c.serial = run_show(serial, sizeof(serial), r->serial);
		put_place(r, &t, c.serial);
		text_put(&t, ": ");
	} else if (line > 0) {
		text_printf(&t, "line %zu: ", line);
	}
	text_put(&t, said);
	*(error ? &r->result->errors : &r->result->warnings) += 1;
	if (r->sink->complain != NULL)
		r->sink->complain(r->sink->ctx, &c);
}

void
run_next(struct run *r, size_t line)
{
	r->record = ++r->result->records;
	r->line = line;
	r->serial[0] = '\0';
}

enum mf_err
run_bad(struct run *r, const char *fmt, ...)
{
	char said[SENTENCE_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(said, sizeof(said), fmt, ap);
	va_end(ap);
	complain(r, true, r->record == 0, 0, said);
	return MF_EINVAL;
}

enum mf_err
run_bad_file(struct run *r, size_t line, const char *fmt, ...)
{
	char said[SENTENCE_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(said, sizeof(said), fmt, ap);
	va_end(ap);
	complain(r, true, true, line, said);
	return MF_EINVAL;
}

void
run_warn(struct run *r, const char *fmt, ...)
{
	char said[SENTENCE_SIZE];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(said, sizeof(said), fmt, ap);
	va_end(ap);
	complain(r, false, true, 0, said);
}

void
run_note(struct run *r, enum note n)
{
	if (r->notes[n].count++ > 0)
		return;
	r->notes[n].record =
	    r->result->format >= IMPORT_OATH ? r->line : r->record;
	memcpy(r->notes[n].serial, r->serial, sizeof(r->serial));
}

/* The end of a sentence that names what was taken. */
static void
put_taken(const struct run *r, enum note n, struct text *t)
{
	const struct import_options *o = r->opt;

	if (n == NOTE_DIGITS)
		text_printf(t, "%u.", o->digits != 0 ? o->digits : 6);
	else if (n == NOTE_STEP)
		text_printf(t, "%u.", o->step != 0 ? o->step : 30);
	else if (n == NOTE_FACTOR)
		text_printf(t, "%s.", o->factor);
}

/* "record 3 (serial 12-345) and 11 more: " */
static void
put_places(const struct run *r, enum note n, struct text *t)
{
	bool lines = r->result->format >= IMPORT_OATH;
	char serial[4 * SEED_NAME_SIZE];

	if (r->notes[n].record == 0)
		return;
	text_printf(t, "%s %zu", lines ? "line" : "record", r->notes[n].record);
	if (r->notes[n].serial[0] != '\0')
		text_printf(t, " (serial %s)",
		    run_show(serial, sizeof(serial), r->notes[n].serial));
	if (r->notes[n].count > 1)
		text_printf(t, " and %zu more", r->notes[n].count - 1);
	text_put(t, ": ");
}

void
run_notes(struct run *r)
{
	char said[SENTENCE_SIZE];
	struct text t;

	for (enum note n = 0; n < NOTE_MAX; n++) {
		if (r->notes[n].count == 0)
			continue;
		text_init(&t, said, sizeof(said));
		put_places(r, n, &t);
		text_put(&t, note_text[n]);
		put_taken(r, n, &t);
		run_warn(r, "%s", said);
	}
}
