/*
 * SafeNet's XML, and seed files of vendors as they are, where a folder of
 * them stands beside the checkout (../shared/samples); else those are skipped.
 */
#include <stdio.h>
#include <unistd.h>

#include "import_test.h"

#define N(a) (sizeof(a) / sizeof(a[0]))

#define TOKEN(serial, app)                                                     \
	"<Token serial=\"" serial "\"><ProductName>Alpine</ProductName>"       \
	"<Applications>" app "</Applications></Token>"
#define APP(seed, moving)                                                      \
	"<Application><Seed>" seed "</Seed><MovingFactor>" moving              \
	"</MovingFactor></Application>"

static const struct import_case safenet[] = {
	{ "a token",
	    "<Tokens>" TOKEN("00040008CFA5", APP(HEX20, "17")) "</Tokens>",
	    "00040008CFA5 hotp sha1 " HEX20 " 6 0 17\n", "" },
	{ "an odd number of digits, and a good one after it",
	    "<Tokens>" TOKEN("A", APP("123412354", "1"))
		TOKEN("B", APP(HEX20, "1")) "</Tokens>",
	    "B hotp sha1 " HEX20 " 6 0 1\n",
	    "f: record 1 (serial A, line 1): the seed has 9 hexadecimal "
	    "digits, an odd number: one is missing or too many.\n" },
	{ "no serial", "<Tokens>" TOKEN("", APP(HEX20, "1")) "</Tokens>", "",
	    "f: record 1 (line 1): there is no serial number; every token "
	    "needs one.\n" },
	{ "no application", "<Tokens>" TOKEN("A", "") "</Tokens>", "",
	    "f: record 1 (serial A, line 1): there is no <Applications> with "
	    "an <Application> in it, so no seed.\n" },
	{ "two applications",
	    "<Tokens>" TOKEN("A", APP(HEX20, "1") APP(HEX20, "1")) "</Tokens>",
	    "",
	    "f: record 1 (serial A, line 1): the token has several "
	    "applications; a token has one seed here.\n" },
	{ "a counter that is none",
	    "<Tokens>" TOKEN("A", APP(HEX20, "-1")) "</Tokens>", "",
	    "f: record 1 (serial A, line 1): the MovingFactor \"-1\" is not a "
	    "number from 0 to 9223372036854775807.\n" },
	{ "each bad record with its line",
	    "<Tokens>\n" TOKEN("A", APP(HEX20, "1")) "\n" TOKEN(
		"B", APP("zz", "1")) "\n\n" TOKEN("",
		APP(HEX20, "1")) "\n" TOKEN("A", APP(HEX20, "1")) "\n</Tokens>",
	    "A hotp sha1 " HEX20 " 6 0 1\n",
	    "f: record 2 (serial B, line 3): the seed is not hexadecimal: its "
	    "character 1 is none of 0-9 and a-f.\n"
	    "f: record 3 (line 5): there is no serial number; every token "
	    "needs one.\n"
	    "f: record 4 (serial A, line 6): record 1 has the same serial; a "
	    "serial may stand in a file once. For tokens with several keys: "
	    "--number-repeats.\n" },
	{ "cut off: what follows from that is not told",
	    "<Tokens>\n" TOKEN(
		"A", APP("zz", "1")) "\n<Token serial=\"B\"><App",
	    "",
	    "f: record 1 (serial A, line 2): the seed is not hexadecimal: its "
	    "character 1 is none of 0-9 and a-f.\n"
	    "f: line 3: this is not well-formed XML: Couldn't find end of "
	    "Start Tag App. Is the file complete?\n" },
	{ "something else among the tokens", "<Tokens>\n<Foo/></Tokens>", "",
	    "f: line 2: <Tokens> holds something that is no <Token>.\n" },
};

