#!/bin/sh
#
# What State is good for: one login, one person, one NAS, one answer a round,
# for a while; and that a repeat is the same login.  Last line: N passed, M
# failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client oslo 127.0.0.2
client short 127.0.0.3
client same 127.0.0.4 'shortname = nas'
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: (
		{ name = "called"; match: { called = [ "other" ]; }; },
		{ name = "short"; match: { nas = [ "short" ]; }; ttl = 30; },
		{ name = "vpn"; attributes = [ "Class = vpn" ]; }
	);
EOF2
engine_start
radius_start

S=$(seed 1)
account alice "$P" --email alice@example.org
account bob "$P"
token 12-3456789 "$S" --factor hotp --account alice
token 12-0000002 "$(seed 2)" --factor hotp --account bob
next=0
fresh() { # $code: the next one of alice's token
	code=$(hotp "$S" $next)
	next=$((next + 1))
}
unused() { # it was not accepted: the next one is the same
	next=$((next - 1))
}
refused() {
	is "$verdict" reject "$1"
	like "$prompt" 'Login failed. Reference *' "$1: like any other"
}

echo "# whose, and where"
say alice "$P"
kept=$state
user=bob
answer "$(hotp "$(seed 2)" 0)"
refused "another person's State"
user=nobody
answer "$(hotp "$S" 0)"
refused "nobody's name"
user=alice
nas_address=127.0.0.2
answer "$(hotp "$S" 0)"
refused "another NAS"
nas_address=127.0.0.1
answer "$(hotp "$S" 0)" 30=other
refused "a place where another policy rules"
nas_address=127.0.0.4
say alice "$P"
nas_address=127.0.0.1
fresh
answer "$code"
is "$verdict" accept "two addresses of one NAS are one"
say ALICE "$P"
user=alice@example.org
fresh
answer "$code"
refused "another name of the same account"
unused
user=Alice
fresh
answer "$code"
is "$verdict" accept "the name in other letters"

echo "# changed"
say alice "$P"
kept=$state
fresh
right=$code
i=2
while [ $i -lt ${#kept} ]; do
	two=$(echo "$kept" | cut -c$((i + 1))-$((i + 2)))
	case $two in
	41) other=42 ;;
	*) other=41 ;;
	esac
	state=$(echo "$kept" | cut -c1-$i)$other$(echo "$kept" |
	    cut -c$((i + 3))-)
	answer "$right"
	[ "$verdict" = reject ] || break
	i=$((i + 2))
done
is $i ${#kept} "no character of it can be changed"
for bad in 00 "$(echo "$kept" | cut -c3-40)" "$(echo "$kept" | cut -c3-)41" \
    "$(head -c 253 /dev/zero | od -An -v -tx1 | tr -d ' \n')"; do
	state=0x$bad
	answer "$right"
	is "$verdict" reject "$(((${#bad}) / 2)) bytes that are none"
done
state=$kept
answer "$right"
is "$verdict" accept "as it was it works"

echo "# in time"
nas_address=127.0.0.3
say alice "$P"
later 25
answer "$(hotp "$S" 90)"
is "$verdict" challenge "25 of 30 s"
later 28
fresh
answer "$code"
is "$verdict" accept "each round has its own time; an engine started anew \
goes on"
say alice "$P"
later 31
fresh
answer "$code"
refused "31 of 30 s"
unused
nas_address=127.0.0.1

echo "# what makes it void"
say alice "$P"
new_password alice "$P"
fresh
answer "$code"
refused "a new password, though it is the same"
unused
say alice "$P"
must account disable alice
must account enable alice
fresh
answer "$code"
refused "an account switched off and on"
unused
say alice "$P"
must token disable 12-3456789
fresh
answer "$code"
unlike "$verdict" accept "a token switched off meanwhile"
must token enable 12-3456789
unused
say alice "$P"
must token unassign 12-3456789
must token assign 12-3456789 bob
fresh
answer "$code"
unlike "$verdict" accept "a token given to another meanwhile"
must token unassign 12-3456789
must token assign 12-3456789 alice
unused
must token label 12-3456789 'blue token'
say alice "$P"
engine_kill
engine_start
fresh
answer "$code"
is "$verdict" accept "an engine killed meanwhile does not"
echo "# tries and rounds"
say alice "$P"
answer 000000
is "$verdict" challenge "wrong once"
like "$prompt" 'Code not right, please try again.*' "the prompt says so"
answer 000001
is "$verdict" challenge "wrong twice"
answer 000002
refused "wrong three times"
fresh
login alice "$P" 000000 000001 "$code"
is "$verdict" accept "the third may be right"
say alice "$P"
i=1
while [ $i -lt 16 ] && [ "$verdict" = challenge ]; do
	answer '?'
	i=$((i + 1))
done
is "$i $verdict" "16 challenge" "words use rounds"
answer '?'
refused "and there are sixteen"

echo "# one answer a round"
say alice "$P"
round1=$state
answer 000000
again=$raw
state=$round1
answer 000000
is "$raw" "$again" "the same wrong code again: the same bytes"
state=$round1
fresh
right=$code
answer "$right"
refused "the right one, after a wrong one was given"
state=$(echo "$again" | sed -n 's/.* state=\(0x[0-9a-f]*\).*/\1/p')
round2=$state
answer "$right"
is "$verdict" accept "in the next round it is right"
accepted=$raw
state=$round2
answer "$right"
is "$raw" "$accepted" "the same right code again: the same bytes"
answer "$(hotp "$S" $next)"
refused "another right one"
state=$round1
answer 000000
refused "a round before it"
user=ALICE
state=$round2
answer "$right"
is "$raw" "$accepted" "and once more the same bytes"
engine_kill
engine_start
answer "$right"
is "$raw" "$accepted" "and after the engine was killed"
later 31
answer "$right"
refused "but not after half a minute"
must --json audit --account alice --event login.accept --limit 1
must token history 12-3456789
say alice "$P"
fresh
right=$code
answer "$right"
first=$raw
for i in 1 2 3 4 5 6; do
	answer "$right"
	[ "$raw" = "$first" ] || break
done
is "$i $raw" "6 $first" "six times more: the same"
is "$(audited alice login.accept accepted)" \
    "$(grep -c 'event=login-accepted user="alice"' "$tmp/engine.log" \
	"$tmp/engine.old" | awk -F: '{ n += $2 } END { print n }')" \
    "each accept is one record"

echo "# a repeat by packets that are not identical, all at once"
say alice "$P"
fresh
right=$code
i=0
jobs=
while [ $i -lt 10 ]; do
	"$radcheck" -t 3000 "$port" user=alice "password=$right" \
	    "state=$state" "station=$station" >"$tmp/repeat.$i" &
	jobs="$jobs $!"
	i=$((i + 1))
done
# shellcheck disable=SC2086
wait $jobs
is "$(sort -u "$tmp"/repeat.* | wc -l)" 1 "all ten get the same bytes"
like "$(sort -u "$tmp"/repeat.*)" 'code=2 *' "and they let in"

echo "# new keys"
say alice "$P"
must key rotate
fresh
answer "$code"
is "$verdict" accept "a login goes on under new keys"

finish
