/* What the engine says; the same three words in core, wire and module. */
#ifndef MF_VERDICT_H
#define MF_VERDICT_H

enum verdict {
	VERDICT_REJECT = 0, /* so zeroed memory rejects */
	VERDICT_CHALLENGE,
	VERDICT_ACCEPT
};

#endif
