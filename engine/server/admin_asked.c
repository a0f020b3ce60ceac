/* What a command asks, in canonical form. */

#include <string.h>

#include "server/admin.h"

bool
asked_for(const struct command_in *in, enum wire_tag tag)
{
	return wire_int(in->msg, tag, 0) != 0;
}

unsigned
page_limit(const struct command_in *in)
{
	int64_t n = wire_int(in->msg, TAG_LIMIT, 200);

	return n < 1 ? 1 : n > PAGE_MAX ? PAGE_MAX : (unsigned)n;
}

/* A form already there is not put twice. */
static void
add(struct forms *f, const char *form)
{
	for (size_t i = 0; i < f->n; i++)
		if (strcmp(f->form[i], form) == 0)
			return;
	strcpy(f->form[f->n++], form);
}

_Static_assert(
    NAME_SIZE <= EMAIL_SIZE && UNIQUE_ID_SIZE <= EMAIL_SIZE, "every form fits");

void
identity_forms(struct engine *e, struct slice raw, struct forms *f)
{
	char email[EMAIL_SIZE], phone[PHONE_SIZE], id[UNIQUE_ID_SIZE];
	enum phone_fault fault;
	struct name name;

	f->n = 0;
	if (name_canonical(&e->names, raw, &name) == MF_OK)
		add(f, name.canonical);
	if (email_canonical(raw, email) == MF_OK)
		add(f, email);
	if (phone_canonical(raw, e->conf->names.country, phone, &fault) ==
	    MF_OK)
		add(f, phone);
	if (unique_id_canonical(raw, id) == MF_OK)
		add(f, id);
}
