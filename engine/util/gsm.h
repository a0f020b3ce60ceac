/* How long an SMS is: GSM 03.38's 7-bit alphabet, or UCS-2. */
#ifndef MF_GSM_H
#define MF_GSM_H

#include <stdbool.h>

struct gsm_measure {
	bool unicode;   /* a character is not in the 7-bit alphabet */
	unsigned units; /* septets, or UTF-16 units */
	unsigned parts; /* 160 or 70 units in one, 153 or 67 in each of more */
};

/* text is valid UTF-8; a byte that is none counts as a unit of UCS-2. */
struct gsm_measure gsm_measure(const char *text);

#endif
