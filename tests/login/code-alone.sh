#!/bin/sh
#
# Where the code alone opens the door: no password is asked for, and whoever
# has no token learns nothing.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client vpn 127.0.0.2
client decoys 127.0.0.3
engine_conf <<-'EOF2'
	lockout: { device = 20; device_kept = 5; };
	policies: (
		{ name = "vpn"; match: { nas = [ "vpn" ]; }; },
		{ name = "decoys"; match: { nas = [ "decoys" ]; };
		  first = "none"; decoys = true; },
		{ name = "code"; first = "none"; attributes = [ "Class = code" ]; }
	);
EOF2
engine_start
radius_start
S=$(seed 1)
account alice "$P" --language lv
token 12-3456789 "$S" --factor hotp --account alice
token 12-3456780 "$(seed 2)" --digits 8 --account alice
account bare "$P"
account idle "$P"
must account disable idle

echo "# the code"
say alice "$(hotp "$S" 0)"
is "$verdict" accept "a code opens"
like "$attributes" '* 25=0x636f6465*' "with the policy's attributes"
say alice "$(totp "$(seed 2)" 0 8)"
is "$verdict" accept "so does another token's"
say alice "12-3456789 $(hotp "$S" 1)"
is "$verdict" accept "or one behind its serial"
say alice "$(hotp "$S" 30) $(hotp "$S" 31)"
is "$verdict" accept "or two in a row, of the one used last"

echo "# no code"
say nobody 123456
is "$verdict" reject "nobody"
face_of_nobody=$(face)
refused() {
	is "$verdict" reject "$1"
	is "$(face)" "$face_of_nobody" "$1: as nobody"
}
say alice 000000
refused "a wrong code"
say alice "$(hotp "$S" 1)"
refused "a used one"
say alice "$P"
refused "a password"
for word in '?' sync lost token resend 1; do
	say alice "$word"
	refused "\"$word\""
done
say bare 123456
refused "somebody without a token"
say idle 123456
refused "a disabled account"
must token show 12-3456789
like "$ctl" '*active*' "\"lost\" from nobody knows whom suspends nothing"

echo "# its owner's tries"
must account unlock alice
say alice "$(hotp "$S" 32)"
is "$verdict" accept "(alice gets in)"
i=0
while [ $i -lt 30 ]; do
	station=203.0.113.$i
	say alice 000000
	i=$((i + 1))
done
say alice "$(hotp "$S" 33)"
refused "strangers have used up theirs"
station=198.51.100.7
say alice "$(hotp "$S" 33)"
is "$verdict" accept "she has not used up hers"

echo "# nothing is written for whoever has a name alone"
station=203.0.113.77
counted() {
	must --json audit --account "$1" --limit 1000
	echo "$ctl" | grep -c 'event'
}
for who in alice idle; do
	i=0
	while [ $i -lt 12 ]; do
		say $who 000000
		i=$((i + 1))
	done
	before=$(counted $who)
	while [ $i -lt 32 ]; do
		say $who 000000
		i=$((i + 1))
	done
	is "$(counted $who)" "$before" "$who: what is not looked at is no record"
	helpdesk why "$reference"
	is $? 0 "$who: but the helpdesk can ask why"
	like "$ctl" "*$who*" "$who: by the reference"
done
like "$ctl" '*disabled*' "and is told"

echo "# decoys"
nas_address=127.0.0.3
must account unlock alice
station=198.51.100.9
story() {
	say "$1" "$2"
	answer 000001
	answer 000002
	echo "$verdict $(face)"
}
for typed in 000000 '?' sync; do
	say nobody "$typed"
	is "$verdict $prompt" "challenge Code: " "\"$typed\" of nobody"
	seen=$raw
	say alice "$typed"
	is "$verdict $prompt" "challenge Code: " "and of somebody"
	is "${#raw}" "${#seen}" "in as many bytes"
	is "$(story alice "$typed")" "$(story nobody "$typed")" \
	    "and the same goes on"
	must account unlock alice
done
say alice "$(hotp "$S" 34)"
is "$verdict" accept "a right code still opens"

echo "# no claims"
sed 's/first = "none"; attributes/first = "none"; claim = true; attributes/' \
    "$tmp/multifactord.conf" >"$tmp/claim.conf"
"$BUILD/multifactord" -n -c "$tmp/claim.conf" >"$tmp/said" 2>&1
is $? 1 "a policy without a first factor cannot allow them"
like "$(cat "$tmp/said")" '*claim*first*' "and is told why"

finish
