#!/bin/bash
# Countries with a gateway of their own: while all rest, the messages to one do
# not keep mfcourier from those to another.  Last line: N passed, M failed.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

engine_conf </dev/null
engine_start
pretend latvia
latvia=$url
pretend estonia
courier_conf <<-EOF
	sms = (
		{ name = "latvia"; url = "$latvia/send"; prefixes = [ "+371" ];
		  query = { to = "{to}"; }; },
		{ name = "estonia"; url = "$url/send"; prefixes = [ "+372" ];
		  query = { to = "{to}"; }; }
	);
EOF
courier_start

# send NUMBER [OPTION ...]: nobody waits for it
send() {
	"$BUILD/mfctl" --socket "$tmp/run/admin" gateway test sms "$@" \
	    >/dev/null 2>&1 &
	pids="$pids $!"
}
rests() {
	grep -q "event=gateway-paused gateway=\"$1\"" "$tmp/courier.log"
}
# there NUMBER STATE: how many messages to it are in that state
there() {
	sqlite3 -readonly "$tmp/state/multifactor.db" "SELECT count(*)
	    FROM outbox WHERE address LIKE '$1%' AND $2"
}
crowd_is_there() {
	[ "$(there +372500001 'attempts > 0')" -ge 64 ]
}
is_handed_out() {
	[ "$(there +37120000077 'attempts > 0')" = 1 ]
}

manner latvia down
manner estonia down
for i in 1 2 3; do
	send +3712000000$i --gateway latvia
	send +3725000000$i --gateway estonia
done
until_true 10 rests latvia && until_true 10 rests estonia
is $? 0 "both are left out"
for i in $(seq 10 79); do
	send "+372500001$i"
done
until_true 10 crowd_is_there
is $? 0 "seventy messages to Estonia wait"
send +37120000077
until_true 5 is_handed_out
is $? 0 "one to Latvia comes to mfcourier all the same"
manner latvia ok
until_true 15 grep -q 20000077 "$tmp/latvia.log"
is $? 0 "and leaves when its gateway is back"
finish
