#!/bin/sh
#
# A second engine on the same state folder does not start, whatever its other
# settings; the first one does not notice.

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"

crash_begin
crash_conf "$wide"
people user 64
crash_stock user
engine_start

second() { # second NAME: the configuration of NAME
	# shellcheck disable=SC2086
	timeout 10 $ENGINE "$tmp/$1.conf" >"$tmp/$1.log" 2>&1
	second_status=$?
}

echo "# while people log in"
"$ledger" -x "$SEED" -s "$socket" -l "$tmp/ledger" -t 3000 -R 300 load \
    "$tmp/user/people.csv" >"$tmp/load" 2>&1 &
load_pid=$!
pids="$pids $load_pid"

cp "$tmp/multifactord.conf" "$tmp/same.conf"
second same
is "$second_status" 1 "the same configuration once more: it ends with 1"
like "$(cat "$tmp/same.log")" "*another engine holds the database in $state*" \
    "and says that another engine holds the database"
[ -S "$socket" ] && ok "the first one's socket is still there" ||
    not_ok "the first one's socket is still there"

mkdir "$tmp/run2" "$tmp/notes2"
sed "s|$tmp/run/|$tmp/run2/|; s|\"$notes\"|\"$tmp/notes2\"|" \
    "$tmp/multifactord.conf" >"$tmp/other.conf"
second other
is "$second_status" 1 "sockets and notes of its own: it ends, too"
is "$(find "$tmp/run2" "$tmp/notes2" -mindepth 1 | wc -l)" 0 \
    "and has left nothing there"

# shellcheck disable=SC2086
timeout 10 $ENGINE "$tmp/multifactord.conf" --accept-restored \
    >"$tmp/restored.log" 2>&1
is "$?" 1 "--accept-restored beside a running engine is refused"

i=0
while [ $i -lt 10 ]; do
	second same
	[ "$second_status" = 1 ] || break
	i=$((i + 1))
done
is "$i" 10 "ten more tries end the same"

wait "$load_pid"
play=$(cat "$tmp/load")
is "$(told refused) $(told unknown) $(told shut) $(told replay_in)" "0 0 0 0" \
    "all that time everybody got in ($(told accepted) logins)"
engine_stop
whole
finish