static const struct {
	const char *file;
	const char *key, *password; /* key in hexadecimal */
	bool strict;                /* nothing more needs to be allowed */
	size_t records, seeds;
	const char *seed; /* one of them */
} samples[] = {
	{ "pskc-rfc6030/figure2.pskcxml", "", "", false, 1, 1,
	    "12345678 hotp sha1 31323334 6 0 0\n" },
	{ "pskc-rfc6030/figure3.pskcxml", "", "", true, 1, 1,
	    "987654321 hotp sha1 " HEX20 " 8 0 0 jsmith\n" },
	{ "pskc-rfc6030/figure4.pskcxml", "", "", true, 1, 0, "" },
	{ "pskc-rfc6030/figure5.pskcxml", "", "", true, 2, 1,
	    "987654321 hotp sha1 " HEX20 " 8 0 0\n" },
	{ "pskc-rfc6030/figure6.pskcxml", "12345678901234567890123456789012",
	    "", true, 1, 1, "987654321 hotp sha1 " HEX20 " 8 0 0\n" },
	{ "pskc-rfc6030/figure7.pskcxml", "", "qwerty", true, 1, 1,
	    "987654321 hotp sha1 " HEX20 " 8 0 0\n" },
	{ "pskc-rfc6030/figure8.pskcxml", "", "", true, 1, 0, "" },
	{ "pskc-rfc6030/figure9.pskcxml", "", "", true, 1, 1,
	    "0755225266 hotp sha1 " HEX20 " 6 0 0\n" },
	{ "pskc-rfc6030/figure10.pskcxml", "", "", false, 4, 4,
	    "654321 hotp sha1 " HEX20 " 8 0 0\n" },
	{ "pskc-vendors/feitian.pskcxml", "", "", true, 2, 2,
	    "2600215704919 totp sha1 cd22b780fffd2d53696807ecd37f404dae393270"
	    " 6 60 0\n" },
	{ "pskc-vendors/nagraid-ocra.pskcxml",
	    "4A057F6AB6FCB57AB5408E46A9835E68", "", true, 3, 3,
	    "306EUO4-00960 ocra sha1 ec63936268e7e86637e72c81d0a54e3b649754c8"
	    " 6 0 0 OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1\n" },
	{ "pskc-vendors/yubico.pskcxml", "", "", true, 1, 1,
	    "283599 yubikey sha1 2b7e151628aed2a6abf7158809cf4f3c 0 0 0 "
	    "ekhgjhbctrgn ca62baca62ba\n" },
	{ "pskc-vendors/encryption-aes128-cbc.pskcxml",
	    "12345678901234567890123456789012", "", false, 1, 1,
	    "N1 hotp sha1 " HEX20 " 6 0 0\n" },
	{ "pskc-vendors/encryption-aes256-cbc.pskcxml",
	    "12345678901234567890123456789012"
	    "34567890123456789012345678901234",
	    "", false, 1, 1, "N1 hotp sha1 " HEX20 " 6 0 0\n" },
	{ "pskc-vendors/encryption-kw-aes128.pskcxml",
	    "000102030405060708090A0B0C0D0E0F", "", false, 1, 1,
	    "N1 hotp sha1 00112233445566778899aabbccddeeff 6 0 0\n" },
	{ "csv/oath.csv", "", "", false, 4, 4, "tok4 totp sha1 1212 8 60 0\n" },
	{ "csv/entra.csv", "", "", true, 2, 2,
	    "10001001 totp sha1 d6f9df7c0110c8531d0952d8d73e1194e95b5f19 6 60 "
	    "0 user1@acme.org\n" },
	{ "safenet.xml", "", "", false, 2, 1,
	    "00040008CFA52 hotp sha1 123456 6 0 1\n" },
};

static void
safenet_xml(void **state)
{
	(void)state;
	import_cases(
	    safenet, N(safenet), (struct import_options){ .name = "f" });
}

static void
import_sample(FILE *f, size_t k, struct imported *i)
{
	uint8_t key[32];
	struct import_options o = { .name = samples[k].file,
		.key = { key, 0 },
		.password = slice_str(samples[k].password) };

	assert_int_equal(
	    hex_decode(slice_str(samples[k].key), key, sizeof(key), &o.key.n),
	    MF_OK);
	if (!samples[k].strict) {
		o.allow_short_keys = o.number_repeats = true;
		o.factor = "hotp";
		o.serial_prefix = "N";
	}
	import_stream(f, &o, i);
}

static void
samples_of_vendors(void **state)
{
	struct imported i;
	char path[200];

	(void)state;
	if (access("../shared/samples", R_OK) != 0) {
		print_message("no ../shared/samples here: skipped\n");
		skip();
	}
	for (size_t k = 0; k < N(samples); k++) {
		FILE *f;

		snprintf(path, sizeof(path), "../shared/samples/%s",
		    samples[k].file);
		f = fopen(path, "rb");
		if (f == NULL) {
			print_message("%s: not here\n", path);
			continue;
		}
		print_message("%s\n", path);
		import_sample(f, k, &i);
		assert_int_equal(i.result.records, samples[k].records);
		assert_int_equal(i.result.seeds, samples[k].seeds);
		assert_non_null(strstr(i.seeds, samples[k].seed));
		assert_int_equal(i.err == MF_OK, i.result.errors == 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(safenet_xml),
		cmocka_unit_test(samples_of_vendors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
