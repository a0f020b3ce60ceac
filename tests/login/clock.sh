#!/bin/sh
#
# A clock that is wrong neither burns codes nor makes them good again.  Last
# line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
engine_conf <<-'EOF2'
	policies: ( { name = "vpn"; } );
EOF2
engine_start
radius_start
T=$(seed 1)
H=$(seed 2)
account tom "$P"
token 45-0000001 "$T" --account tom
account hanna "$P"
token 12-0000001 "$H" --factor hotp --account hanna
h=0
hotp_opens() {
	login hanna "$P" "$(hotp "$H" $h)"
	is "$verdict" accept "$1"
	h=$((h + 1))
}

next_step
used=$(totp "$T")
login tom "$P" "$used"
is "$verdict" accept "(tom gets in)"
say tom "$P"
asked=$state

echo "# an hour back"
good=$clock
clock=$((clock - 3600))
engine_stop
engine_start
like "$(cat "$tmp/engine.log")" '*event=clock*TOTP*' "the log says so"
login tom "$P" "$(totp "$T")"
unlike "$verdict" accept "TOTP stands still"
ctl status
is $? 8 "and status has an alarm"
hotp_opens "HOTP goes on"
clock=$good
engine_stop
engine_start
login tom "$P" "$used"
unlike "$verdict" accept "when it is right again the used code stays used"
user=tom
state=$asked
next_step
answer "$(totp "$T")"
is "$verdict" accept "a login that waited meanwhile goes on"

echo "# a year ahead"
good=$clock
clock=$((clock + 366 * 86400))
engine_stop
engine_start
login tom "$P" "$(totp "$T")"
unlike "$verdict" accept "TOTP stands still"
hotp_opens "HOTP goes on"
clock=$good
engine_stop
engine_start
next_step
login tom "$P" "$(totp "$T")"
is "$verdict" accept "no code was burnt by it"

echo "# a year ahead, and that is right"
clock=$((clock + 366 * 86400))
engine_stop
engine_start
login tom "$P" "$(totp "$T")"
unlike "$verdict" accept "TOTP stands still"
must clock accept
next_step
login tom "$P" "$(totp "$T")"
is "$verdict" accept "until an admin accepts the time"
login tom "$P" "$used"
unlike "$verdict" accept "(old codes stay used)"

echo "# a token's own time"
at() { # at SECONDS: a date as mfctl takes it
	date -u -d "@$(($(now) + $1))" '+%Y-%m-%d %H:%M'
}
token 12-0000002 "$(seed 3)" --factor hotp --start "$(at 7200)"
token 12-0000003 "$(seed 4)" --factor hotp --expiry "$(at 7200)"
account nora "$P"
must token assign 12-0000002 nora
account ella "$P"
must token assign 12-0000003 ella
login nora "$P" "$(hotp "$(seed 3)" 0)"
unlike "$verdict" accept "before its start it opens nothing"
login ella "$P" "$(hotp "$(seed 4)" 0)"
is "$verdict" accept "before its end it does"
later 7260
login nora "$P" "$(hotp "$(seed 3)" 0)"
is "$verdict" accept "after its start it opens"
login ella "$P" "$(hotp "$(seed 4)" 1)"
unlike "$verdict" accept "after its end nothing"

finish
