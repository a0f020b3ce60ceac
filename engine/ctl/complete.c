/*
 * Completion: the shells' scripts hand the line typed so far to mfctl, which
 * answers from the table of commands.
 */
#include <string.h>

#include "ctl/help.h"
#include "ctl/try.h"

static const struct {
	const char *shell, *script;
} scripts[] = {
	{ "bash",
	    "_mfctl() {\n"
	    "\tlocal IFS=$'\\n'\n"
	    "\tCOMPREPLY=($(mfctl --complete \"${COMP_WORDS[@]:1:COMP_CWORD}\""
	    " 2>/dev/null))\n"
	    "}\n"
	    "complete -o default -F _mfctl mfctl\n" },
	{ "zsh",
	    "#compdef mfctl\n"
	    "_mfctl() {\n"
	    "\tlocal -a found\n"
	    "\tfound=(\"${(@f)$(mfctl --complete \"${(@)words[2,CURRENT]}\""
	    " 2>/dev/null)}\")\n"
	    "\tif [[ -n $found[1] ]]; then compadd -a found; "
	    "else _files; fi\n"
	    "}\n"
	    "compdef _mfctl mfctl\n" },
	{ "fish",
	    "complete -c mfctl -a '(mfctl --complete "
	    "(commandline -opc)[2..] (commandline -ct) 2>/dev/null)'\n" },
};

int
complete_run(struct ctl *ctl, const struct invocation *inv)
{
	const char *shell = given(inv, "shell");

	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		if (strcmp(scripts[i].shell, shell) != 0)
			continue;
		fputs(scripts[i].script, ctl->out);
		return EXIT_DONE;
	}
	return ctl_fail(ctl, EXIT_USAGE,
	    "there is no completion for \"%s\"; bash, zsh and fish have one.\n",
	    shell);
}

/* What a word of a pattern may be, where that is known beforehand. */
static const struct {
	const char *word, *values;
} known[] = {
	{ "kind", "name email phone id" },
	{ "factor", "totp hotp ocra yubikey" },
	{ "hash", "sha1 sha256 sha512" },
	{ "secret", "hex base32 text" },
	{ "state", "free active disabled suspended lost rebind" },
	{ "account state", "active disabled locked" },
	{ "outbox state", "waiting taken sent given-up cancelled" },
	{ "channel", "sms email" },
	{ "shell", "bash zsh fish" },
	{ "format", "pskc safenet oath entra yubico" },
	{ "language",
	    "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk "
	    "sl sv" },
};

static void
print_if(FILE *fp, const char *text, size_t n, const char *begin)
{
	if (strncmp(text, begin, strlen(begin)) == 0 || *begin == '\0')
		fprintf(fp, "%.*s\n", (int)n, text);
}

static void
print_values(FILE *fp, const char *word, size_t wordlen, const char *begin)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		const char *v = known[i].values;
		size_t n;

		if (strlen(known[i].word) != wordlen ||
		    memcmp(known[i].word, word, wordlen) != 0)
			continue;
		for (; *v != '\0'; v += n + (v[n] == ' ')) {
			n = strcspn(v, " ");
			print_if(fp, v, n, begin);
		}
	}
}

static const char *const everywhere[] = { "--json", "--yes", "--socket",
	"--help" };

static void
print_options(FILE *fp, const struct line *l, const char *begin)
{
	for (size_t i = 0; i < nwords; i++) {
		char name[32];

		if (!help_takes(l->options, words[i].name))
			continue;
		snprintf(name, sizeof(name), "--%s", words[i].name);
		print_if(fp, name, strlen(name), begin);
	}
}

/* Whether an option's value is the next word. */
static bool
takes_value(const char *option)
{
	if (strcmp(option, "-s") == 0 || strcmp(option, "--socket") == 0)
		return true;
	for (size_t i = 0; i < nwords; i++)
		if (strncmp(option, "--", 2) == 0 &&
		    strcmp(words[i].name, option + 2) == 0)
			return words[i].arg != NULL;
	return false;
}

/* Those of try are its own. */
static void
print_try_options(FILE *fp, const char *begin)
{
	char name[32];

	if (*begin != '-')
		return;
	for (const struct option *o = try_longs; o->name != NULL; o++) {
		snprintf(name, sizeof(name), "--%s", o->name);
		print_if(fp, name, strlen(name), begin);
	}
}

/*
 * Walks a pattern along the words typed; prints what may come next if they
 * all fit.  The same fixed word of several lines is printed again: the shells
 * drop repeats.
 */
static void
print_next(FILE *fp, const struct line *l, char *const argv[], size_t argc,
    const char *begin)
{
	const char *p = l->pattern;

	for (size_t i = 0; i < argc; i++) {
		size_t n = strcspn(p, " ");

		if (n == 0)
			return;
		if (*p != '<' && *p != '[' &&
		    (strlen(argv[i]) != n || memcmp(argv[i], p, n) != 0))
			return;
		p += n + (p[n] == ' ');
	}
	if (*begin == '-')
		print_options(fp, l, begin);
	else if (*p == '<' || *p == '[')
		print_values(fp, p + 1, strcspn(p, " ") - 2, begin);
	else
		print_if(fp, p, strcspn(p, " "), begin);
}

/* The values an option may have, where they are known. */
static void
print_option_values(
    FILE *fp, const char *option, char *const argv[], const char *begin)
{
	const char *word = option + 2;

	if (strncmp(option, "--", 2) != 0)
		return;
	if (strcmp(word, "state") == 0 && argv[0] != NULL &&
	    strcmp(argv[0], "account") == 0)
		word = "account state";
	print_values(fp, word, strlen(word), begin);
}

void
complete_print(FILE *fp, int argc, char *const argv[])
{
	const char *begin = argc > 0 ? argv[argc - 1] : "";
	const char *option = NULL;         /* whose value is being typed */
	char *fixed[WORDS_MAX] = { NULL }; /* the words without options */
	size_t n = 0, about;

	for (int i = 0; i < argc - 1 && n < WORDS_MAX - 1; i++) {
		option = NULL;
		if (argv[i][0] != '-')
			fixed[n++] = argv[i];
		else if (takes_value(argv[i]) && i == argc - 2)
			option = argv[i];
		else if (takes_value(argv[i]))
			i++;
	}
	if (option != NULL) {
		print_option_values(fp, option, fixed, begin);
		return;
	}
	if (n > 0 && strcmp(fixed[0], "try") == 0) {
		print_try_options(fp, begin);
		return;
	}
	about = n > 0 && strcmp(fixed[0], "help") == 0 ? 1 : 0;
	for (size_t i = 0; i < nlines; i++)
		print_next(fp, &lines[i], fixed + about, n - about, begin);
	for (size_t i = 0; i < sizeof(everywhere) / sizeof(everywhere[0]); i++)
		if (*begin == '-')
			print_if(
			    fp, everywhere[i], strlen(everywhere[i]), begin);
}
