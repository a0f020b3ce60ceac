/*
 * What the desk asks of the database: accounts, tokens, imports.  The same
 * rules as in store.h: writes within a savepoint of a batch, reads on any
 * connection.  No secret leaves here but by desk_secret().
 */
#ifndef MF_STORE_DESK_H
#define MF_STORE_DESK_H

#include "store/store.h"

#define VENDOR_SIZE 65
#define FILE_SIZE   254
#define EVENT_SIZE  65

/* ---- accounts ------------------------------------------------------------ */

enum identity_kind {
	IDENTITY_NAME = 0,
	IDENTITY_EMAIL,
	IDENTITY_PHONE,
	IDENTITY_ID,
	IDENTITY_KINDS
};

/* "name", "email", "phone", "id" */
extern const char *const identity_kinds[IDENTITY_KINDS];

struct desk_account {
	int64_t id;
	char name[NAME_SIZE];
	bool disabled;
	uint64_t epoch;
	char language[LANGUAGE_SIZE];
	bool has_password, had_device;
	int64_t created;
};

struct desk_account_facts {
	int64_t last_login;
	int64_t locked_until; /* 0: not locked */
	unsigned month;       /* wrong codes in 30 days */
	unsigned in_row;
};

/* MF_ENOENT: none.  value is canonical. */
enum mf_err desk_account(
    struct store *, const char *value, struct desk_account *) MF_CHECKED;
enum mf_err desk_account_by_id(
    struct store *, int64_t id, struct desk_account *) MF_CHECKED;
enum mf_err desk_account_facts(struct store *, int64_t id, int64_t now,
    struct desk_account_facts *) MF_CHECKED;

/* Called for each; false ends the walk.  It may not ask the same again. */
typedef bool desk_account_fn(void *, const struct desk_account *);
/* At most limit accounts whose names follow after. */
enum mf_err desk_accounts(struct store *, const char *after, unsigned limit,
    desk_account_fn *, void *) MF_CHECKED;

/* MF_ECONFLICT: that name leads to an account already. */
enum mf_err desk_account_add(struct store *, const char *name,
    const char *language, int64_t now, int64_t *id) MF_CHECKED;
/* These raise the epoch and give the new one. */
enum mf_err desk_account_rename(struct store *, const struct desk_account *,
    const char *name, uint64_t *epoch) MF_CHECKED;
/* MF_ECONFLICT: it was so already. */
enum mf_err desk_account_disable(
    struct store *, int64_t id, bool disable, uint64_t *epoch) MF_CHECKED;
/* Tickets and whatever else is open end. */
enum mf_err
desk_account_epoch(struct store *, int64_t id, uint64_t *epoch) MF_CHECKED;
enum mf_err desk_account_password(
    struct store *, int64_t id, const char *record, uint64_t *epoch) MF_CHECKED;

enum mf_err desk_account_language(
    struct store *, int64_t id, const char *language) MF_CHECKED;
/* Its devices must have been freed before. */
enum mf_err desk_account_delete(struct store *, int64_t id) MF_CHECKED;
/* Failures of both factors, in a row and in the budgets. */
enum mf_err desk_account_unlock(struct store *, int64_t id) MF_CHECKED;

typedef bool desk_identity_fn(void *, enum identity_kind, const char *value);
enum mf_err desk_identities(
    struct store *, int64_t id, desk_identity_fn *, void *) MF_CHECKED;
/* MF_ECONFLICT: it leads to an account already. */
enum mf_err desk_identity_add(struct store *, int64_t id, enum identity_kind,
    const char *value) MF_CHECKED;
/* MF_ENOENT: the account has no such identity. */
enum mf_err desk_identity_remove(struct store *, int64_t id, enum identity_kind,
    const char *value) MF_CHECKED;

/* MF_ECONFLICT: it is in the group.  MF_ENOENT: it is not. */
enum mf_err
desk_group_add(struct store *, int64_t id, const char *group) MF_CHECKED;
enum mf_err
desk_group_remove(struct store *, int64_t id, const char *group) MF_CHECKED;

/* ---- tokens -------------------------------------------------------------- */

