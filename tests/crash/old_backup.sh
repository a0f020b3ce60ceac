#!/bin/sh
#
# An old backup is put back: of 1,000 codes that were used since it was made
# none opens anything, nor does one from before; everybody's next code does.
#
# CODES: used since the backup (default 1000).

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"

codes=${CODES:-1000}
crash_begin
crash_conf "$wide"
people user 256
crash_stock user
engine_start

load() {
	play=$("$ledger" -x "$SEED" -s "$socket" -l "$tmp/ledger" "$@" load \
	    "$tmp/user/people.csv" | grep begun=)
}

well() { # well WHAT: everybody got in
	is "$(told refused) $(told unknown) $(told shut) $(told replay_in)" \
	    "0 0 0 0" "$1 ($(told accepted) logins)"
}

echo "# a backup, and logins since"
load -n 300
well "everybody gets in"
before=$(told accepted)
must backup "$tmp/backup"
load -n $((codes + codes / 4)) # some of it wrong on purpose
well "and after the backup"
[ "$(told accepted)" -ge "$codes" ] ||
    not_ok "that was $codes codes at least ($play)"
since=$(told accepted)

echo "# it is put back after a kill"
sleep 1.5 # the notes are synced at least once a second
engine_kill
# shellcheck disable=SC2086
$ENGINE "$tmp/multifactord.conf" --restore "$tmp/backup" >"$tmp/restore" 2>&1
is $? 0 "it is put back ($(tail -n 1 "$tmp/restore"))"
is "$(db "SELECT COUNT(*) > $before FROM audit
    WHERE event = 'login.accept'")" 0 "the database is the old one"
engine_start
play replay user -l "$tmp/ledger" -n "$since"
play replay user -l "$tmp/ledger"
load -n 300
well "everybody's next code opens"
engine_stop
whole
finish
