#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/ask.h"
#include "ctl/render.h"
#include "ctl/unseen.h"
#include "util/crypto.h"

bool
ask_go_on(struct ctl *ctl, const struct wire_msg *m)
{
	char line[16];

	if (ctl->yes)
		return true;
	if (!ctl->terminal || ctl->json)
		return false;
	render_text(ctl->err, m, TAG_TEXT);
	fprintf(ctl->err, "Go on? [y/N] ");
	fflush(ctl->err);
	if (fgets(line, sizeof(line), ctl->in) == NULL)
		return false;
	return strcmp(line, "y\n") == 0 || strcmp(line, "yes\n") == 0;
}

/* One line of fp without its end.  Unbuffered bytes: nothing stays behind. */
static int
read_line(struct ctl *ctl, FILE *fp, const char *from, char out[SECRET_MAX])
{
	size_t n = 0;
	int c;

	while ((c = getc(fp)) != EOF && c != '\n') {
		if (c == '\0' || n == SECRET_MAX - 1)
			return ctl_fail(ctl, EXIT_USAGE,
			    "%s: the first line holds a NUL or is longer than "
			    "%d bytes.\n",
			    from, SECRET_MAX - 1);
		out[n++] = (char)c;
	}
	if (n > 0 && out[n - 1] == '\r')
		n--;
	out[n] = '\0';
	if (n == 0)
		return ctl_fail(
		    ctl, EXIT_USAGE, "%s: the first line is empty.\n", from);
	return EXIT_DONE;
}

int
read_secret(struct ctl *ctl, const char *file, char out[SECRET_MAX])
{
	char buf[BUFSIZ];
	FILE *fp;
	int code;

	if (strcmp(file, "-") == 0)
		return read_line(ctl, ctl->in, "standard input", out);
	if ((fp = fopen(file, "re")) == NULL)
		return ctl_fail(
		    ctl, EXIT_REFUSED, "%s: %s.\n", file, strerror(errno));
	setvbuf(fp, buf, _IOFBF, sizeof(buf));
	code = read_line(ctl, fp, file, out);
	fclose(fp);
	wipe(buf, sizeof(buf));
	return code;
}

static bool
prompt(int tty, const char *what, const char *again, char out[SECRET_MAX])
{
	char text[64];
	size_t n;

	snprintf(text, sizeof(text), "%s%s: ", what, again);
	return unseen_line(tty, text, out, SECRET_MAX, &n) == MF_OK && n > 0 &&
	    strlen(out) == n;
}

int
ask_secret(struct ctl *ctl, const char *what, bool twice, char out[SECRET_MAX])
{
	char again[SECRET_MAX] = "";
	bool ok, equal = true;
	int tty;

	if (!ctl->terminal)
		return read_line(ctl, ctl->in, "standard input", out);
	if ((tty = open("/dev/tty", O_RDWR | O_CLOEXEC)) == -1)
		return ctl_fail(ctl, EXIT_REFUSED,
		    "there is no terminal to ask for the %s.\n", what);
	ok = prompt(tty, what, "", out);
	if (ok && twice) {
		ok = prompt(tty, what, ", once more", again);
		equal = ok && strcmp(out, again) == 0;
	}
	close(tty);
	wipe(again, sizeof(again));
	if (!ok)
		return ctl_fail(ctl, EXIT_UNCONFIRMED,
		    "nothing was typed. Nothing was changed.\n");
	if (!equal)
		return ctl_fail(ctl, EXIT_USAGE,
		    "the two are not the same. Nothing was changed.\n"
		    "Please try again.\n");
	return EXIT_DONE;
}