struct desk_token {
	int64_t id, account; /* 0: nobody's */
	char owner[NAME_SIZE];
	char factor[17];
	const struct factor_ops *ops; /* NULL: a kind of another engine */
	enum device_state state;
	char vendor[VENDOR_SIZE], model[VENDOR_SIZE];
	char serial[SERIAL_SIZE], canonical[SERIAL_SIZE];
	char label[LABEL_SIZE], suite[65];
	char address[ADDRESS_SIZE]; /* of a kind that sends, or "" */
	enum hash hash;
	unsigned digits, step;
	int64_t start, expiry, bound, created;
	int64_t import, binding; /* 0: none */
	bool staged;             /* its import is not visible */
	bool held;               /* an import staged an owner for it */
	uint64_t counter;
	int32_t drift;
	unsigned failures;
	int64_t last_used;
	bool pin;             /* one comes before its codes */
	bool pin_change;      /* and has to change, or to be made */
	bool pin_unknown;     /* there was one, and a restore lost it */
	char file[FILE_SIZE]; /* it was imported from */
};

#define SAME_SERIAL_MAX 8

/*
 * All that a canonical serial may mean, legacy form included, staged ones too;
 * by vendor.
 */
enum mf_err desk_tokens(struct store *, const char *canonical,
    struct desk_token out[SAME_SERIAL_MAX], size_t *n) MF_CHECKED;
enum mf_err
desk_token_by_id(struct store *, int64_t id, struct desk_token *) MF_CHECKED;

typedef bool desk_token_fn(void *, const struct desk_token *);
/* An account's, without retired and staged ones; at most limit. */
enum mf_err desk_tokens_of(struct store *, int64_t account, unsigned limit,
    desk_token_fn *, void *) MF_CHECKED;

/* A row of the scan; strings are cut to what is looked at. */
struct token_scan {
	int64_t id;
	char canonical[SERIAL_SIZE], vendor[VENDOR_SIZE];
	char factor[17], label[LABEL_SIZE];
	enum device_state state;
	bool staged;
};
typedef bool token_scan_fn(void *, const struct token_scan *);
/* By serial and vendor after these; at most limit rows are looked at. */
enum mf_err desk_token_scan(struct store *, const char *canonical,
    const char *vendor, unsigned limit, token_scan_fn *, void *) MF_CHECKED;

/* With its secret; the caller clears it. */
enum mf_err desk_secret(struct store *, int64_t id, struct device *) MF_CHECKED;

struct new_token {
	const char *factor;
	const char *vendor, *model, *serial, *canonical, *label, *suite;
	const char *address;     /* of a kind that sends */
	enum device_state state; /* 0: in use, or free */
	enum hash hash;
	unsigned digits, step;
	uint64_t counter;
	int32_t drift;
	int64_t start, expiry;
	int64_t account; /* 0: free */
	int64_t now;
	int64_t import; /* 0: by hand */
	bool staged_binding;
	struct slice secret;
};

/* The id the next device will get. */
enum mf_err desk_token_next(struct store *, int64_t *id) MF_CHECKED;
/* MF_ECONFLICT: serial and vendor are there already. */
enum mf_err
desk_token_add(struct store *, int64_t id, const struct new_token *) MF_CHECKED;

/* MF_ECONFLICT: it is not as it was.  import: that stages it, or 0. */
enum mf_err desk_token_bind(struct store *, int64_t id, int64_t account,
    int64_t now, int64_t import) MF_CHECKED;
/* Nobody's from now on; to: DEVICE_FREE, or what keeps it out of use. */
enum mf_err desk_token_unbind(struct store *, int64_t id,
    enum device_state from, enum device_state to) MF_CHECKED;
/*
 * Raises the counter (never lowers it) and forgets failures.  now_at: what it
 * is now.  sync: its clock was found drift ahead; pass: its clock is as it was.
 */
enum mf_err desk_token_sync(struct store *, int64_t id, uint64_t counter,
    int32_t drift, uint64_t *now_at) MF_CHECKED;
enum mf_err desk_token_pass(
    struct store *, int64_t id, uint64_t counter, uint64_t *now_at) MF_CHECKED;
