/* What most commands of accounts and tokens begin and end with. */
#ifndef MF_ADMIN_FIND_H
#define MF_ADMIN_FIND_H

#include "server/admin.h"
#include "store/desk.h"

/* Of TAG_ACCOUNT; refuses when nobody has that name. */
enum mf_err find_account(struct command_in *, struct desk_account *) MF_CHECKED;

/*
 * Of a tag with a serial and of TAG_VENDOR; refuses what is no serial, what
 * nobody has and what several vendors have.  A token of an import under way
 * does not exist; one that an import staged an owner for is still free.
 */
enum mf_err
find_token(struct command_in *, enum wire_tag, struct desk_token *) MF_CHECKED;

/* The value of a text field, NUL-terminated; "" when it is not there. */
const char *
field_text(const struct command_in *, enum wire_tag, char *buf, size_t size);
struct slice field_slice(const struct command_in *, enum wire_tag);

/* The language that was given, "" for none; one that is none is refused. */
enum mf_err
field_language(struct command_in *, char out[LANGUAGE_SIZE]) MF_CHECKED;

/* "2026-11-21" */
void day_format(int64_t seconds, char out[DATE_SIZE]);
/* "12-3456789 (TOTP, 8 digits)" */
void token_format(const struct desk_token *, char *out, size_t size);
#define TOKEN_TEXT (SERIAL_SIZE + 64)

/* Tokens of an account, and those of them that log in; no temporary codes. */
enum mf_err count_tokens(struct store *, int64_t account, unsigned *in_use,
    unsigned *all) MF_CHECKED;
/* "no token", "1 token", "3 tokens" */
const char *plural(int64_t n, const char *one, char out[64]);

/*
 * An audit record of this command, in its transaction.  detail: key=value
 * text, made with detail_put(); NULL: none.
 */
enum mf_err record(struct command_in *, const char *event, int64_t account,
    int64_t device, const struct text *detail) MF_CHECKED;
/* key="value", escaped; nothing for "". */
void detail_put(struct text *, const char *key, const char *value);

#endif
