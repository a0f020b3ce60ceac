#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <liboath/oath.h>

#include "people.h"
#include "util/crypto.h"
#include "util/text.h"

#define SECRET_MAX 64
#define LOOK_AHEAD 25 /* codes that an engine might still take */

static bool
bad(const char *path, size_t line, const char *why)
{
	fprintf(stderr, "radload: %s:%zu: %s.\n", path, line, why);
	return false;
}

static bool
read_all(const char *path, char **text)
{
	FILE *fp = fopen(path, "r");
	size_t n = 0;
	long size;

	*text = NULL;
	if (fp != NULL && fseek(fp, 0, SEEK_END) == 0 &&
	    (size = ftell(fp)) >= 0 && fseek(fp, 0, SEEK_SET) == 0 &&
	    (*text = malloc((size_t)size + 1)) != NULL) {
		n = fread(*text, 1, (size_t)size, fp);
		(*text)[n] = '\0';
	}
	if (*text == NULL)
		fprintf(stderr, "radload: %s: %s.\n", path, strerror(errno));
	if (fp != NULL)
		fclose(fp);
	return *text != NULL;
}

static const char *
parse_number(struct person *p, const char *number)
{
	int64_t n;

	if (number == NULL || number[0] != '+' ||
	    number_parse(number + 1, 10000, 999999999999999, &n) != MF_OK)
		return "want user,sms,+number";
	p->number = number;
	return NULL;
}

static const char *
parse(struct person *p, char *line)
{
	const char *kind, *digits, *step;
	int64_t d, s;

	p->name = strsep(&line, ",");
	kind = strsep(&line, ",");
	if (kind != NULL && strcmp(kind, "sms") == 0)
		return parse_number(p, line);
	p->secret = strsep(&line, ",");
	digits = strsep(&line, ",");
	step = strsep(&line, ",");
	if (step == NULL)
		return "want user,hotp|totp,hex secret,digits,step";
	if (strcmp(kind, "hotp") != 0 && strcmp(kind, "totp") != 0)
		return "the factor is none of hotp, totp and sms";
	if (strlen(p->secret) % 2 != 0 || strlen(p->secret) > 2 * SECRET_MAX)
		return "the secret is not of 1 to 64 bytes";
	if (number_parse(digits, 6, 8, &d) != MF_OK)
		return "digits are not 6 to 8";
	if (number_parse(step, *kind == 't' ? 1 : 0, *kind == 't' ? 3600 : 0,
		&s) != MF_OK)
		return "the step is not 1 to 3600 (0 for hotp)";
	p->digits = (uint8_t)d;
	p->step = (uint16_t)s;
	return NULL;
}

bool
people_load(struct people *all, const char *path)
{
	char *rest, *line;
	const char *why;
	size_t lines = 1;

	*all = (struct people){ 0 };
	if (!read_all(path, &all->text))
		return false;
	for (const char *p = all->text; *p != '\0'; p++)
		lines += *p == '\n';
	if ((all->list = calloc(lines, sizeof(*all->list))) == NULL)
		return bad(path, 0, "out of memory");
	rest = all->text;
	for (size_t i = 1; (line = strsep(&rest, "\n")) != NULL; i++) {
		if (*line == '\0' || *line == '#')
			continue;
		if ((why = parse(&all->list[all->n], line)) != NULL)
			return bad(path, i, why);
		all->n++;
	}
	return all->n > 0 || bad(path, 1, "holds nobody");
}

bool
people_make(struct people *all, size_t n)
{
	const size_t width = 24;

	*all = (struct people){ .n = n };
	all->list = calloc(n, sizeof(*all->list));
	all->text = calloc(n, width);
	if (all->list == NULL || all->text == NULL)
		return bad("people", n, "out of memory");
	for (size_t i = 0; i < n; i++) {
		snprintf(all->text + i * width, width, "u%07zu", i + 1);
		all->list[i].name = all->text + i * width;
	}
	return true;
}

void
people_free(struct people *all)
{
	free(all->list);
	free(all->text);
	*all = (struct people){ 0 };
}

bool
people_resume(struct people *all, const char *path)
{
	FILE *fp = fopen(path, "r");
	uint64_t n = 0, pair[2];
	bool ok;

	if (fp == NULL)
		return errno == ENOENT || bad(path, 0, strerror(errno));
	ok = fread(&n, sizeof(n), 1, fp) == 1 && n == all->n;
	for (size_t i = 0; ok && i < all->n; i++) {
		ok = fread(pair, sizeof(pair), 1, fp) == 1;
		all->list[i].next = pair[0];
		all->list[i].accepted = pair[1];
	}
	fclose(fp);
	return ok || bad(path, 0, "holds the counters of other people");
}

