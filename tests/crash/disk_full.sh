#!/bin/sh
#
# The disk fills up: people keep getting in from the reserve, imports are
# refused; when that is used up, too, nobody gets in, for nobody is let in
# without a commit and a note of it; when there is room again they get in
# without a restart.  No code is ever good twice.
#
# In a mount namespace of its own, on small file systems in memory; skipped
# where that is not permitted.

if [ "${1:-}" != inside ]; then
	if ! unshare -m sh -c 'mount -t tmpfs -o size=1m none /mnt' \
	    2>/dev/null; then
		echo "# no mount namespaces here"
		echo "0 passed, 0 failed, 1 skipped"
		exit 0
	fi
	TMPDIR=$(mktemp -d) || exit 2
	export TMPDIR
	unshare -m sh "$0" inside
	status=$?
	rm -rf "$TMPDIR"
	exit $status
fi

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"

leave() {
	leave_status=$?
	for p in $pids; do
		kill -KILL "$p" 2>/dev/null
	done
	umount -l "$state" "$notes" 2>/dev/null
	(exit $leave_status)
	at_end
}
trap leave EXIT

load() { # load OPTION ...: people log in; told() says how it went
	# shellcheck disable=SC2086
	play=$("$ledger" -x "$SEED" -s "$socket" -l "$tmp/ledger" "$@" load \
	    "$tmp/user/people.csv" 2>&1 | grep begun=)
}

fill() { # fill FOLDER: to the last byte
	dd if=/dev/zero of="$1/filler.$$.$(ls "$1" | wc -l)" bs=64k \
	    2>/dev/null
	dd if=/dev/zero of="$1/filler.$$.x.$(ls "$1" | wc -l)" bs=512 \
	    2>/dev/null
}

well() { # well WHAT: everybody got in
	is "$(told refused) $(told unknown) $(told shut) $(told replay_in)" \
	    "0 0 0 0" "$1 ($(told accepted) logins)"
}

nobody_alone() { # one note of its own does not fit any more
	load -n 1 -t 400
	[ "$(told accepted)" -eq 0 ]
}

come_back() {
	load -n 64 -t 2000
	[ "$(told accepted)" -gt 50 ] && [ "$(told unknown)" -eq 0 ]
}

crash_begin
crash_conf "$wide" 'store: { reserve_mib = 8; };'
people user 128
people box 2000
mount -t tmpfs -o size=32m none "$state"
mount -t tmpfs -o size=4m none "$notes"
crash_stock user
engine_start

echo "# room for all"
load -n 600
well "everybody gets in"

echo "# the disk is full"
fill "$state"
is "$(df --output=avail "$state" | tail -n 1 | xargs)" 0 "not a byte is left"
load -n 4000 -t 30000
[ "$(told accepted)" -ge 2000 ] &&
    ok "people go on getting in from the reserve ($(told accepted) logins)" ||
    not_ok "people go on getting in from the reserve ($play)"
is "$(told refused) $(told shut) $(told replay_in)" "0 0 0" \
    "nobody was refused"
grep -q 'event=disk-full' "$tmp/engine.log" &&
    ok "the log has an alarm" || not_ok "the log has an alarm"
"$BUILD/mfctl" --yes --socket "$tmp/run/admin" token import \
    "$tmp/box/tokens.csv" >"$tmp/import" 2>&1
is "$([ $? -ne 0 ] && echo refused)" refused "an import is refused"
like "$(cat "$tmp/import")" "*disk*" "and says why ($(head -n 1 "$tmp/import"))"

echo "# the reserve is used up, too"
for _ in 1 2 3 4 5 6; do
	fill "$state"
	load -n 3000 -t 6000
	[ "$(told accepted)" -gt 0 ] || break
done
is "$(told accepted) $(told replay_in) $(told refused)" "0 0 0" \
    "nobody gets in any more, and nobody is refused ($play)"
kill -0 "$engine_pid" 2>/dev/null && ok "the engine lives" ||
    not_ok "the engine lives"

echo "# room again"
rm -f "$state"/filler.*
until_true 1 come_back &&
    ok "they get in again without a restart ($play)" ||
    not_ok "they get in again without a restart ($play)"
load -n 600
well "everybody does"

echo "# the disk of the notes is full"
fill "$notes"
# What its last block still takes: a batch may be too large for it, and one
# login by itself is not.
until_true 5 nobody_alone || not_ok "the notes' disk stays full ($play)"
load -n 600 -t 5000
is "$(told accepted) $(told replay_in) $(told refused)" "0 0 0" \
    "nobody is let in without a note, however often he asks ($play)"
rm -f "$notes"/filler.*
until_true 5 come_back &&
    ok "room again: they get in without a restart" ||
    not_ok "room again: they get in without a restart ($play)"
load -n 600
well "everybody does"

echo "# afterwards"
engine_kill
engine_start
load -n 300
well "after a kill and a start everybody gets in"
"$ledger" -x "$SEED" -s "$socket" -l "$tmp/ledger" -n 1000 replay \
    "$tmp/user/people.csv" >"$tmp/play"
like "$(cat "$tmp/play")" "ok - *1 passed, 0 failed" \
    "$(sed -n 's/.*ok - //p' "$tmp/play")"
engine_stop
whole
play settle user -l "$tmp/ledger" -d "$state/multifactor.db"
is "$(db "SELECT COUNT(*) FROM device WHERE serial LIKE '90%'")" 0 \
    "nothing of the import was kept"
finish
