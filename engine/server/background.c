#include <sys/resource.h>
#include <unistd.h>

#include "server/background.h"

#define NICE 10

void
background(void)
{
	(void)setpriority(PRIO_PROCESS, (id_t)gettid(), NICE);
}
