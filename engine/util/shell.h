/* A word as a POSIX shell reads it, for a command that is shown to be pasted.
 */
#ifndef MF_SHELL_H
#define MF_SHELL_H

#define QUOTED_MOST 254 /* bytes of a word: the longest address */
#define QUOTED_SIZE (4 * QUOTED_MOST + 3)

/*
 * The word itself where a shell reads it as one argument, that very word; else
 * in quotes: o'brien is 'o'\''brien'.  Nothing in it is expanded, nor begins
 * another command.  Beyond QUOTED_MOST bytes: '', which names nothing.  Points
 * to out; to the word itself where it needs no quotes.
 */
const char *shell_quote(const char *word, char out[QUOTED_SIZE]);

/* The same in memory of the block that it is written in. */
#define QUOTED(word) shell_quote(word, (char[QUOTED_SIZE]){ "" })

#endif
