/* What goes back to the module: verdict, prompt, ticket, attributes. */

#include <string.h>

#include "core/pin.h"
#include "server/facts.h"
#include "server/refs.h"

static struct prompt_device
describe(const struct device *d)
{
	return (struct prompt_device){
		.kind = device_kind(d),
		.serial = d->serial,
		.label = d->label,
		.address = d->address,
		.pin = pin_is_set(d),
	};
}

/*
 * A list asks for a code of what has one without being asked, and of what was
 * sent one where it may be typed.
 */
static const struct device *
asked_beside_list(const struct step_out *r)
{
	bool sent = r->verdict == VERDICT_CHALLENGE && r->device != NULL &&
	    r->device->sent.open;

	return r->device != NULL && r->device->ops->sends && !sent ? NULL
								   : r->device;
}

static void
menu(const struct login *l, struct prompt_args *args,
    struct prompt_device list[DEVICES_MAX])
{
	const struct device *devices[DEVICES_MAX];
	uint32_t hash;

	args->list = list;
	args->nlist = dialogue_list(&l->step, devices, &hash);
	args->prompted = args->nlist;
	args->pages = l->result.verdict == VERDICT_CHALLENGE;
	args->page = l->result.ticket.page;
	for (size_t i = 0; i < args->nlist; i++) {
		list[i] = describe(devices[i]);
		if (devices[i]->ops->challenge == NULL &&
		    devices[i] == asked_beside_list(&l->result))
			args->prompted = i; /* a list shows no challenge */
	}
}

/* Where nothing can be asked, "?" is answered by a reject with the list. */
static bool
lists(const struct step_out *r)
{
	return r->ask == ASK_LIST ||
	    (r->verdict == VERDICT_REJECT && r->reason == REASON_WORD);
}

static enum prompt_id
prompt_of(const struct step_out *r)
{
	if (r->verdict == VERDICT_REJECT)
		return r->reason == REASON_SENT ? PROMPT_SENT
		    : lists(r)                  ? PROMPT_MENU
						: PROMPT_REFUSED;
	switch (r->ask) {
	case ASK_CODE:
		return r->reason == REASON_LOST      ? PROMPT_LOST
		    : r->reason == REASON_SEND_LIMIT ? PROMPT_NO_MORE
						     : PROMPT_CODE;
	case ASK_AGAIN:
		return PROMPT_WRONG;
	case ASK_REGISTER:
		return PROMPT_REGISTER;
	case ASK_REGISTER_NOT:
		return PROMPT_REGISTER_NOT;
	case ASK_SYNC:
		return PROMPT_SYNC;
	case ASK_LIST:
		return PROMPT_MENU;
	case ASK_NEW_PIN:
		return PROMPT_NEW_PIN;
	case ASK_NEW_PIN_AGAIN:
		return PROMPT_NEW_PIN_AGAIN;
	case ASK_NEW_PIN_BAD:
		return PROMPT_NEW_PIN_BAD;
	case ASK_GENERIC:
	case ASK_NOTHING:
		break;
	}
	return PROMPT_GENERIC;
}

static void
put_prompt(struct login *l)
{
	const struct step_out *r = &l->result;
	const struct device *devices[DEVICES_MAX];
	struct prompt_device device, wish, list[DEVICES_MAX];
	struct prompt_args args = { .reference = l->reference_text,
		.least = l->engine->conf->pins.least,
		.most = l->engine->conf->pins.most };
	char separator[2] = "";
	char line[254], challenge[CHALLENGE_SIZE];
	struct text t;
	uint32_t hash;

	if (r->verdict == VERDICT_CHALLENGE) {
		args.max = l->policy->prompt_max;
		if (r->device != NULL && r->ask != ASK_GENERIC) {
			device = describe(r->device);
			args.device = &device;
			(void)challenge_of(l, r->device, &r->ticket,
			    keyring_newest_id(l->engine->keys), challenge);
			args.challenge = challenge;
		}
		args.others = r->ask == ASK_CODE &&
		    r->ticket.stage != STAGE_CONFIRM &&
		    dialogue_list(&l->step, devices, &hash) > 1;
	}
	if (r->ask == ASK_REGISTER) {
		wish = describe(l->step.wish);
		args.wish = &wish;
	}
	if (lists(r)) {
		menu(l, &args, list);
		args.max = l->policy->prompt_max;
	}
	if (lists(r) && r->verdict == VERDICT_REJECT &&
	    asked_beside_list(r) != NULL) {
		device = describe(r->device);
		args.device = &device;
	}
	if (r->reason == REASON_SENT && r->device != NULL) {
		device = describe(r->device);
		args.device = &device;
		separator[0] = l->policy->separator;
		args.separator = separator;
	}
	text_init(&t, line, sizeof(line));
	prompt_render(prompt_of(r), language_of(l), &args, &t);
	wire_put(&l->reply, TAG_PROMPT, t.buf, t.len);
}

static bool
with_pin(const struct step_out *r)
{
	return pin_is_asked_for(&r->ticket) ||
	    (r->device != NULL && r->ask != ASK_GENERIC &&
		pin_is_set(r->device));
}

static void
put_ticket(struct login *l)
{
	const struct step_out *r = &l->result;
	uint32_t id = keyring_newest_id(l->engine->keys);
	struct ticket_binding b = binding_of(l, r->ticket.stage == STAGE_DECOY);
	uint8_t key[KEY_SIZE];
	char state[TICKET_TEXT + 1];
	size_t n;

	if (keyring_key(l->engine->keys, KEY_TICKET, id, key) != MF_OK) {
		l->reply.full = true;
		return;
	}
	ticket_seal(&r->ticket, &b, (uint16_t)id, key, state, &n);
	wipe(key, sizeof(key));
	wire_put(&l->reply, TAG_STATE, state, n);
	/* A code is no secret for long; a PIN is. */
	wire_put_int(&l->reply, TAG_ECHO, !with_pin(r));
}

static void
put_accept(struct login *l)
{
	const char *const *a = l->policy->attributes;
	const struct device *d = l->result.device;
	size_t mark = wire_list_open(&l->reply, TAG_ATTRIBUTES);

	for (; a != NULL && *a != NULL; a++)
		wire_list_item(&l->reply, *a, strlen(*a));
	wire_list_close(&l->reply, mark);
	wire_put_str(&l->reply, TAG_ACCOUNT, l->account.name);
	if (d != NULL) {
		wire_put_str(&l->reply, TAG_FACTOR, d->ops->name);
		wire_put_str(&l->reply, TAG_SERIAL, d->serial);
	}
}

/* Where something does not fit the message is not sent: fail closed. */
void
reply_encode(struct login *l)
{
	uint8_t verdict = (uint8_t)l->result.verdict;

	wire_begin(&l->reply, l->out, sizeof(l->out), WIRE_ANSWER);
	wire_put(&l->reply, TAG_VERDICT, &verdict, 1);
	refs_format(l->engine->refs, l->reference, l->reference_text);
	wire_put_str(&l->reply, TAG_REFERENCE, l->reference_text);
	switch (l->result.verdict) {
	case VERDICT_ACCEPT:
		put_accept(l);
		break;
	case VERDICT_CHALLENGE:
		put_prompt(l);
		put_ticket(l);
		break;
	case VERDICT_REJECT:
		put_prompt(l);
		break;
	}
	if (l->reply.full) {
		l->silent = true;
		l->silence = "the answer does not fit a message";
	}
}

void
reply_neutral(struct login *l)
{
	wire_begin(&l->reply, l->out, sizeof(l->out), WIRE_SILENCE);
	wire_put_str(&l->reply, TAG_REASON, l->silence);
}
