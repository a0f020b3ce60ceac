#!/bin/sh
#
# Every reject carries a reference, and "why" explains each.  Last line: N
# passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client riga 127.0.0.2
client none 127.0.0.3
client claim 127.0.0.4
engine_conf <<-'EOF2'
	policies: (
		{ name = "none"; match: { service = [ "no such" ]; }; },
		{ name = "claim"; match: { nas = [ "claim" ]; };
		  claim = true; tries = 1; },
		{ name = "vpn"; match: { nas = [ "nas", "riga" ]; };
		  tries = 1; ttl = 30; }
	);
EOF2
engine_start
radius_start
S=$(seed 1)
account alice "$P"
token 12-3456789 "$S" --factor hotp --account alice
account bare "$P"
account idle "$P"
must account disable idle
must account add silent

: >"$tmp/references"
# explained PATTERN WHAT: the last reject; why's text
explained() {
	like "$verdict $reference" \
	    'reject [0-9A-Z][0-9A-Z][0-9A-Z][0-9A-Z]-????' \
	    "$2: has a reference"
	echo "$reference" >>"$tmp/references"
	helpdesk why "$reference"
	is $? 0 "$2: why finds it"
	like "$ctl" "*$1*" "$2: and explains it"
}

login alice "$P" "$(hotp "$S" 0)"
is "$verdict" accept "(alice gets in)"

echo "# before a right password"
say alice wrong-2026
explained 'password was *' "a wrong password"
say nobody "$P"
explained 'nobody*' "an unknown name"
say idle "$P"
explained '*disabled*' "a disabled account"
say silent "$P"
explained '*no password*' "an account without a password"
say 'al ice' "$P"
explained '*name*' "a name that cannot be one"
nas_address=127.0.0.3
say alice "$P"
explained '*policy*' "no policy"
nas_address=127.0.0.1
say alice "$P"
asked=$state
user=bare
answer 000000
explained 'of another person or NAS*' "a State of another login"

echo "# after it"
login alice "$P" 000000
explained 'password was right*' "a wrong code"
like "$ctl" '*12-3456789*' "a wrong code: of which token"
login alice "$P" "$(hotp "$S" 0)"
explained '*already*' "a used code"
like "$ctl" '*works once*' "a used code: and what to do"
say bare "$P"
explained 'no token*token assign SERIAL bare*' "no token"
state=$asked
user=alice
answer 000000
asked_reference=$reference
state=$asked
answer 000001
explained 'already been answered*' "a State already answered"
state=$asked
answer 000000
is "$reference" "$asked_reference" "a repeat repeats its reference"
say alice "$P"
later 31
answer 000000
explained 'later than its policy waits*' "a State that has expired"
i=0
while [ $i -lt 10 ]; do
	login alice "$P" 00000$i
	i=$((i + 1))
done
say alice "$P"
explained '*wrong codes in a row*not looked at*account unlock alice*' "a lock"
must account unlock alice
i=0
while [ $i -lt 10 ]; do
	say alice "wrong-$i-2026"
	i=$((i + 1))
done
say alice "$P"
explained 'too many wrong passwords*' "a locked password"
nas_address=127.0.0.4
login bare "$P" '77-0000001 000000 000001'
explained 'was to be claimed*' "a claim"
nas_address=127.0.0.1

echo "# all of them"
is "$(sort "$tmp/references" | uniq -d)" '' "no two are the same"
lower=$(echo "$reference" | tr -d - | tr 'A-Z' 'a-z')
helpdesk why "$lower"
is $? 0 "in any spelling"
helpdesk why 2222-2222
is $? 3 "one that was never given is not found"
helpdesk why alice --last 20
is $? 0 "an account tells its last logins"
like "$ctl" '*12-3456789*' "and what they used"
like "$(cat "$radius_log")" "*multifactor reference $reference*" \
    "FreeRADIUS's log has it, too"
engine_kill
engine_start
say alice wrong-2026
unlike "$(cat "$tmp/references")" "*$reference*" \
    "an engine that was killed gives none again"
helpdesk why "$(sed -n 8p "$tmp/references")"
is $? 0 "and knows those of after the password"

finish
