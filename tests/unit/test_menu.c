/* The list that "?" shows, part by part: each device once, in every language.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/catalogue.h"
#include "core/dialogue.h"
#include "prompt_test.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define MOST     40 /* devices */
#define LONG                                                                   \
	"\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137"   \
	"\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137"

/* Lists are made of these, again and again; the last is followed by a zero. */
static const struct prompt_device
    phones[] = { { KIND_SMS, "", "", "+37120008899", false }, { 0 } },
    mixed[] = { { KIND_TOKEN, "12-3456789", "", NULL, true },
	    { KIND_SMS, "", "", "+37120008899", false },
	    { KIND_EMAIL, "", "", "v.uzvards@example.org", false },
	    { KIND_CHALLENGE, "30-600412", "", NULL, false },
	    { KIND_YUBIKEY, "1234567", "", NULL, false },
	    { KIND_RECOVERY, "", "", NULL, false },
	    { KIND_TOKEN, "45-6700001", "blue token", NULL, false },
	    { KIND_APP, "", "", NULL, false }, { 0 } },
    named[] = { { KIND_SMS, "", "the phone that lies in the drawer of the desk",
		    "+37120008899", false },
	    { KIND_EMAIL, "", "",
		"v.u@mail.ministry-of-finance.republic.example", false },
	    { KIND_APP, "", LONG, "", false },
	    { KIND_EMAIL, "", LONG, "v.u@mail.example.org", false },
	    { KIND_TOKEN, "1234567890123456789012345", "", NULL, false },
	    { KIND_TEMPORARY, "", "", NULL, false }, { 0 } };

static const struct {
	const char *what;
	const struct prompt_device *of;
} lists[] = { { "phones", phones }, { "mixed", mixed }, { "named", named } };

static const size_t sizes[] = { 1, 2, 6, 8, 9, 16, DEVICES_MAX, MOST };

struct menu {
	const char *language;
	struct prompt_device list[MOST];
	struct prompt_args args;
	unsigned seen[MOST + 1]; /* how often each number was shown */
	char line[512];
};

static void
make(struct menu *m, const char *language, const struct prompt_device *of,
    size_t n, size_t prompted)
{
	*m = (struct menu){ .language = language };
	for (size_t i = 0, k = 0; i < n; i++) {
		m->list[i] = of[k++];
		if (of[k].kind == 0 && of[k].serial == NULL)
			k = 0;
	}
	m->args.list = m->list;
	m->args.nlist = n;
	m->args.prompted = prompted;
	m->args.pages = true;
	m->args.device = prompted < n ? &m->list[prompted] : NULL;
}

static const char *
show(struct menu *m, unsigned page)
{
	struct text t;

	m->args.page = page;
	text_init(&t, m->line, sizeof(m->line));
	prompt_render(PROMPT_MENU, m->language, &m->args, &t);
	return m->line;
}

/* Whether it says that there is more. */
static bool
goes_on(const struct menu *m)
{
	char end[64];
	size_t n, len = strlen(m->line);

	(void)snprintf(
	    end, sizeof(end), ", %s", text_of(m->language, TEXT_MORE));
	n = strlen(end);
	for (size_t i = 0; i + n <= len; i++)
		if (strncmp(m->line + i, end, n) == 0) {
			assert_true(len - i - n <= strlen(" : "));
			return true;
		}
	return false;
}

/* The numbers of a part, which rise. */
static void
count(struct menu *m)
{
	const char *at = m->line, *p;
	char number[8];

	for (size_t i = 1; i <= m->args.nlist; i++) {
		(void)snprintf(number, sizeof(number), " %zu ", i);
		if ((p = strstr(m->line, number)) == NULL)
			continue;
		assert_true(p > at);
		assert_null(strstr(p + 1, number));
		at = p;
		m->seen[i]++;
	}
}

/* Turns all pages; how many there are. */
static unsigned
turn(struct menu *m)
{
	char first[512];
	unsigned page = 0;

	(void)strcpy(first, show(m, 0));
	for (;; page++) {
		size_t max = m->args.max == 0 ? PROMPT_MAX : m->args.max;

		(void)show(m, page);
		if (characters(m->line) > max || strlen(m->line) > 253)
			fail_msg("too long: %s", m->line);
		count(m);
		if (!goes_on(m))
			break;
		assert_true(page < MOST);
	}
	assert_string_equal(show(m, page + 1), first);
	return page + 1;
}

