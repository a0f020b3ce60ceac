#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ctl/ctl.h"
#include "ctl/help.h"
#include "ctl/json.h"
#include "ctl/render.h"
#include "ctl/try.h"
#include "util/crypto.h"
#include "util/version.h"

#define ENGINE_TIMEOUT 30  /* seconds of silence; see wire/admin.h */
#define WORD_OPTION    256 /* + index of the word, beyond all letters */

static unsigned
width_of(FILE *fp)
{
	struct winsize ws;
	int fd = fileno(fp);

	if (fd == -1 || !isatty(fd))
		return 0;
	if (ioctl(fd, TIOCGWINSZ, &ws) == -1 || ws.ws_col < 40)
		return 80;
	return ws.ws_col;
}

enum mf_err
ctl_init(struct ctl *ctl, FILE *in, FILE *out, FILE *err)
{
	*ctl = (struct ctl){ .in = in,
		.out = out,
		.err = err,
		.fd = -1,
		.timeout_s = ENGINE_TIMEOUT };
	ctl->command = malloc(WIRE_CONTROL_MAX);
	ctl->answer = malloc(WIRE_CONTROL_MAX + 1);
	if (ctl->command == NULL || ctl->answer == NULL)
		return MF_ENOMEM;
	ctl->terminal = fileno(in) != -1 && isatty(fileno(in)) &&
	    fileno(err) != -1 && isatty(fileno(err));
	ctl->width = width_of(out);
	return MF_OK;
}

void
ctl_clear(struct ctl *ctl)
{
	if (ctl->fd != -1)
		close(ctl->fd);
	if (ctl->command != NULL)
		wipe(ctl->command, WIRE_CONTROL_MAX);
	if (ctl->answer != NULL)
		wipe(ctl->answer, WIRE_CONTROL_MAX + 1);
	free(ctl->command);
	free(ctl->answer);
	*ctl = (struct ctl){ .fd = -1 };
}

/* As if the engine had refused: programs read one form. */
static void
fail_json(struct ctl *ctl, int code, const char *text)
{
	uint8_t buf[8192];
	struct wire_msg m;
	struct wire_out out;
	size_t n = strlen(text);

	wire_begin(&out, buf, sizeof(buf), WIRE_REFUSED);
	wire_put_int(&out, TAG_ERROR, code);
	wire_put(
	    &out, TAG_TEXT, text, n > 0 && text[n - 1] == '\n' ? n - 1 : n);
	if (!out.full && wire_parse(&m, buf, out.len))
		(void)json_print(ctl, &m);
}

int
ctl_fail(struct ctl *ctl, int code, const char *fmt, ...)
{
	char line[4096] = "", plain[4096];
	struct text t;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	text_init(&t, plain, sizeof(plain));
	render_lines(&t, slice_str(line));
	if (ctl->json)
		fail_json(ctl, code, plain);
	else
		fprintf(ctl->err, "mfctl: %s", plain);
	return code;
}

static int
set_option(struct ctl *ctl, struct invocation *inv, int c, bool *help)
{
	switch (c) {
	case 'j':
		ctl->json = true;
		return EXIT_DONE;
	case 'y':
		ctl->yes = true;
		return EXIT_DONE;
	case 's':
		ctl->socket = optarg;
		return EXIT_DONE;
	case 'h':
		*help = true;
		return EXIT_DONE;
	default:
		if (c < WORD_OPTION)
			return EXIT_USAGE;
		inv->value[c - WORD_OPTION] = optarg != NULL ? optarg : "";
		return EXIT_DONE;
	}
}

/* Options may stand anywhere; argv then holds the other words from optind. */
static int
read_options(
    struct ctl *ctl, int argc, char *argv[], struct invocation *inv, bool *help)
{
	struct option options[WORDS_MAX + 5] = {
		{ "json", no_argument, NULL, 'j' },
		{ "yes", no_argument, NULL, 'y' },
		{ "socket", required_argument, NULL, 's' },
		{ "help", no_argument, NULL, 'h' },
	};
	int c;

