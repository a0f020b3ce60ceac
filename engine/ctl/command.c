#include <string.h>

#include "ctl/command.h"
#include "ctl/help.h"
#include "util/text.h"

#define DISTANCE_MAX 3 /* letters that may differ in a suggestion */
#define HOW_SIZE     128

const char *
given(const struct invocation *inv, const char *word)
{
	return inv->value[word_find(word, strlen(word))];
}

static size_t
length(const char *pattern)
{
	return strcspn(pattern, " ");
}

/* Match argv against a pattern; what its words stand for goes to value. */
static bool
match(const char *pattern, char *const argv[], const char **value,
    char *const **rest)
{
	for (;; argv++) {
		size_t n = length(pattern);

		if (n == 0)
			return *argv == NULL;
		if (*argv == NULL)
			return *pattern == '[';
		if (n > 5 && memcmp(pattern + n - 4, "...>", 4) == 0) {
			*rest = argv;
			return true;
		}
		if (*pattern == '<' || *pattern == '[')
			value[word_find(pattern + 1, n - 2)] = *argv;
		else if (strlen(*argv) != n || memcmp(*argv, pattern, n) != 0)
			return false;
		pattern += n + (pattern[n] == ' ');
	}
}

/* Levenshtein's, of short words; more than size letters never come close. */
static unsigned
distance(const char *a, const char *b)
{
	unsigned row[64];
	size_t n = strlen(b);

	if (n >= sizeof(row) / sizeof(row[0]))
		return UINT16_MAX;
	for (size_t j = 0; j <= n; j++)
		row[j] = (unsigned)j;
	for (; *a != '\0'; a++) {
		unsigned corner = row[0]++;

		for (size_t j = 1; j <= n; j++) {
			unsigned swap = corner + (*a != b[j - 1]);

			corner = row[j];
			row[j] = row[j] < row[j - 1] ? row[j] : row[j - 1];
			row[j] = swap < row[j] + 1 ? swap : row[j] + 1;
		}
	}
	return row[n];
}

/* Less than half of a word may be otherwise: "foo" is not close to "why". */
static bool
is_close(const char *fixed, size_t n, const char *typed)
{
	char word[64];
	size_t longer = strlen(typed) > n ? strlen(typed) : n;

	snprintf(word, sizeof(word), "%.*s", (int)n, fixed);
	return 2 * (size_t)distance(typed, word) < longer;
}

/*
 * How far argv's first words are from the fixed words of a pattern;
 * UINT16_MAX if one of them is another word.
 */
static unsigned
pattern_distance(const char *pattern, char *const argv[])
{
	char fixed[64] = "", typed[64] = "";
	struct text f, t;

	text_init(&f, fixed, sizeof(fixed));
	text_init(&t, typed, sizeof(typed));
	while (*pattern != '\0' && *pattern != '<' && *pattern != '[') {
		size_t n = length(pattern);

		text_putn(&f, pattern, n);
		text_put(&f, " ");
		if (*argv != NULL) {
			if (!is_close(pattern, n, *argv))
				return UINT16_MAX;
			text_put(&t, *argv++);
			text_put(&t, " ");
		}
		pattern += n + (pattern[n] == ' ');
	}
	for (; *pattern == '\0' && *argv != NULL; argv++)
		text_put(&t, *argv);
	return distance(typed, fixed);
}

/* The command in the message itself, where no help follows it. */
static const char *
how(const struct ctl *ctl, const struct line *l, char buf[HOW_SIZE])
{
	snprintf(buf, HOW_SIZE, ctl->json ? " mfctl %s\n" : "\n", l->pattern);
	return buf;
}

