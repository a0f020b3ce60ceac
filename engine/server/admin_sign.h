/* What sign.begin and sign.check share. */
#ifndef MF_ADMIN_SIGN_H
#define MF_ADMIN_SIGN_H

#include "server/admin_find.h"
#include "store/signature.h"

struct signing {
	struct signature row;
	struct account_facts account;
	char name[NAME_SIZE]; /* of the account */
	char language[LANGUAGE_SIZE];
	struct device devices[DEVICES_MAX];
	size_t ndevices;
	uint8_t source[SOURCE_SIZE]; /* failures count by form */
	struct guess_facts guesses;
	struct sign_field fields[SIGN_FIELDS_MAX];
	size_t nfields;
};

/* admin_sign_form.c: the fields of TAG_FORM from TAG_FIELDS, or a refusal. */
enum mf_err sign_read_fields(struct command_in *, struct signing *) MF_CHECKED;

/* TAG_SESSION in hexadecimal, or a refusal. */
enum mf_err
sign_read_session(struct command_in *, struct signature *) MF_CHECKED;

/*
 * A challenge that the row's device was not asked before, and the dialogue
 * that it is derived from; fields may be none.
 */
enum mf_err sign_draw(struct command_in *, struct signature *,
    const struct suite *, const struct sign_field *, size_t n) MF_CHECKED;

/*
 * A code as it was typed, without groups: letters of a message in upper case,
 * hexadecimal in lower.  Its length; 0: it is none.
 */
#define CODE_TYPED 160
size_t sign_read_code(
    struct command_in *, enum wire_tag, bool letters, char out[CODE_TYPED]);

/* Devices, failures so far; row.form and account are set. */
enum mf_err sign_gather(struct command_in *, struct signing *) MF_CHECKED;

/* An account that is in use and not locked, or a refusal. */
enum mf_err
sign_may_begin(struct command_in *, const struct signing *) MF_CHECKED;

/* "account=LV80, amount=15.00" */
#define SIGN_SHOWN (2 * SIGNATURE_FIELDS)
void sign_show(const struct signing *, char out[SIGN_SHOWN]);

/*
 * admin_sign_send.c: the fields and their code to a phone, under the dialogue
 * of the row, or a refusal.
 */
enum mf_err sign_send(
    struct command_in *, struct signing *, const struct device *) MF_CHECKED;

/* An audit record under the signature's reference. */
enum mf_err sign_record(struct command_in *, const struct signing *,
    const char *event, enum reason) MF_CHECKED;

#endif
