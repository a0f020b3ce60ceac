/* Where a folder lies. */
#ifndef MF_FOLDER_H
#define MF_FOLDER_H

#include <stdbool.h>

/* On a network file system, whose locks and syncs a database cannot trust. */
bool folder_is_remote(const char *folder);

#endif
