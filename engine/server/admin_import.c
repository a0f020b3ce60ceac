/* Imports: staged in small steps, made visible by one flag. */

#include "server/control_parts.h"

void
import_peer_gone(struct control *k)
{
	(void)k;
}