static void
check(const char *language, size_t which, size_t n, size_t prompted)
{
	struct menu m;

	make(&m, language, lists[which].of, n, prompted);
	(void)turn(&m);
	for (size_t i = 1; i <= n && n > (prompted < n); i++)
		if (m.seen[i] != (i - 1 != prompted))
			fail_msg("%s, %s, %zu, %zu asked for: number %zu is "
				 "shown %u times",
			    language, lists[which].what, n, prompted + 1, i,
			    m.seen[i]);
}

static void
each_device_is_in_one_part(void **state)
{
	const char *l;

	(void)state;
	for (size_t i = 0; (l = catalogue_language(i)) != NULL; i++)
		for (size_t k = 0; k < COUNT(lists) * COUNT(sizes); k++) {
			size_t n = sizes[k / COUNT(lists)];

			check(l, k % COUNT(lists), n, 0);
			check(l, k % COUNT(lists), n, n / 2);
			check(l, k % COUNT(lists), n, n - 1);
			check(l, k % COUNT(lists), n, n); /* none is */
		}
}

/* A login has so many rounds: one for the first prompt, one for the code. */
static void
one_login_is_enough_to_see_two_dozen(void **state)
{
	struct menu m;
	const char *l;

	(void)state;
	for (size_t i = 0; (l = catalogue_language(i)) != NULL; i++) {
		make(&m, l, phones, 24, 0);
		assert_true(turn(&m) <= ROUNDS_MAX - 2);
		make(&m, l, mixed, 24, 0);
		assert_true(turn(&m) <= ROUNDS_MAX - 2);
	}
}

static void
reads_well(void **state)
{
	static const char *const parts[] = {
		"Code of the SMS ..8899, or 2 SMS ..8899, 3 SMS ..8899, "
		"4 SMS ..8899, 5 SMS ..8899, ? more: ",
		"Code of the SMS ..8899, or 6 SMS ..8899, 7 SMS ..8899, "
		"8 SMS ..8899, 9 SMS ..8899: ",
	};
	struct menu m;

	(void)state;
	make(&m, "en", phones, 9, 0);
	for (unsigned i = 0; i < 5; i++)
		assert_string_equal(show(&m, i), parts[i % 2]);
	m.args.nlist = 6; /* fits whole */
	assert_string_equal(show(&m, 0), show(&m, 1));
	assert_null(strchr(m.line, '?'));
	m.language = "lv";
	m.args.nlist = 9;
	assert_string_equal(show(&m, 0),
	    "Kods no \u012bszi\u0146as ..8899 vai 2 \u012bszi\u0146a ..8899, "
	    "3 \u012bszi\u0146a ..8899, 4 \u012bszi\u0146a ..8899, ? "
	    "v\u0113l: ");
}

/* A part has the names as long as it has room for them. */
static void
names_are_short_only_where_they_must(void **state)
{
	struct menu m;

	(void)state;
	make(&m, "en", named, 5, 0);
	assert_string_equal(show(&m, 0),
	    "Code of the SMS \"the phone ..\", or 2 e-mail v...@mail.mini.., 3 "
	    "\u0137\u0137\u0137\u0137\u0137.., ? more: ");
	assert_string_equal(show(&m, 1),
	    "Code of the SMS \"the phone that lies ..\", or 4 e-mail "
	    "\"\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137\u0137"
	    "\u0137..\", 5 token 1234567890123456..: ");
}

/* Where nothing can be typed it is not asked for. */
static void
one_that_cannot_be_turned_has_one_part(void **state)
{
	struct menu m;

	(void)state;
	make(&m, "en", phones, 9, 0);
	m.args.pages = false;
	assert_string_equal(show(&m, 0),
	    "Code of the SMS ..8899, or 2 SMS ..8899, 3 SMS ..8899, "
	    "4 SMS ..8899, 5 SMS ..8899, 6 SMS ..8899: ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_device_is_in_one_part),
		cmocka_unit_test(one_login_is_enough_to_see_two_dozen),
		cmocka_unit_test(reads_well),
		cmocka_unit_test(names_are_short_only_where_they_must),
		cmocka_unit_test(one_that_cannot_be_turned_has_one_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
