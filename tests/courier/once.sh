#!/bin/bash
# How many messages a telephone shows: one for a login however often it is
# asked for, and no more than the limits let; counted at Kannel's other end.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'
A=+37120000001
B=+37120000002

raddb_make
engine_conf <<-'EOF'
	names: { country = "371"; };
	sending: { account_hour = 5; kept = 0; };
	policies: ( { name = "vpn"; } );
EOF
engine_start
radius_start
kannel_start
courier_conf <<-EOF
	sms = ( $(kannel_gateway) );
EOF
courier_start
account anna "$P"
account bert "$P"
must phone add anna $A --confirmed
must phone add bert $B --confirmed

again() {
	say anna "$P"
}

at_place() { # at_place PLACE: a login of bert's from there
	station=$1
	say bert "$P"
	echo "$verdict"
}

echo "# one login"
say anna "$P"
first=$state
say anna "$P"
is "$state" "$first" "who clicks twice gets the same challenge"
seq 32 | crowd again >/dev/null
is "$(all_sent $A)" 1 "and one message, however many clicks"
answer "$(sent $A)"
is "$verdict" accept "with the code that opens it"

echo "# sixty-four at once"
seq 64 | crowd at_place | sort | uniq -c | tr -s ' \n' ' ' >"$tmp/verdicts"
is "$(cat "$tmp/verdicts")" " 5 challenge 59 reject " "five are asked"
is "$(all_sent $B)" 5 "and five messages come"
finish
