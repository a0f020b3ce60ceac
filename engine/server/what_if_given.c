/* what-if: whether a login can have the facts that were given for it. */
#include <arpa/inet.h>
#include <strings.h>

#include "server/admin_find.h"
#include "server/what_if.h"
#include "util/text.h"

/* As FreeRADIUS's dictionaries name them; it shows others as numbers. */
static const char *const port_types[] = { "Async", "Sync", "ISDN", "ISDN-V120",
	"ISDN-V110", "Virtual", "PIAFS", "HDLC-Clear-Channel", "X.25", "X.75",
	"G.3-Fax", "SDSL", "ADSL-CAP", "ADSL-DMT", "IDSL", "Ethernet", "xDSL",
	"Cable", "Wireless-Other", "Wireless-802.11", "Token-Ring", "FDDI",
	"PPPoA", "PPPoEoA", "PPPoEoE", "PPPoEoVLAN", "PPPoEoQinQ" };

#define PORT_TYPES (sizeof(port_types) / sizeof(port_types[0]))

static bool
is_address(const char *s)
{
	uint8_t in[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, s, in) == 1 ||
	    inet_pton(AF_INET6, s, in) == 1;
}

/* A dictionary of one's own may have more words, which policies then name. */
static bool
is_of_a_policy(const struct conf *c, const char *word)
{
	for (size_t i = 0; i < c->npolicies; i++) {
		const char *const *p = c->policies[i].match.port_type;

		for (; p != NULL && *p != NULL; p++)
			if (strcasecmp(*p, word) == 0)
				return true;
	}
	return false;
}

static bool
is_port_type(const struct conf *c, const char *word)
{
	int64_t number;

	for (size_t i = 0; i < PORT_TYPES; i++)
		if (strcasecmp(port_types[i], word) == 0)
			return true;
	return number_parse(word, 0, UINT32_MAX, &number) == MF_OK ||
	    is_of_a_policy(c, word);
}

enum mf_err
what_if_given(struct command_in *in)
{
	char address[65] = "", type[65] = "", words[512];
	struct text t;

	field_text(in, TAG_CLIENT_ADDR, address, sizeof(address));
	if (address[0] != '\0' && !is_address(address))
		return refuse(in, REFUSED_USAGE,
		    "client-address: \"%s\" is no IP address.\n"
		    "Give one such as 192.0.2.7 or 2001:db8::7.",
		    address);
	field_text(in, TAG_NAS_PORT_TYPE, type, sizeof(type));
	if (type[0] == '\0' || is_port_type(in->engine->conf, type))
		return MF_OK;
	text_init(&t, words, sizeof(words));
	for (size_t i = 0; i < PORT_TYPES; i++)
		text_printf(&t, "%s, ", port_types[i]);
	return refuse(in, REFUSED_USAGE,
	    "port-type: \"%s\" is none of FreeRADIUS's.\n"
	    "Give one of %sa number, or a word that a policy names.",
	    type, words);
}
