/* Which policy a packet falls under: the first whose match fits. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/policy.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define LIST(...)                                                              \
	(const char *const[])                                                  \
	{                                                                      \
		__VA_ARGS__, NULL                                              \
	}

static const struct policy policies[] = {
	{ .name = "portal", .match = { .service = LIST("portal") } },
	{ .name = "admins",
	    .match = { .nas = LIST("vpn-riga", "vpn-liepaja"),
		.group = LIST("admins", "root") } },
	{ .name = "vpn", .match = { .nas = LIST("vpn-riga", "vpn-liepaja") } },
	{ .name = "wifi",
	    .match = { .port_type = LIST("Wireless-802.11"),
		.called = LIST("staff", "02-00-00-00-00-01:lab") } },
	{ .name = "guests", .match = { .realm = LIST("guest.example.org") } },
	{ .name = "server", .match = { .server = LIST("inner-tunnel") } },
};

static const struct {
	const char *what;
	struct policy_facts facts;
	const char *name; /* NULL: none fits, so REJECT */
} cases[] = {
	{ "nothing known", { 0 }, NULL },
	{ "a NAS", { .nas = "vpn-riga" }, "vpn" },
	{ "the other NAS", { .nas = "vpn-liepaja" }, "vpn" },
	{ "its name in another case", { .nas = "VPN-riga" }, NULL },
	{ "part of its name", { .nas = "vpn" }, NULL },
	{ "more than its name", { .nas = "vpn-riga2" }, NULL },
	{ "NAS and group", { .nas = "vpn-riga", .groups = LIST("x", "Admins") },
	    "admins" },
	{ "NAS and other group", { .nas = "vpn-riga", .groups = LIST("x") },
	    "vpn" },
	{ "group without NAS", { .groups = LIST("admins") }, NULL },
	{ "order decides",
	    { .nas = "vpn-riga",
		.service = "portal",
		.groups = LIST("admins") },
	    "portal" },
	{ "an SSID",
	    { .port_type = "wireless-802.11",
		.called = "02-00-00-00-00-02:staff" },
	    "wifi" },
	{ "an SSID alone",
	    { .port_type = "Wireless-802.11", .called = "staff" }, "wifi" },
	{ "an SSID with a colon",
	    { .port_type = "Wireless-802.11",
		.called = "02-00-00-00-00-02:a:staff" },
	    "wifi" },
	{ "SSIDs have case",
	    { .port_type = "Wireless-802.11",
		.called = "02-00-00-00-00-02:Staff" },
	    NULL },
	{ "one access point",
	    { .port_type = "Wireless-802.11",
		.called = "02-00-00-00-00-01:lab" },
	    "wifi" },
	{ "its SSID elsewhere",
	    { .port_type = "Wireless-802.11",
		.called = "02-00-00-00-00-02:lab" },
	    NULL },
	{ "SSID over a wire", { .port_type = "Ethernet", .called = "staff" },
	    NULL },
	{ "a realm", { .realm = "Guest.Example.org" }, "guests" },
	{ "no realm", { .realm = "" }, NULL },
	{ "a realm below", { .realm = "x.guest.example.org" }, NULL },
	{ "a server", { .server = "inner-tunnel" }, "server" },
};

static void
finds_the_first_that_fits(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct policy *p =
		    policy_find(policies, COUNT(policies), &cases[i].facts);

		print_message("%s\n", cases[i].what);
		if (cases[i].name == NULL) {
			assert_null(p);
			continue;
		}
		assert_non_null(p);
		assert_string_equal(p->name, cases[i].name);
	}
}

static void
an_empty_match_fits_all(void **state)
{
	static const char *const none[] = { NULL };
	const struct policy all[] = { { .name = "all",
	    .match = { .nas = none, .group = none } } };
	const struct policy_facts nothing = { 0 };

	(void)state;
	assert_ptr_equal(policy_find(all, 1, &nothing), all);
	assert_null(policy_find(all, 0, &nothing));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_first_that_fits),
		cmocka_unit_test(an_empty_match_fits_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
