/*
 * The commands of the control sockets (admin, helpdesk): what goes up, which
 * rows come back, which refusals there are.  Field by field the grammar of a
 * command is data, in wire_commands[] of admin.c; here is what it means.
 *
 * One connection, one command at a time.  mfctl sends a WIRE_COMMAND with
 * TAG_COMMAND; the engine answers with any number of WIRE_ROW and then one
 * WIRE_DONE or WIRE_REFUSED.  The engine decides, and words everything that
 * depends on its data; mfctl asks, draws tables and prints.
 *
 * COMMAND.  Fields are those the command's rule names, no others.  Any command
 *   may carry TAG_ACTOR, the person behind sudo: believed of uid 0 alone, and
 *   only for the audit.  An account is any identity that leads to it; a serial
 *   is in any spelling; TAG_VENDOR tells two vendors' equal serials apart.
 * ROW.  TAG_ROW says what it is; its fields are those wire_rows[] names, each
 *   left out when there is nothing to say.  "progress" (TAG_COUNT, TAG_SIZE,
 *   TAG_TEXT) may come in any command, and does at least every 5 s in one that
 *   takes longer: mfctl gives up after 30 s of silence.
 * DONE.  TAG_TEXT, where there is one: sentences on what is now true, fit to be
 *   read out; lines end in \n but the last.  TAG_STATUS "alarm": it was done,
 *   and what it found is not well (status, audit.verify): mfctl exits 8.
 *   TAG_AFTER: the list goes on; ask again with it.
 * REFUSED.  Nothing was changed.  TAG_ERROR; TAG_TEXT in two lines: what is
 *   wrong, beginning with the thing in lower case ("token 12-3456789 belongs
 *   to ..."), and what to do.
 *
 * Lists.  At most TAG_LIMIT rows (1 to 1000; default 200) after the key
 * TAG_AFTER, which is the engine's own and means nothing to others.  Fewer rows
 * with a TAG_AFTER in DONE are allowed: a search that finds little stops for
 * breath.  No TAG_TEXT in DONE of a list, but where there was nothing to list.
 *
 * Confirmation.  account.delete, account.recovery (codes are left), panic,
 * token.lost, token.unassign of a person's last token, token.replace,
 * clock.accept: without TAG_CONFIRM they are REFUSED with REFUSED_CONFIRM,
 * whose TAG_TEXT says in the future tense what they will do.
 *
 * account.add       Text: the account is there, with which addresses.  STATE:
 *                   the name or an identity belongs to another account.
 * account.show      rows: one account, its identities, its tokens.
 * account.list      rows account, by name.  match: part of the name or of an
 *                   identity; status: active, disabled, locked; group.
 * account.password  new_password; RADIUS carries at most 128 bytes.  Raises the
 *                   epoch.  Text says so: pending logins start again.
 *
 * account.temporary codes that replace a token: count (1 to 20, default 1),
 *                   each good once within seconds (300 to what
 * temporary.hours_max allows).  rows code: shown this once.  Earlier ones end.
 *
 * account.limits    rows limit: how many messages each limit of "sending" lets
 *                   leave to the account and its addresses, and how many have.
 *
 * panic             All that the account could log in with is gone, and what is
 *                   open ends: after a phone was stolen, say.
 *
 * account.recovery  a list of ten codes, each good once, in place of any list
 *                   before it: rows recovery, shown this once.  dry_run: none
 *                   is made; DONE: count, how many codes are left.
 *
 * account.delete    Its tokens become free.  The audit stays.
 *
 * identity.*        kind: name, email, phone, id.
 *
 * token.add         without secret the engine draws one and sends a row uri,
 *                   once.  serial: absent, the engine makes one; factor: totp;
 *                   hash: sha1; digits: 6; step: 30.  account: assigns it, too.
 *                   ocra: suite, which has hash, digits and step, and secret.
 *                   yubikey: public_id, private_id, and the AES key as secret.
 * token.list        rows token, by serial.  match: part of a serial or label;
 *                   status: free, active, disabled, suspended, lost, rebind;
 *                   account; factor; vendor; all must fit.
 * token.assign      STATE when another account has it, with the way to move it.
 *
 * token.unassign    The token is free; its next owner starts from its next
 * code.
 *
 * token.lost        For good; a found token is "token.enable" by an admin.
 *
 * token.resync      code and other_code in a row; both are spent.  A token that
 *                   answers challenges gives both to the one it is asked:
 *                   without codes a row challenge, whose reference comes with
 *                   them then.  Such a challenge has one try.  session: where
 *                   its suite has one.  Without codes nothing is changed at
 *                   any other token, and it is said whether it can be done.
 *
 * token.replace     serial's owner, label and state go to other_serial; serial
 *                   is then lost.
 * token.history     rows event, newest first.
 *
 * token.pin         secret: the PIN that goes into an OCRA token's answers, or
 *                   that the engine keeps and which comes before the codes of
 *                   another; without it there is none any more.  change: a new
 *                   one is asked for at the next login.  STATE when the token
 *                   can have none.
 *
 * sign.begin        a transaction of form, for account to sign: fields, as
 *                   "name=value", all that the form has.  serial: of the token
 *                   that shall sign; factor: ocra or sms, else a token before
 *                   a phone; session: where its suite has one.  row
 *                   signature: reference; challenge, what the person keys in.
 *                   USAGE: a field does not fit.  STATE: no token can sign it.
 *
 * sign.check        code, the answer to reference.  DONE: status accepted or
 *                   rejected.  STATE: it was answered, or is too late.
 *
 * prove.begin       mutual mode (RFC 6287, section 7.2): serial's owner reads
 *                   out the challenge that the token shows.  row proof: what
 *                   they key into it, the server's challenge and, as code, its
 *                   answer; reference.  session: where its suite has one.
 *                   USAGE: no challenge of the suite.  STATE: the token cannot.
 *
 * prove.check       code, what the token then answers; as sign.check.
 *
 * phone.*           numbers that codes go to by SMS; email.* alike.
 *
 * phone.add         address: none given, the account's identity of that kind.
 *                   It waits to be confirmed, and a code goes there; confirmed:
 *                   neither.  The other addresses are told when it counts.
 *
 * phone.confirm     code: as the person reads it out.  A wrong one is counted,
 *                   though refused: after five a new one has to be sent.
 *
 * phone.resend      a new code for one that waits, was suspended or had too
 *                   many wrong codes; the earlier code ends.
 *
 * phone.remove      address: or its label.  All are told.
 * phone.list        rows address.
 *
 * import.begin      kind: tokens, or assign (serial and account); name: of the
 *                   file; dry_run: nothing will be kept; skip_known: a serial
 *                   that is known is passed over, not a fault.  DONE: import,
 *                   its number.  It ends with its connection.  STATE: another
 *                   is under way (whose, since when).
 * import.records    records: messages of type WIRE_ROW, row "record".  Rows
 *                   "bad": place, serial, text, for each that cannot be taken
 *                   (known, twice in the file, no such account, key too short);
 *                   the import can then only end in nothing, but goes on being
 *                   checked.  DONE: count, records good so far.  The next one
 *                   is sent when this one is answered.
 *
 * import.commit     all or nothing.  DONE: count, text; of a dry run, what
 * would have been.  STATE: some were bad; nothing was imported.
 *
 * import.abort      DONE always; an unknown import is no fault.
 *
 * why               value: a reference, else an account: its latest logins
 *                   (limit, default 5), newest first.  rows login, text the
 *                   whole story.  ABSENT tells how far back the records go.
 * what-if           plays a login of user through from the given facts and
 *                   touches nothing.  rows step: text, in order.  DONE: verdict
 *                   as a word in status, prompt, text.
 * audit.list        rows event, newest first.  since, until, account, event.
 * audit.verify      rows fault: sequence, text.  DONE: count, text; alarm.
 *
 * status            rows status: name ("disk.free", stable, for machines),
 * value or number, status (ok, warning, alarm), text.  Among them load, locks,
 * clock and its synchronisation, disk, last backup.  DONE: status, text.
 *
 * backup            rows chunk in order: place, the offset; chunk.  DONE: size,
 *                   text.  The file restores with multifactord --restore.
 *
 * clock.accept      takes the wall clock as the time after a jump.
 *
 * outbox.list       rows message, newest first.  account; status: waiting,
 *                   taken, sent, given-up, cancelled.  Addresses are shortened.
 * outbox.show       one message, its address in full.  Never its text.
 * outbox.retry      what was given up is sent now; a code only while it is
 *                   good.  STATE: it was sent, or cancelled.
 * outbox.cancel     STATE: it was sent already.
 * gateway.test      puts a test message into the outbox; gateway: this one
 *                   alone.  DONE: id; outbox.show tells what became of it.
 *
 * key.rotate        a new key for what is sealed from now on; text says how the
 *                   re-sealing of the old goes on, status shows it.
 */
