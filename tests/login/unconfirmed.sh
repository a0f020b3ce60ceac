#!/bin/bash
#
# A number that was begun at the prompt and never confirmed goes after a day;
# the helpdesk's own wait as long as they are waited for.  Last line: N passed,
# M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
BEGUN=+37120000001 DESK=+37120000002 TAKEN=+37120000003
SHOWN=+37120000004 READ=+37120000005

raddb_make
engine_conf <<-'EOF2'
	sending: { account_hour = 1000; account_day = 1000;
	    source_hour = 1000; prefixes = [ "+371" ]; };
	policies: ( { name = "vpn"; register = true; } );
EOF2
engine_start
radius_start
inbox_start
account anna "$P"
S=$(seed 1)
token 12-3456789 "$S" --factor hotp --account anna
c=0
begin() { # begin NUMBER: at the prompt, up to the code that confirms it
	say anna "$P"
	answer "phone $1"
	answer "$(hotp "$S" $c)"
	c=$((c + 1))
}
numbers() {
	must phone list anna
	echo "$ctl"
}
until_of() { # until_of NUMBER: "" if it stays
	must --json phone list anna
	echo "$ctl" | jq -r "select(.address == \"$1\") | .expiry // \"\""
}
gone() {
	! numbers | grep -qF "$1"
}

echo "# begun"
begin $BEGUN
must phone add anna $DESK
begin $TAKEN
begin $SHOWN
answer "$(sent $SHOWN)"
is "$verdict" accept "(one is confirmed at the prompt)"
begin $READ
must phone confirm anna "$(sent $READ)"
like "$(numbers)" "*$BEGUN*unconfirmed*" "one waits"
until=$(until_of $BEGUN)
like "$until" "$(date -u -d '+1 day' +%F)*" "until tomorrow, as the list says"
like "$(numbers)" "*good until*" "also for people"
is "$(until_of $DESK)" "" "the helpdesk's own has no end"
is "$(until_of $SHOWN)$(until_of $READ)" "" "nor has a confirmed one"
like "$(until_of $TAKEN)" "20*" "one that was begun has"
must phone resend anna $TAKEN
is "$(until_of $TAKEN)" "" "until the helpdesk sends it a code"

begin $DESK
answer ''
is "$verdict $(numbers | grep -cF $DESK) $(until_of $DESK)" "accept 1 " \
    "nor does the helpdesk's go when it is not confirmed at the prompt"

echo "# most of a day later"
later 80000
begin $BEGUN
like "$(until_of $BEGUN)" "$(date -u -d '+166400 seconds' +%F)*" \
    "begun once more it has another day"
later 20000
sleep 2
like "$(numbers)" "*$BEGUN*unconfirmed*" "so it is still there"

echo "# and another"
later 70000
until_true 5 gone $BEGUN
is $? 0 "then it goes"
must audit --account anna --event device.expire
like "$ctl" "*device.expire*engine*" "the audit has it"
is "$(echo "$ctl" | grep -c device.expire)" 1 "once"
like "$ctl" "*$BEGUN*" "and which it was"
for stays in $DESK $TAKEN; do
	like "$(numbers)" "*$stays*unconfirmed*" "$stays stays"
done
for stays in $SHOWN $READ; do
	like "$(numbers)" "*$stays*active*" "$stays is in use"
done
say anna "$P"
like "$verdict" challenge "anna logs in as before"
answer "$(hotp "$S" $c)"
is "$verdict" accept "with her token"
ctl audit verify
is $? 0 "the audit is whole"

echo "# many"
n=6
while [ $n -lt 10 ]; do
	account "bert$n" "$P"
	token 13-000000$n "$(seed 7)" --factor hotp --account "bert$n"
	say "bert$n" "$P"
	answer "phone +3712000000$n"
	answer "$(hotp "$(seed 7)" 0)"
	n=$((n + 1))
done
later 90000
all_gone() {
	[ "$(sqlite3 "$tmp/state/multifactor.db" 'SELECT COUNT(*) FROM device
	    WHERE state = 7 AND expiry > 0')" = 0 ]
}
until_true 5 all_gone
is $? 0 "all of them go"
finish
