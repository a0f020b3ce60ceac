#include <string.h>

#include "util/shell.h"
#include "util/text.h"

/*
 * What is special to no shell, anywhere in a word.  Not = (zsh), nor what is
 * beyond ASCII: which of that is a blank depends on the reader's locale.
 */
#define PLAIN                                                                  \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"       \
	"@%_-+:,./"

const char *
shell_quote(const char *word, char out[QUOTED_SIZE])
{
	struct text t;

	if (word[0] != '\0' && word[strspn(word, PLAIN)] == '\0')
		return word;
	text_init(&t, out, QUOTED_SIZE);
	text_put(&t, "'");
	for (const char *p = strlen(word) > QUOTED_MOST ? "" : word;
	     *p != '\0';) {
		size_t n = strcspn(p, "'");

		text_putn(&t, p, n);
		p += n;
		if (*p == '\'') {
			text_put(&t, "'\\''");
			p++;
		}
	}
	text_put(&t, "'");
	return out;
}