#ifndef MF_ADMIN_H
#define MF_ADMIN_H

#include "wire/wire.h"

#define ADMIN_SOCKET    "/run/multifactor/admin"
#define HELPDESK_SOCKET "/run/multifactor/helpdesk"
#define PAGE_MAX        1000 /* rows of a page */

enum role {
	ROLE_NONE = 0,
	ROLE_LOGIN,
	ROLE_HELPDESK,
	ROLE_ADMIN,
	ROLE_COURIER, /* no more than an admin: its socket takes no command */
};

enum command {
	CMD_NONE = 0,
	CMD_ACCOUNT_ADD,
	CMD_ACCOUNT_SHOW,
	CMD_ACCOUNT_LIST,
	CMD_ACCOUNT_RENAME,
	CMD_ACCOUNT_DISABLE,
	CMD_ACCOUNT_ENABLE,
	CMD_ACCOUNT_DELETE,
	CMD_ACCOUNT_PASSWORD,
	CMD_ACCOUNT_UNLOCK,
	CMD_ACCOUNT_LANGUAGE,
	CMD_IDENTITY_ADD,
	CMD_IDENTITY_REMOVE,
	CMD_GROUP_ADD,
	CMD_GROUP_REMOVE,
	CMD_TEMPORARY,
	CMD_RECOVERY,
	CMD_TOKEN_ADD,
	CMD_TOKEN_SHOW,
	CMD_TOKEN_LIST,
	CMD_TOKEN_ASSIGN,
	CMD_TOKEN_UNASSIGN,
	CMD_TOKEN_ENABLE,
	CMD_TOKEN_DISABLE,
	CMD_TOKEN_LOST,
	CMD_TOKEN_RESYNC,
	CMD_TOKEN_REPLACE,
	CMD_TOKEN_LABEL,
	CMD_TOKEN_HISTORY,
	CMD_TOKEN_PIN,
	CMD_SIGN_BEGIN,
	CMD_SIGN_CHECK,
	CMD_PROVE_BEGIN,
	CMD_PROVE_CHECK,
	CMD_ACCOUNT_LIMITS,
	CMD_PANIC,
	CMD_PHONE_ADD,
	CMD_PHONE_CONFIRM,
	CMD_PHONE_RESEND,
	CMD_PHONE_REMOVE,
	CMD_PHONE_LIST,
	CMD_EMAIL_ADD, /* the same, in this order */
	CMD_EMAIL_CONFIRM,
	CMD_EMAIL_RESEND,
	CMD_EMAIL_REMOVE,
	CMD_EMAIL_LIST,
	CMD_IMPORT_BEGIN,
	CMD_IMPORT_RECORDS,
	CMD_IMPORT_COMMIT,
	CMD_IMPORT_ABORT,
	CMD_WHY,
	CMD_WHAT_IF,
	CMD_AUDIT_LIST,
	CMD_AUDIT_VERIFY,
	CMD_STATUS,
	CMD_BACKUP,
	CMD_CLOCK_ACCEPT,
	CMD_KEY_ROTATE,
	CMD_OUTBOX_LIST,
	CMD_OUTBOX_SHOW,
	CMD_OUTBOX_RETRY,
	CMD_OUTBOX_CANCEL,
	CMD_GATEWAY_TEST,
	CMD_MAX
};

