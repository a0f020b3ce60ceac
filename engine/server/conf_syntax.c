/*
 * The text of the configuration as libconfig's tree.  libconfig ends at the
 * first mistake; here each is told, blanked, and the rest read again, so that
 * one run tells them all.
 */

#include <ctype.h>
#include <string.h>

#include "server/conf_reader.h"

#define ROUNDS    16 /* mistakes told before the rest is left alone */
#define DEPTH_MAX 32 /* brackets within each other */
#define OPENING   "{[("
#define CLOSING   "}])"

static char *
line_start(char *text, unsigned line)
{
	char *p = text, *next;

	while (line-- > 1 && (next = strchr(p, '\n')) != NULL)
		p = next + 1;
	return p;
}

static unsigned
line_at(const char *text, const char *p)
{
	unsigned line = 1;

	for (; text < p; text++)
		line += *text == '\n';
	return line;
}

/* Behind the text in quotes that begins at p. */
static char *
past_string(char *p)
{
	for (p++; *p != '"' && *p != '\n' && *p != '\0'; p++)
		if (*p == '\\' && p[1] != '\n' && p[1] != '\0')
			p++;
	return *p == '"' ? p + 1 : p;
}

bool
conf_blank(char *from, const char *until, bool quotes)
{
	bool changed = false, kept = false;
	unsigned depth = 0;
	char *p, *end;

	for (p = from; *p != '\0'; p = end) {
		end = *p == '"' && quotes ? past_string(p) : p + 1;
		if (*p == '\n') {
			if (depth == 0 && p >= until)
				break;
			quotes = true;
			continue;
		}
		kept = depth == 0 &&
		    (strchr(CLOSING, *p) != NULL ||
			(kept && strchr(",; ", *p) != NULL));
		if (kept)
			continue;
		if (strchr(OPENING, *p) != NULL)
			depth++;
		else if (strchr(CLOSING, *p) != NULL)
			depth--;
		changed = changed || !isspace((uint8_t)*p);
		memset(p, ' ', (size_t)(end - p));
	}
	p += strspn(p, " \t\r\n");
	if (*p == ';') /* the end of what was blanked */
		*p = ' ';
	return changed;
}

/* What stands from line on is not read. */
static void
leave_rest(struct reader *r, char *text, unsigned line)
{
	reader_say(r, CONF_WARNING, line, NULL,
	    "from here on nothing was read; mend this and check again.");
	r->torn = true;
	*line_start(text, line) = '\0';
}

static char
closer_of(char open)
{
	return open == '{' ? '}' : open == '[' ? ']' : ')';
}

struct brackets {
	char *open[DEPTH_MAX];
	size_t n;
};

/* The first bracket that does not fit those open before it, or the end. */
static char *
match_brackets(char *p, struct brackets *b)
{
	for (; *p != '\0'; p = *p == '"' ? past_string(p) : p + 1)
		if (strchr(OPENING, *p) != NULL) {
			if (b->n == DEPTH_MAX)
				break;
			b->open[b->n++] = p;
		} else if (strchr(CLOSING, *p) != NULL) {
			if (b->n == 0 || closer_of(*b->open[b->n - 1]) != *p)
				break;
			b->n--;
		}
	return p;
}

/* Leaves out all from the first bracket that has no other. */
static void
check_brackets(struct reader *r, char *text)
{
	struct brackets b = { .n = 0 };
	char *p = match_brackets(text, &b);
	unsigned line = line_at(text, p), opened;

	if (*p == '\0' && b.n == 0)
		return;
	opened = b.n == 0 ? line : line_at(text, b.open[b.n - 1]);
	if (b.n == 0)
		reader_say(r, CONF_ERROR, line, NULL,
		    "this %c closes nothing; take it out, or open before it "
		    "what it closes.",
		    *p);
	else if (*p != '\0' && strchr(OPENING, *p) != NULL)
		reader_say(r, CONF_ERROR, line, NULL,
		    "%d brackets are open before this %c; no setting lies so "
		    "deep, close some.",
		    DEPTH_MAX, *p);
	else if (*p == '\0')
		reader_say(r, CONF_ERROR, opened, NULL,
		    "this %c is closed nowhere; write its %c behind the last "
		    "thing that belongs to it.",
		    *b.open[b.n - 1], closer_of(*b.open[b.n - 1]));
	else
		reader_say(r, CONF_ERROR, line, NULL,
		    "this %c stands where the %c of line %u is still open; "
		    "write its %c before.",
		    *p, *b.open[b.n - 1], opened, closer_of(*b.open[b.n - 1]));
	leave_rest(r, text, b.n == 0 ? line : line_at(text, b.open[0]));
}

