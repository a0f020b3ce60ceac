/* A copy of the database, made in steps while it is in use. */
#ifndef MF_STORE_COPY_H
#define MF_STORE_COPY_H

#include "store/store.h"

struct store_copy;

/* To a new file at path; on the writer's thread. */
enum mf_err store_copy_start(
    struct store *, const char *path, struct store_copy **) MF_CHECKED;
/* Done when *left is 0; *all: pages there are as of now. */
enum mf_err
store_copy_step(struct store_copy *, int pages, int *left, int *all) MF_CHECKED;
void store_copy_end(struct store_copy **);

/* On any thread: the file is whole, and a file by itself from then on. */
enum mf_err
store_copy_check(const char *path, char *why, size_t size) MF_CHECKED;

#endif
