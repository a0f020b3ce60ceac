#include <string.h>

#include "courier/gateway.h"

/* clang-format off */
const struct gateway_type gateway_types[] = {
	{ .name = "generic", .needs = "url" },
	{
		.name = "kannel",
		.needs = "url credentials",
		.method = "GET",
		.query = {
			{ "username", "{user}" }, { "password", "{password}" },
			{ "from", "{from}" }, { "to", "{to}" },
			{ "text", "{text}" }, { "charset", "UTF-8" },
		},
		.unicode = { { "coding", "2" } },
		.ok = "^(0: Accepted|3: Queued)",
	},
	{
		.name = "twilio",
		.needs = "from credentials",
		.url = "https://api.twilio.com/2010-04-01/Accounts/{user}/"
		       "Messages.json",
		.form = { { "To", "{to}" }, { "From", "{from}" },
			{ "Body", "{text}" } },
		.auth = AUTH_BASIC,
		.ok = "\"sid\": *\"(SM|MM)",
	},
	{
		.name = "vonage",
		.needs = "from credentials",
		.url = "https://rest.nexmo.com/sms/json",
		.form = {
			{ "api_key", "{user}" }, { "api_secret", "{password}" },
			{ "from", "{from}" }, { "to", "{digits}" },
			{ "text", "{text}" }, { "client-ref", "{id}" },
		},
		.unicode = { { "type", "unicode" } },
		.ok = "\"status\": *\"0\"",
		.refused = "\"status\": *\"(6|7)\"",
	},
	{
		.name = "sinch",
		.needs = "from credentials",
		.url = "https://us.sms.api.sinch.com/xms/v1/{user}/batches",
		.json = "{\"from\": \"{from}\", \"to\": [\"{to}\"], "
			"\"body\": \"{text}\", "
			"\"client_reference\": \"{id}\"}",
		.auth = AUTH_BEARER,
		.named_bearer = true,
		.ok = "\"id\": *\"",
	},
	{
		.name = "46elks",
		.needs = "from credentials",
		.url = "https://api.46elks.com/a1/sms",
		.form = { { "from", "{from}" }, { "to", "{to}" },
			{ "message", "{text}" } },
		.auth = AUTH_BASIC,
		.ok = "\"status\": *\"(created|sent|delivered)\"",
	},
	{ .name = "smtp", .email = true, .needs = "url from" },
};
/* clang-format on */

const size_t gateway_ntypes = sizeof(gateway_types) / sizeof(gateway_types[0]);

bool
gateway_serves(const struct gateway *g, bool email, const char *address)
{
	if (g->type->email != email)
		return false;
	if (g->prefixes[0] == NULL)
		return true;
	for (size_t i = 0; g->prefixes[i] != NULL; i++)
		if (strncmp(address, g->prefixes[i], strlen(g->prefixes[i])) ==
		    0)
			return true;
	return false;
}

void
gateway_state(const struct gateway *g, struct text *t)
{
	const struct standing *s = g->standing;

	text_printf(t, "%s %s %s", g->type->email ? "email" : "sms", g->name,
	    breaker_is_open(&s->breaker) ? "paused"
		: s->ailing              ? "failing"
					 : "ok");
}
