#!/bin/sh
#
# mfctl token against the engine: added, handed out, taken back, lost,
# resynchronised, replaced, found.  Last line: N passed, M failed.

# shellcheck source=tests/ctl/lib/engine.sh
. "$(dirname "$0")/lib/engine.sh"

seed=3132333435363738393031323334353637383930
day=$(date -u +%Y-%m-%d)

add() { # SERIAL OPTION...
	serial=$1
	shift
	types $seed 0 "Token $serial (" admin token add "$serial" \
	    --secret hex "$@"
}

engine_start
for name in vards.uzvards demo other; do
	says 0 'is there' admin account add $name
done

echo "# adding"
add 12-3456789 --digits 8
add 90-1111111 --factor hotp
types $seed 2 'expiry 2026-01-01: it lies before the start.' \
    admin token add 90-1 --secret hex --start 2027-01-01 --expiry 2026-01-01
types $seed 1 'token 123456789 is there already' \
    admin token add 123456789 --secret hex
also "mfctl token show 123456789"
types 3132 2 'the key is 16 bits' admin token add 90-1 --secret hex
types $seed 2 'digits' admin token add 90-1 --secret hex --digits 9
for kind in temporary smoke; do
	types $seed 2 "kind $kind is none that a token has; there are hotp, totp" \
	    admin token add 90-1 --secret hex --factor $kind
	for list in list 'search 9' export; do
		says 2 "kind $kind is none that a token has; there are hotp, totp" \
		    desk token $list --factor $kind
	done
done
also 'Temporary codes have no serial'
is "$(desk token export --factor smoke 2>/dev/null)" "" \
    "what is refused prints no list"
says 5 'not for the helpdesk' desk token add 90-1
says 0 'otpauth://totp/multifactor:demo?secret=' \
    admin token add --account demo --hash sha256
