#include <string.h>

#include "ctl/help.h"

#define PATTERN_WIDTH 44

bool
help_takes(const char *options, const char *name)
{
	size_t n = strlen(name), k;

	for (; *options != '\0'; options += k + (options[k] == ' ')) {
		k = strcspn(options, " ");
		if (k == n && memcmp(options, name, n) == 0)
			return true;
	}
	return false;
}

void
help_line(FILE *fp, const struct line *l)
{
	int column = fprintf(fp, "  mfctl %s", l->pattern);
	const char *option = l->options;
	size_t n;

	for (; *option != '\0'; option += n + (option[n] == ' ')) {
		const struct word *w;
		int width;

		n = strcspn(option, " ");
		w = &words[word_find(option, n)];
		width =
		    (int)n + 5 + (w->arg != NULL ? (int)strlen(w->arg) + 1 : 0);
		if (column + width > 78)
			column = fprintf(fp, "\n         ") - 1;
		column += fprintf(fp, " [--%s%s%s]", w->name,
		    w->arg != NULL ? " " : "", w->arg != NULL ? w->arg : "");
	}
	fprintf(fp, "\n");
}

static bool
begins(const char *pattern, char *const argv[])
{
	for (; *argv != NULL; argv++) {
		size_t n = strcspn(pattern, " ");

		if (strlen(*argv) != n || memcmp(*argv, pattern, n) != 0)
			return false;
		pattern += n + (pattern[n] == ' ');
	}
	return true;
}

static void
help_words(FILE *fp, const struct line *l)
{
	for (size_t i = 0; i < nwords; i++) {
		char name[48];

		if (!help_takes(l->options, words[i].name))
			continue;
		snprintf(name, sizeof(name), "--%s %s", words[i].name,
		    words[i].arg != NULL ? words[i].arg : "");
		fprintf(fp, "      %-24s %s\n", name, words[i].help);
	}
}

bool
help_print(FILE *fp, char *const argv[])
{
	bool found = false;

	for (size_t i = 0; i < nlines; i++) {
		const struct line *l = &lines[i];

		if (!begins(l->pattern, argv))
			continue;
		found = true;
		if (strlen(l->pattern) > PATTERN_WIDTH - 8)
			fprintf(fp, "  mfctl %s\n  %*s %s\n", l->pattern,
			    PATTERN_WIDTH - 2, "", l->help);
		else
			fprintf(fp, "  mfctl %-*s %s\n", PATTERN_WIDTH - 8,
			    l->pattern, l->help);
		if (argv[0] != NULL)
			help_words(fp, l);
	}
	return found;
}

size_t
help_lines(FILE *fp, char *const argv[])
{
	size_t n = 0;

	for (size_t i = 0; i < nlines; i++)
		if (begins(lines[i].pattern, argv)) {
			n++;
			if (fp != NULL)
				fprintf(fp, "  mfctl %s\n", lines[i].pattern);
		}
	return n;
}

int
help_run(struct ctl *ctl, const struct invocation *inv)
{
	char *argv[] = { (char *)given(inv, "command"), NULL };

	return help_about(ctl, argv);
}

int
help_about(struct ctl *ctl, char *const argv[])
{
	if (argv[0] != NULL && help_lines(NULL, argv) == 0)
		return ctl_fail(ctl, EXIT_USAGE,
		    "there is no command \"%s%s%s\".\n"
		    "mfctl help lists them all.\n",
		    argv[0], argv[1] != NULL ? " " : "",
		    argv[1] != NULL ? argv[1] : "");
	fprintf(
	    ctl->out, "mfctl [-j] [-y] [-s socket] command [argument ...]\n\n");
	(void)help_print(ctl->out, argv);
	fprintf(ctl->out,
	    "\n"
	    "  -j, --json         one JSON object a line\n"
	    "  -y, --yes          do not ask\n"
	    "  -s, --socket PATH  of the engine\n"
	    "  mfctl help WORD shows the options of its commands;\n"
	    "  mfctl(8) has them all, with examples.\n");
	return EXIT_DONE;
}