enum mf_err
desk_token_label(struct store *, int64_t id, const char *label) MF_CHECKED;
/* The hash of its PIN, as its suite has it. */
enum mf_err
desk_token_pin(struct store *, int64_t id, struct slice hash) MF_CHECKED;
/*
 * A PIN of so many digits before its codes, as an Argon2id record.  NULL: none,
 * or with change the one that there is; it has to change at the next login.
 */
enum mf_err desk_token_record(struct store *, int64_t id, const char *record,
    unsigned digits, bool change) MF_CHECKED;
/*
 * Until when a number or address waits that was begun at a prompt; 0: it stays,
 * for it is confirmed, or the helpdesk's matter.  One without an end has none.
 */
enum mf_err
desk_address_until(struct store *, int64_t id, int64_t until) MF_CHECKED;
/* One whose time is over.  MF_ENOENT: none. */
enum mf_err
desk_address_due(struct store *, int64_t now, int64_t *id) MF_CHECKED;
/* The account has, or had, a device from now on. */
enum mf_err desk_had_device(struct store *, int64_t account) MF_CHECKED;

struct desk_event {
	int64_t seq, at_ms;
	char event[EVENT_SIZE], actor[256];
	char account[NAME_SIZE]; /* its name now; "" when it is gone */
	int64_t reference;
	char detail[1100];
};
typedef bool desk_event_fn(void *, const struct desk_event *);
/* What was done to a token, newest first, before seq. */
enum mf_err desk_token_history(struct store *, int64_t id, int64_t before,
    unsigned limit, desk_event_fn *, void *) MF_CHECKED;

/* ---- imports --------------------------------------------------------------
 */

enum import_state { IMPORT_STAGED = 0, IMPORT_VISIBLE, IMPORT_GIVEN_UP };

enum mf_err desk_import_add(struct store *, const char *kind, const char *name,
    const char *actor, int64_t now, int64_t first, int64_t *id) MF_CHECKED;
/*
 * n more records, the ids used up to last.  total: all of it as committed;
 * MF_ECONFLICT: it is no longer staged.
 */
enum mf_err desk_import_count(struct store *, int64_t id, unsigned n,
    int64_t last, int64_t *total) MF_CHECKED;
enum mf_err desk_import_state(struct store *, int64_t id,
    enum import_state from, enum import_state to) MF_CHECKED;
/* At the start: whatever was staged ends in nothing. */
enum mf_err desk_import_give_up_all(struct store *) MF_CHECKED;

struct known_serial {
	bool found;
	bool here; /* in this very import */
	char vendor[VENDOR_SIZE];
};
/*
 * Whether a token of that serial, legacy form included, and of that vendor or
 * of an unknown one is there.
 */
enum mf_err desk_import_known(struct store *, const char *canonical,
    const char *vendor, int64_t import, struct known_serial *) MF_CHECKED;

struct import_left {
	int64_t id, first, last;
	char actor[256], name[FILE_SIZE];
};
/* An import that was given up and still has rows; MF_ENOENT: none. */
enum mf_err desk_import_left(struct store *, struct import_left *) MF_CHECKED;
/* Deletes its devices with ids in from..to-1. */
enum mf_err desk_import_clear(
    struct store *, int64_t id, int64_t from, int64_t to) MF_CHECKED;
/* Takes back at most limit staged owners. */
enum mf_err desk_import_unbind(
    struct store *, int64_t id, unsigned limit, size_t *n) MF_CHECKED;
/* The first of its devices that is still there; MF_ENOENT: none is. */
enum mf_err desk_import_any(
    struct store *, const struct import_left *, int64_t *device) MF_CHECKED;
enum mf_err desk_import_remove(struct store *, int64_t id) MF_CHECKED;

/* A visible import whose bindings are not all noted; MF_ENOENT: none. */
enum mf_err
desk_import_unnoted(struct store *, struct import_left *) MF_CHECKED;
struct import_bound {
	int64_t device, account;
	enum device_state state;
	bool created; /* the import brought the token, too */
};
enum mf_err desk_import_bound(struct store *, int64_t id, unsigned limit,
    struct import_bound *out, size_t *n) MF_CHECKED;
enum mf_err desk_import_bound_noted(struct store *, int64_t device) MF_CHECKED;
enum mf_err desk_import_noted(struct store *, int64_t id) MF_CHECKED;

#endif
