#!/bin/sh
#
# Tokens are imported and searched while people log in: the people do not
# notice, and of an import that is broken off nothing is left.
#
# TOKENS: in the file (default 50000; 1000000 for figures).
# RATE: logins a second (default 300).  FIGURES=1: says what it cost them.

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"

tokens=${TOKENS:-50000}
rate=${RATE:-300}
crash_begin
crash_conf "$wide"
people user 512
people box "$tokens"
sed 's/^90-/91-/' "$tmp/box/tokens.csv" >"$tmp/more.csv"
sed 's/^90-/92-/' "$tmp/box/tokens.csv" >"$tmp/other.csv"
tail -n 1 "$tmp/box/tokens.csv" >>"$tmp/other.csv" # known: all is in vain
crash_stock user
engine_start

# People come at a steady rate until the file $tmp/enough is there.
logins_begin() {
	rm -f "$tmp/enough"
	: >"$tmp/loads"
	while [ ! -e "$tmp/enough" ]; do
		"$ledger" -x "$SEED" -s "$socket" -l "$tmp/ledger" \
		    -t "${1:-2000}" -R "$rate" load "$tmp/user/people.csv" |
		    grep begun= >>"$tmp/loads"
	done &
	logins_pid=$!
	pids="$pids $logins_pid"
}

logins_end() {
	: >"$tmp/enough"
	wait "$logins_pid"
	# one line of sums; of the times the worst
	play=$(awk '{
		for (i = 1; i <= NF; i++) {
			split($i, f, "=")
			if (f[1] ~ /^(p|max)/) {
				if (f[2] > v[f[1]]) v[f[1]] = f[2]
			} else
				v[f[1]] += f[2]
		}
	} END { for (k in v) printf "%s=%s ", k, v[k] }' "$tmp/loads")
}

well() {
	is "$(told refused) $(told unknown) $(told shut) $(told replay_in)" \
	    "0 0 0 0" "$1: everybody gets in ($(told accepted) logins)"
	figures="$figures
# $1: p50 $(told p50) ms, p99 $(told p99) ms, at worst $(told max) ms"
}

figures="# $rate logins a second, $tokens tokens"

echo "# nothing else goes on"
logins_begin
sleep 5
logins_end
well "alone"
alone=$(told p99)

echo "# an import, all of it"
logins_begin
begun=$(milliseconds)
must token import "$tmp/box/tokens.csv"
imported=$(($(milliseconds) - begun))
logins_end
well "while $tokens tokens are imported"
meanwhile=$(told p99)
like "$ctl" "*tokens are imported*" "the import says so ($ctl)"

echo "# a search through them"
logins_begin
begun=$(milliseconds)
i=0
while [ $i -lt 10 ]; do
	must token search "0012"
	i=$((i + 1))
done
searched=$((($(milliseconds) - begun) / 10))
logins_end
well "while they are searched"
beside=$(told p99)

echo "# an import with one token that is known"
logins_begin
ctl token import "$tmp/other.csv"
is "$([ $? -ne 0 ] && echo refused)" refused "it is refused"
logins_end
well "while it is looked through"

echo "# an import that is broken off, by mfctl's end and by the engine's"
"$BUILD/mfctl" --yes --socket "$tmp/run/admin" token import "$tmp/more.csv" \
    >"$tmp/broken" 2>&1 &
import_pid=$!
sleep 0.3
kill -KILL "$import_pid"
wait "$import_pid" 2>/dev/null
"$BUILD/mfctl" --yes --socket "$tmp/run/admin" token import "$tmp/more.csv" \
    >"$tmp/broken" 2>&1 &
import_pid=$!
sleep 0.3
engine_kill
wait "$import_pid"
is "$([ $? -ne 0 ] && echo failed)" failed "mfctl says that it failed"
engine_start
ctl token show 91-00000001
like "$ctl" "*91-00000001*" "of neither there is a token ($(echo "$ctl" |
    head -n 1))"
must token show "90-$(printf '%08d' "$tokens")"
ok "the whole one is there"
logins_begin 1000
sleep 1
logins_end
well "afterwards"

engine_stop
whole
is "$(db "SELECT COUNT(*) FROM device d LEFT JOIN import m ON m.id = d.import
    WHERE d.serial LIKE '90-%' AND m.state = 1")" "$tokens" \
    "all of the first import is in the database"
is "$(db "SELECT COUNT(*) FROM device d JOIN import m ON m.id = d.import
    WHERE (d.serial LIKE '91-%' OR d.serial LIKE '92-%') AND m.state = 1")" \
    0 "nothing of the others can be seen"
play settle user -l "$tmp/ledger" -d "$state/multifactor.db"
if [ "${FIGURES:-}" ]; then
	echo "$figures"
	echo "# the import took $imported ms, a search $searched ms"
	echo "$meanwhile $beside $alone" | awk '{
		printf "# p99 while importing : alone = %.1f\n", $1 / $3
		printf "# p99 while searching : alone = %.1f\n", $2 / $3
	}'
fi
finish
