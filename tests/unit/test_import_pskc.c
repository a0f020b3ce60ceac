/* PSKC in the clear: values, policies, harmful XML. */

#include "pskc_test.h"

static const struct import_case plain[] = {
	{ "HOTP with its counter",
	    HOTP(PARAMS "<Data>" SECRET COUNTER("42") "</Data>"),
	    "7 hotp sha1 " HEX20 " 6 0 42\n", "" },
	{ "a counter in base64, big-endian",
	    HOTP(PARAMS "<Data>" SECRET COUNTER("AAYxSg==") "</Data>"),
	    "7 hotp sha1 " HEX20 " 6 0 405834\n", "" },
	{ "a counter in base64, digits",
	    HOTP(PARAMS "<Data>" SECRET COUNTER("NzA5Nzkx") "</Data>"),
	    "7 hotp sha1 " HEX20 " 6 0 709791\n", "" },
	{ "a counter that is none",
	    HOTP(PARAMS "<Data>" SECRET COUNTER("a*b") "</Data>"), "",
	    "f: record 1 (serial 7, line 1): the Counter \"a*b\" is not a "
	    "number.\n" },
	{ "TOTP with hash and interval",
	    TOTP(LENGTH6 "<Suite>HMAC-SHA256</Suite></AlgorithmParameters>"
			 "<Data>" SECRET "<TimeInterval><PlainValue>60"
			 "</PlainValue></TimeInterval></Data>"),
	    "7 totp sha256 " HEX20 " 6 60 0\n", "" },
	{ "TOTP with an unknown hash",
	    TOTP(LENGTH6 "<Suite>HMAC-MD5</Suite></AlgorithmParameters>"
			 "<Data>" SECRET "</Data>"),
	    "",
	    "f: record 1 (serial 7, line 1): \"HMAC-MD5\" is not a hash of "
	    "HOTP or TOTP; HMAC-SHA1, HMAC-SHA256 and HMAC-SHA512 are.\n" },
	{ "OCRA by its suite",
	    KEY("urn:x:ocra",
		"<AlgorithmParameters><Suite>"
		"OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1</Suite>"
		"</AlgorithmParameters><Data>" SECRET "</Data>"),
	    "7 ocra sha1 " HEX20 " 6 0 0 OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1\n",
	    "" },
	{ "suite and length contradict each other",
	    KEY("urn:x:ocra",
		LENGTH6 "<Suite>OCRA-1:HOTP-SHA1-8:QN08</Suite>"
			"</AlgorithmParameters><Data>" SECRET "</Data>"),
	    "",
	    "f: record 1 (serial 7, line 1): the suite OCRA-1:HOTP-SHA1-8:QN08 "
	    "gives 8 digits, the record says 6.\n" },
	{ "a YubiKey",
	    KEY("http://www.yubico.com/#yubikey-aes",
		"<Data><Secret><PlainValue>K34VFiiu0qar9xWICc9PPA=="
		"</PlainValue></Secret></Data><UserId>CN=ekhgjhbctrgn, "
		"UID=ca62baca62ba</UserId>"),
	    "7 yubikey sha1 2b7e151628aed2a6abf7158809cf4f3c 0 0 0 "
	    "ekhgjhbctrgn ca62baca62ba\n",
	    "" },
	{ "whose it is",
	    HOTP(PARAMS "<Data>" SECRET "</Data><UserId>UID=jsmith,DC=example"
			"</UserId>"),
	    "7 hotp sha1 " HEX20 " 6 0 0 jsmith\n", "" },
	{ "a draft's names",
	    "<KeyContainer Version=\"1.0\"><Device><DeviceInfo><SerialNo>7"
	    "</SerialNo></DeviceInfo><Key KeyId=\"1\" "
	    "KeyAlgorithm=\"urn:x#hotp\"><Usage OTP=\"true\"><ResponseFormat "
	    "Length=\"6\" Format=\"DECIMAL\"/></Usage><Data>" SECRET
	    "</Data></Key></Device></KeyContainer>",
	    "7 hotp sha1 " HEX20 " 6 0 0\n", "" },
	{ "digits not said", HOTP("<Data>" SECRET "</Data>"),
	    "7 hotp sha1 " HEX20 " 6 0 0\n",
	    "warning: f: record 1 (serial 7): the number of digits is not "
	    "said; taken as 6.\n" },
	{ "an unknown algorithm",
	    KEY("urn:x:securid", PARAMS "<Data>" SECRET "</Data>"), "",
	    "f: record 1 (serial 7, line 1): the algorithm \"urn:x:securid\" "
	    "is none of hotp, totp, ocra and yubikey-aes.\n" },
	{ "a short key",
	    HOTP(PARAMS "<Data><Secret><PlainValue>MTIzNA==</PlainValue>"
			"</Secret></Data>"),
	    "",
	    "f: record 1 (serial 7, line 1): the key is 32 bits, RFC 4226 asks "
	    "for at least 128.\n" },
	{ "no key", HOTP(PARAMS "<KeyReference>M</KeyReference>"), "",
	    "f: record 1 (serial 7, line 1): there is no key in the file, only "
	    "a KeyReference to one.\n" },
	{ "a key that is not base64",
	    HOTP(PARAMS "<Data><Secret><PlainValue>*</PlainValue></Secret>"
			"</Data>"),
	    "",
	    "f: record 1 (serial 7, line 1): the key is not base64, or is "
	    "longer than 512 bytes.\n" },
	{ "codes that are not digits",
	    HOTP("<AlgorithmParameters><ResponseFormat Length=\"6\" "
		 "Encoding=\"HEXADECIMAL\"/></AlgorithmParameters><Data>" SECRET
		 "</Data>"),
	    "",
	    "f: record 1 (serial 7, line 1): the token shows its codes as "
	    "HEXADECIMAL; only decimal digits are possible here.\n" },
	{ "a check digit",
	    HOTP("<AlgorithmParameters><ResponseFormat Length=\"6\" "
		 "CheckDigits=\"true\"/></AlgorithmParameters><Data>" SECRET
		 "</Data>"),
	    "",
	    "f: record 1 (serial 7, line 1): the token appends a check digit "
	    "to its codes, which is not possible here.\n" },
	{ "version 2", "<KeyContainer Version=\"2.0\"></KeyContainer>", "",
	    "f: line 1: this is PSKC of version 2.0; 1.0 is known here.\n" },
	{ "a signature is named, not verified",
	    CONTAINER("<KeyPackage>" SERIAL "<Key Algorithm=\"hotp\">" PARAMS
		      "<Data>" SECRET "</Data></Key></KeyPackage><Signature/>"),
	    "7 hotp sha1 " HEX20 " 6 0 0\n",
	    "warning: f: the file is signed; the signature was not "
	    "verified.\n" },
	{ "no key package", CONTAINER(""), "",
	    "f: there is no token in the file.\n" },
};

