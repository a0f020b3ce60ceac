#include <string.h>

#include "core/station.h"
#include "core/typed.h"

void
station_fold(char *station)
{
	size_t n = strlen(station), digits = 0;

	if (n < 3 || station[n - 1] != ']')
		return;
	while (digits < n - 1 && ascii_is_digit(station[n - 2 - digits]))
		digits++;
	if (digits == 0 || digits > 5 || digits + 2 >= n ||
	    station[n - 2 - digits] != '[')
		return;
	station[n - 2 - digits] = '\0';
}
