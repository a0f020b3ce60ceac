/*
 * Makes C tables of the gettext catalogues, when the engine is built:
 *
 *	po2c po/lv.po ...	engine/core/catalogues.h, on standard output
 *	po2c --pot		po/multifactor.pot: the texts to translate
 *	po2c --whole po/lv.po ...	says which texts a catalogue lacks
 *
 * A translation with other {words} than the English text, one of a text that
 * has changed, or one that does not end as the English one does is an error.
 */
#include <gettext-po.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/text_list.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct entry {
	const char *context, *english, *note;
	const char *kind, *factor; /* of a word */
};

#define PROMPT(id, name, english, note)                                        \
	{ "prompt." name, english, note, NULL, NULL },
#define DEVICE(id, name, from, start, device, first, item)                     \
	{ name ".from", from, "a device: \"Code from ...\"", NULL, NULL },     \
	    { name ".start", start, "a device that begins a sentence", NULL,   \
		    NULL },                                                    \
	    { name ".device", device, "a device: \"that ... gives\"", NULL,    \
		    NULL },                                                    \
	    { name ".first", first, "a device: \"Code of ..., or\"", NULL,     \
		    NULL },                                                    \
	    { name ".item", item, "a device in a list", NULL, NULL },
#define MESSAGE(id, name, sms, subject, mail, note)                            \
	{ "message." name ".sms", sms, note, NULL, NULL },                     \
	    { "message." name ".subject", subject, note, NULL, NULL },         \
	    { "message." name ".mail", mail, note, NULL, NULL },
