/* A gateway's answer: judged, the code in it overwritten, told in one line. */

#include <assert.h>
#include <string.h>

#include "courier/judge.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const char code[] = "K7M-4QX-9TR";
	char body[4096], line[WORDS_SIZE + 16];
	struct http_answer a = { 200, body };
	struct text t;
	regex_t ok;

	if (n < 2 || n >= sizeof(body))
		return 0;
	a.status = p[0] * 4;
	memcpy(body, p + 1, n - 1);
	body[n - 1] = '\0';
	assert(regcomp(&ok, "^(0: Accepted|\"id\")", REG_EXTENDED) == 0);
	(void)judge_http(&a, &ok, &ok);
	(void)judge_http(&a, NULL, NULL);
	regfree(&ok);
	mask(body, code);
	assert(strcasestr(body, "K7M-4QX-9TR") == NULL);
	assert(strcasestr(body, "K7M4QX9TR") == NULL);
	text_init(&t, line, sizeof(line));
	http_words(&a, &t);
	assert(!t.cut && strpbrk(line, "\r\n\t") == NULL);
	return 0;
}
