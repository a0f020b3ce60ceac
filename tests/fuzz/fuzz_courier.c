/* Messages of the courier socket, as mfcourier takes them from the engine. */

#include <assert.h>
#include <string.h>

#include "courier/job.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct wire_msg m;
	struct job j;

	if (!wire_parse(&m, p, n))
		return 0;
	assert(courier_outcome(&m.field[TAG_STATUS]) <= COURIER_OUTCOMES);
	if (!job_fill(&j, &m))
		return 0;
	assert(j.id > 0 && j.attempt > 0 && j.body[0] != '\0');
	assert(strlen(j.key) >= 8 && strlen(j.body) < sizeof(j.body));
	if (!j.email)
		assert(j.to[0] == '+' && strlen(j.to) <= 16);
	return 0;
}
