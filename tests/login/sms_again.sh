#!/bin/bash
#
# One login, one message: packets that come again, by whatever way, and clients
# that take a challenge for a refusal.  And one code, one login: many at once,
# after crashes, and from a backup.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001

raddb_make
client append 127.0.0.2
engine_conf <<-'EOF2'
	sending: { account_hour = 1000; account_day = 1000;
	    address_hour = 1000; address_day = 1000; source_hour = 1000; };
	policies: (
		{ name = "append"; match: { nas = [ "append" ]; };
		  mode = "append-separator"; append_repeat = true;
		  attributes = [ "Class = append" ]; },
		{ name = "vpn"; attributes = [ "Class = vpn" ]; }
	);
EOF2
engine_start
radius_start
radius_twin
main=$port
inbox_start
account anna "$P"
must phone add anna $A --confirmed
authenticator=0x00112233445566778899aabbccddee
from=$(free_port)
n=$(all_sent)
sent_now() { # sent_now N WHAT: so many since
	is "$(($(all_sent) - n))" "$1" "$2"
	n=$(all_sent)
}

echo "# the first packet again"
options="-i 7 -A ${authenticator}01 -b $from"
say anna "$P"
first=$raw
first_state=$state
say anna "$P"
is "$raw" "$first" "the same packet: the same challenge"
options="-i 8 -A ${authenticator}02"
say anna "$P"
is "$raw" "$first" "another id, authenticator and port, as clients resend"
port=$twin
options="-i 7 -A ${authenticator}01"
say anna "$P"
is "$raw" "$first" "the same packet by another FreeRADIUS"
options=
say anna "$P"
is "$raw" "$first" "another packet by another FreeRADIUS"
engine_kill
engine_start
say anna "$P"
is "$raw" "$first" "after the engine was killed"
port=$main
later 120
say anna "$P"
is "$raw" "$first" "two minutes later"
sent_now 1 "and it was one message"
answer "$(sent $A)"
is "$verdict" accept "its code opens the door"
accepted=$raw
port=$twin
options="-i 9 -A ${authenticator}05"
answer "$typed"
is "$raw" "$accepted" "and the Accept comes again when it was lost"
port=$main
options=
say anna "$P"
unlike "$state" "$first_state" "a login after that is a new one"
sent_now 1 "with a message of its own"
answer 222-222-222
say anna "$P"
sent_now 1 "as is one beside a login that has gone on"

echo "# who does not join"
station=198.51.100.8
say anna "$P"
sent_now 1 "another station"
new_password anna "$P-2"
n=$(all_sent)
say anna "$P-2"
sent_now 1 "another password"
P=$P-2
station=
options="-i 10 -A ${authenticator}03"
say anna "$P"
one=$raw
say anna "$P"
is "$raw" "$one" "without a station the identical packet joins"
port=$twin
say anna "$P"
is "$raw" "$one" "by another FreeRADIUS, too"
port=$main
sent_now 1 "in one message"
options=
say anna "$P"
unlike "$raw" "$one" "any other packet does not"
sent_now 1 "and has one of its own"
station=198.51.100.7
later 301
say anna "$P"
first_state=$state
sent_now 1 "later a login has one"
later 301
say anna "$P"
unlike "$state" "$first_state" "when the code is good no more none joins"
sent_now 1 "and another is sent"

echo "# password and code in one field"
nas_address=127.0.0.2
station=203.0.113.5
say anna "$P"
is "$verdict $prompt" "reject Code is in the SMS to +371....0001. Log in again \
with password,code. Reference $reference." \
    "the password alone sends one, and says what to do"
must why anna --last 1
like "$(echo "$ctl" | tr '\n' ' ')" \
    '*the password, the separator of policy append and the code.*' \
    "as does why"
say anna "$P"
port=$twin
say anna "$P"
port=$main
sent_now 1 "whatever is resent"
code=$(sent $A)
say anna "$P,222-222-222"
is "$verdict" reject "password and a wrong code"
say anna "$P,$code"
is "$verdict" accept "password and code let in"
like "$attributes" '*25=0x617070656e64*' "with the policy's attributes"
accepted=$attributes
port=$twin
say anna "$P,$code"
is "$verdict $attributes" "accept $accepted" "again, when the Accept was lost"
port=$main
later 11
say anna "$P,$code"
unlike "$verdict" accept "but not for long"
sent_now 0 "and no more were sent"
say anna "$P"
station=203.0.113.6
code=$(sent $A)
say anna "$P,$code"
is "$verdict" reject "a code is good at the station that asked for it"
station=203.0.113.5
say anna "wrong,$code"
is "$verdict" reject "and with the password alone"

echo "# one code, one login"
nas_address=127.0.0.1
station=198.51.100.7
later 301
say anna "$P"
code=$(sent $A)
before=$(audited anna login.accept accepted)
volley_pids=
i=0
while [ $i -lt 64 ]; do
	i=$((i + 1))
	spoken=$code
	[ $((i % 2)) -eq 0 ] || spoken=$(echo "$code" | tr -d -)
	"$radcheck" -t 8000 -a 127.0.0.1 "$port" user=anna \
	    "password=$spoken" "state=$state" station=$station \
	    >"$tmp/volley.$i" 2>&1 &
	volley_pids="$volley_pids $!"
done
# shellcheck disable=SC2086
wait $volley_pids
accepts=$(cat "$tmp"/volley.* | grep -c '^code=2 ')
is $((accepts <= 32 && accepts > 0)) 1 \
    "of 64 answers those that were typed alike get in"
is "$(($(audited anna login.accept accepted) - before))" 1 \
    "which is one login"

echo "# killed between commit and sending"
later 301
inbox_stop
say anna "$P"
is "$verdict" challenge "a challenge is out, its message is not"
ctl --json status
is "$(echo "$ctl" | jq -r 'select(.name == "courier.connected").status')" \
    alarm "status has it as an alarm"
engine_kill
engine_start
# No gateway makes mfcourier die before it has reported: one that pretends to
# be it takes messages here, and reports none.
: >"$tmp/kept"
"$BUILD/tests/login/keeper" "$tmp/run/courier" "$tmp/kept" &
keeper=$!
pids="$pids $keeper"
until_true 5 grep -q . "$tmp/kept"
code=$(grep -F "$A " "$tmp/kept" | cut -d ' ' -f 2)
like "$code" '???-???-???' "it leaves after a crash"
stop $keeper
n=$(sent_lines $A)
engine_kill
engine_start
inbox_start
again=$(sent $A)
is "$again $(($(all_sent $A) - n))" "$code 1" \
    "a courier that died had it: it leaves again, the same"
answer "$code"
is "$verdict" accept "and its code opens the door"
answer resend
is "$verdict" reject "once"
must outbox list --account anna --limit 1
like "$ctl" '*sent*' "it is settled"

echo "# from a backup"
say anna "$P"
code=$(sent $A)
waiting=$state
must backup "$tmp/backup.db"
must phone add anna +37120000002 --confirmed
must phone remove anna $A
engine_stop
engine_does --restore "$tmp/backup.db"
is $? 0 "a backup is put back"
engine_start
state=$waiting
answer "$code"
is "$verdict" reject "a code of before is good no more"
must phone list anna
unlike "$ctl" "*$A*active*" "a number removed since stays removed"
say anna "$P"
is "$verdict" reject "and gets nothing"
finish