#define WORD(kind, factor, name, english, note)                                \
	{ "word." name, english, note, #kind, #factor },

/* In the order of enum text_id; the words come after. */
static const struct entry entries[] = {
	PROMPT_TEXTS(PROMPT) DEVICE_TEXTS(DEVICE)
	    MESSAGE_TEXTS(MESSAGE){ "message.service", SERVICE_TEXT,
		"{service}, where the service has no name", NULL, NULL },
	WORD_TEXTS(WORD)
};

static unsigned faults;

static void
fault(const char *file, const char *context, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", file, context, what);
	faults++;
}

/* ---- what a translation must have in common with the English text ------- */

/* A device may stand in another form than in English. */
static const char *
same_word(const char *word, size_t n)
{
	static const char *const alike[][2] = { { "from", "device" },
		{ "start", "device" }, { "first", "device" },
		{ "name", "label" }, { "tail", "phone" } };

	for (size_t i = 0; i < COUNT(alike); i++)
		if (strlen(alike[i][0]) == n &&
		    strncmp(alike[i][0], word, n) == 0)
			return alike[i][1];
	return NULL;
}

/* The {words} of s, sorted by bits of a small set; UINT_MAX: not closed. */
static unsigned
words_of(const char *s)
{
	static const char *const known[] = { "device", "others", "rest",
		"serial", "phone", "mail", "new", "label", "challenge",
		"reference", "separator", "code", "service", "account",
		"address", "fields", "minutes", "hours", "least", "most" };
	unsigned set = 0;

	while ((s = strchr(s, '{')) != NULL) {
		size_t n = strcspn(++s, "}"), i;
		const char *alike = same_word(s, n);

		if (s[n] != '}')
			return ~0U;
		for (i = 0; i < COUNT(known); i++)
			if (alike != NULL ? strcmp(known[i], alike) == 0
					  : strlen(known[i]) == n &&
				    strncmp(known[i], s, n) == 0)
				break;
		if (i == COUNT(known))
			return ~0U;
		set |= 1U << i;
		s += n;
	}
	return set;
}

static bool
ends_alike(const char *a, const char *b)
{
	size_t na = strlen(a), nb = strlen(b);
	const char *end = na > 1 && strcmp(a + na - 2, ": ") == 0 ? ": "
	    : na > 0 && a[na - 1] == '\n'                         ? "\n"
								  : "";
	size_t n = strlen(end);

	return nb > n && strcmp(b + nb - n, end) == 0 &&
	    (*end != '\0' || (b[nb - 1] != ' ' && b[nb - 1] != '\n'));
}

static const char *
wrong(const struct entry *e, const char *text)
{
	if (words_of(text) != words_of(e->english))
		return "its {words} are others than those of the English text";
	if (!ends_alike(e->english, text))
		return "it does not end as the English text does";
	if (strchr(e->english, '\n') == NULL && strpbrk(text, "\n\r\t") != NULL)
		return "it is more than one line";
	return NULL;
}

/* ---- reading a catalogue ------------------------------------------------- */

static void
report(int severity, po_message_t m, const char *file, size_t line,
    size_t column, int many, const char *text)
{
	(void)m;
	(void)column;
	(void)many;
	fprintf(stderr, "%s:%zu: %s\n", file == NULL ? "po" : file, line, text);
	if (severity != PO_SEVERITY_WARNING)
		faults++;
}

static void
report_two(int severity, po_message_t m1, const char *file1, size_t line1,
    size_t column1, int many1, const char *text1, po_message_t m2,
    const char *file2, size_t line2, size_t column2, int many2,
    const char *text2)
{
	report(severity, m1, file1, line1, column1, many1, text1);
	report(severity, m2, file2, line2, column2, many2, text2);
}

static size_t
entry_of(const char *context)
{
	size_t i = 0;

	while (i < COUNT(entries) && strcmp(entries[i].context, context) != 0)
		i++;
	return i;
}

static void
take(const char *file, po_message_t m, const char *text[COUNT(entries)])
{
	const char *context = po_message_msgctxt(m), *why;
	size_t i;

	if (context == NULL || po_message_is_obsolete(m))
		return; /* the head, or what translators keep */
	if ((i = entry_of(context)) == COUNT(entries)) {
		fault(file, context, "there is no such text");
		return;
	}
	if (strcmp(po_message_msgid(m), entries[i].english) != 0) {
		fault(file, context, "the English text is another one now");
		return;
	}
	if (po_message_is_fuzzy(m) || *po_message_msgstr(m) == '\0')
		return;
	if ((why = wrong(&entries[i], po_message_msgstr(m))) != NULL)
		fault(file, context, why);
	text[i] = po_message_msgstr(m);
}

static po_file_t
read_file(const char *file, const char *text[COUNT(entries)])
{
	static const struct po_xerror_handler handler = { report, report_two };
	po_file_t po = po_file_read(file, &handler);
	po_message_iterator_t it;
	po_message_t m;

	if (po == NULL) {
		perror(file);
		exit(1);
	}
	it = po_message_iterator(po, NULL);
	while ((m = po_next_message(it)) != NULL)
		take(file, m, text);
	po_message_iterator_free(it);
	return po;
}

/* ---- writing ------------------------------------------------------------- */

static void
put_string(const char *s, size_t n)
{
	putchar('"');
	for (size_t i = 0; i < n; i++)
		if (s[i] == '\n')
			fputs("\\n", stdout);
		else if (s[i] == '"' || s[i] == '\\')
			printf("\\%c", s[i]);
		else
			putchar(s[i]);
	putchar('"');
}

static void
put_words(const struct entry *e, const char *words)
{
	for (; words != NULL; words = *words == '\0' ? NULL : words + 1) {
		size_t n = strcspn(words, "|");

		fputs("\t{ ", stdout);
		put_string(words, n);
		printf(", %s, %s },\n", e->kind, e->factor);
		words += n;
	}
}

static void
put_language(const char *language, const char *text[COUNT(entries)])
{
	printf("static const char *const text_%s[TEXT_MAX] = {\n", language);
	for (size_t i = 0; i < COUNT(entries) && entries[i].kind == NULL; i++) {
		if (text[i] == NULL)
			continue;
		printf("\t[%zu] = ", i);
		put_string(text[i], strlen(text[i]));
		puts(",");
	}
	printf("};\n\nstatic const struct input_word words_%s[] = {\n"
	       "\t{ \"?\", INPUT_MENU, 0 },\n",
	    language);
	for (size_t i = 0; i < COUNT(entries); i++)
		if (entries[i].kind != NULL) {
			if (text[i] != NULL)
				put_words(&entries[i], text[i]);
			put_words(&entries[i], entries[i].english);
		}
	puts("};\n");
}

static void
put_catalogue(const char *language)
{
	printf("\t{ \"%s\", text_%s, words_%s,\n"
	       "\t    sizeof(words_%s) / sizeof(words_%s[0]) },\n",
	    language, language, language, language, language);
}

/* "lv" of "po/lv.po". */
static const char *
language_of(const char *file)
{
	static char name[16];
	const char *base = strrchr(file, '/');
	size_t n;

	base = base == NULL ? file : base + 1;
	n = strcspn(base, ".");
	if (n >= sizeof(name)) {
		fault(file, "name", "it is not of the form lv.po");
		exit(1);
	}
	memcpy(name, base, n);
	name[n] = '\0';
	return name;
}

static void
put_tables(char **files)
{
	const char *text[COUNT(entries)];
	size_t texts = 0;

	puts("/* Made by po/po2c from engine/core/text_list.h and po/. */\n");
	for (size_t i = 0; i < COUNT(entries); i++) {
		text[i] = entries[i].english;
		texts += entries[i].kind == NULL;
	}
	printf("_Static_assert(TEXT_MAX == %zu, \"text_list.h and catalogue.h "
	       "are of one mind\");\n\n",
	    texts);
	for (size_t i = 0; i < COUNT(entries); i++)
		if (entries[i].kind != NULL)
			text[i] = NULL;
	put_language("en", text);
	for (char **f = files; *f != NULL; f++) {
		po_file_t po;

		memset(text, 0, sizeof(text));
		po = read_file(*f, text);
		put_language(language_of(*f), text);
		po_file_free(po);
	}
	puts("static const struct catalogue catalogues[] = {");
	put_catalogue("en");
	for (char **f = files; *f != NULL; f++)
		put_catalogue(language_of(*f));
	puts("};");
}

static void
say_missing(char **files)
{
	for (char **f = files; *f != NULL; f++) {
		const char *text[COUNT(entries)] = { NULL };
		po_file_t po = read_file(*f, text);

		for (size_t i = 0; i < COUNT(entries); i++)
			if (text[i] == NULL)
				fault(*f, entries[i].context, "is missing");
		po_file_free(po);
	}
}

static void
put_field(const char *name, const char *value)
{
	printf("%s ", name);
	put_string(value, strlen(value));
	putchar('\n');
}

static void
put_template(void)
{
	puts("# Texts of multifactor.\n"
	     "# This file is distributed under the same license as "
	     "multifactor.\n"
	     "msgid \"\"\nmsgstr \"\"\n"
	     "\"Project-Id-Version: multifactor\\n\"\n"
	     "\"Language: \\n\"\n"
	     "\"MIME-Version: 1.0\\n\"\n"
	     "\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
	     "\"Content-Transfer-Encoding: 8bit\\n\"");
	for (size_t i = 0; i < COUNT(entries); i++) {
		printf("\n#. %s\n", entries[i].note);
		put_field("msgctxt", entries[i].context);
		put_field("msgid", entries[i].english);
		puts("msgstr \"\"");
	}
}

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--pot") == 0)
		put_template();
	else if (argc > 1 && strcmp(argv[1], "--whole") == 0)
		say_missing(argv + 2);
	else
		put_tables(argv + 1);
	return faults > 0 || fflush(stdout) != 0;
}
