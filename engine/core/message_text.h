/*
 * The texts of messages: one catalogue a language, of the form that a gettext
 * catalogue is compiled into.  {words} are those of message_values[].
 */
#ifndef MF_MESSAGE_TEXT_H
#define MF_MESSAGE_TEXT_H

#include "core/message.h"

struct message_text {
	const char *sms;
	const char *subject; /* of the e-mail */
	const char *mail;    /* its body */
};

struct message_catalogue {
	const char *language;
	const char *service; /* where the service has no name */
	struct message_text text[MESSAGE_IDS];
};

/* The language's, or English. */
const struct message_catalogue *message_catalogue_find(const char *language);
/* All of them; NULL: no more.  For tests. */
const struct message_catalogue *message_catalogue_at(size_t);

#endif
