/* PSKC that is encrypted: RFC 6030, the drafts, every cipher. */

#include "pskc_test.h"

static const struct import_case encrypted[] = {
	{ "RFC 6030, figure 6", FIGURE6(MAC6, FIGURE6_MAC),
	    "7 hotp sha1 " HEX20 " 6 0 0\n", "" },
	{ "one bit of the MAC changed",
	    FIGURE6(MAC6, "<ValueMAC>Su+NvtQfmvfJzF6bmQiJqoLRExY=</ValueMAC>"),
	    "",
	    "f: record 1 (serial 7, line 1): the MAC of the key is not right: "
	    "check the key or password; if it is this file's, the file was "
	    "changed.\n" },
	{ "the MAC cut short",
	    FIGURE6(MAC6, "<ValueMAC>Su+NvtQfmvfJzF6b</ValueMAC>"), "",
	    "f: record 1 (serial 7, line 1): the MAC of the key is not right: "
	    "check the key or password; if it is this file's, the file was "
	    "changed.\n" },
	{ "no MAC", FIGURE6(MAC6, ""), "",
	    "f: record 1 (serial 7, line 1): the encrypted key has no "
	    "ValueMAC; aes128-cbc alone does not show whether it was "
	    "changed.\n" },
	{ "a MAC by an unknown method",
	    FIGURE6("<MACMethod Algorithm=\"hmac-md4\"/>", FIGURE6_MAC), "",
	    "f: line 1: the MAC algorithm \"hmac-md4\" is not known here; "
	    "HMAC-SHA1 and HMAC-SHA2 are.\n" },
	{ "a MAC by no method", FIGURE6("", FIGURE6_MAC), "",
	    "f: record 1 (serial 7, line 1): the key has a ValueMAC, but the "
	    "file has no MACMethod.\n" },
	{ "a draft's names, 3DES with two keys, MAC by the same key",
	    DRAFT("zVOgDt/0tE8yZDsFwdHTPxogpmg="),
	    "7 hotp sha1 " HEX20 " 6 0 12\n", "" },
	{ "a draft's MAC over the plaintext",
	    DRAFT("zdrZbGBj9BDZJzunbfAG3kyZyYc="), "",
	    "f: record 1 (serial 7, line 1): the MAC of the key is not right: "
	    "check the key or password; if it is this file's, the file was "
	    "changed (drafts before RFC 6030 took the MAC over the plaintext; "
	    "--allow-weak-mac takes it).\n" },
	{ "a certificate",
	    CONTAINER(
		"<EncryptionKey><X509Data/></EncryptionKey><KeyPackage>" SERIAL
		"<Key Algorithm=\"hotp\"><Data><Secret><EncryptedValue>" CIPHER(
		    "rsa_1_5", "AAAA") "</EncryptedValue></Secret></Data></Key>"
				       "</KeyPackage>"),
	    "",
	    "f: the keys are encrypted for a certificate (X.509), which "
	    "cannot be decrypted here. Ask for the file with a pre-shared key "
	    "or a password.\n" },
	{ "another key size",
	    HOTP(PARAMS "<Data><Secret><EncryptedValue>" CIPHER(
		"aes256-cbc", "AAAA") "</EncryptedValue></Secret></Data>"),
	    "", "f: aes256-cbc needs a key of 32 bytes; this one has 16.\n" },
	{ "an unknown cipher",
	    HOTP(PARAMS "<Data><Secret><EncryptedValue>" CIPHER(
		"rot13", "AAAA") "</EncryptedValue></Secret></Data>"),
	    "",
	    "f: record 1 (serial 7, line 1): the key is encrypted with \"" XENC
	    "rot13\"; AES and 3DES in CBC mode and their key wraps are known "
	    "here.\n" },
};

static void
encrypted_values(void **state)
{
	(void)state;
	import_cases(encrypted, N(encrypted),
	    (struct import_options){
		.name = "f", .key = { key6, sizeof(key6) } });
}