#define POLICY(s) HOTP(PARAMS "<Data>" SECRET "</Data><Policy>" s "</Policy>")

static const struct import_case policies[] = {
	{ "a PIN of the token's own",
	    POLICY("<PINPolicy MinLength=\"4\" PINUsageMode=\"Local\"/>"
		   "<KeyUsage>OTP</KeyUsage>"),
	    "7 hotp sha1 " HEX20 " 6 0 0\n", "" },
	{ "a PIN that the server would have to check",
	    POLICY("<PINPolicy PINUsageMode=\"Append\"/>"), "",
	    "f: record 1 (serial 7, line 1): the token's PIN is to be checked "
	    "by the server (PINUsageMode Append), which is not possible "
	    "here.\n" },
	{ "an unknown rule forbids the key", POLICY("<Foo/>"), "",
	    "f: record 1 (serial 7, line 1): the Policy has the unknown rule "
	    "<Foo>, so the key may not be used.\n" },
	{ "an unknown rule for the PIN", POLICY("<PINPolicy Foo=\"1\"/>"), "",
	    "f: record 1 (serial 7, line 1): the PINPolicy has the unknown "
	    "rule \"Foo\", so the key may not be used.\n" },
	{ "a key for something else", POLICY("<KeyUsage>Encrypt</KeyUsage>"),
	    "",
	    "f: record 1 (serial 7, line 1): by its KeyUsage the key is not "
	    "for one-time passwords (OTP) or challenge-response (CR).\n" },
	{ "a date that is none", POLICY("<StartDate>01/02/2020</StartDate>"),
	    "",
	    "f: record 1 (serial 7, line 1): the StartDate \"01/02/2020\" is "
	    "not a date such as 2026-11-21T09:14:00Z after 1970.\n" },
	{ "dates the wrong way round",
	    POLICY("<StartDate>2020-01-02T00:00:00Z</StartDate>"
		   "<ExpiryDate>2020-01-01T23:30:00.5-00:15</ExpiryDate>"),
	    "",
	    "f: record 1 (serial 7, line 1): it expires 2020-01-01 23:45:00, "
	    "before it starts 2020-01-02 00:00:00.\n" },
};

