/* The names of what is recorded: tests/lint/events.sh keeps them whole. */

#include <string.h>

#include "store/audit.h"

const char *const audit_events[] = {
	"account.add",
	"account.delete",
	"account.disable",
	"account.enable",
	"account.language",
	"account.panic",
	"account.password",
	"account.recovery",
	"account.rename",
	"account.temporary",
	"account.unlock",
	"clock.accept",
	"device.claim",
	"device.confirm",
	"device.drop",
	"device.enrol",
	"device.expire",
	"device.lost",
	"device.pin",
	"device.rebind",
	"device.relief",
	"device.resync",
	"device.send",
	"device.suspend",
	"email.add",
	"email.confirm",
	"email.remove",
	"email.resend",
	"engine.backup",
	"engine.restore",
	"gateway.test",
	"group.add",
	"group.remove",
	"identity.add",
	"identity.remove",
	"import.commit",
	"key.resealed",
	"key.rotate",
	"login.accept",
	"login.again",
	"login.reject",
	"message.cancelled",
	"message.failed",
	"message.given-up",
	"message.retry",
	"message.sent",
	"message.withheld",
	"phone.add",
	"phone.confirm",
	"phone.remove",
	"phone.resend",
	"prove.accept",
	"prove.begin",
	"prove.reject",
	"recovery.end",
	"sign.accept",
	"sign.begin",
	"sign.reject",
	"token.add",
	"token.assign",
	"token.disable",
	"token.enable",
	"token.label",
	"token.lost",
	"token.pin",
	"token.replace",
	"token.resync",
	"token.unassign",
	NULL,
};

bool
audit_event_is(const char *event, const char *asked)
{
	size_t n = strlen(asked);

	return strncmp(event, asked, n) == 0 &&
	    (event[n] == '\0' || event[n] == '.');
}

bool
audit_event_exists(const char *asked)
{
	for (size_t i = 0; audit_events[i] != NULL; i++)
		if (asked[0] != '\0' && audit_event_is(audit_events[i], asked))
			return true;
	return false;
}
