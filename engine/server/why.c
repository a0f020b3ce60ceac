#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/why.h"

#define WIDTH        78
#define DAY          86400
#define FIELDS_BYTES 800

static const char *
known(const char *s)
{
	return s == NULL ? "" : s;
}

enum reason
why_reason(const char *word)
{
	for (int i = 0; i < REASON_MAX; i++)
		if (reason_words[i] != NULL &&
		    strcmp(reason_words[i], word) == 0)
			return (enum reason)i;
	return REASON_NONE;
}

void
why_span(int64_t seconds, char out[SPAN_SIZE])
{
	static const struct {
		int64_t seconds;
		const char *word;
	} units[] = {
		{ DAY, "day" },
		{ 3600, "hour" },
		{ 60, "minute" },
		{ 1, "second" },
	};
	size_t i = 0;
	int64_t n;

	seconds = seconds < 0 ? 0 : seconds;
	while (i < 3 && seconds < 2 * units[i].seconds &&
	    seconds != units[i].seconds)
		i++;
	n = seconds / units[i].seconds;
	snprintf(out, SPAN_SIZE, "%" PRId64 " %s%s", n, units[i].word,
	    n == 1 ? "" : "s");
}

void
why_wrap(const char *line, struct text *out)
{
	size_t used = 0;

	while (*line != '\0') {
		size_t n = strcspn(line, " "), wide = 0;

		for (size_t i = 0; i < n; i++)
			wide += ((unsigned char)line[i] & 0xc0) != 0x80;
		if (used > 0 && used + 1 + wide > WIDTH) {
			text_put(out, "\n");
			used = 0;
		} else if (used > 0) {
			text_put(out, " ");
			used++;
		}
		text_putn(out, line, n);
		used += wide;
		line += n + strspn(line + n, " ");
	}
}

static void
put_head(const struct story *s, struct text *t)
{
	static const char *const ends[] = { [STORY_REJECTED] = "Rejected",
		[STORY_ASKED] = "Asked again",
		[STORY_ACCEPTED] = "Accepted" };
	static const char *const signing[] = { [STORY_REJECTED] = "Not signed",
		[STORY_ASKED] = "Begun",
		[STORY_ACCEPTED] = "Signed" };
	static const char *const proving[] = { [STORY_REJECTED] = "Not proved",
		[STORY_ASKED] = "Begun",
		[STORY_ACCEPTED] = "Proved" };
	char date[DATE_SIZE], span[SPAN_SIZE];

	date_format(s->at_ms / 1000, date);
	why_span((s->now_ms - s->at_ms) / 1000, span);
	text_printf(t, "%s %s UTC, %s ago: ",
	    s->proof              ? proving[s->end]
		: s->form != NULL ? signing[s->end]
				  : ends[s->end],
	    date, span);
	if (known(s->account)[0] != '\0')
		text_escape(t, slice_str(s->account), 253);
	else
		text_put(t, "somebody");
	if (known(s->nas)[0] != '\0') {
		text_put(t, " from ");
		text_escape(t, slice_str(s->nas), 253);
	}
	if (known(s->station)[0] != '\0') {
		text_put(t, " (");
		text_escape(t, slice_str(s->station), 64);
		text_put(t, ")");
	}
	if (s->form != NULL)
		text_printf(t, ", form %s", s->form);
	if (s->form != NULL || s->proof) {
		text_put(t, ", ");
		text_escape(t, slice_str(known(s->fields)), FIELDS_BYTES);
	}
	text_put(t, ".");
}

static const char *
proved_words(const struct story *s)
{
	if (s->end == STORY_ASKED)
		return "The challenge is the token's. The server answered it, "
		       "and the answer of {device} to its own is waited for.";
	if (s->end == STORY_ACCEPTED)
		return "The code was the one that {device} answers the server "
		       "with.";
	return s->reason != REASON_WRONG_CODE
	    ? NULL
	    : "The code was not the one that {device} answers the server "
	      "with.{locked}";
}

/* What a signature has of its own; the rest is as at a login. */
static const char *
signed_words(const struct story *s)
{
	bool sent = known(s->serial)[0] == '\0';

	if (s->proof)
		return proved_words(s);
	if (s->form == NULL)
		return NULL;
	if (s->end == STORY_ASKED)
		return sent
		    ? "A code for exactly this was sent."
		    : "The code of {device} for exactly this is waited for.";
	if (s->end == STORY_ACCEPTED)
		return sent
		    ? "The code was the one that was sent for exactly this."
		    : "The code was the one that {device} gives for exactly "
		      "this.";
	if (s->reason != REASON_WRONG_CODE)
		return NULL;
	return sent
	    ? "The code was not the one that was sent for exactly this.{locked}"
	    : "The code was not the one that {device} gives for exactly "
	      "this.{locked}";
}

static void
put_word(const struct story *s, struct text *out)
{
	if (strcmp(s->word, WORD_NUMBER) == 0)
		text_put(out, "A number of the list was typed");
	else if (strcmp(s->word, WORD_REGISTER) == 0)
		text_put(out, "A number or address to register was typed");
	else if (strcmp(s->word, WORD_REGISTER_NOT) == 0)
		text_put(out,
		    "A number or address to register was typed; codes cannot "
		    "go there");
	else
		text_printf(out, "\"%s\" was typed instead of a code", s->word);
	if (s->lost_today)
		text_put(out,
		    "; it is good once a day for an account, and had been "
		    "used. A code was asked for again.");
	else
		text_put(out,
		    s->end == STORY_REJECTED
			? ", and the list was shown."
			: ", and a code was asked for again.");
}

void
why_happened(const struct story *s, struct text *out)
{
	const char *own = signed_words(s);

	if (s->reason == REASON_WORD && known(s->word)[0] != '\0')
		put_word(s, out);
	else
		why_expand(
		    s, own != NULL ? own : tellings[s->reason].happened, out);
	why_expand(s, "{lost}", out);
}

void
why_next(const struct story *s, struct text *out)
{
	const char *next = tellings[s->reason].next;

	if (next == NULL || s->end == STORY_ACCEPTED || signed_words(s) != NULL)
		return;
	text_put(out, "Next: ");
	why_expand(s, next, out);
	text_put(out, ".");
}

void
why_tell(const struct story *s, struct text *out)
{
	char line[STORY_SIZE + FIELDS_BYTES];
	struct text t;

	text_init(&t, line, sizeof(line));
	put_head(s, &t);
	why_wrap(line, out);
	text_init(&t, line, sizeof(line));
	if (s->form == NULL && !s->proof && tellings[s->reason].after_first)
		why_expand(s, "{first}", &t);
	why_happened(s, &t);
	text_put(out, "\n");
	why_wrap(line, out);
	text_init(&t, line, sizeof(line));
	why_next(s, &t);
	if (t.len > 0)
		text_put(out, "\n");
	why_wrap(line, out);
}
