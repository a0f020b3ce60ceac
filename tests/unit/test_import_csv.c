#include "import_test.h"

#define B32_20 "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
#define AES    "31323334353637383930313233343536"

static const struct import_case oath[] = {
	{ "serial and seed: HOTP, six digits", "12-345," HEX20 "\n",
	    "12-345 hotp sha1 " HEX20 " 6 0 0\n", "" },
	{ "all cells", "tok4, " HEX20 ", totp, 8, 60, SHA256",
	    "tok4 totp sha256 " HEX20 " 8 60 0\n", "" },
	{ "OCRA has its suite where the digits are",
	    "o1," HEX20 ",ocra,OCRA-1:HOTP-SHA1-8:QH40\n",
	    "o1 ocra sha1 " HEX20 " 8 0 0 OCRA-1:HOTP-SHA1-8:QH40\n", "" },
	{ "comments, CRLF, blanks, empty lines, trailing commas, BOM",
	    "\357\273\277# tokens\r\n\r\n  tok1 ,\t" HEX20 " ,totp,,,,,\r\n"
	    ",,,\r\n",
	    "tok1 totp sha1 " HEX20 " 6 30 0\n", "" },
	{ "semicolons", "a;" HEX20 ";hotp;7\n", "a hotp sha1 " HEX20 " 7 0 0\n",
	    "" },
	{ "tabs", "a\t" HEX20 "\thotp\t7\n", "a hotp sha1 " HEX20 " 7 0 0\n",
	    "" },
	{ "quoted cells", "\"a:1\",\"" HEX20 "\" , \"hotp\"\n",
	    "a:1 hotp sha1 " HEX20 " 6 0 0\n", "" },
	{ "a short key is refused", "tok1, 1212\n", "",
	    "f: line 1 (serial tok1): the key is 16 bits, RFC 4226 asks for "
	    "at least 128.\n" },
	{ "a key of 128 bits is warned of",
	    "a," AES "\nb,00112233445566778899aabbccddeeff\n", NULL,
	    "warning: f: line 1 (serial a) and 1 more: the key has less than "
	    "the 160 bits that RFC 4226 recommends.\n" },
	{ "all bad records are named, the good ones handed on",
	    "a,xyz\nb," HEX20 "\nc,123\nd," HEX20 ",motp\ne," HEX20 ",hotp,9\n",
	    "b hotp sha1 " HEX20 " 6 0 0\n",
	    "f: line 1 (serial a): the seed is not hexadecimal: its character "
	    "1 is none of 0-9 and a-f.\n"
	    "f: line 3 (serial c): the seed has 3 hexadecimal digits, an odd "
	    "number: one is missing or too many.\n"
	    "f: line 4 (serial d): the type \"motp\" is none of hotp, totp and "
	    "ocra.\n"
	    "f: line 5 (serial e): the number of digits \"9\" is not a number "
	    "from 6 to 8.\n" },
	{ "a serial may stand once, however it is written",
	    "12-345," HEX20 "\n12.345," HEX20 "\nT12345678," HEX20
	    "\n12345678," HEX20 "\n",
	    NULL,
	    "f: line 2 (serial 12.345): line 1 has the same serial; a serial "
	    "may stand in a file once. "
	    "For tokens with several keys: --number-repeats.\n"
	    "f: line 4 (serial 12345678): line 3 has the same serial; a "
	    "serial may stand in a file once. "
	    "For tokens with several keys: --number-repeats.\n" },
	{ "no serial", "," HEX20 "\n", "",
	    "f: line 1: there is no serial number; every token needs one.\n" },
	{ "a serial of odd characters", "a*b," HEX20 "\n", "",
	    "f: line 1 (serial a*b): the serial has the character *; letters, "
	    "digits, hyphen, dot, colon, underscore and space may be in "
	    "one.\n" },
	{ "OCRA without its suite", "o," HEX20 ",ocra\n", "",
	    "f: line 1 (serial o): an OCRA token needs its suite, such as "
	    "OCRA-1:HOTP-SHA1-6:QN08.\n" },
	{ "a suite that is none", "o," HEX20 ",ocra,OCRA-1:HOTP-SHA1-3:QN08\n",
	    "",
	    "f: line 1 (serial o): the suite \"OCRA-1:HOTP-SHA1-3:QN08\" is "
	    "not one of RFC 6287.\n" },
	{ "a quote left open", "a,\"" HEX20 "\nb,c\n", "",
	    "f: line 1: a quote (\") is opened here and never closed.\n" },
	{ "text after a quote", "a,\"x\"y\nb," HEX20 "\n",
	    "b hotp sha1 " HEX20 " 6 0 0\n",
	    "f: line 1: after a closing quote (\") there must be the next "
	    "cell or the line's end.\n" },
	{ "one cell", "hello\n", "",
	    "f: line 1 (serial hello): there is one cell only; OATH CSV has "
	    "serial, seed [, type [, digits [, step [, hash]]]].\n" },
	{ "comments only", "# none\n", "",
	    "f: there is no token in the file.\n" },
};

