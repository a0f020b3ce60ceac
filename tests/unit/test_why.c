/* What the helpdesk reads when it asks why. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "server/why.h"

#define AT  (INT64_C(1795252447) * 1000) /* 2026-11-21 09:14:07 */
#define NOW (AT + 180000)

#define TOKEN .title = "TOTP", .serial = "12-3456789", .step = 30
#define YUBIKEY                                                                \
	.title = "Yubico OTP", .serial = "10944003", .touched = true,          \
	.still = true
#define WHO                                                                    \
	.at_ms = AT, .now_ms = NOW, .account = "vards.uzvards",                \
	.nas = "vpn-riga", .station = "198.51.100.7", .policy = "vpn",         \
	.first = STORY_FIRST_PASSWORD
#define HEAD                                                                   \
	"Rejected 2026-11-21 09:14:07 UTC, 3 minutes ago: vards.uzvards "      \
	"from vpn-riga\n(198.51.100.7).\n"

static const struct {
	struct story story;
	const char *told;
} stories[] = {
	{ { WHO, TOKEN, .reason = REASON_USED_CODE, .shown = AT / 1000 - 187,
	      .used_ms = AT - 147000, .used_nas = "vpn-riga" },
	    HEAD "The password was right. The code was one that token "
		 "12-3456789 showed at\n09:11:00, but that code had already "
		 "opened a login at 09:11:40 on vpn-riga.\nEach code works "
		 "once.\nNext: wait for the token's next code (every 30 s) "
		 "and try again." },
	{ { WHO, .title = "HOTP", .serial = "7", .reason = REASON_USED_CODE,
	      .used_ms = AT - 86400000, .used_newer = true },
	    HEAD "The password was right. The code was an earlier one of "
		 "token 7, but a newer one\nhad already opened a login at "
		 "2026-11-20 09:14:07. Each code works once.\nNext: press "
		 "the token for its next code and try again." },
	{ { WHO, .title = "temporary code", .single = SINGLE_TEMPORARY,
	      .reason = REASON_USED_CODE },
	    HEAD "The password was right. The temporary code was right, but "
		 "it had already been\nused. Each code works once.\nNext: "
		 "ask for another temporary code and try again." },
	{ { WHO, .title = "SMS", .single = SINGLE_SMS,
	      .address = "+371....0001", .reason = REASON_USED_CODE },
	    HEAD "The password was right. The code by SMS was right, but it "
		 "had already been used.\nEach code works once.\nNext: log in "
		 "again for another one and try again." },
	{ { WHO, .title = "OCRA", .serial = "30-600417", .asked = true,
	      .reason = REASON_WRONG_CODE },
	    HEAD "The password was right. The code was not one that token "
		 "30-600417 gives for what\nit was asked.\nNext: try again "
		 "with the answer to the new number; if that fails, too, run\n"
		 "mfctl token resync 30-600417 with two codes in a row." },
	{ { WHO, .title = "OCRA", .serial = "30-600417", .asked = true,
	      .still = true, .reason = REASON_WRONG_CODE },
	    HEAD "The password was right. The code was not one that token "
		 "30-600417 gives for what\nit was asked.\nNext: try again "
		 "with the answer to the new number; if that fails, too, see\n"
		 "mfctl token show 30-600417 for whose token it is." },
	{ { WHO, YUBIKEY, .reason = REASON_WRONG_CODE },
	    HEAD "The password was right. The code was not one that token "
		 "10944003 types.\nNext: touch it once more at the prompt; if "
		 "that fails, too, see mfctl token show\n10944003 for whose "
		 "token it is." },
	{ { WHO, YUBIKEY, .reason = REASON_UNREADABLE },
	    HEAD "The password was right. What was typed was neither a code "
		 "nor one of the words\nthat can be typed there.\nNext: touch "
		 "token 10944003 once at the prompt, for it types the code by "
		 "itself." },
	{ { WHO, YUBIKEY, .reason = REASON_LOCKED_DEVICE },
	    HEAD "The password was right. Token 10944003 had too many wrong "
		 "codes in a row, so no\ncode of it was looked at.\nNext: see "
		 "mfctl token show 10944003 for whose token it is." },
	{ { WHO, .title = "recovery codes", .single = SINGLE_RECOVERY,
	      .reason = REASON_UNREADABLE },
	    HEAD "The password was right. What was typed was neither a code "
		 "nor one of the words\nthat can be typed there.\nNext: try "
		 "again with the code just as it is printed, and nothing "
		 "else." },
	{ { WHO, TOKEN, .pin = true, .reason = REASON_WRONG_CODE },
	    HEAD "The password was right. What was typed was not the PIN and "
		 "a code that token\n12-3456789 shows at this time.\nNext: "
		 "type the PIN and, right behind it, the code it shows now; if "
		 "that fails,\ntoo, run mfctl token resync 12-3456789 with two "
		 "codes in a row." },
	{ { WHO, TOKEN, .pin = true, .reason = REASON_UNREADABLE },
	    HEAD "The password was right. What was typed was neither a code "
		 "nor one of the words\nthat can be typed there.\nNext: type "
		 "the PIN and, right behind it, the digits that token "
		 "12-3456789\nshows, and nothing else." },
	{ { .at_ms = AT,
	      .now_ms = NOW,
	      .account = "vards.uzvards",
	      .proof = true,
	      .fields = "challenge=27469018",
	      .serial = "30-600417",
	      .title = "OCRA",
	      .end = STORY_ACCEPTED,
	      .reason = REASON_ACCEPTED },
	    "Proved 2026-11-21 09:14:07 UTC, 3 minutes ago: vards.uzvards,\n"
	    "challenge=27469018.\nThe code was the one that token 30-600417 "
	    "answers the server with." },
	{ { WHO, TOKEN, .label = "blue token", .reason = REASON_WRONG_CODE,
	      .locked_until = NOW / 1000 + 60 },
	    HEAD "The password was right. The code was not one that \"blue "
		 "token\" (token\n12-3456789) shows at this time. It was one "
		 "too many in a row: nothing from\nthere is looked at until "
		 "09:18:07.\nNext: try again with the code it shows now; if "
		 "that fails, too, run mfctl token\nresync 12-3456789 with "
		 "two codes in a row." },
	{ { WHO, TOKEN, .reason = REASON_LOCKED_SOFT,
	      .locked_until = NOW / 1000 + 600 },
	    HEAD "The password was right. There had been too many wrong "
		 "codes in a row from\nthere, so this one was not looked at; "
		 "nothing is until 09:27:07.\nNext: wait another 10 minutes, "
		 "or run mfctl account unlock vards.uzvards." },
	{ { WHO, TOKEN, .end = STORY_ASKED, .reason = REASON_WORD,
	      .word = "sync" },
	    "Asked again 2026-11-21 09:14:07 UTC, 3 minutes ago: "
	    "vards.uzvards from vpn-riga\n(198.51.100.7).\nThe password was "
	    "right. \"sync\" was typed instead of a code, and a code was "
	    "asked for again." },
	{ { WHO, TOKEN, .end = STORY_ASKED, .reason = REASON_WORD,
	      .word = "lost", .lost_today = true },
	    "Asked again 2026-11-21 09:14:07 UTC, 3 minutes ago: "
	    "vards.uzvards from vpn-riga\n(198.51.100.7).\nThe password was "
	    "right. \"lost\" was typed instead of a code; it is good once a "
	    "day for an account, and had been used. A code was asked for "
	    "again." },
	{ { WHO, TOKEN, .end = STORY_ASKED, .reason = REASON_WORD,
	      .word = WORD_REGISTER },
	    "Asked again 2026-11-21 09:14:07 UTC, 3 minutes ago: "
	    "vards.uzvards from vpn-riga\n(198.51.100.7).\nThe password was "
	    "right. A number or address to register was typed, and a code was "
	    "asked for again." },
	{ { WHO, TOKEN, .reason = REASON_WORD, .word = "?" },
	    HEAD "The password was right. \"?\" was typed instead of a code, "
		 "and the list was shown." },
	/* in a command as a shell takes it, in prose as it is */
	{ { .at_ms = AT,
	      .now_ms = NOW,
	      .account = "o'brien",
	      .title = "TOTP",
	      .serial = "A 1",
	      .nas = "vpn",
	      .first = STORY_FIRST_PASSWORD,
	      .reason = REASON_LOST },
	    "Rejected 2026-11-21 09:14:07 UTC, 3 minutes ago: o'brien from "
	    "vpn.\nThe password was right. Token A 1 was reported lost at "
	    "the prompt and is\nsuspended.\nNext: if it is found, run mfctl "
	    "token enable 'A 1', else mfctl token lost 'A 1'; mfctl "
	    "account temporary 'o'\\''brien' helps out." },
	{ { .at_ms = AT,
	      .now_ms = NOW,
	      .account = "o'brien",
	      .title = "TOTP",
	      .serial = "7",
	      .nas = "vpn",
	      .end = STORY_ACCEPTED,
	      .reason = REASON_ACCEPTED,
	      .opened = OPENED_BY_CLAIM },
	    "Accepted 2026-11-21 09:14:07 UTC, 3 minutes ago: o'brien from "
	    "vpn.\nThe first factor was right. Token 7 was claimed at the "
	    "prompt, by its serial and two "
	    "codes in a row, and assigned to o'brien." },
	{ { WHO, .reason = REASON_WRONG_PASSWORD },
	    HEAD "The password was not right.\nNext: type it again, or give "
		 "the account a new one with mfctl account password\n"
		 "vards.uzvards." },
	{ { WHO, TOKEN, .end = STORY_ACCEPTED, .reason = REASON_ACCEPTED },
	    "Accepted 2026-11-21 09:14:07 UTC, 3 minutes ago: vards.uzvards "
	    "from vpn-riga\n(198.51.100.7).\nThe password was right. So was "
	    "the code of token 12-3456789." },
	{ { WHO, TOKEN, .end = STORY_ACCEPTED, .reason = REASON_ACCEPTED,
	      .opened = OPENED_BY_CLAIM },
	    "Accepted 2026-11-21 09:14:07 UTC, 3 minutes ago: vards.uzvards "
	    "from vpn-riga\n(198.51.100.7).\nThe password was right. Token "
	    "12-3456789 was claimed at the prompt, by its serial and two "
	    "codes in a row, and assigned to vards.uzvards." },
	{ { WHO, TOKEN, .end = STORY_ACCEPTED, .reason = REASON_ACCEPTED,
	      .opened = OPENED_BY_RESYNC },
	    "Accepted 2026-11-21 09:14:07 UTC, 3 minutes ago: vards.uzvards "
	    "from vpn-riga\n(198.51.100.7).\nThe password was right. Two "
	    "codes in a row of token 12-3456789 were right: it was "
	    "resynchronised, and both are used up." },
	{ { WHO, TOKEN, .end = STORY_ACCEPTED, .reason = REASON_ACCEPTED,
	      .lost_title = "HOTP", .lost_serial = "7", .lost_label = "blue" },
	    "Accepted 2026-11-21 09:14:07 UTC, 3 minutes ago: vards.uzvards "
	    "from vpn-riga\n(198.51.100.7).\nThe password was right. So was "
	    "the code of token 12-3456789. Before that, \"blue\" (token 7) "
	    "was reported lost at the prompt and suspended; mfctl token "
	    "enable 7 lifts it." },
	{ { .at_ms = AT,
	      .now_ms = AT,
	      .reason = REASON_NO_POLICY,
	      .nas = "evil\n\x1b[31m\"nas" },
	    "Rejected 2026-11-21 09:14:07 UTC, 0 seconds ago: somebody from\n"
	    "evil\\x0a\\x1b[31m\\\"nas.\nNo policy in multifactord.conf fits "
	    "a login from there, so nothing was looked at.\nNext: an admin "
	    "finds out what does not fit with mfctl what-if, and adds or\n"
	    "corrects a policy." },
};