bool
people_save(const struct people *all, const char *path)
{
	FILE *fp = fopen(path, "w");
	uint64_t n = all->n;
	bool ok;

	if (fp == NULL)
		return bad(path, 0, strerror(errno));
	ok = fwrite(&n, sizeof(n), 1, fp) == 1;
	for (size_t i = 0; ok && i < all->n; i++) {
		const uint64_t pair[] = { all->list[i].next,
			all->list[i].accepted };

		ok = fwrite(pair, sizeof(pair), 1, fp) == 1;
	}
	return (fclose(fp) == 0 && ok) || bad(path, 0, strerror(errno));
}

struct person *
people_take(struct people *all, int64_t now)
{
	for (size_t i = 0; i < all->n; i++) {
		struct person *p = &all->list[all->at];

		all->at = all->at + 1 < all->n ? all->at + 1 : 0;
		if (p->busy ||
		    (p->step != 0 && (uint64_t)now / p->step < p->next))
			continue;
		p->busy = true;
		return p;
	}
	return NULL;
}

struct person *
people_of_number(struct people *all, const char *number)
{
	const char *first = all->n == 0 ? NULL : all->list[0].number;
	uint64_t i;

	if (first == NULL || number[0] != '+')
		return NULL;
	i = strtoull(number + 1, NULL, 10) - strtoull(first + 1, NULL, 10);
	if (i >= all->n || all->list[i].number == NULL ||
	    strcmp(all->list[i].number, number) != 0)
		return NULL;
	return &all->list[i];
}

static void
generate(const struct person *p, uint64_t counter, char out[CODE_SIZE])
{
	uint8_t secret[SECRET_MAX];
	size_t n = 0;

	if (hex_decode(slice_str(p->secret), secret, sizeof(secret), &n) !=
		MF_OK ||
	    oath_hotp_generate((const char *)secret, n, counter, p->digits,
		false, OATH_HOTP_DYNAMIC_TRUNCATION, out) != OATH_OK) {
		fprintf(
		    stderr, "radload: %s: no code of this secret.\n", p->name);
		exit(2);
	}
}

/* Whether a code could be right by chance, around where the token stands. */
static bool
is_near(const struct person *p, uint64_t at, const char *code)
{
	char near[CODE_SIZE];

	for (uint64_t i = at < 3 ? 0 : at - 3; i < at + LOOK_AHEAD; i++) {
		if (i + 1 == p->accepted)
			continue;
		generate(p, i, near);
		if (strcmp(near, code) == 0)
			return true;
	}
	return false;
}

static void
change(const struct person *p, uint64_t at, char code[CODE_SIZE])
{
	size_t i = 0;

	do {
		char *digit = &code[i++ % p->digits];

		*digit = *digit == '9' ? '0' : (char)(*digit + 1);
	} while (is_near(p, at, code));
}

/* Of people with telephones, and of people_make(). */
static void
type_sent(const struct person *p, enum intent *intent, char out[CODE_SIZE])
{
	strcpy(out, p->number != NULL ? p->code : "123456");
	if (p->number == NULL || *intent != TYPE_WRONG)
		*intent = TYPE_RIGHT;
	else
		out[0] = out[0] == '2' ? '3' : '2';
}

void
person_code(struct person *p, int64_t now, enum intent *intent,
    uint64_t *counter, char out[CODE_SIZE])
{
	uint64_t at = p->step == 0 ? p->next : (uint64_t)now / p->step;

	if (p->secret == NULL) {
		type_sent(p, intent, out);
		*counter = 0;
		return;
	}
	*counter = at;
	if (*intent == TYPE_REPLAY && p->accepted > 0) {
		generate(p, p->accepted - 1, out);
		if (!is_near(p, at, out))
			return;
	}
	generate(p, at, out);
	if (*intent == TYPE_WRONG)
		change(p, at, out);
	else
		*intent = TYPE_RIGHT;
	/* Sent is used: nobody knows whether a lost answer was an accept. */
	if (*intent == TYPE_RIGHT)
		p->next = at + 1;
}

void
person_accepted(struct person *p, uint64_t counter)
{
	p->accepted = counter + 1;
}