	for (size_t i = 0; i < nwords; i++)
		options[4 + i] = (struct option){ .name = words[i].name,
			.has_arg = words[i].arg != NULL,
			.val = WORD_OPTION + (int)i };
	optind = 0; /* again from the start, when run again */
	opterr = 0;
	for (int i = 1; i < argc; i++) /* of what is wrong before it, too */
		ctl->json |= strcmp(argv[i], "--json") == 0 ||
		    strcmp(argv[i], "-j") == 0;
	while ((c = getopt_long(argc, argv, ":jys:h", options, NULL)) != -1) {
		if (c == ':')
			return ctl_fail(ctl, EXIT_USAGE,
			    "%s wants a value after it.\n", argv[optind - 1]);
		if (set_option(ctl, inv, c, help) != EXIT_DONE)
			return ctl_fail(ctl, EXIT_USAGE,
			    "there is no option %.64s.\n"
			    "mfctl help lists the commands, mfctl help WORD "
			    "their options.\n",
			    argv[optind - 1]);
	}
	return EXIT_DONE;
}

/* Index of "try" if it is the first word: its options are its own. */
static int
find_try(int argc, char *argv[])
{
	int i = 1;

	while (i < argc && argv[i][0] == '-')
		i += 1 +
		    (strcmp(argv[i], "-s") == 0 ||
			strcmp(argv[i], "--socket") == 0);
	return i < argc && strcmp(argv[i], "try") == 0 ? i : -1;
}

static int
try_run(int argc, char *argv[], int at)
{
	bool json = false;

	for (int i = 1; i < at; i++)
		json |= strcmp(argv[i], "-j") == 0 ||
		    strcmp(argv[i], "--json") == 0;
	if (json) { /* the place before "try" is an option's */
		argv[at - 1] = argv[at];
		argv[at--] = (char *)"--json";
	}
	optind = 0;
	return try_main(argc - at, argv + at);
}

static int
run_words(struct ctl *ctl, char *argv[], struct invocation *inv, bool help)
{
	int code;

	if (argv[0] == NULL && !help && ctl->json)
		return ctl_fail(ctl, EXIT_USAGE,
		    "this wants a command.\nmfctl help lists them all.\n");
	if (argv[0] == NULL && !help) {
		fprintf(ctl->err,
		    "mfctl [-j] [-y] [-s socket] command "
		    "[argument ...]\n");
		help_print(ctl->err, argv);
		return EXIT_USAGE;
	}
	if (argv[0] != NULL && strcmp(argv[0], "help") == 0 && argv[1] != NULL)
		return help_about(ctl, argv + 1);
	if (help && help_print(ctl->out, argv))
		return EXIT_DONE;
	if ((code = command_find(ctl, argv, inv)) != EXIT_DONE)
		return code;
	return inv->line->run(ctl, inv);
}

int
ctl_run(struct ctl *ctl, int argc, char *argv[])
{
	struct invocation inv = { 0 };
	bool help = false;
	int at, code;

	if (argc > 1 && strcmp(argv[1], "--complete") == 0) {
		complete_print(ctl->out, argc - 2, argv + 2);
		return EXIT_DONE;
	}
	if (argc == 2 &&
	    (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0)) {
		fputs("mfctl " VERSION "\n", ctl->out);
		return EXIT_DONE;
	}
	if ((at = find_try(argc, argv)) != -1)
		return try_run(argc, argv, at);
	code = read_options(ctl, argc, argv, &inv, &help);
	if (code == EXIT_DONE && ctl->socket != NULL && *ctl->socket == '\0')
		code = ctl_fail(ctl, EXIT_USAGE,
		    "socket: this is empty; give the path of one, or leave it "
		    "out.\n");
	if (code != EXIT_DONE)
		return code;
	return run_words(ctl, argv + optind, &inv, help);
}