static int
refuse(struct ctl *ctl, char *const argv[])
{
	const struct line *best = NULL;
	unsigned least = DISTANCE_MAX + 1;
	char buf[HOW_SIZE];

	if (argv[1] == NULL && help_lines(NULL, argv) > 1) {
		ctl_fail(ctl, EXIT_USAGE,
		    "%s is the first word of several commands:\n", argv[0]);
		if (!ctl->json)
			(void)help_lines(ctl->err, argv);
		return EXIT_USAGE;
	}

	for (size_t i = 0; i < nlines; i++) {
		unsigned d = pattern_distance(lines[i].pattern, argv);

		if (d < least) {
			least = d;
			best = &lines[i];
		}
	}
	if (best == NULL)
		return ctl_fail(ctl, EXIT_USAGE,
		    "there is no command \"%s%s%s\".\n"
		    "mfctl help lists them all.\n",
		    argv[0], argv[1] != NULL ? " " : "",
		    argv[1] != NULL ? argv[1] : "");
	if (least == 0)
		ctl_fail(ctl, EXIT_USAGE,
		    "these are too many or too few arguments.\nUsage:%s",
		    how(ctl, best, buf));
	else
		ctl_fail(ctl, EXIT_USAGE,
		    "there is no command \"%s%s%s\".\nClose to it:%s", argv[0],
		    argv[1] != NULL ? " " : "", argv[1] != NULL ? argv[1] : "",
		    how(ctl, best, buf));
	if (!ctl->json)
		help_line(ctl->err, best);
	return EXIT_USAGE;
}

/* Options that the line does not take. */
static int
check_options(struct ctl *ctl, struct invocation *inv)
{
	char buf[HOW_SIZE];

	for (size_t i = 0; i < nwords; i++) {
		if (inv->value[i] == NULL ||
		    help_takes(inv->line->options, words[i].name))
			continue;
		ctl_fail(ctl, EXIT_USAGE,
		    "--%s does not go with this command.\nUsage:%s",
		    words[i].name, how(ctl, inv->line, buf));
		if (!ctl->json)
			help_line(ctl->err, inv->line);
		return EXIT_USAGE;
	}
	return EXIT_DONE;
}

static int
check_values(struct ctl *ctl, const struct invocation *inv)
{
	int code = EXIT_DONE;

	for (size_t i = 0; i < nwords && code == EXIT_DONE; i++)
		if (inv->value[i] != NULL && words[i].arg != NULL)
			code = word_sound(ctl, &words[i], inv->value[i]);
	return code;
}

int
command_find(struct ctl *ctl, char *const argv[], struct invocation *inv)
{
	for (size_t i = 0; i < nlines; i++) {
		const char *value[WORDS_MAX] = { NULL };
		char *const *rest = NULL;
		int code;

		if (!match(lines[i].pattern, argv, value, &rest))
			continue;
		inv->line = &lines[i];
		inv->rest = rest;
		if ((code = check_options(ctl, inv)) != EXIT_DONE)
			return code;
		for (size_t w = 0; w < nwords; w++)
			if (value[w] != NULL)
				inv->value[w] = value[w];
		return check_values(ctl, inv);
	}
	return refuse(ctl, argv);
}

int
command_begin(
    struct ctl *ctl, const struct invocation *inv, struct wire_out *out)
{
	wire_begin(out, ctl->command, WIRE_CONTROL_MAX, WIRE_COMMAND);
	wire_put_int(out, TAG_COMMAND, inv->line->number);
	for (size_t i = 0; i < nwords; i++) {
		int code;

		if (inv->value[i] == NULL)
			continue;
		code = word_put(ctl, &words[i], inv->value[i], out);
		if (code != EXIT_DONE)
			return code;
	}
	return EXIT_DONE;
}

int
command_check(
    struct ctl *ctl, const struct invocation *inv, const struct wire_out *out)
{
	struct wire_msg m;
	enum wire_tag wrong = 0;

	if (!out->full && wire_parse(&m, out->buf, out->len) &&
	    command_is_whole(&m, &wrong))
		return EXIT_DONE;
	for (size_t i = 0; !out->full && i < nwords; i++) {
		if (words[i].tag != wrong ||
		    !help_takes(inv->line->options, words[i].name))
			continue;
		return ctl_fail(ctl, EXIT_USAGE, "this needs --%s %s (%s).\n",
		    words[i].name, words[i].arg, words[i].help);
	}
	return ctl_fail(ctl, EXIT_USAGE,
	    "these arguments are too long, or one of them is missing.\n");
}
