#include "server/admin_commands.h"

#define WRITES(f)                                                              \
	{                                                                      \
		COMMAND_WRITE, f, NULL                                         \
	}
#define LOOPS(f)                                                               \
	{                                                                      \
		COMMAND_LOOP, f, NULL                                          \
	}
#define READS(f)                                                               \
	{                                                                      \
		COMMAND_READ, f, NULL                                          \
	}
#define READS_AFTER(b, f)                                                      \
	{                                                                      \
		COMMAND_READ, f, b                                             \
	}
#define STAGES(f)                                                              \
	{                                                                      \
		COMMAND_STAGED, f, NULL                                        \
	}

/* What is not here is refused as not built in. */
const struct command_handler command_handlers[CMD_MAX] = {
	[CMD_NONE] = LOOPS(NULL),
};
