/* A file of credentials: the user and the password of its line, or neither. */

#include <assert.h>
#include <string.h>

#include "courier/conf_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
read_one(struct slice file, bool split)
{
	char user[USER_SIZE], password[SECRET_SIZE], why[256];
	char line[USER_SIZE + SECRET_SIZE];
	struct text said, whole;
	size_t rest;

	memset(user, '?', sizeof(user));
	memset(password, '?', sizeof(password));
	text_init(&said, why, sizeof(why));
	if (credential_parse(file, split, user, password, &said) != MF_OK) {
		assert(said.len > 0 && !said.cut);
		assert(user[0] == '?' && password[0] == '?');
		return;
	}
	assert(said.len == 0);
	assert(memchr(password, '\0', sizeof(password)) != NULL);
	assert(password[0] != '\0' && strpbrk(password, "\r\n") == NULL);
	text_init(&whole, line, sizeof(line));
	if (split) {
		assert(memchr(user, '\0', sizeof(user)) != NULL);
		assert(user[0] != '\0' && strpbrk(user, ":\r\n") == NULL);
		text_put(&whole, user);
		text_put(&whole, ":");
	} else {
		assert(user[0] == '?');
	}
	text_put(&whole, password);
	/* Nothing of the line is left out. */
	assert(!whole.cut && whole.len <= file.n);
	assert(memcmp(line, file.p, whole.len) == 0);
	rest = file.n - whole.len;
	file.p += whole.len;
	assert(rest == 0 || file.p[0] == '\n' ||
	    (file.p[0] == '\r' && (rest == 1 || file.p[1] == '\n')));
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	const struct slice file = { p, n };

	read_one(file, true);
	read_one(file, false);
	return 0;
}
