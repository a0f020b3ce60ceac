#!/bin/sh
#
# Imports: all of a file or nothing, whatever happens meanwhile.
# Last line: N passed, M failed.

# shellcheck source=tests/ctl/lib/engine.sh
. "$(dirname "$0")/lib/engine.sh"

# N lines of seeds; serials PREFIX-0000001 and so on.
seeds() {
	awk -v n="$1" -v p="$2" -v from="${3:-1}" 'BEGIN {
		for (i = from; i < from + n; i++)
			printf "%s-%07d,%040x,totp,6,30\n", p, i, i * 7919 + 1
	}'
}

import() {
	admin token import --format oath "$@"
}

left() { # rows that no import made visible, behind the engine's back
	sqlite3 "file:$tmp/state/multifactor.db?mode=ro" \
	    "SELECT count(*) FROM device d LEFT JOIN import m ON m.id = d.import
	    WHERE d.import IS NOT NULL AND COALESCE(m.state, 0) <> 1"
}

engine_start
seeds 1000 90 >"$tmp/a.csv"
seeds 1500 90 >"$tmp/b.csv"
seeds 30000 BIG >"$tmp/big.csv"

echo "# trying, then doing"
says 0 '1,000 tokens would be imported from a.csv. Nothing was changed.' \
    import "$tmp/a.csv" --dry-run
is "$(rows token list --limit 5000)" 0 "nothing is there"
says 0 '1,000 tokens are imported from a.csv.' import "$tmp/a.csv"
is "$(rows token list --limit 5000)" 1000 "all are there"
says 0 'a.csv' desk token show 90-0000500
says 0 'token.import' desk token history 90-0000500

echo "# a serial that is there is never overwritten"
says 1 'a token with this serial is there' import "$tmp/b.csv"
is "$(rows token list --limit 5000)" 1000 "nothing was added"
sed 's/^90-/T90/; 1,1000!d' "$tmp/b.csv" >"$tmp/t.csv"
says 1 'a token with this serial is there' import "$tmp/t.csv"
also 't.csv: line 1 (serial T90'
also '--skip-known'
also 'See to each of them'
{
	admin --json token import --format oath "$tmp/t.csv" 2>"$tmp/err"
	echo $? >"$tmp/status"
} | {
	sleep 2
	cat >"$tmp/faults"
}
is "$(cat "$tmp/status") $(grep -c '"row": "bad"' "$tmp/faults")" "1 1000" \
    "who reads them late has all of them ($(tail -n 1 "$tmp/err"))"
printf 'NO-1,%040x,totp,6,30\n\nNO-2,%040x,totp,6,30\nNO-2,%040x,hotp,6\n' \
    1 2 3 >"$tmp/no.csv"
says 1 'no.csv: line 4 (serial NO-2): line 3 has the same serial' \
    import "$tmp/no.csv"
also '--number-repeats'
says 1 'is a folder; give a file' import "$tmp"
says 1 'is a folder; give a file' admin token assign-list "$tmp"
says 0 '500 tokens are imported from b.csv; 1,000 were known and passed over' \
    import "$tmp/b.csv" --skip-known
is "$(rows token list --limit 5000)" 1500 "what was new was added"
says 5 'not for the helpdesk' desk token import --format oath "$tmp/a.csv"
for kind in temporary smoke; do
	says 2 "factor $kind: tokens of a file can be taken as hotp or totp." \
	    import "$tmp/a.csv" --factor $kind
done


echo "# of XML the line is told as well, by mfctl and by the engine"
token() {
	echo "<Token serial=\"$1\"><Applications><Application><Seed>$2</Seed>"
	echo "</Application></Applications></Token>"
}
good=$(printf '%040x' 7)
{ echo "<Tokens>"; token X-1 "$good"; token 90-0000001 "$good"
	token X-2 12; echo "</Tokens>"; } >"$tmp/x.xml"
says 1 'x.xml: record 3 (serial X-2, line 6): the key is 8 bits' \
    admin token import "$tmp/x.xml"
also 'x.xml: record 2 (serial 90-0000001, line 4): a token with this serial is'
also '2 faults. Nothing was imported'
says 3 'token X-1 is not there' desk token show X-1

