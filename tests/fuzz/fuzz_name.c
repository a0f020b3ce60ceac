/* The canonical form of a canonical name is that name, and it is clean. */

#include <assert.h>
#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <uninorm.h>
#include <unistr.h>

#include "core/identity.h"
#include "core/name.h"
#include "util/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char *const realms[] = { "example.org", "a", NULL };
static const char *const domains[] = { "CORP", "b", NULL };
static const struct name_rules rules = { realms, domains };
static const struct name_rules none = { NULL, NULL };

static void
is_clean(const char *s, bool spaces)
{
	assert(s[0] != '\0' && strlen(s) <= NAME_BYTES);
	assert(utf8_is_valid(slice_str(s)));
	for (; *s != '\0'; s++) {
		assert((unsigned char)*s > 0x20 || (spaces && *s == ' '));
		assert(*s != 0x7f && !(*s >= 'A' && *s <= 'Z'));
	}
}

static void
names(struct slice raw, const struct name_rules *r)
{
	struct name name, again;

	if (name_canonical(r, raw, &name) != MF_OK) {
		assert(name.canonical[0] == '\0' && name.realm[0] == '\0');
		return;
	}
	is_clean(name.canonical, false);
	assert(name_canonical(r, slice_str(name.canonical), &again) == MF_OK);
	assert(strcmp(name.canonical, again.canonical) == 0);
	assert(again.realm[0] == '\0');
	/* without rules it is a name, too */
	assert(
	    name_canonical(&none, slice_str(name.canonical), &again) == MF_OK);
	assert(strcmp(name.canonical, again.canonical) == 0);
}

/* The decomposed form leads to the same name, if it is short enough. */
static void
decomposed(struct slice raw)
{
	uint8_t buf[4 * NAME_SIZE];
	size_t n = sizeof(buf);
	struct name a, b;

	if (raw.n > NAME_BYTES || u8_check(raw.p, raw.n) != NULL ||
	    u8_normalize(UNINORM_NFD, raw.p, raw.n, buf, &n) != buf ||
	    n > NAME_BYTES)
		return;
	if (name_canonical(&rules, raw, &a) == MF_OK &&
	    name_canonical(&rules, (struct slice){ buf, n }, &b) == MF_OK)
		assert(strcmp(a.canonical, b.canonical) == 0);
}

static void
others(struct slice raw)
{
	char group[NAME_SIZE], again[NAME_SIZE];
	char email[EMAIL_SIZE], email_again[EMAIL_SIZE];
	char phone[PHONE_SIZE], phone_again[PHONE_SIZE];
	char id[UNIQUE_ID_SIZE];
	enum phone_fault fault;

	if (group_canonical(raw, group) == MF_OK) {
		is_clean(group, true);
		assert(group_canonical(slice_str(group), again) == MF_OK);
		assert(strcmp(group, again) == 0);
	}
	if (email_canonical(raw, email) == MF_OK) {
		assert(email_canonical(slice_str(email), email_again) == MF_OK);
		assert(strcmp(email, email_again) == 0);
	}
	if (phone_canonical(raw, "371", phone, &fault) == MF_OK) {
		assert(fault == PHONE_FINE && phone[0] == '+');
		assert(strlen(phone) >= 8 && strlen(phone) < PHONE_SIZE);
		assert(phone[1] != '0');
		assert(phone_canonical(
			   slice_str(phone), "", phone_again, &fault) == MF_OK);
		assert(strcmp(phone, phone_again) == 0);
	} else {
		assert(fault != PHONE_FINE);
	}
	if (unique_id_canonical(raw, id) == MF_OK)
		assert(strlen(id) == raw.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct slice raw = { p, n };

	names(raw, &rules);
	names(raw, &none);
	decomposed(raw);
	others(raw);
	return 0;
}
