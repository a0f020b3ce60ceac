#!/bin/bash
#
# One minute is a minute, and not "1 minutes": to the person, in each language,
# and to the helpdesk.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001
B=+37120000002

raddb_make
# life SECONDS: of a code
life() {
	engine_conf <<-EOF2
		names: { country = "371"; };
		sending: { life = $1; all_day = 10; account_hour = 30; };
		policies: ( { name = "vpn"; } );
	EOF2
}
life 60
engine_start
radius_start
inbox_start
account anna "$P"
account berzs "$P" --language lv

echo "# one minute"
helpdesk phone add anna $A
like "$ctl" "*, good for 1 minute.*" "the helpdesk reads of a minute"
is_told $A "confirms this number for anna. It is good for 1 minute\. " \
    "and so does the owner of the number"
helpdesk phone confirm anna "$(sent $A)"
helpdesk phone add berzs $B
is_told $B "Derīgs 1 minūti\." "in Latvian"
helpdesk phone confirm berzs "$(sent $B)"
say anna "$P"
is_told $A "is your code for vpn. It is good for 1 minute\." \
    "a login's code is good for one"
answer "$(sent $A)"
is "$verdict" accept "and opens the door"
ctl status
like "$ctl" "*1 login let in since then*" "one login is one"
like "$ctl" "*1 code asked for*" "as is one code"
like "$ctl" "*no lock of an account and a place after wrong codes*" \
    "and none is none"
like "$ctl" "*3 of 10 messages that may leave in a day have left*" \
    "three messages are several"

echo "# several"
life 660
engine_reload
say anna "$P"
is_told $A "It is good for 11 minutes\." "eleven minutes in English"
say berzs "$P"
is_told $B "Derīgs 11 minūtes\." "and in Latvian"
finish
