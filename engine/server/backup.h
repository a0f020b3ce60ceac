/* The one backup that may be under way. */
#ifndef MF_BACKUP_H
#define MF_BACKUP_H

#include "server/engine.h"

/* What a crash left lying; before the engine answers. */
void backup_clean(const struct conf *);

/* While the database is still open. */
void backup_free(struct engine *);

#endif
