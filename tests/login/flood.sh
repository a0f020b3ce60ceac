#!/bin/bash
#
# Somebody at the helpdesk makes one temporary code after another: the notices
# of these keep nobody else's code back, and what is not told is recorded.
# Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001
B=+37120000002
C=+37120000003
M=carl@example.org

raddb_make
# conf ALL_DAY
conf() {
	engine_conf <<-EOF2
		names: { country = "371"; };
		sending: { all_day = $1; account_hour = 100; account_day = 100;
		    address_hour = 100; address_day = 100; };
		policies: ( { name = "vpn"; } );
	EOF2
}
conf 30
engine_start
radius_start
inbox_start
account anna "$P"
account bert "$P"
account carl "$P" --email $M
must phone add anna $A --confirmed
must phone add bert $B --confirmed
must phone add carl $C --confirmed

# flood WHO: 31 temporary codes
flood() {
	for _ in {1..31}; do
		helpdesk account temporary "$1" || bail "temporary: $ctl"
	done
}

# withheld WHO LIMIT: records of what was not told for that limit
withheld() {
	must --json audit --account "$1" --event message.withheld --limit 100
	echo "$ctl" | grep -c "text=temporary count=[0-9]* limit=$2"
}
logged() { # logged WHO LIMIT: how often the log says so
	cat "$tmp/engine.old" "$tmp/engine.log" 2>/dev/null |
	    grep -c "event=notices-withheld limit=\"$2\" user=\"$1\""
}

echo "# all that may leave in a day"
flood bert
say anna "$P"
is "$verdict" challenge "31 notices to bert leave anna her code"
answer "$(sent $A)"
is "$verdict" accept "which opens the door"
is "$(all_sent $B)" 15 "half of the day's messages may be notices"
is "$(withheld bert sending.all_day) $(withheld bert sending.notices_day)" \
    "5 11" "what bert was not told is in the audit"
is "$(logged bert sending.all_day)" 1 "and once in the log"
ctl status
like "$ctl" '*sending.notices*warning*15 of 15 notices by SMS*' "status warns"
like "$ctl" '*sending.today*ok*16 of 30 messages*' "notices count in all"
must account temporary carl
is_told $M 'A temporary code was made' "an e-mail costs nothing, and is sent"
is "$(withheld carl sending.all_day)" 1 "where the SMS is not"
for i in {1..14}; do
	station=198.51.100.$i
	say anna "$P"
done
is "$verdict $(all_sent $A)" "challenge 15" "codes have the other half"
station=198.51.100.99
say anna "$P"
is "$verdict" reject "and no more than that: all_day is for all that leaves"

echo "# all that an account is told in a day"
later 90100
conf 1000
engine_reload
before=$(all_sent) letters=$(all_sent $M)
flood carl
must account temporary bert
is "$(all_sent $C) $(($(all_sent $M) - letters))" "20 20" \
    "20 changes, by SMS and by e-mail"
is "$(($(all_sent) - before))" 41 "while others are told of theirs"
is "$(withheld carl sending.notices_day)" 11 "those after are in the audit"
is "$(logged carl sending.notices_day)" 1 "and once in the log"
must account limits carl
like "$ctl" '*notices_day*20*20*none left for notices to the account in a day*' \
    "account limits shows it"
must account limits bert
like "$ctl" '*notices_day*1*20*19 left for notices to the account in a day*' \
    "and what is left"
station=198.51.100.9
say carl "$P"
like "$prompt" '*+371....0003*' "codes are not bound by it"
later 90100
must account temporary carl
is "$(all_sent $C)" 22 "the day after carl is told again"
finish