static void
a_missing_key_is_asked_for_once(void **state)
{
	static const struct import_case c[] = { { "no key given",
	    FIGURE6(MAC6, FIGURE6_MAC), "",
	    "f: the keys are encrypted with the pre-shared key "
	    "\"Pre-shared-key\"; give a file with that key in "
	    "hexadecimal: --key-file.\n" } };

	(void)state;
	import_cases(c, 1, (struct import_options){ .name = "f" });
}

static void
a_weak_mac_needs_a_word(void **state)
{
	static const struct import_case c[] = {
		{ "over the plaintext", DRAFT("zdrZbGBj9BDZJzunbfAG3kyZyYc="),
		    "7 hotp sha1 " HEX20 " 6 0 12\n", NULL },
		{ "over neither", DRAFT("adrZbGBj9BDZJzunbfAG3kyZyYc="), "",
		    NULL },
		{ "no MAC, allowed", FIGURE6(MAC6, ""),
		    "7 hotp sha1 " HEX20 " 6 0 0\n",
		    "warning: f: record 1 (serial 7): no MAC protects the "
		    "encrypted "
		    "values as RFC 6030 demands; whether they were changed "
		    "cannot be "
		    "told.\n" }
	};

	(void)state;
	import_cases(c, N(c),
	    (struct import_options){ .name = "f",
		.key = { key6, sizeof(key6) },
		.allow_weak_mac = true });
}

#define HEX32 HEX20 "313233343536373839303132"

/* The project's own files: each cipher with the same three tokens. */
static void
every_cipher_gives_the_same_tokens(void **state)
{
	static const struct {
		const char *file;
		size_t key; /* 1, 2, 3, ... of this many bytes */
	} files[] = {
		{ "plain", 0 },
		{ "aes128-sha1", 16 },
		{ "aes192-sha256", 24 },
		{ "aes256-sha512", 32 },
		{ "3des-sha1", 24 },
		{ "kw-aes256", 32 },
		{ "pbkdf2-sha1", 0 },
		{ "pbkdf2-sha256", 0 },
	};
	uint8_t key[32];
	struct imported i;

	(void)state;
	for (uint8_t k = 0; k < sizeof(key); k++)
		key[k] = (uint8_t)(k + 1);
	for (size_t k = 0; k < N(files); k++) {
		struct import_options o = { .name = files[k].file,
			.key = { key, files[k].key },
			.password = slice_str("qwerty") };
		char path[100];
		FILE *f;

		snprintf(path, sizeof(path), "tests/import/pskc/%s.xml",
		    files[k].file);
		print_message("%s\n", path);
		f = fopen(path, "rb");
		assert_non_null(f);
		import_stream(f, &o, &i);
		assert_string_equal(i.said, "");
		assert_string_equal(i.seeds,
		    "12-0000001 hotp sha1 " HEX20 " 6 0 5\n"
		    "12-0000002 totp sha256 " HEX32 " 8 60 0\n"
		    "12-0000003 ocra sha1 " HEX20 " 6 0 0 "
		    "OCRA-1:HOTP-SHA1-6:QN08\n");
		o.key.n = 0;
		o.password = slice_str("wrong");
		import_stream(fopen(path, "rb"), &o, &i);
		assert_int_equal(i.err, k == 0 ? MF_OK : MF_EINVAL);
	}
}

/* Or a file could keep mfctl busy for days. */
static void
pbkdf2_of_too_many_iterations_is_refused(void **state)
{
	static const char path[] = "tests/import/pskc/pbkdf2-sha1.xml";
	struct import_options o = { .name = "many.xml",
		.password = slice_str("qwerty"),
		.iterations_max = 999 };
	struct imported i;

	(void)state;
	import_stream(fopen(path, "rb"), &o, &i);
	assert_int_equal(i.err, MF_EINVAL);
	assert_string_equal(i.seeds, "");
	assert_non_null(strstr(i.said, "PBKDF2 with 1000 iterations"));
	o.iterations_max = 1000;
	import_stream(fopen(path, "rb"), &o, &i);
	assert_int_equal(i.err, MF_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(encrypted_values),
		cmocka_unit_test(a_missing_key_is_asked_for_once),
		cmocka_unit_test(a_weak_mac_needs_a_word),
		cmocka_unit_test(every_cipher_gives_the_same_tokens),
		cmocka_unit_test(pbkdf2_of_too_many_iterations_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
