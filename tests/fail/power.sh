#!/bin/sh
#
# The power fails under load: of what was written and not synced a part is on
# the disk, sectors are torn, names are undone.  Each time the engine starts
# again, no code that was accepted is again, nothing that was said is lost.
#
# CUTS: how often (default 300, or 100 and more in 30 s).

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/../crash/lib.sh"

crash_begin
TRIES=1
# What the disk holds is written by the shim, which no sandbox knows.
crash_conf "$wide" 'sandbox = false;' 'store: { reserve_mib = 1; };'
people user 256
crash_stock user
mkdir "$tmp/early"
cp "$state"/multifactor.db* "$tmp/early/"

cuts() { # cuts SCENE [OPTION ...]
	scene=$1
	shift
	# shellcheck disable=SC2086
	play "$scene" user "$@" -e "$tmp/engine.log" \
	    -L "$BUILD/fail/power.so" -f "$tmp/plan" \
	    -- $ENGINE "$tmp/multifactord.conf"
}

echo "# while people log in, or it starts"
if [ "${CUTS:-}" ]; then
	cuts power -l "$tmp/ledger" -n "$CUTS"
else
	cuts power -l "$tmp/ledger" -n 300 -t 30000
fi
whole
play settle user -l "$tmp/ledger" -d "$state/multifactor.db"
is "$(grep -c 'level=error' "$tmp/engine.log")" 0 \
    "no engine had an error to report"

echo "# and then a backup of before all that is put back"
engine_does --restore "$tmp/early/multifactor.db"
is $? 0 "restored"
like "$(cat "$tmp/engine.said")" "*Taken in from the notes:*" \
    "with all that was noted since"
unlike "$(cat "$tmp/engine.said")" "*damaged*" "and no note is damaged"
engine_start
play load user -l "$tmp/ledger" -t 500
is "$(told refused) $(told shut) $(told replay_in)" "0 0 0" \
    "the next codes open ($(told accepted) logins)"
play replay user -l "$tmp/ledger" -n 1000
engine_stop

echo "# at the very first start"
cuts first
finish
