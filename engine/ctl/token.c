/* Tokens: what needs a seed, codes or a QR code. */
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "ctl/ask.h"
#include "ctl/qr.h"
#include "ctl/render.h"
#include "ctl/run.h"
#include "util/crypto.h"

#define SEED_MAX   128
#define PRIVATE_ID 6 /* bytes of a YubiKey's */

/* A seed in hex may be typed in groups. */
static void
squeeze(char *s)
{
	char *to = s;

	for (; *s != '\0'; s++)
		if (*s != ' ' && *s != '-')
			*to++ = *s;
	*to = '\0';
}

static enum mf_err
base32(const char *s, uint8_t *out, size_t size, size_t *n)
{
	enum mf_err e = MF_EINVAL;
	char *bytes = NULL;

	*n = 0;
	if (oath_base32_decode(s, strlen(s), &bytes, n) != OATH_OK)
		return MF_EINVAL;
	if (*n <= size) {
		memcpy(out, bytes, *n);
		e = MF_OK;
	}
	wipe(bytes, *n);
	free(bytes);
	return e;
}

static enum mf_err
seed_read(const char *form, char *typed, uint8_t *out, size_t *n)
{
	if (strcmp(form, "text") != 0)
		squeeze(typed);
	if (strcmp(form, "hex") == 0)
		return hex_decode(slice_str(typed), out, SEED_MAX, n);
	if (strcmp(form, "base32") == 0)
		return base32(typed, out, SEED_MAX, n);
	if ((*n = strlen(typed)) > SEED_MAX)
		return MF_EINVAL;
	memcpy(out, typed, *n);
	return MF_OK;
}

static int
put_seed(struct ctl *ctl, const struct invocation *inv, struct wire_out *out)
{
	const char *form = given(inv, "secret");
	const char *file = given(inv, "secret-file");
	char typed[SECRET_MAX] = "";
	uint8_t seed[SEED_MAX];
	size_t n;
	int code;

	if (form == NULL ||
	    (strcmp(form, "hex") != 0 && strcmp(form, "base32") != 0 &&
		strcmp(form, "text") != 0))
		return ctl_fail(ctl, EXIT_USAGE,
		    "say how the seed is written: --secret hex, base32 or "
		    "text.\n");
	code = file != NULL ? read_secret(ctl, file, typed)
			    : ask_secret(ctl, "seed", false, typed);
	if (code == EXIT_DONE &&
	    (seed_read(form, typed, seed, &n) != MF_OK || n == 0))
		code = ctl_fail(ctl, EXIT_USAGE,
		    "the seed is not %s of 1 to %d bytes.\n"
		    "Nothing was changed.\n",
		    form, SEED_MAX);
	if (code == EXIT_DONE)
		wire_put(out, TAG_SECRET, seed, n);
	wipe(typed, sizeof(typed));
	wipe(seed, sizeof(seed));
	return code;
}

/* What a YubiKey has beside its AES key. */
static int
put_private_id(
    struct ctl *ctl, const struct invocation *inv, struct wire_out *out)
{
	const char *file = given(inv, "private-id-file");
	char typed[SECRET_MAX] = "";
	uint8_t id[PRIVATE_ID];
	size_t n;
	int code;

	code = file != NULL ? read_secret(ctl, file, typed)
			    : ask_secret(ctl, "private id", false, typed);
	squeeze(typed);
	if (code == EXIT_DONE &&
	    (hex_decode(slice_str(typed), id, sizeof(id), &n) != MF_OK ||
		n != sizeof(id)))
		code = ctl_fail(ctl, EXIT_USAGE,
		    "the private id is not of 12 hexadecimal digits.\n"
		    "Nothing was changed.\n");
	if (code == EXIT_DONE)
		wire_put(out, TAG_PRIVATE_ID, id, sizeof(id));
	wipe(typed, sizeof(typed));
	wipe(id, sizeof(id));
	return code;
}

/* The row with the new seed's URI gets its QR code. */
static int
draw_row(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	char uri[1025];
	int code;

	if ((code = sheet_row(ctl, m, arg)) != EXIT_DONE || ctl->json ||
	    !wire_str(m, TAG_URI, uri, sizeof(uri)))
		return code;
	if (qr_print(ctl->out, uri, ctl->width != 0) != MF_OK)
		fprintf(ctl->err,
		    "This is too long for a QR code: type the address in.\n");
	wipe(uri, sizeof(uri));
	return EXIT_DONE;
}