static const struct import_case entra[] = {
	{ "as Entra takes it",
	    "upn,serial number,secret key,time interval,manufacturer,model\n"
	    "u@example.org,1001," B32_20 ",60,Deepnet Security,SafeID\n",
	    "1001 totp sha1 " HEX20 " 6 60 0 u@example.org\n", "" },
	{ "other spelling, order, quotes and separator; small letters",
	    "Model;\"TimeInterval\";Secret_Key;SERIAL NUMBER;note\n"
	    "X;30;gezd gnbv gy3t qojq gezd gnbv gy3t qojq;7;\"a;b\"\n",
	    "7 totp sha1 " HEX20 " 6 30 0\n",
	    "warning: f: line 1: ignored columns: \"note\".\n" },
	{ "doubled quotes",
	    "serial,secret key,time step,\"a \"\"b\"\", c\"\n"
	    "7," B32_20 ",60,\"x\ny\"\n",
	    "7 totp sha1 " HEX20 " 6 60 0\n",
	    "warning: f: line 1: ignored columns: \"a \\\"b\\\", "
	    "c\".\n" },
	{ "hexadecimal under its own name",
	    "serial,hexseed,token type,digits\n7," HEX20 ",hotp,8\n",
	    "7 hotp sha1 " HEX20 " 8 0 0\n", "" },
	{ "no time interval", "serial number,secret key\n7," B32_20 "\n",
	    "7 totp sha1 " HEX20 " 6 30 0\n",
	    "warning: f: line 2 (serial 7): the time step is not said; taken "
	    "in seconds as 30.\n" },
	{ "no column for the key", "upn,serial number\nu,7\n", "",
	    "f: line 1: the header needs the columns \"serial number\" and "
	    "\"secret key\" (base32) or \"hexseed\" (hexadecimal).\n" },
	{ "the same column twice", "serial,secret key,serial number\n", "",
	    "f: line 1: two columns mean the same: \"serial number\" is the "
	    "second.\n" },
	{ "not base32",
	    "serial,secret key\n7,1EZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n8,\n", "",
	    "f: line 2 (serial 7): the secret key is not base32: its "
	    "character 1 is none of A-Z and 2-7.\n"
	    "f: line 3 (serial 8): there is no secret key.\n" },
	{ "an impossible time interval",
	    "serial,secret key,time interval\n7," B32_20 ",0\n", "",
	    "f: line 2 (serial 7): the time interval \"0\" is not a number "
	    "from 1 to 86400.\n" },
};

static const struct import_case yubico[] = {
	{ "a log whose header has but a time",
	    "LOGGING START,12/11/2013 11:10\n"
	    "OATH-HOTP,12/11/2013 11:10,1,ubhe00000001,," HEX20
	    ",,,0,0,0,6,0,0,0,0,0,0\n",
	    "ubhe00000001 hotp sha1 " HEX20 " 6 0 0\n", "" },
	{ "Yubico format",
	    "508326,cccccccccccc,83cebdfb7b93," AES ",,2013-12-12T08:43:17,\n"
	    "508327,,7," HEX20 ",,2013-12-12T08:41:07,\n",
	    "508326 yubikey sha1 " AES " 0 0 0 cccccccccccc 83cebdfb7b93\n"
	    "508327 hotp sha1 " HEX20 " 6 0 7\n",
	    "warning: f: line 2 (serial 508327): the number of digits is not "
	    "said; taken as 6.\n" },
	{ "traditional format",
	    "LOGGING START,11.12.13 18:55,,,,,\n"
	    "OATH-HOTP,11.12.13 18:55,1,cccccccccccc,," HEX20
	    ",,,0,0,0,8,0,0,0,0,0,0\n"
	    "Yubico OTP,12/11/2013 11:10,1,vvgutbiedkvi,ab86c04de6a3," AES
	    ",,,0,0,0,0,0,0,0,0,0,0\n",
	    "cccccccccccc hotp sha1 " HEX20 " 8 0 0\n"
	    "vvgutbiedkvi yubikey sha1 " AES
	    " 0 0 0 vvgutbiedkvi ab86c04de6a3\n",
	    "" },
	{ "static passwords cannot be imported",
	    "508326,,," AES ",,2013-12-12T08:44:34,\n", "",
	    "f: line 1 (serial 508326): there is neither public id nor moving "
	    "factor: a static password or challenge-response slot, which "
	    "cannot be imported.\n" },
	{ "a wrong private id",
	    "508326,cccccccccccc,83," AES ",,2013-12-12T08:43:17,\n", "",
	    "f: line 1 (serial 508326): the private id is not of 12 "
	    "hexadecimal digits.\n" },
};

