#include <stdio.h>

#include "server/start.h"

int
engine_restore(const char *conf, const char *backup)
{
	(void)conf;
	(void)backup;
	fprintf(stderr, "multifactord: not yet.\n");
	return 1;
}
