#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plural.h"

#define HEAD    "Plural-Forms"
#define EXAMPLE "\"" HEAD ": nplurals=2; plural=(n != 1);\\n\""

bool
plural_read(struct plural *p, const char *file, size_t line, const char *value)
{
	static const char known[] = " \t()?:|&=!<>+-*/%n0123456789";
	const char *rule;
	size_t n, end;
	int at = 0;

	*p = (struct plural){ .forms = 0 };
	if (sscanf(value, "nplurals=%u; plural=%n", &p->forms, &at) != 1 ||
	    at == 0) {
		fprintf(stderr, "%s:%zu: " HEAD ": \"%s\"; give it as in %s\n",
		    file, line, value, EXAMPLE);
		return false;
	}
	if (p->forms < 1 || p->forms > PLURAL_MAX) {
		fprintf(stderr,
		    "%s:%zu: " HEAD ": nplurals is %u; give 1 to "
		    "%d\n",
		    file, line, p->forms, PLURAL_MAX);
		return false;
	}
	rule = value + at;
	n = strcspn(rule, ";");
	end = n + strspn(rule + n, "; \t");
	if (n >= sizeof(p->rule) || strspn(rule, known) < n ||
	    rule[end] != '\0') {
		fprintf(stderr,
		    "%s:%zu: " HEAD ": plural is \"%s\"; give one "
		    "expression of n, numbers and ?: || && == != < > <= >= "
		    "+ - * / %% ! ( ), of at most %zu characters\n",
		    file, line, rule, sizeof(p->rule) - 1);
		return false;
	}
	memcpy(p->rule, rule, n);
	return true;
}

/* ---- gettext's own check: the grammar, every n, every text's forms ------- */

/* What its handler has to know, which gets no argument. */
static struct {
	const char *file, *value;
	size_t line; /* of the head */
	bool faulty;
} checked;

static void
report(int severity, po_message_t m, const char *file, size_t line,
    size_t column, int many, const char *text)
{
	const char *context = m == NULL ? NULL : po_message_msgctxt(m);

	(void)file;
	(void)line;
	(void)column;
	(void)many;
	if (severity == PO_SEVERITY_WARNING)
		return; /* it misses names and dates */
	if (context == NULL)
		fprintf(stderr, "%s:%zu: " HEAD ": \"%s\": %s\n", checked.file,
		    checked.line, checked.value, text);
	else
		fprintf(stderr, "%s: %s: %s\n", checked.file, context, text);
	checked.faulty = true;
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

/* Of the head's entry; 1 if there is none. */
static size_t
line_of_head(const char *file)
{
	char text[1024];
	size_t line = 0;
	bool found = false;
	FILE *fp = fopen(file, "r");

	while (fp != NULL && !found && fgets(text, sizeof(text), fp) != NULL) {
		line++;
		found = strncmp(text, "\"" HEAD ":", strlen(HEAD) + 2) == 0;
	}
	if (fp != NULL)
		(void)fclose(fp);
	return found ? line : 1;
}

bool
plural_of_file(struct plural *p, const char *file, po_file_t po)
{
	static const struct po_xerror_handler handler = { report, report_two };
	const char *head = po_file_domain_header(po, NULL);
	char *value = head == NULL ? NULL : po_header_field(head, HEAD);
	bool good;

	*p = (struct plural){ .forms = 0 };
	checked.file = file;
	checked.value = value;
	checked.line = line_of_head(file);
	checked.faulty = false;
	if (value == NULL) {
		fprintf(stderr,
		    "%s:1: " HEAD ": is missing; give it as in "
		    "%s\n",
		    file, EXAMPLE);
		return false;
	}
	good = plural_read(p, file, checked.line, value);
	if (good)
		po_file_check_all(po, &handler);
	free(value);
	return good && !checked.faulty;
}

/* ---- writing ------------------------------------------------------------- */

/* A leading 0 would make a number octal in C. */
void
plural_put(const struct plural *p, const char *language)
{
	printf("static unsigned\nplural_%s(unsigned long n)\n{\n"
	       "\tunsigned long form = ",
	    language);
	for (const char *s = p->rule; *s != '\0';)
		if (isdigit((unsigned char)*s)) {
			char *end;

			printf("%luUL", strtoul(s, &end, 10));
			s = end;
		} else {
			putchar(*s++);
		}
	printf(";\n\n\t(void)n;\n\treturn form < %u ? (unsigned)form : 0;\n"
	       "}\n\n",
	    p->forms);
}