odd=$(printf 'a\377b.csv')
cp "$tmp/no.csv" "$tmp/$odd"
says 1 'a\xffb.csv: line 4 (serial NO-2)' import "$tmp/$odd"
cp "$tmp/b.csv" "$tmp/$odd"
says 1 'a\xffb.csv: line 1 (serial 90-0000001): a token with this' \
    import "$tmp/$odd"

echo "# short keys: down to 80 bits, and no other word for what is shorter"
printf 'SHORT-1,3132333435363738393031323334\n' >"$tmp/short.csv"
says 1 'the key is 112 bits, RFC 4226 asks for at least 128' \
    import "$tmp/short.csv" --dry-run
says 0 'it is taken because short keys are allowed' \
    import "$tmp/short.csv" --dry-run --allow-short-keys
printf 'SHORT-1,1212\n' >"$tmp/short.csv"
says 1 'the key is 16 bits; 80 is the least' \
    import "$tmp/short.csv" --dry-run --allow-short-keys
hides 'is taken' import "$tmp/short.csv" --dry-run --allow-short-keys

echo "# many to many people"
admin account add anna >/dev/null
admin account add bert >/dev/null
printf '90-0000001,anna\n90-0000002,bert\n90-0000003,anna\n' >"$tmp/l.csv"
says 0 '3 tokens would be assigned' \
    admin token assign-list "$tmp/l.csv" --dry-run
says 0 'free' desk token show 90-0000001
says 0 '3 tokens are assigned as in l.csv.' \
    admin token assign-list "$tmp/l.csv"
is "$(rows token list --account anna)" 2 "two are anna's"
says 0 'token.assign' desk token history 90-0000002
printf '90-0000004,anna\n90-0000002,anna\n90-0000005,nobody\n' >"$tmp/m.csv"
says 1 'it belongs to bert since' admin token assign-list "$tmp/m.csv"
also 'account nobody is not there'
says 0 'free' desk token show 90-0000004
printf '90-0000004,anna\n90-0000004,bert\n' >"$tmp/n.csv"
says 1 'stands in the file twice' admin token assign-list "$tmp/n.csv"
says 0 'free' desk token show 90-0000004
says 0 'now belongs to bert' desk token assign 90-0000004 bert

echo "# one at a time, and what is staged is nowhere to be seen"
mkfifo "$tmp/slow.csv"
"$BUILD/mfctl" -s "$tmp/admin" token import --format oath "$tmp/slow.csv" \
    >"$tmp/slow.out" 2>&1 &
slow=$!
exec 9>"$tmp/slow.csv"
seeds 5000 SLOW >&9
tries=0
until [ "$(left)" -gt 0 ] || [ $tries -gt 100 ]; do
	tries=$((tries + 1))
	sleep 0.05
done
if [ "$(left)" -gt 0 ]; then
	ok "records are staged while the file is still read"
else
	not_ok "nothing is staged"
fi
says 1 'is under way since' import "$tmp/big.csv"
is "$(rows token search SLOW)" 0 "a search finds none"
says 3 'is not there' desk token show SLOW-0000001
says 3 'is not there' desk token assign SLOW-0000001 anna
says 0 'is there' admin account add carl

echo "# mfctl is killed: nothing stays"
kill -KILL $slow
exec 9>&-
wait $slow 2>/dev/null
says 0 '30,000 tokens are imported from big.csv.' import "$tmp/big.csv"
is "$(left)" 0 "no row is left of what was staged"
is "$(rows token search SLOW)" 0 "and none is there"

echo "# the engine is killed: nothing stays, and nothing is lost"
seeds 200000 HUGE >"$tmp/huge.csv"
"$BUILD/mfctl" -s "$tmp/admin" token import --format oath "$tmp/huge.csv" \
    >"$tmp/huge.out" 2>&1 &
huge=$!
tries=0
until [ "$(left)" -gt 1000 ] || [ $tries -gt 200 ]; do
	tries=$((tries + 1))
	sleep 0.02
done
engine_kill
wait $huge 2>/dev/null
if [ "$(left)" -gt 0 ]; then
	ok "it died in the middle"
else
	not_ok "it was not in the middle"
fi
engine_start
says 0 '1,500 were known' import "$tmp/b.csv" --skip-known
is "$(left)" 0 "no row is left of what was staged"
is "$(rows token search HUGE)" 0 "and none is there"
is "$(rows token list --account anna)" 2 "two are anna's"
is "$(rows token search BIG)" 30000 "what was imported before is there"
finish
