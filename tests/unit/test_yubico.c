/* Yubico OTP: whose it is, which it is, and each only once and in order. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <yubikey.h>

#include <cmocka.h>

#include "core/factor.h"
#include "core/input.h"

#define PUBLIC "dteffujecccb"
#define BLOCK  "hknhfjbrjnlnldnhcujvddbikngjrtgh"

/* The example that Yubico's documents and libyubikey have. */
static const uint8_t key[YUBICO_KEY] = { 0xec, 0xde, 0x18, 0xdb, 0xe7, 0x6f,
	0xbd, 0x0c, 0x33, 0x33, 0x0f, 0x1c, 0x35, 0x48, 0x71, 0xdb };
static const uint8_t private_id[YUBICO_ID] = { 0x87, 0x92, 0xeb, 0xfe, 0x26,
	0xcc };

static struct device
yubikey(uint64_t counter)
{
	struct device d = { .ops = &factor_yubikey,
		.counter = counter,
		.secretlen = YUBICO_SECRET };

	assert_int_equal(
	    yubico_secret(key, private_id, slice_str(PUBLIC), d.secret), MF_OK);
	return d;
}

static struct factor_result
check(const struct device *d, const char *code)
{
	const struct otp_windows none = { 0 };
	struct factor_result r;

	assert_int_equal(
	    d->ops->check(d, &none, slice_str(code), 0, 0, &r), MF_OK);
	return r;
}

/* What such a key types: session and use counted, any flags. */
static void
type(uint16_t session, uint8_t use, const uint8_t *uid, bool whole,
    char out[YUBICO_CODE + 1])
{
	yubikey_token_st t = { .ctr = session, .use = use, .rnd = 4711 };

	memcpy(t.uid, uid, YUBICO_ID);
	t.crc = (uint16_t)~yubikey_crc16((const uint8_t *)&t, 14);
	if (!whole)
		t.crc ^= 1;
	memcpy(out, PUBLIC, YUBICO_PUBLIC);
	yubikey_generate(&t, key, out + YUBICO_PUBLIC);
	out[YUBICO_CODE] = '\0';
}

static void
the_published_one_is_read(void **state)
{
	struct device d = yubikey(0);
	uint64_t value;
	char public[YUBICO_PUBLIC + 1];

	(void)state;
	assert_true(yubico_open(slice_str(PUBLIC BLOCK), d.secret, &value));
	assert_int_equal(yubico_session(value), 19);
	assert_int_equal(yubico_use(value), 17);
	yubico_public(d.secret, public);
	assert_string_equal(public, PUBLIC);
	assert_true(yubico_open(
	    slice_str("DTEFFUJECCCBHKNHFJBRJNLNLDNHCUJVDDBIKNGJRTGH"), d.secret,
	    &value));
}

static void
others_are_not(void **state)
{
	static const char *const codes[] = {
		"",
		BLOCK,
		"dteffujecccc" BLOCK,                       /* another key */
		PUBLIC "hknhfjbrjnlnldnhcujvddbikngjrtgg",  /* one letter */
		PUBLIC "hknhfjbrjnlnldnhcujvddbikngjrtg",   /* too short */
		PUBLIC "hknhfjbrjnlnldnhcujvddbikngjrtghc", /* too long */
		PUBLIC "hknhfjbrjnlnldnhcujvddbikngjrtga",  /* no modhex */
		PUBLIC "cccccccccccccccccccccccccccccccc",
	};
	struct device d = yubikey(0);

	(void)state;
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		assert_int_equal(check(&d, codes[i]).match, MATCH_NO);
	d.secretlen = YUBICO_KEY;
	assert_int_equal(check(&d, PUBLIC BLOCK).match, MATCH_NO);
}