/* Names of fields (wire_tags[].name), a space between. */
struct command_rule {
	const char *name;  /* in the audit and the log */
	enum role role;    /* the least that may give it */
	const char *needs; /* fields that must go up */
	const char *may;   /* fields that may */
};

struct row_rule {
	const char *name;   /* TAG_ROW */
	const char *fields; /* what it may hold */
};

extern const struct command_rule wire_commands[CMD_MAX];
extern const struct row_rule wire_rows[];
extern const size_t wire_nrows;

/*
 * Why a command was refused: TAG_ERROR, and mfctl's exit code.  4 and 8 are
 * mfctl's own: engine not reached, and done with an alarm.
 */
enum refusal {
	REFUSED_STATE = 1,   /* it exists, but is not in a state for this */
	REFUSED_USAGE = 2,   /* a value is not of its form */
	REFUSED_ABSENT = 3,  /* no such account, token, reference */
	REFUSED_RIGHTS = 5,  /* not on this socket */
	REFUSED_CONFIRM = 6, /* ask the person first, then TAG_CONFIRM */
	REFUSED_FAULT = 7,   /* disk full, database: try again later */
};

/* The tag whose name is the n bytes at name; 0: none has it. */
enum wire_tag wire_tag_named(const char *name, size_t n);

/* Whether tag's name is among fields, a list as in the rules above. */
bool wire_names(const char *fields, enum wire_tag tag);

/*
 * Whether a WIRE_COMMAND has all its command needs and nothing it may not
 * have; if not, *wrong is the tag at fault, TAG_COMMAND for no such command.
 */
bool command_is_whole(const struct wire_msg *, enum wire_tag *wrong);

#endif
