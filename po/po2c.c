/*
 * Makes C tables of the gettext catalogues, when the engine is built:
 *
 *	po2c po/lv.po ...	engine/core/catalogues.h, on standard output
 *	po2c --pot		po/multifactor.pot: the texts to translate
 *	po2c --whole po/lv.po ...	says which texts a catalogue lacks
 *
 * A translation with other {words} than the English text, one of a text that
 * has changed, or one that does not end as the English one does is an error;
 * so is a plural rule that gives no form for some number.
 */
#include <gettext-po.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entry.h"
#include "plural.h"

/* A text in one language: as many forms as its numbers want. */
struct text {
	const char *form[PLURAL_MAX]; /* the first is NULL: it is missing */
};

static unsigned faults;

static void
fault(const char *file, const char *context, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", file, context, what);
	faults++;
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

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* The k-th form; NULL: it is not there. */
static const char *
form_of(po_message_t m, unsigned k)
{
	const char *s = po_message_msgid_plural(m) != NULL
	    ? po_message_msgstr_plural(m, (int)k)
	    : po_message_msgstr(m);

	return s == NULL || *s == '\0' ? NULL : s;
}

/* All forms, or none. */
static void
take_forms(const char *file, po_message_t m, unsigned forms,
    const struct entry *e, struct text *text)
{
	struct text all = { { NULL } };
	char place[64];
	const char *why;

	for (unsigned k = 0; k < forms; k++) {
		if ((all.form[k] = form_of(m, k)) == NULL)
			return;
		(void)snprintf(place, sizeof(place),
		    entry_many(e) == NULL ? "%s" : "%s: msgstr[%u]", e->context,
		    k);
		if ((why = entry_wrong(e, all.form[k])) != NULL)
			fault(file, place, why);
	}
	*text = all;
}

static void
take(const char *file, po_message_t m, const struct plural *plural,
    struct text text[ENTRIES])
{
	const char *context = po_message_msgctxt(m), *many;
	size_t i;

	if (context == NULL || po_message_is_obsolete(m))
		return; /* the head, or what translators keep */
	if ((i = entry_find(context)) == ENTRIES) {
		fault(file, context, "there is no such text");
		return;
	}
	many = entry_many(&entries[i]);
	if (!same_text(po_message_msgid(m), entries[i].english) ||
	    !same_text(po_message_msgid_plural(m), many)) {
		fault(file, context, "the English text is another one now");
		return;
	}
	if (!po_message_is_fuzzy(m))
		take_forms(file, m, many == NULL ? 1 : plural->forms,
		    &entries[i], &text[i]);
}

static po_file_t
read_file(const char *file, struct plural *plural, struct text text[ENTRIES])
{
	static const struct po_xerror_handler handler = { report, report_two };
	po_file_t po = po_file_read(file, &handler);
	po_message_iterator_t it;
	po_message_t m;

	if (po == NULL) {
		perror(file);
		exit(1);
	}
	faults += !plural_of_file(plural, file, po);
	it = po_message_iterator(po, NULL);
	while ((m = po_next_message(it)) != NULL)
		take(file, m, plural, text);
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

/* Its forms, with a NUL between, as gettext's .mo files have them. */
static void
put_text(size_t i, const struct text *text)
{
	printf("\t[%zu] = ", i);
	for (unsigned k = 0; k < PLURAL_MAX && text->form[k] != NULL; k++) {
		if (k > 0)
			fputs(" \"\\0\" ", stdout);
		put_string(text->form[k], strlen(text->form[k]));
	}
	puts(",");
}

static void
put_language(const char *language, const struct plural *plural,
    const struct text text[ENTRIES])
{
	plural_put(plural, language);
	printf("static const char *const text_%s[TEXT_MAX] = {\n", language);
	for (size_t i = 0; i < ENTRIES && entries[i].kind == NULL; i++)
		if (text[i].form[0] != NULL)
			put_text(i, &text[i]);
	printf("};\n\nstatic const struct input_word words_%s[] = {\n"
	       "\t{ \"?\", INPUT_MENU, 0 },\n",
	    language);
	for (size_t i = 0; i < ENTRIES; i++)
		if (entries[i].kind != NULL) {
			put_words(&entries[i], text[i].form[0]);
			put_words(&entries[i], entries[i].english);
		}
	puts("};\n");
}

static void
put_catalogue(const char *language)
{
	printf("\t{ \"%s\", plural_%s, text_%s, words_%s,\n"
	       "\t    sizeof(words_%s) / sizeof(words_%s[0]) },\n",
	    language, language, language, language, language, language);
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

/* Of the texts that count: which word has the number. */
static void
put_numbers(void)
{
	puts("static const char *const text_numbers[TEXT_MAX] = {");
	for (size_t i = 0; i < ENTRIES; i++)
		if (entry_many(&entries[i]) != NULL) {
			const char *word = entry_number(&entries[i]) + 1;

			printf("\t[%zu] = ", i);
			put_string(word, strcspn(word, "}"));
			puts(",");
		}
	puts("};\n");
}

static void
put_english(void)
{
	struct text text[ENTRIES] = { { { NULL } } };
	struct plural plural;
	size_t texts = 0;

	if (!plural_read(&plural, "en", 1, "nplurals=2; plural=n != 1;"))
		faults++;
	for (; texts < ENTRIES && entries[texts].kind == NULL; texts++) {
		text[texts].form[0] = entries[texts].english;
		text[texts].form[1] = entry_many(&entries[texts]);
	}
	printf("_Static_assert(TEXT_MAX == %zu, \"text_list.h and catalogue.h "
	       "are of one mind\");\n\n",
	    texts);
	put_language("en", &plural, text);
}

static void
put_tables(char **files)
{
	puts("/* Made by po/po2c from engine/core/text_list.h and po/. */\n");
	printf("#define PLURAL_TRIED %d\n\n", PLURAL_TRIED);
	/* rules are right as gettext reads them, of whatever style */
	puts("#pragma GCC diagnostic push\n"
	     "#pragma GCC diagnostic ignored \"-Wparentheses\"\n"
	     "#pragma GCC diagnostic ignored \"-Wtype-limits\"\n");
	put_numbers();
	put_english();
	for (char **f = files; *f != NULL; f++) {
		struct text text[ENTRIES] = { { { NULL } } };
		struct plural plural;
		po_file_t po = read_file(*f, &plural, text);

		put_language(language_of(*f), &plural, text);
		po_file_free(po);
	}
	puts("#pragma GCC diagnostic pop\n");
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
		struct text text[ENTRIES] = { { { NULL } } };
		struct plural plural;
		po_file_t po = read_file(*f, &plural, text);

		for (size_t i = 0; i < ENTRIES; i++)
			if (text[i].form[0] == NULL)
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
	     "\"Content-Transfer-Encoding: 8bit\\n\"\n"
	     "\"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n\"");
	for (size_t i = 0; i < ENTRIES; i++) {
		const char *many = entry_many(&entries[i]);

		printf("\n#. %s\n", entries[i].note);
		if (many != NULL)
			printf("#. %s is the number that decides.\n",
			    entry_number(&entries[i]));
		put_field("msgctxt", entries[i].context);
		put_field("msgid", entries[i].english);
		if (many == NULL) {
			puts("msgstr \"\"");
			continue;
		}
		put_field("msgid_plural", many);
		puts("msgstr[0] \"\"\nmsgstr[1] \"\"");
	}
}

int
main(int argc, char **argv)
{
	for (size_t i = 0; i < ENTRIES; i++) {
		const char *why = entry_fault(&entries[i]);

		if (why != NULL)
			fault("text_list.h", entries[i].context, why);
	}
	if (faults > 0)
		return 1;
	if (argc == 2 && strcmp(argv[1], "--pot") == 0)
		put_template();
	else if (argc > 1 && strcmp(argv[1], "--whole") == 0)
		say_missing(argv + 2);
	else
		put_tables(argv + 1);
	return faults > 0 || fflush(stdout) != 0;
}
