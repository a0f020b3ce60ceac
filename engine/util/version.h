/* All programs of one build say that they are this one. */
#ifndef MF_VERSION_H
#define MF_VERSION_H

#define VERSION "0.1"

#endif
