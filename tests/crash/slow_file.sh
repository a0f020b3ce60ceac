#!/bin/sh
#
# The disk is slow with the database's file, and fails with it: who logs in
# waits for the log alone, and what could not be synced is in the log still.

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"

shim="env LD_PRELOAD=$BUILD/tests/login/slow_disk.so
    SLOW_FILE=$state/multifactor.db BROKEN_DISK=$tmp/broken"
plain=$ENGINE

# size of the log in pages
pages() {
	echo $(($(stat -c %s "$state/multifactor.db-wal" || echo 0) / 4120))
}

# waited THREAD sum|most: pages whose sync it waited for
waited() {
	sed -n "s/^slow-disk thread=$1 pages=//p" "$tmp/engine.log" |
	    awk '{ sum += $1; if ($1 > most) most = $1 }
		END { print '"$2"' + 0 }'
}

crash_begin
crash_conf "$wide"
people user 2048
people box 20000
sed 's/^90-/91-/' "$tmp/box/tokens.csv" >"$tmp/more.csv"
crash_stock user

echo "# half a millisecond for each page"
ENGINE="$shim SLOW_PAGE_US=500 $plain"
: >"$tmp/engine.log"
engine_start
: >"$tmp/engine.log" # what it did until here nobody waited for
play load user -l "$tmp/ledger" -t 5000 -R 300
must token import "$tmp/box/tokens.csv"
loop=$(waited loop most)
worker=$(waited worker sum)
log=$(pages)
is "$(told refused) $(told unknown) $(told shut) $(told replay_in)" \
    "0 0 0 0" "everybody gets in ($(told accepted) logins)"
is "$([ "$worker" -ge 300 ] && echo moved)" moved \
    "the log is moved, $worker pages are synced beside the logins"
is "$([ "$loop" -le 64 ] && echo few)" few \
    "and these wait for $loop pages at most"
is "$([ "$log" -lt 6000 ] && echo short)" short \
    "the log begins anew ($log pages)"
engine_stop
is "$([ -e "$state/multifactor.db-wal" ] || echo gone)" gone \
    "nothing is left in it when the engine ends"
whole
play settle user -l "$tmp/ledger" -d "$state/multifactor.db"

echo "# the file cannot be synced"
cp "$state/multifactor.db" "$tmp/before.db"
ENGINE="$shim $plain"
engine_start
: >"$tmp/broken"
play load user -l "$tmp/ledger" -t 4000 -R 300
is "$(told refused) $(told shut)" "0 0" "everybody gets in nevertheless"
must token import "$tmp/more.csv"
is "$(grep -c 'checkpoint-failed.*could not be synced' "$tmp/engine.log")" 1 \
    "it is said, and once"
is "$([ "$(pages)" -gt 2000 ] && echo kept)" kept \
    "the log does not begin anew ($(pages) pages)"
rm "$tmp/broken"
engine_stop
is "$([ -s "$state/multifactor.db-wal" ] && echo kept)" kept \
    "it is there when the engine has ended"
# Nothing of what was moved ever came to the disk.
cp "$tmp/before.db" "$state/multifactor.db"
ENGINE=$plain
engine_start
must token show 91-00020000
ok "what the log holds is there"
engine_stop
whole "and whole"
play settle user -l "$tmp/ledger" -d "$state/multifactor.db"
finish