int
run_token_add(struct ctl *ctl, const struct invocation *inv)
{
	bool draw = given(inv, "qr") != NULL || ctl->width != 0;
	struct sheet sheet = { 0 };
	struct wire_out out;
	int code = command_begin(ctl, inv, &out);

	if (code == EXIT_DONE &&
	    (given(inv, "secret") != NULL || given(inv, "secret-file") != NULL))
		code = put_seed(ctl, inv, &out);
	if (code == EXIT_DONE && given(inv, "public-id") != NULL)
		code = put_private_id(ctl, inv, &out);
	if (code == EXIT_DONE)
		code = run_built(
		    ctl, inv, &out, draw ? draw_row : sheet_row, &sheet);
	wire_wipe(&out);
	return code;
}

struct asked {
	struct sheet sheet;
	char reference[16]; /* of the challenge; "": there is none */
};

static int
keep_asked(struct ctl *ctl, const struct wire_msg *m, void *arg)
{
	struct asked *a = arg;

	(void)wire_str(m, TAG_REFERENCE, a->reference, sizeof(a->reference));
	return ctl->json ? sheet_row(ctl, m, &a->sheet) : EXIT_DONE;
}

/* Whether it can be done, and what a token that answers challenges is asked. */
static int
ask_token(struct ctl *ctl, const struct invocation *inv, struct asked *a)
{
	struct wire_msg done;
	struct wire_out out;
	char text[1024] = "", line[4096];
	struct text t;
	int code = command_begin(ctl, inv, &out);

	if (code != EXIT_DONE ||
	    (code = command_check(ctl, inv, &out)) != EXIT_DONE ||
	    (code = call_engine(ctl, &out, keep_asked, a, &done)) != EXIT_DONE)
		return code;
	/* The second line tells how to go on, which is done here. */
	(void)wire_str(&done, TAG_TEXT, text, sizeof(text));
	text[strcspn(text, "\n")] = '\0';
	text_init(&t, line, sizeof(line));
	render_lines(&t, slice_str(text));
	if (!ctl->json && line[0] != '\0')
		fprintf(ctl->err, "%s\n", line);
	return EXIT_DONE;
}

int
run_token_resync(struct ctl *ctl, const struct invocation *inv)
{
	static const struct {
		const char *word, *what;
		enum wire_tag tag;
	} codes[] = {
		{ "code", "code that the token shows now", TAG_CODE },
		{ "next-code", "code that it shows next", TAG_OTHER_CODE },
	};
	struct asked asked = { 0 };
	struct sheet sheet = { 0 };
	struct wire_out out;
	int code = EXIT_DONE;

	if (given(inv, "begin") != NULL && given(inv, "code") != NULL)
		return ctl_fail(ctl, EXIT_USAGE,
		    "--begin asks the token; the codes come after it.\n");
	if (given(inv, "begin") != NULL)
		return run_plain(ctl, inv);
	if (given(inv, "code") == NULL && given(inv, "reference") == NULL)
		code = ask_token(ctl, inv, &asked);
	if (code != EXIT_DONE ||
	    (code = command_begin(ctl, inv, &out)) != EXIT_DONE)
		return code;
	if (asked.reference[0] != '\0')
		wire_put_str(&out, TAG_REFERENCE, asked.reference);
	for (size_t i = 0; code == EXIT_DONE && i < 2; i++) {
		char typed[SECRET_MAX] = "";

		if (given(inv, codes[i].word) != NULL)
			continue;
		code = ask_secret(ctl, codes[i].what, false, typed);
		if (code == EXIT_DONE)
			wire_put_str(&out, codes[i].tag, typed);
		wipe(typed, sizeof(typed));
	}
	if (code == EXIT_DONE)
		code = run_built(ctl, inv, &out, sheet_row, &sheet);
	wire_wipe(&out);
	return code;
}

int
run_token_pin(struct ctl *ctl, const struct invocation *inv)
{
	const char *file = given(inv, "pin-file");
	char typed[SECRET_MAX] = "";
	struct sheet sheet = { 0 };
	bool none = given(inv, "clear") != NULL;
	struct wire_out out;
	int code = command_begin(ctl, inv, &out);

	if (none && (file != NULL || given(inv, "must-change") != NULL))
		return ctl_fail(ctl, EXIT_USAGE,
		    "--clear goes with neither --pin-file nor "
		    "--must-change.\n");
	/* What has to change may stay till then, or be made then. */
	if (given(inv, "must-change") != NULL && file == NULL)
		none = true;
	if (code == EXIT_DONE && !none)
		code = file != NULL ? read_secret(ctl, file, typed)
				    : ask_secret(ctl, "PIN", true, typed);
	if (code == EXIT_DONE) {
		wire_put_str(&out, TAG_SECRET, typed);
		code = run_built(ctl, inv, &out, sheet_row, &sheet);
	}
	wipe(typed, sizeof(typed));
	wire_wipe(&out);
	return code;
}
