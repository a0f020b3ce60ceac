#!/bin/bash
#
# Who can record packets on their way, and has no shared secret, sends them once
# more, later: nothing is sent for it, and nothing counted.  Last line:
# N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001
S=$(seed 1)

raddb_make
client append 127.0.0.2
client decoys 127.0.0.3
# So few messages that each one counts.
engine_conf <<-'EOF2'
	sending: { kept = 0; account_hour = 2; account_day = 100;
	    address_hour = 2; address_day = 100; };
	policies: (
		{ name = "append"; match: { nas = [ "append" ]; };
		  mode = "append-separator"; append_repeat = true;
		  factors = [ "hotp" ]; },
		{ name = "decoys"; match: { nas = [ "decoys" ]; };
		  decoys = true; factors = [ "sms" ]; },
		{ name = "vpn"; factors = [ "sms" ]; }
	);
EOF2
engine_start
radius_start
inbox_start
account anna "$P"
must phone add anna $A --confirmed
token 12-3456789 "$S" --factor hotp --account anna
authenticator=0x00112233445566778899aabbccddee

# The packet that was recorded, and what is written for it.
record() {
	options="-i $1 -A ${authenticator}$1"
}
records() {
	must --json audit --limit 1000
	echo "$ctl" | grep -c '"event"'
}
begins() {
	before=$(all_sent)
	written=$(records)
}
leaves_nothing() { # leaves_nothing WHAT
	is "$(($(all_sent) - before)) $(($(records) - written))" "0 0" \
	    "$1: nothing is sent, nothing written"
}
why() { # why PATTERN WHAT
	must why "$reference"
	like "$ctl" "$1" "$2"
}

echo "# a first packet, by which a code is sent"
before=$(all_sent)
record 11
say anna "$P"
is "$verdict $(($(all_sent) - before))" "challenge 1" "a code is sent"
first=$raw
begins
say anna "$P"
is "$raw" "$first" "the same packet at once has the same challenge"
leaves_nothing "at once"
for wait in 31 330 3600 43200 39060; do
	later $wait
	begins
	say anna "$P"
	is "$verdict" reject "$wait s later it is refused"
	leaves_nothing "$wait s later"
done
why "*had already been answered*" "and the helpdesk can see why"
engine_kill
engine_start
begins
say anna "$P"
is "$verdict" reject "after the engine was killed, too"
leaves_nothing "after a crash"
options=
begins
say anna "$P"
is "$verdict $(($(all_sent) - before))" "challenge 1" \
    "the owner's own packet has a code sent: no limit was used up"
answer "$(sent $A)"
is "$verdict" accept "which opens the door"

echo "# by way of the next day's key"
later $((86400 - $(now) % 86400 - 600))
before=$(all_sent)
record 12
say anna "$P"
is "$verdict $(($(all_sent) - before))" "challenge 1" "a code is sent"
later 1200
begins
say anna "$P"
is "$verdict" reject "the next day it is refused"
leaves_nothing "the next day"
later 84000
begins
say anna "$P"
is "$verdict" reject "for a day"
leaves_nothing "for a day"

echo "# where decoys are on"
nas_address=127.0.0.3
before=$(all_sent)
record 13
say anna "$P"
is "$verdict $(($(all_sent) - before))" "challenge 1" "a code is sent"
later 31
begins
say anna "$P"
is "$verdict $prompt" "challenge Code: " "the replay looks like a wrong password"
leaves_nothing "with decoys"
nas_address=127.0.0.1

echo "# the keyring has a new key, and the engine starts anew"
later 7200
record 16
say anna "$P"
is "$verdict" challenge "a code is sent"
first=$raw
begins
must key rotate
written=$(records)
say anna "$P"
is "$raw" "$first" "after a new key: the same packet has the same challenge"
engine_kill
engine_start
say anna "$P"
is "$raw" "$first" "and when the engine was killed"
leaves_nothing "a new key"
engine_stop
cp "$tmp/state/replies.key" "$tmp/replies.key"
printf x | dd of="$tmp/state/replies.key" bs=1 seek=50 conv=notrunc 2>/dev/null
engine_spawn
like "$(cat "$tmp/engine.log")" \
    "*state/replies.key does not open with the keyring*" \
    "with a damaged replies.key the engine does not start, and says why"
cp "$tmp/replies.key" "$tmp/state/replies.key"
engine_start
say anna "$P"
is "$raw" "$first" "when it is back, all is as it was"

echo "# password and code in one field"
nas_address=127.0.0.2
record 14
say anna "$P,$(hotp "$S" 0)"
is "$verdict" accept "let in"
begins
say anna "$P,$(hotp "$S" 0)"
is "$verdict" accept "the same packet at once: the same answer"
later 31
say anna "$P,$(hotp "$S" 0)"
is "$verdict" reject "later it is refused"
leaves_nothing "in append mode"
record 15
say anna "$P,$(hotp "$S" 0)"
is "$verdict" reject "another packet with the same code"
is "$(audited anna login.reject used-code)" 1 "is looked at by itself"

finish
