/* What the module carries of the engine's own code: its end of the wire. */

/* NOLINTBEGIN(bugprone-suspicious-include) */
#include "wire/breaker.c"
#include "wire/client.c"
#include "wire/wire.c"
/* NOLINTEND(bugprone-suspicious-include) */