static void
private_id_and_checksum_count(void **state)
{
	static const uint8_t other[YUBICO_ID] = { 0x87, 0x92, 0xeb, 0xfe, 0x26,
		0xcd };
	struct device d = yubikey(0);
	char code[YUBICO_CODE + 1];

	(void)state;
	type(1, 0, private_id, true, code);
	assert_int_equal(check(&d, code).match, MATCH_YES);
	type(1, 0, private_id, false, code);
	assert_int_equal(check(&d, code).match, MATCH_NO);
	type(1, 0, other, true, code);
	assert_int_equal(check(&d, code).match, MATCH_NO);
}

static void
each_opens_once_and_in_order(void **state)
{
	static const struct {
		uint16_t session;
		uint8_t use;
		enum match match;
	} rows[] = {
		{ 1, 0, MATCH_YES },
		{ 1, 0, MATCH_USED },
		{ 1, 1, MATCH_YES },
		{ 1, 255, MATCH_YES },
		{ 1, 2, MATCH_USED },
		{ 2, 0, MATCH_YES },
		{ 1, 254, MATCH_USED },
		{ 300, 3, MATCH_YES },
		{ 300 | 0x8000, 3, MATCH_USED }, /* by caps lock: no counter */
		{ 300 | 0x8000, 4, MATCH_YES },
		{ 0x7fff, 255, MATCH_YES },
		{ 0, 0, MATCH_USED },
	};
	struct device d = yubikey(0);
	char code[YUBICO_CODE + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct factor_result r;
		uint64_t value =
		    (uint64_t)(rows[i].session & 0x7fff) << 8 | rows[i].use;

		type(rows[i].session, rows[i].use, private_id, true, code);
		r = check(&d, code);
		assert_int_equal(r.match, rows[i].match);
		assert_int_equal(r.cost, 0);
		assert_int_equal(
		    r.counter, value + (rows[i].match == MATCH_YES));
		if (r.match == MATCH_YES)
			d.counter = r.counter;
	}
}

static void
a_public_id_is_twelve_letters(void **state)
{
	static const char *const wrong[] = { "", "dteffujeccc", "dteffujecccbb",
		"dteffujeccca", "dteffujecc1b" };
	uint8_t secret[YUBICO_SECRET];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(
		    yubico_secret(key, private_id, slice_str(wrong[i]), secret),
		    MF_EINVAL);
	assert_int_equal(
	    yubico_secret(key, private_id, slice_str("DTEFFUJECCCB"), secret),
	    MF_OK);
}

/* Typed by a key, it is a code where the account has such a one. */
static void
it_is_read_at_a_prompt(void **state)
{
	static const struct input_device devices[] = {
		{ .serial = "123456789", .digits = 6 },
		{ .serial = "10944003", .letters = YUBICO_CODE },
	};
	struct input_context ctx = { .devices = devices, .ndevices = 2 };
	struct input in;

	(void)state;
	input_read(&ctx, slice_str(PUBLIC BLOCK), &in);
	assert_int_equal(in.kind, INPUT_CODE);
	assert_string_equal(
	    in.code, "DTEFFUJECCCBHKNHFJBRJNLNLDNHCUJVDDBIKNGJRTGH");
	input_read(&ctx,
	    slice_str("DTEFFUJECCCBHKNHFJBRJNLNLDNHCUJVDDBIKNGJRTGH"), &in);
	assert_int_equal(in.kind, INPUT_CODE);
	input_read(
	    &ctx, slice_str(PUBLIC "hknhfjbrjnlnldnhcujvddbikngjrtga"), &in);
	assert_int_equal(in.kind, INPUT_UNREADABLE);
	ctx.ndevices = 1;
	input_read(&ctx, slice_str(PUBLIC BLOCK), &in);
	assert_int_equal(in.kind, INPUT_UNREADABLE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_published_one_is_read),
		cmocka_unit_test(others_are_not),
		cmocka_unit_test(private_id_and_checksum_count),
		cmocka_unit_test(each_opens_once_and_in_order),
		cmocka_unit_test(a_public_id_is_twelve_letters),
		cmocka_unit_test(it_is_read_at_a_prompt),
	};

	return crypto_init() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