#define DEEP(s) s s s s s

static const struct import_case harmful[] = {
	{ "each bad record with its line",
	    CONTAINER(
		"\n<KeyPackage/>\n<KeyPackage>" SERIAL "\n<Key "
		"Algorithm=\"urn:x\"/>\n</"
		"KeyPackage>\n<KeyPackage><DeviceInfo>\n<SerialNo>8</"
		"SerialNo></DeviceInfo>\n<Key Algorithm=\"urn:x:hotp\">" PARAMS
		"</Key></KeyPackage>"),
	    "",
	    "f: record 1 (line 2): the key package has no key.\n"
	    "f: record 2 (serial 7, line 4): the algorithm \"urn:x\" is none "
	    "of hotp, totp, ocra and yubikey-aes.\n"
	    "f: record 3 (serial 8, line 8): there is no key in the file.\n" },
	{ "cut off: what follows from that is not told",
	    "<KeyContainer "
	    "Version=\"1.0\">\n<KeyPackage/>\n<KeyPackage><DeviceInfo>",
	    "",
	    "f: record 1 (line 2): the key package has no key.\n"
	    "f: line 3: this is not well-formed XML: Extra content at the end "
	    "of the document. Is the file complete?\n" },
	{ "a DOCTYPE", "<!DOCTYPE a [<!ENTITY x \"y\">]>" CONTAINER(""), "",
	    "f: line 1: the file has a DOCTYPE, which no seed file needs and "
	    "which "
	    "can do harm. Remove it, if you trust the file.\n" },
	{ "an external entity",
	    "<?xml version=\"1.0\"?><!DOCTYPE KeyContainer [<!ENTITY x SYSTEM "
	    "\"file:///etc/passwd\">]>" HOTP("<Data>&x;</Data>"),
	    "",
	    "f: line 1: the file has a DOCTYPE, which no seed file needs and "
	    "which "
	    "can do harm. Remove it, if you trust the file.\n" },
	{ "cut off in the middle", "<KeyContainer Version=\"1.0\"><Key", "",
	    "f: line 1: this is not well-formed XML: Couldn't find end of "
	    "Start Tag Key. Is the file complete?\n" },
	{ "nested too deeply", "<KeyContainer>" DEEP(DEEP(DEEP(DEEP("<a>")))),
	    "",
	    "f: line 1: this is not well-formed XML: Excessive depth in "
	    "document: 256. Is the file complete?\n" },
	{ "another root", "<html/>", "",
	    "f: line 1: <html> is no known kind of seed file; PSKC begins "
	    "with <KeyContainer>, SafeNet's XML with <Tokens>.\n" },
};

static void
plain_values(void **state)
{
	(void)state;
	import_cases(plain, N(plain), (struct import_options){ .name = "f" });
}

static void
policies_are_kept_or_refused(void **state)
{
	(void)state;
	import_cases(
	    policies, N(policies), (struct import_options){ .name = "f" });
}

static void
harmful_xml(void **state)
{
	(void)state;
	import_cases(
	    harmful, N(harmful), (struct import_options){ .name = "f" });
}

static void
several_keys_of_one_token(void **state)
{
	static const char file[] = CONTAINER(
	    "<KeyPackage>" SERIAL "<Key Algorithm=\"hotp\">" PARAMS
	    "<Data>" SECRET "</Data></Key><Key Algorithm=\"hotp\">" PARAMS
	    "<Data>" SECRET "</Data></Key><Key Algorithm=\"x:pin\"/>"
	    "</KeyPackage>");
	struct import_options o = { .name = "f" };
	struct imported i;

	(void)state;
	import_bytes(file, strlen(file), &o, &i);
	assert_int_equal(i.err, MF_EINVAL);
	assert_string_equal(i.said,
	    "f: record 2 (serial 7, line 1): record 1 has the same serial; a "
	    "serial may stand in a file once. For tokens with several keys: "
	    "--number-repeats.\n"
	    "warning: f: record 3 (serial 7): this key is a PIN that the token "
	    "checks by itself; it is not imported.\n");
	o.number_repeats = true;
	import_bytes(file, strlen(file), &o, &i);
	assert_int_equal(i.err, MF_OK);
	assert_string_equal(i.seeds,
	    "7 hotp sha1 " HEX20 " 6 0 0\n7:2 hotp sha1 " HEX20 " 6 0 0\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_values),
		cmocka_unit_test(policies_are_kept_or_refused),
		cmocka_unit_test(harmful_xml),
		cmocka_unit_test(several_keys_of_one_token),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
