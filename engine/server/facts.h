/* What is known of one login while it is decided; inside of login*.c. */
#ifndef MF_FACTS_H
#define MF_FACTS_H

#include <sys/queue.h>

#include "core/dialogue.h"
#include "core/name.h"
#include "server/conn.h"
#include "server/hash.h"

#define GROUPS_MAX 64

STAILQ_HEAD(login_list, login);

enum login_phase { LOGIN_FRESH = 0, LOGIN_HASHED, LOGIN_PIN_HASHED };

struct login {
	struct conn *conn;
	struct login *next_on_grid;  /* grid.h */
	int64_t began_ms, leaves_ms; /* of CLOCK_BOOTTIME, for the grid */
	struct engine *engine;
	enum login_phase phase, phase_before_pin;
	int64_t now_ms;

	uint8_t in[WIRE_LOGIN_MAX];
	size_t inlen;
	struct wire_msg msg; /* borrows in */
	uint8_t out[WIRE_LOGIN_MAX];
	struct wire_out reply;

	/* who and where */
	struct name name;
	bool has_account;
	struct account account;
	const struct policy *policy;
	char client[254], station[254], called[254], server[254];
	char service[65], port_type[65];
	char group_text[2048];
	const char *groups[GROUPS_MAX];
	uint8_t source[SOURCE_SIZE];
	uint8_t password_source[SOURCE_SIZE]; /* where one alone opened */

	/* what was typed */
	struct slice password; /* within in */
	struct slice typed;    /* within in: the code */
	struct input input;
	struct input_device input_devices[DEVICES_MAX];
	struct ticket ticket;
	uint32_t ticket_key; /* id of the key that sealed it */
	bool has_ticket;
	struct hash_task hash;
	struct hash_task pin_hash;
	struct hash_task *pin_known; /* pin_hash, when it is done */
	TAILQ_ENTRY(login) hashing;  /* of the engine's */
	struct login_list followers; /* that came with the same guess */
	STAILQ_ENTRY(login) follower;
	bool reserved; /* the guard counts this password */
	bool heard;    /* it is checked, by this hash or another's */
	enum first_result first;
	enum reason first_reason;
	bool no_length; /* append mode: where the code begins is not known */
	bool rehash;    /* hash.fresh is a record with the costs of today */

	/* what the store says */
	struct device devices[DEVICES_MAX];
	size_t ndevices;
	struct device free[CLAIMS_MAX]; /* tokens that may be claimed */
	struct input_claim claims[CLAIMS_MAX];
	size_t nfree;
	struct device wish; /* where codes are to go; address "": nowhere */

	/* what came of it */
	struct step_in step;
	struct step_out result;
	struct answer repeat;
	uint8_t reply_key[REPLY_SIZE]; /* of what was typed, or the packet */
	bool retried;                  /* after a lost compare and set */
	bool repeated;
	bool came_again;     /* rule 15: not by the identical packet */
	bool silent;         /* no answer to the NAS */
	const char *silence; /* why */
	int64_t reference;   /* number; 0: none */
	char reference_text[10];
};

/* login_facts.c */
enum mf_err facts_identify(struct login *) MF_CHECKED;
enum mf_err facts_gather(struct login *) MF_CHECKED;
void facts_read_input(struct login *);
const char *language_of(const struct login *);
/* Of what is sent: only the owner reads it. */
const char *owner_language(const struct login *);
enum mf_err facts_claims(struct login *) MF_CHECKED;
void facts_charge(const struct login *);

/* login_ticket.c */
/*
 * What a device is asked in a ticket's round, under the ticket's key; "": it
 * is asked nothing.  False: that has opened a door already, as all that it
 * could be asked instead.
 */
bool challenge_of(const struct login *, const struct device *,
    const struct ticket *, uint32_t key_id, char out[CHALLENGE_SIZE]);
/* What it was asked has opened a door. */
enum mf_err challenge_use(struct login *, int64_t device) MF_CHECKED;
enum reason ticket_of(struct login *);
/*
 * Of the challenge in l->repeat: the same ticket in another State.  With decoys
 * on, one State for two first packets would tell that the password was right.
 */
enum mf_err ticket_seal_anew(struct login *) MF_CHECKED;
struct ticket_binding binding_of(const struct login *, bool decoy);
void reply_hash_of(struct login *, bool yesterday, uint8_t out[REPLY_SIZE]);
void packet_hash_of(
    struct login *, bool person, bool yesterday, uint8_t out[REPLY_SIZE]);
/* Rule 15: whether a code that was typed may come again in another packet. */
bool may_come_again(const struct login *);
/* Into l->repeat, by l->reply_key: what the packet or the person was told. */
enum mf_err repetition_of(struct login *, bool person) MF_CHECKED;
/* The reply, to be said again; of a packet also that it was answered. */
enum mf_err repetition_keep(struct login *, bool person,
    const uint8_t key[REPLY_SIZE], int64_t at_ms) MF_CHECKED;
/*
 * MF_OK: l->repeat holds what to say again.  MF_ENOENT: this was not answered
 * yet.  MF_ECONFLICT: it was, with something else, or too long ago.
 */
enum mf_err repeat_of(struct login *) MF_CHECKED;

/* login_reply.c */
void reply_encode(struct login *);
void reply_neutral(struct login *);

/* apply.c: effects in the batch's transaction */
enum mf_err apply(struct login *) MF_CHECKED;
/* Its record in the audit; changed: the device, 0 for none. */
enum mf_err
apply_record(struct login *, const char *event, int64_t changed) MF_CHECKED;

/* login_ungiven.c: FreeRADIUS could not give the Accept that it was told. */
enum outcome login_ungiven(struct login *);

/* login.c */
enum outcome login_silence(struct login *, const char *why);
enum outcome login_refuse(struct login *, enum reason);
enum outcome login_judge(struct login *);
enum outcome login_begin(struct login *);
bool login_is_late(const struct login *);
/* what login_answer() or the grid does last */
void login_send(struct login *);

/* login_hash.c */
/* The hash of l->password; login_after_hash() follows. */
enum outcome login_start_hash(struct login *);
/* What came of it: l->first, l->rehash. */
void login_take_hash(struct login *);
/* Answers that wait for their time take the same half of the threads. */
bool login_is_full(const struct login *);

/* login_pin.c: what Argon2id says of a PIN comes before a step is decided. */
/* Whether it has to be waited for, or cannot be had: *out. */
bool login_asks_pin(struct login *, enum outcome *out);
enum outcome login_after_pin(struct login *);

/* login_first.c */
enum outcome login_look_again(struct login *, int64_t id, uint64_t epoch);
enum outcome login_first_packet(struct login *);
enum outcome login_without_policy(struct login *);
enum outcome login_after_hash(struct login *);

/* login_log.c */
void login_log(const struct login *);
void login_ring(const struct login *);

#endif
