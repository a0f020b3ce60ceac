#!/bin/sh
#
# With decoys on, whoever does not get in cannot tell why: not by a byte or a
# round; the time is pace.sh's.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'
RAD_TIMEOUT_MS=2000

raddb_make
client plain 127.0.0.2
client latvian 127.0.0.3
engine_conf <<-'EOF2'
	policies: (
		{ name = "plain"; match: { nas = [ "plain" ]; }; },
		{ name = "latvian"; match: { nas = [ "latvian" ]; };
		  decoys = true; language = "lv"; },
		{ name = "vpn"; decoys = true; claim = true; }
	);
EOF2
engine_start
radius_start

n=0
person() { # with a token used before; $who, $serial
	n=$((n + 1))
	who=person$n
	serial=50-00000$n
	account $who "$P" --language lv
	token $serial "$(seed $n)" --factor hotp --account $who
	nas_address=127.0.0.2
	login $who "$P" "$(hotp "$(seed $n)" 0)"
	is "$verdict" accept "($who gets in elsewhere)"
	nas_address=127.0.0.1
}

# story PASSWORD REPLY ...: what $who sees, a letter a round, and all of it
story() {
	say "$who" "$1"
	shift
	seen=$(face)
	letters=$verdict
	for typed_next in "$@"; do
		[ "$verdict" = challenge ] || break
		answer "$typed_next"
		seen="$seen $(face)"
		letters="$letters $verdict"
	done
	echo "$letters $(echo "$seen" | cksum)"
}

account bare "$P"
account idle "$P"
must account disable idle
account first "$P"
token 60-0000001 "$(seed 61)" --factor hotp --account first
account locked "$P"
token 60-0000002 "$(seed 62)" --factor hotp --account locked
nas_address=127.0.0.2
for i in 1 2 3 4; do
	login locked "$P" 000000 000001 000002
done
nas_address=127.0.0.1

# alike WHAT REPLY ...: the same story for all
alike() {
	what=$1
	shift
	person
	real=$(story "$P" "$@")
	jobs=
	for other in nobody "$who" locked idle bare; do
		case $other in
		locked | idle) given=$P ;;
		*) given=wrong-2026 ;;
		esac
		(
			who=$other
			story $given "$@" >"$tmp/story.$other"
		) &
		jobs="$jobs $!"
	done
	# shellcheck disable=SC2086
	wait $jobs
	for other in nobody "$who" locked idle bare; do
		is "$(cat "$tmp/story.$other")" "$real" "$what: as $other"
	done
	who=bare
}

alike "three wrong codes" 000000 000001 000002
like "$real" "challenge challenge challenge reject [0-9]*" \
    "three wrong codes: three tries"
say $who "$P"
is "$prompt" "Code: " "the prompt is the generic one"
answer 000000
is "$prompt" "Code: " "always"
alike "the list, again and again" '?' '?' '?' '?' 000000 000001 000002
alike "the list and a number" '?' 1 2 3
alike "a number" 1 2 3
alike "sync" sync '000000 000001' 000000 000001
alike "two codes" '000000 000001' '000000 000000' 123456123456
alike "lost" lost 000000 000001 000002 000003
alike "lost twice" lost lost 000000 000001 000002
alike "what a thing is called" token app resend token 000000 000001 000002
alike "a serial and a code" '12-3456789 000000' '60-0000001 000000' 000000
alike "a claim" '12-3456789 000000 000001' '77-0000001 123456 654321' 0
alike "nothing and nonsense" '' ' ' nonsense '-----'
alike "words without end" '?' '?' '?' '?' '?' '?' '?' '?' '?' '?' '?' '?' \
    '?' '?' '?' '?' '?'
who=first
real=$(story "$P" 000000 000001 000002)
who=nobody
is "$(story wrong-2026 000000 000001 000002)" "$real" \
    "a token never used: as nobody"

echo "# a lock does not show"
person
i=0
while [ $i -lt 5 ]; do
	real=$(story "$P" 000000 000001 000002)
	name=$who
	who=nobody
	is "$(story wrong-2026 000000 000001 000002)" "$real" \
	    "login $i with wrong codes: as nobody"
	who=$name
	i=$((i + 1))
done
is $(($(audited $who login.again wrong-code) + \
    $(audited $who login.reject wrong-code))) 10 "while ten were evaluated"

echo "# one ticket, one answer"
say nobody wrong-2026
asked=$state
answer 000000
again=$raw
state=$asked
answer 000000
is "$raw" "$again" "the same reply again: the same bytes"
state=$asked
answer 000001
is "$verdict" reject "another: refused"
say nobody wrong-2026
user=somebody
answer 000000
is "$verdict" reject "under another name: refused"
user=nobody
nas_address=127.0.0.3
answer 000000
is "$verdict" reject "at another NAS: refused"

echo "# in the realm's language"
person
nas_address=127.0.0.3
real=$(story "$P" '?' 000000 000001 000002)
login $who "$P" 000000
is "$prompt" "Kods: " "the prompt"
answer 000001
answer 000002
like "$prompt" 'Pieteik* Atsauce *' "and the refusal"
must account unlock $who
who=nobody
is "$(story wrong-2026 '?' 000000 000001 000002)" "$real" \
    "for those who are not there as well"
nas_address=127.0.0.1

echo "# nobody is let in by one"
person
say $who wrong-2026
answer "$(hotp "$(seed $n)" 1)"
is "$verdict" challenge "the right code after a wrong password"
say $who "$P"
answer "$(hotp "$(seed $n)" 1)"
is "$verdict" accept "is not even spent"

finish
