/* Whatever a NAS calls a station, nothing but a port at its end is cut off. */

#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "core/station.h"

#define STATION_MAX 253 /* bytes of a RADIUS attribute */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	char given[STATION_MAX + 1], station[STATION_MAX + 1];
	size_t left, cut;

	n = n < STATION_MAX ? n : STATION_MAX;
	memcpy(given, p, n);
	given[n] = '\0';
	memcpy(station, given, n + 1);
	station_fold(station);
	left = strlen(station);
	cut = strlen(given) - left;
	assert(strncmp(given, station, left) == 0);
	if (cut == 0)
		return 0;
	assert(left > 0 && given[left] == '[');
	assert(cut >= 3 && cut <= 7);
	assert(strspn(given + left + 1, "0123456789") == cut - 2);
	assert(given[left + cut - 1] == ']');
	return 0;
}
