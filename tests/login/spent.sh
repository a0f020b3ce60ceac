#!/bin/sh
#
# A code opens the door once, whichever way it comes again.  Last line: N
# passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client oslo 127.0.0.2
client append 127.0.0.3
client code 127.0.0.4
client separator 127.0.0.5
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: (
		{ name = "append"; match: { nas = [ "append" ]; };
		  mode = "append-length"; },
		{ name = "separator"; match: { nas = [ "separator" ]; };
		  mode = "append-separator"; },
		{ name = "code"; match: { nas = [ "code" ]; }; first = "none"; },
		{ name = "vpn"; tries = 10; }
	);
EOF2
engine_start
radius_start

S=$(seed 1)
account alice "$P"
token 12-3456789 "$S" --factor hotp --account alice
refused() {
	unlike "$verdict" accept "$1"
}

echo "# once"
say alice "$P"
other=$state
nas_address=127.0.0.2
say alice "$P"
elsewhere=$state
nas_address=127.0.0.1
login alice "$P" "$(hotp "$S" 0)"
is "$verdict" accept "the first time it opens"

echo "# again"
login alice "$P" "$(hotp "$S" 0)"
refused "in another login"
answer "$(hotp "$S" 0)"
refused "in the next round of that"
answer "12-3456789 $(hotp "$S" 0)"
refused "behind the token's serial"
answer "T123456789$(hotp "$S" 0)"
refused "behind the serial with a T"
answer "$(hotp "$S" 0) $(hotp "$S" 1)"
refused "as the first of two codes"
answer "$(hotp "$S" 0)$(hotp "$S" 0)"
refused "twice"
state=$other
answer "$(hotp "$S" 0)"
refused "in a login that began before"
nas_address=127.0.0.2
state=$elsewhere
answer "$(hotp "$S" 0)"
refused "in one at another NAS that began before"
login alice "$P" "$(hotp "$S" 0)"
refused "in a new one at another NAS"
nas_address=127.0.0.3
say alice "$P$(hotp "$S" 0)"
refused "behind the password"
nas_address=127.0.0.5
say alice "$P,$(hotp "$S" 0)"
refused "behind the password and a separator"
nas_address=127.0.0.4
say alice "$(hotp "$S" 0)"
refused "where no password is asked for"
nas_address=127.0.0.1
helpdesk token resync 12-3456789 "$(hotp "$S" 0)" "$(hotp "$S" 1)"
is $? 1 "at the helpdesk"
later 31
login alice "$P" "$(hotp "$S" 0)"
refused "after the engine was started again"
engine_kill
engine_start
login alice "$P" "$(hotp "$S" 0)"
refused "after it was killed"
must token disable 12-3456789
must token enable 12-3456789
login alice "$P" "$(hotp "$S" 0)"
refused "after the token was disabled and enabled"
account bob "$P"
must token unassign 12-3456789
must token assign 12-3456789 bob
login bob "$P" "$(hotp "$S" 0)"
refused "by its next owner"
must token unassign 12-3456789
must token assign 12-3456789 alice
login alice "$P" "$(hotp "$S" 0)"
refused "by its first owner again"
new_password alice "$P"
login alice "$P" "$(hotp "$S" 0)"
refused "after a new password"

echo "# the next one, on each of these ways"
spend() { # spend COUNTER WHAT: it opened, and opens nothing else
	is "$verdict" accept "$2"
	nas_address=127.0.0.1
	login alice "$P" "$(hotp "$S" "$1")"
	refused "and is spent"
}
login alice "$P" "12-3456789 $(hotp "$S" 1)"
spend 1 "behind the serial"
nas_address=127.0.0.3
say alice "$P$(hotp "$S" 2)"
spend 2 "behind the password"
nas_address=127.0.0.5
say alice "$P,$(hotp "$S" 3)"
spend 3 "behind the password and a separator"
nas_address=127.0.0.4
say alice "$(hotp "$S" 4)"
spend 4 "where no password is asked for"
login alice "$P" "$(hotp "$S" 5) $(hotp "$S" 6)"
spend 5 "as two codes: the first"
login alice "$P" "$(hotp "$S" 6)"
refused "and the second"
helpdesk token resync 12-3456789 "$(hotp "$S" 7)" "$(hotp "$S" 8)"
is $? 0 "two codes at the helpdesk"
login alice "$P" "$(hotp "$S" 8)"
refused "and both are spent"
login alice "$P" "$(hotp "$S" 9)"
engine_kill
engine_start
spend 9 "just before the engine was killed"

echo "# all at once"
i=0
jobs=
while [ $i -lt 12 ]; do
	say alice "$P"
	"$radcheck" -t 3000 "$port" user=alice "password=$(hotp "$S" 10)" \
	    "state=$state" "station=$station" >"$tmp/at-once.$i" &
	jobs="$jobs $!"
	i=$((i + 1))
done
# shellcheck disable=SC2086
wait $jobs
is "$(cat "$tmp"/at-once.* | grep -c '^code=2 ')" 1 "of twelve one gets in"
i=0
: >"$tmp/states"
while [ $i -lt 64 ]; do
	say alice "$P"
	echo "$state" >>"$tmp/states"
	i=$((i + 1))
done
code=$(hotp "$S" 11)
i=0
jobs=
rm "$tmp"/at-once.*
while read -r state; do
	"$radcheck" -t 5000 "$port" user=alice "password=$code" \
	    "state=$state" "station=$station" >"$tmp/at-once.$i" &
	jobs="$jobs $!"
	i=$((i + 1))
done <"$tmp/states"
# shellcheck disable=SC2086
wait $jobs
is "$(cat "$tmp"/at-once.* | grep -c '^code=2 ')" 1 \
    "of sixty-four that all were asked before one gets in"
is "$(cat "$tmp"/at-once.* | grep -c '^code=\(3\|11\) ')" 63 \
    "and the others are told no"

echo "# TOTP"
S=$(seed 2)
account carl "$P"
token 12-0000002 "$S" --account carl
next_step
code=$(totp "$S")
login carl "$P" "$code"
is "$verdict" accept "the first time it opens"
login carl "$P" "$code"
refused "in the same step it does not again"
next_step
login carl "$P" "$code"
refused "nor in the next, though one step of delay is allowed"
login carl "$P" "$(totp "$S")"
is "$verdict" accept "which has a code of its own"

finish
