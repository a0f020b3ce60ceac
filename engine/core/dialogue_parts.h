/* Between dialogue.c, ask.c and words.c: how a step is put together. */
#ifndef MF_DIALOGUE_PARTS_H
#define MF_DIALOGUE_PARTS_H

#include "core/dialogue.h"

/* ask.c */
struct effect *
put_effect(struct step_out *, enum effect_kind, const struct device *);
void put_reject(struct step_out *, enum reason);
/* A code for d leaves, belonging to the ticket's dialogue and round. */
void put_send(struct step_out *, const struct device *, const struct ticket *);

/* The next round's question; d may be NULL. */
void ask_for(const struct step_in *, struct step_out *, enum ask,
    const struct device *d, enum reason);
/* For d's code, which is sent first where its kind sends. */
void ask_code(const struct step_in *, struct step_out *, const struct device *d,
    enum reason);
/* After a wrong code: for d's, or what is left once d is out of use. */
void ask_after_miss(const struct step_in *, struct step_out *, enum ask,
    const struct device *d, enum reason);
void ask_list(const struct step_in *, struct step_out *,
    const struct device *prompted, enum reason);
void
ask_other(const struct step_in *, struct step_out *, const struct device *);
void ask_decoy(const struct step_in *, struct step_out *, enum reason);

void refuse_try(const struct step_in *, struct step_out *, enum reason);
void refuse_first(const struct step_in *, struct step_out *, enum reason);

/* words.c */
bool is_word(const struct input *typed);
/* A word uses a round, not a guess.  False: it is not a word. */
bool answer_word(
    const struct step_in *, struct step_out *, const struct device *prompted);

void send_in_append(
    const struct step_in *, struct step_out *, const struct device *);
void append_word(
    const struct step_in *, struct step_out *, const struct device *prompted);

/* register.c */
/* The word: the wish in force, or none that can be. */
void answer_register(
    const struct step_in *, struct step_out *, const struct device *prompted);
/* After a right code: whether a wish is to be confirmed before the Accept. */
bool wish_is_due(const struct step_in *);
/* Asks for its code instead of accepting; out has what the code does. */
void ask_confirm(
    const struct step_in *, struct step_out *, const struct device *used);
/* What was typed at STAGE_CONFIRM. */
enum mf_err answer_confirm(const struct step_in *, struct step_out *,
    const struct device *waiting) MF_CHECKED;

#endif
