#!/bin/sh
#
# mfctl audit against the engine: what can be asked for, and a record that
# somebody changed is an alarm until it is whole again.
# Last line: N passed, M failed.

# shellcheck source=tests/ctl/lib/engine.sh
. "$(dirname "$0")/lib/engine.sh"

behind() { # a statement, behind the engine's back
	sqlite3 "$tmp/state/multifactor.db" "PRAGMA busy_timeout = 2000; $1" \
	    >/dev/null || not_ok "sqlite3: $1"
}

# logged WORD WHAT: soon, in the log of this run
logged() {
	tries=0
	until grep -q "$1" "$tmp/log" || [ $tries -gt 100 ]; do
		tries=$((tries + 1))
		sleep 0.05
	done
	if grep -q "$1" "$tmp/log"; then
		ok "$2"
	else
		not_ok "$2: no $1 in the log"
	fi
}

engine_start
for name in anna bert carl; do
	says 0 'is there' admin account add $name
done

echo "# what is asked for"
says 0 'account.add' admin audit --event account.add
is "$(rows audit --event account)" 3 "all of a kind"
is "$(rows audit --event token)" 0 "none is no fault"
says 2 'event foo is none that is recorded.' admin audit --event foo
also 'all of a kind such as token. There are account (add, delete, '
also 'token (add, assign, disable, enable, label, lost, pin, replace, resync, unassign)'
for wrong in accounts account. account.ad account.add.x '*' 'a b'; do
	says 2 'is none that is recorded' admin audit --event "$wrong"
done

echo "# whole"
says 0 'it was never verified' admin status
says 0 'The audit is whole: 3 records' admin audit verify
says 0 'whole when it was verified, ' admin status

echo "# changed while it runs: found by who looks"
behind "UPDATE audit SET actor = 'nobody' WHERE seq = 2"
says 0 'whole when it was verified, ' admin status
says 8 'record 2 was changed' admin audit verify
says 8 'audit.health        alarm' admin status
also 'record 2 was changed or is missing'
also 'mfctl audit verify'
says 0 'is there' admin account add dora
engine_stop
engine_start
logged 'event=audit-damaged.*record 2 of the audit' \
    "the alarm is there after a restart, in the log"
says 8 'record 2 was changed or is missing' admin status
behind "UPDATE audit SET actor = (SELECT actor FROM audit WHERE seq = 1)
    WHERE seq = 2"
says 8 'record 2 was changed or is missing' admin status
says 0 'The audit is whole: 4 records' admin audit verify
says 0 'whole when it was verified, ' admin status
engine_stop
engine_start
logged 'event=database-checked' "the next start looks again"
hides 'audit-damaged' cat "$tmp/log"

echo "# changed while it stands still: found by the start"
engine_stop
behind "UPDATE audit SET event = 'account.delete' WHERE seq = 3"
engine_start
logged 'event=audit-damaged.*record 3 of the audit' "the log says so"
says 8 'record 3 was changed or is missing' admin status
also 'database.health     ok'
says 0 'is there' admin account add eve
says 8 'record 3 was changed' admin audit verify
behind "UPDATE audit SET event = 'account.add' WHERE seq = 3"
says 0 'The audit is whole' admin audit verify
says 0 'whole when it was verified, ' admin status

echo "# the last one taken out"
engine_stop
behind 'DELETE FROM audit WHERE seq = 2'
engine_start
logged 'event=audit-damaged.*record 2 of the audit' "one in the middle"
says 8 'record 2 is missing' admin audit verify

echo "# the end cut off while the engine runs"
says 0 'is there' admin account add last
behind 'DELETE FROM audit WHERE seq = (SELECT MAX(seq) FROM audit)'
says 8 'cut off the end' admin audit verify
finish
