/* Threads whose work can wait while somebody stands at a prompt. */
#ifndef MF_BACKGROUND_H
#define MF_BACKGROUND_H

/* The calling thread takes less of a core than others, and gives it back
 * sooner, from here on. */
void background(void);

#endif