/* Where lines end is another test's. */
static void
join(char *s)
{
	while ((s = strchr(s, '\n')) != NULL)
		*s = ' ';
}

static void
tells_the_story(void **state)
{
	char buf[STORY_SIZE], told[STORY_SIZE];
	struct text t;

	(void)state;
	for (size_t i = 0; i < sizeof(stories) / sizeof(stories[0]); i++) {
		text_init(&t, buf, sizeof(buf));
		why_tell(&stories[i].story, &t);
		strcpy(told, stories[i].told);
		join(told);
		join(buf);
		if (strcmp(buf, told) != 0)
			fail_msg("row %zu:\n%s\n%s", i, buf, told);
	}
}

static bool
is_plain(const char *s)
{
	return strchr(s, '{') == NULL && strchr(s, '}') == NULL &&
	    strstr(s, "  ") == NULL && strstr(s, "..") == NULL &&
	    strstr(s, " .") == NULL && strstr(s, " ,") == NULL;
}

/* However little is known: whole sentences, and what to do after a reject. */
static void
has_words_for_every_reason(void **state)
{
	static const struct story known[] = {
		{ .at_ms = AT, .now_ms = NOW },
		{ WHO, TOKEN, .locked_until = AT / 1000 },
		{ WHO, .title = "HOTP", .label = "key" },
		{ WHO, .title = "temporary code", .single = SINGLE_TEMPORARY },
		{ WHO, .title = "SMS", .single = SINGLE_SMS },
		{ WHO, .title = "e-mail", .single = SINGLE_EMAIL },
	};
	char buf[STORY_SIZE];
	struct text t;

	(void)state;
	for (int r = 0; r < REASON_MAX; r++)
		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
			struct story s = known[i];

			s.reason = (enum reason)r;
			text_init(&t, buf, sizeof(buf));
			why_tell(&s, &t);
			if (tellings[r].happened == NULL || t.cut ||
			    !is_plain(buf) || buf[t.len - 1] != '.')
				fail_msg("%s:\n%s", reason_words[r], buf);
			for (char *p = strtok(buf, "\n"); p != NULL;
			     p = strtok(NULL, "\n"))
				assert_in_range(strlen(p), 1, 78);
			if (r > REASON_WORD)
				assert_non_null(tellings[r].next);
			assert_int_equal(why_reason(reason_words[r]), r);
		}
	assert_int_equal(why_reason("whatever"), REASON_NONE);
}