static const struct import_case closed[] = {
	{ "PGP", "-----BEGIN PGP MESSAGE-----\n\nhQEM", "",
	    "f: this is a PGP message. Decrypt it first (gpg --decrypt FILE), "
	    "then import what comes out.\n" },
	{ "a binary file", "\205\001\014\003abc", "",
	    "f: this is a binary file (encrypted with PGP, or SafeWord's or "
	    "another vendor's own format). Decrypt it with the vendor's tool "
	    "or gpg --decrypt, or ask for PSKC or CSV.\n" },
	{ "Digipass", "[DIGIPASS] 0097123456\n", "", NULL },
	{ "a workbook", "PK\003\004abc", "", NULL },
	{ "SafeWord", "dn: sccTokenId=RAINER01\nsccTokenData: sccKey=12;\n", "",
	    NULL },
	{ "UTF-16", "\377\376a", "",
	    "f: this is UTF-16 text. Save it as CSV in UTF-8 and import "
	    "that.\n" },
};

#define N(a) (sizeof(a) / sizeof(a[0]))

static void
oath_csv(void **state)
{
	(void)state;
	import_cases(oath, N(oath), (struct import_options){ .name = "f" });
}

static void
csv_with_a_header(void **state)
{
	(void)state;
	import_cases(entra, N(entra), (struct import_options){ .name = "f" });
}

static void
csv_of_yubico(void **state)
{
	(void)state;
	import_cases(yubico, N(yubico), (struct import_options){ .name = "f" });
}

static void
closed_formats_are_refused_with_advice(void **state)
{
	(void)state;
	import_cases(closed, N(closed), (struct import_options){ .name = "f" });
}

static void
what_a_file_leaves_open_can_be_said(void **state)
{
	struct import_options o = { .name = "f",
		.factor = "totp",
		.hash = "sha256",
		.digits = 8,
		.step = 60,
		.serial_prefix = "BOX-",
		.allow_short_keys = true };
	struct imported i;

	(void)state;
	import_bytes("a,1212\n,3434\n", 13, &o, &i);
	assert_int_equal(i.err, MF_OK);
	assert_string_equal(i.seeds,
	    "a totp sha256 1212 8 60 0\nBOX-2 totp sha256 3434 8 60 0\n");
	o.digits = 9;
	import_bytes("a,1212\n", 7, &o, &i);
	assert_int_equal(i.err, MF_EINVAL);
	assert_string_equal(i.said, "f: digits 9: 6, 7 or 8 can be.\n");
}

static void
a_row_has_a_bound(void **state)
{
	struct import_options o = { .name = "f" };
	struct imported i;
	char file[6000];

	(void)state;
	memset(file, 'a', sizeof(file));
	memcpy(file + 5000, "\nb," HEX20 "\n", 44);
	import_bytes(file, 5044, &o, &i);
	assert_string_equal(i.seeds, "b hotp sha1 " HEX20 " 6 0 0\n");
	assert_string_equal(i.said,
	    "f: line 1: the row is longer than 4096 bytes, or has a NUL.\n");
}

static void
every_repeated_serial_among_many_is_found(void **state)
{
	struct import_options o = { .name = "f" };
	struct imported i;
	FILE *f = tmpfile();

	(void)state;
	assert_non_null(f);
	for (int k = 0; k < 20000; k++)
		fprintf(f, "s%d," HEX20 "\n", k % 19998);
	rewind(f);
	import_stream(f, &o, &i);
	assert_int_equal(i.result.records, 20000);
	assert_int_equal(i.result.seeds, 19998);
	assert_int_equal(i.result.errors, 2);
	assert_non_null(strstr(i.said, "line 20000 (serial s1): line 2 has"));
}

static enum mf_err
full(void *ctx, const struct seed *s)
{
	(void)ctx;
	(void)s;
	return MF_EFULL;
}

static void
the_sink_can_stop_it(void **state)
{
	static const char file[] = "a," HEX20 "\nb," HEX20 "\n";
	const struct import_sink sink = { .seed = full };
	struct import_options o = { .name = "f" };
	struct import_result result;
	FILE *f = fmemopen((void *)(uintptr_t)file, strlen(file), "rb");

	(void)state;
	assert_int_equal(import_file(f, &o, &sink, &result), MF_EFULL);
	assert_int_equal(result.records, 1);
	fclose(f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(oath_csv),
		cmocka_unit_test(csv_with_a_header),
		cmocka_unit_test(csv_of_yubico),
		cmocka_unit_test(closed_formats_are_refused_with_advice),
		cmocka_unit_test(what_a_file_leaves_open_can_be_said),
		cmocka_unit_test(a_row_has_a_bound),
		cmocka_unit_test(every_repeated_serial_among_many_is_found),
		cmocka_unit_test(the_sink_can_stop_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