/* The last character before p that is no blank; NULL: there is none. */
static char *
last_before(char *text, char *p)
{
	while (p > text && isspace((uint8_t)p[-1]))
		p--;
	return p == text ? NULL : p - 1;
}

char *
conf_statement(char *text, char *p)
{
	while (p > text && strchr(";{(\n", p[-1]) == NULL)
		p--;
	return p;
}

/* level = info: a text without its quotes. */
static bool
lacks_quotes(const char *p)
{
	while (isalnum((uint8_t)*p) || *p == '_' || *p == '-')
		p++;
	p += strspn(p, " \t");
	if (*p != '=' && *p != ':')
		return false;
	p += 1 + strspn(p + 1, " \t");
	return isalpha((uint8_t)*p) || *p == '/' || *p == '\'';
}

/* What to do at the line where libconfig met an error. */
static const char *
remedy(const char *error, const char *at)
{
	if (strstr(error, "duplicate") != NULL)
		return "keep one of the two";
	if (strstr(error, "array") != NULL)
		return "give texts alone, each in quotes";
	if (strchr(OPENING, *at) != NULL)
		return "put a comma before it, or what it is the value of";
	if (lacks_quotes(at))
		return "put the text in quotes";
	return "write settings as level = \"info\"; or soft = 10; and "
	       "sections as log: { ... }";
}

static void
say_syntax(struct reader *r, const char *error, const char *at, unsigned line)
{
	struct slice shown = { (const uint8_t *)at, strcspn(at, "\r\n") };
	char buf[CONF_LINE_MAX];
	struct text t;

	text_init(&t, buf, sizeof(buf));
	text_escape(&t, shown, 60);
	reader_say(r, CONF_ERROR, line, NULL, "%s at \"%s\"; %s.", error, buf,
	    remedy(error, at));
}

/* Takes out what libconfig stumbled over; false: that changed nothing. */
static bool
take_out(char *text, char *from, char *at)
{
	char *before = last_before(text, at);

	if (*at == '{' && before != NULL && before < at - 1 &&
	    strchr(CLOSING, *before) != NULL) {
		at[-1] = ','; /* which it lacked */
		return true;
	}
	if (*at == '{' && conf_blank(at + 1, at + 1, true))
		return true;
	return conf_blank(from, at, true);
}

/* Tells the mistake and takes it out; false: it cannot be taken out. */
static bool
mend(struct reader *r, char *text, const char *error, unsigned line)
{
	char *from = line_start(text, line), *at = from + strspn(from, " \t");
	char *before = last_before(text, from);

	if (before != NULL && (*before == '=' || *before == ':')) {
		from = conf_statement(text, before);
		if (isalpha((uint8_t)*at) || strchr(CLOSING, *at) != NULL) {
			reader_say(r, CONF_ERROR, line_at(text, before), NULL,
			    "nothing stands behind this %c; give a value, "
			    "texts in quotes.",
			    *before);
			return conf_blank(from, from, true);
		}
	}
	say_syntax(r, error, at, line);
	return take_out(text, from, at);
}

/* Whether nothing stands from line on. */
static bool
is_end(char *text, unsigned line)
{
	const char *p = line_start(text, line);

	return p[strspn(p, " \t\r\n")] == '\0';
}

void
conf_syntax(struct reader *r, char *text, config_t *tree)
{
	unsigned line;

	check_brackets(r, text);
	for (unsigned round = 1;; round++) {
		config_init(tree);
		/* Were @include to get through, it would find no folder. */
		config_set_include_dir(tree, "/dev/null");
		if (config_read_string(tree, text) == CONFIG_TRUE)
			return;
		line = (unsigned)tree->error_line;
		if (r->torn && is_end(text, line)) /* what was cut off */
			return;
		r->torn = true;
		if (round > ROUNDS)
			return;
		if (!mend(r, text, tree->error_text, line) || round == ROUNDS)
			leave_rest(r, text, line);
		config_destroy(tree);
	}
}