also '&issuer=multifactor&algorithm=SHA256&digits=6&period=30'
secret=$(sed -n 's/.*secret=\([A-Z2-7]*\)&.*/\1/p' "$out")
is ${#secret} 52 "a secret as long as the hash"
hides "$secret" cat "$tmp/log"
hides 'otpauth' desk token list

echo "# handing out"
says 0 'Token 12-3456789 (TOTP, 8 digits) now belongs to vards.uzvards, who had no token before.' \
    desk token assign 12-3456789 vards.uzvards
says 1 "mfctl: token 12-3456789 belongs to vards.uzvards since $day." \
    desk token assign 12.345.6789 demo
also 'To move it: mfctl token unassign 12-3456789, then assign it again.'
says 1 'Nothing is to be done' desk token assign 12-3456789 vards.uzvards
says 3 'token 99-9 is not there' desk token assign 99-9 demo
says 3 'account nobody is not there' desk token assign 90-1111111 nobody
says 2 'a serial has letters' desk token assign '(*)' demo
says 0 'who has 2 tokens now' desk token assign 901111111 demo
says 0 'is called "blue one"' desk token label 12-3456789 'blue one'
says 0 'blue one' desk account show vards.uzvards
two=$(printf 'two\nlines')
esc=$(printf 'red\033[31m')
says 2 'label: it has a line' desk token label 12-3456789 "$two"
says 2 'label: it has a line' desk token label 12-3456789 "$esc"
says 2 'vendor: it has a line' desk token show 12-3456789 --vendor "$two"
says 2 'group: it has a line' admin group add demo "$esc"
says 0 'blue one' desk token show 12-3456789

echo "# two codes in a row"
now=$(date +%s)
code() { # seconds from now
	oathtool --totp -d 8 --now "@$((now + $1))" $seed
}
says 1 'does not show these two codes' \
    desk token resync 12-3456789 12345678 87654321
says 0 'is in step again' \
    desk token resync 12-3456789 "$(code 3600)" "$(code 3630)"
says 1 'does not show these two codes' \
    desk token resync 12-3456789 "$(code 3600)" "$(code 3630)"
says 1 'does not show these two codes' \
    desk token resync 12-3456789 "$(code 900)" "$(code 930)"
says 2 'token 12-3456789 shows 8 digits, and one of these codes has 2.' \
    desk token resync 12-3456789 12 34
says 2 'and one of these codes has 7.' \
    desk token resync 12-3456789 "$(code 900)" 1234567
says 2 'no code of a token' desk token resync 12-3456789 abc def
says 0 'is in step again' desk token resync 90-1111111 \
    "$(oathtool -c 500 $seed)" "$(oathtool -c 501 $seed)"
says 0 'counter       502' desk token show 90-1111111
says 1 'does not show' desk token resync 90-1111111 \
    "$(oathtool -c 5000 $seed)" "$(oathtool -c 5001 $seed)"

echo "# taking back: its next owner starts from its next code"
says 6 'is the only one' desk token unassign 12-3456789
says 0 'vards.uzvards' desk token show 12-3456789
says 0 'starts from its next code' desk --yes token unassign 12-3456789
says 1 'belongs to nobody' desk token unassign 12-3456789
desk token show 12-3456789 >"$out"
counter=$(sed -n 's/^counter *//p' "$out")
drift=$(sed -n 's/^drift *//p' "$out")
if [ "$counter" -gt $((now / 30 + drift)) ]; then
	ok "the codes shown so far are passed over"
else
	not_ok "counter $counter, drift $drift at $now"
fi
hides 'blue one' desk token show 12-3456789

echo "# disabled, lost"
says 0 'now belongs to' desk token assign 12-3456789 vards.uzvards
says 0 'is disabled' desk token disable 12-3456789
says 1 'is disabled already' desk token disable 12-3456789
says 1 'Enable it first' desk token resync 12-3456789 1 2
says 0 'logs vards.uzvards in again' desk token enable 12-3456789
says 1 'is active already' desk token enable 12-3456789
says 6 'will be lost for good' desk token lost 12-3456789
says 0 'active' desk token show 12-3456789
says 0 'mfctl account temporary vards.uzvards' \
    desk --yes token lost 12-3456789
says 5 'an admin can enable it' desk token enable 12-3456789
says 0 'logs vards.uzvards in again' admin token enable 12-3456789

echo "# replacing"
add 90-2222222
says 6 'will belong to vards.uzvards in its place' \
    desk token replace 12-3456789 90-2222222
says 1 'belongs to demo' desk --yes token replace 12-3456789 90-1111111
says 2 'cannot replace itself' \
    desk --yes token replace 12-3456789 12-3456789
says 0 'lost for good' desk --yes token replace 12-3456789 90-2222222
says 0 'vards.uzvards' desk token show 90-2222222
says 0 'lost' desk token show 12-3456789
hides 'vards.uzvards' desk token show 12-3456789
says 1 'is lost, and belongs to nobody' \
    desk token assign 12-3456789 demo
says 0 'token.replace' desk token history 12-3456789
says 0 'token.lost' desk token history 12-3456789
says 0 'token.add' desk token history 12-3456789
is "$(rows token history 12-3456789 --limit 2)" 2 "two events of it"

echo "# two vendors with one serial; a serial with a T before it"
add 55555555 --vendor Acme
add 55555555 --vendor Other
types $seed 1 'is there already, of vendor Acme' \
    admin token add 55555555 --secret hex --vendor ACME
types $seed 1 'is there already' admin token add T55555555 --secret hex
says 1 'token 55555555 is made by 2 vendors: "Acme", "Other".' \
    desk token assign 55555555 other
says 0 'now belongs to other' \
    desk token assign 55555555 other --vendor other
says 0 'Other' desk token show T55555555 --vendor Other

echo "# an account and its tokens"
says 0 'tokens        1' desk account show other
also 'serials       55555555'
says 0 'tokens' desk account list

echo "# finding"
says 0 '55555555' desk token search 5555
is "$(rows token search 5555)" 2 "both of them"
is "$(rows token list --state free)" 1 "one is free"
is "$(rows token list --account demo)" 2 "two are demo's"
is "$(rows token list --factor hotp)" 1 "one counts"
is "$(rows token list --vendor acme)" 1 "one is Acme's"
is "$(rows token list)" 6 "six in all"
is "$(rows token list --limit 2)" 2 "two of them"
says 0 'There is no such token' desk token search 777
says 2 'state odd' desk token list --state odd

echo "# an account that goes leaves its tokens"
says 0 'it had 2 tokens' admin --yes account delete demo
says 0 'free' desk token show 90-1111111
says 0 'now belongs to other' desk token assign 90-1111111 other

echo "# all of it is there after a power cut"
engine_kill
engine_start
is "$(rows token list)" 6 "six in all"
says 0 'counter       502' desk token show 90-1111111
says 0 'other' desk token show 90-1111111

echo "# their dates"
add 95-1000001 --expiry 2020-01-01
says 0 'It expired on 2020-01-01: none of its codes logs in.' \
    desk token assign 95-1000001 other
add 95-1000002 --start 2999-01-01
says 0 'Its codes log in from 2999-01-01 on.' \
    desk token assign 95-1000002 other
finish
