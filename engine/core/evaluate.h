/* Is what was typed right?  One counted guess, rule 7's bound on it. */
#ifndef MF_EVALUATE_H
#define MF_EVALUATE_H

#include "core/dialogue.h"

struct evaluation {
	enum match match;
	enum reason reason;          /* when it does not match */
	const struct device *device; /* that matched, or takes the blame */
	struct factor_result result;
	const struct device *prompted; /* or NULL */
	bool looked;  /* what could be a code of prompted was evaluated */
	bool claimed; /* device was free and becomes the account's */
	const struct device *added;        /* so does this, behind a code */
	struct factor_result added_result; /* of its two codes */
	bool charged;                      /* such a claim was looked at */
	bool counted;                      /* a guess was spent */
	bool wrong_pin;                    /* before a code that was right */
};

/* A device that could answer now, were the code right; else *why may say. */
bool evaluate_may_answer(
    const struct step_in *, const struct device *, enum reason *why);

/* prompted may be NULL. */
enum mf_err evaluate(const struct step_in *, const struct device *prompted,
    struct evaluation *) MF_CHECKED;

#endif