static void
resynchronises_no_temporary_code(void **state)
{
	static const enum reason reasons[] = { REASON_WRONG_CODE,
		REASON_LOCKED_DEVICE };
	char buf[STORY_SIZE];
	struct text t;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const struct story s = { WHO, .reason = reasons[i],
			.title = "temporary code", .single = SINGLE_TEMPORARY };

		text_init(&t, buf, sizeof(buf));
		why_next(&s, &t);
		assert_null(strstr(buf, "resync"));
		assert_non_null(strstr(buf, "mfctl account temporary"));
	}
}

static void
says_how_long_ago(void **state)
{
	static const struct {
		int64_t seconds;
		const char *said;
	} table[] = {
		{ -5, "0 seconds" },
		{ 1, "1 second" },
		{ 59, "59 seconds" },
		{ 60, "1 minute" },
		{ 61, "61 seconds" },
		{ 119, "119 seconds" },
		{ 180, "3 minutes" },
		{ 3600, "1 hour" },
		{ 7199, "119 minutes" },
		{ 86400, "1 day" },
		{ 100000, "27 hours" },
		{ 864000, "10 days" },
	};
	char span[SPAN_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		why_span(table[i].seconds, span);
		assert_string_equal(span, table[i].said);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_the_story),
		cmocka_unit_test(has_words_for_every_reason),
		cmocka_unit_test(resynchronises_no_temporary_code),
		cmocka_unit_test(says_how_long_ago),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
