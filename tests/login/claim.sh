#!/bin/sh
#
# A token from the box is claimed at the prompt, by its serial and two codes
# in a row.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client shut 127.0.0.2
conf() {
	engine_conf <<-EOF2
		lockout: { claims_hour = $1; };
		policies: (
			{ name = "shut"; match: { nas = [ "shut" ]; }; },
			{ name = "vpn"; claim = true;
			  attributes = [ "Filter-Id = staff" ]; }
		);
	EOF2
}
conf 1000
engine_start
radius_start

i=1
while [ $i -le 9 ]; do
	printf '12-345678%d,%s,hotp,6\n' $i "$(seed $i)"
	printf '45-678901%d,%s,totp,8\n' $i "$(seed 1$i)"
	i=$((i + 1))
done >"$tmp/box.csv"
must token import "$tmp/box.csv"
n=0
person() {
	n=$((n + 1))
	who=person$n
	account $who "$P"
}
claims() { # claims SERIAL CODE CODE WHAT
	login $who "$P" "$1 $2 $3"
	is "$verdict" accept "$4"
}

echo "# claimed"
person
login $who "$P"
is "$verdict $prompt" "challenge Code: " \
    "somebody without a token gets the generic prompt"
answer "12-3456781 $(hotp "$(seed 1)" 3) $(hotp "$(seed 1)" 4)"
is "$verdict" accept "serial and two codes: claimed and in"
like "$attributes" '*11=0x7374616666*' "with the policy's attributes"
must token show 12-3456781
like "$ctl" "*$who*" "the token is hers"
login $who "$P"
is "$prompt" "Code from token 12-34567..: " "and asked for by name"
answer "$(hotp "$(seed 1)" 4)"
unlike "$verdict" accept "the codes are spent"
answer "$(hotp "$(seed 1)" 5)"
is "$verdict" accept "the next one opens"
person
claims 'T12 3456782' "$(hotp "$(seed 2)" 0)" "$(hotp "$(seed 2)" 1)" \
    "in any spelling, with a T"
person
claims 123456783 "$(hotp "$(seed 3)" 0)" "$(hotp "$(seed 3)" 1)" \
    "without hyphens"
person
next_step
claims 45-6789011 "$(totp "$(seed 11)" -1 8)" "$(totp "$(seed 11)" 0 8)" \
    "a TOTP token of eight digits"
person
next_step
claims 45-6789012 "$(totp "$(seed 12)" 17 8)" "$(totp "$(seed 12)" 18 8)" \
    "one whose clock is off"
must token list --state free
unlike "$ctl" '*12-3456781*' "they are in the box no more"

echo "# not claimed"
person
say $who "$P"
refused() {
	is "$verdict $prompt" "$face_of_wrong" "$1"
	[ "$verdict" = challenge ] || login $who "$P"
	login $who "$P" # a new login: three tries each
}
answer "12-3456785 $(hotp "$(seed 6)" 0) $(hotp "$(seed 6)" 1)"
face_of_wrong="$verdict $prompt"
like "$face_of_wrong" 'challenge Code not right*' "wrong codes are refused"
answer "12-0000000 $(hotp "$(seed 6)" 0) $(hotp "$(seed 6)" 1)"
refused "a serial that is not there: alike"
answer "12-3456781 $(hotp "$(seed 1)" 6) $(hotp "$(seed 1)" 7)"
refused "another's token, with its right codes: alike"
answer "12-3456785 $(hotp "$(seed 5)" 1) $(hotp "$(seed 5)" 0)"
refused "its codes in the wrong order: alike"
answer "12-3456785 $(hotp "$(seed 5)" 0) $(hotp "$(seed 5)" 2)"
refused "with one between them: alike"
answer "12-3456785 $(hotp "$(seed 5)" 0)"
refused "one code alone: alike"
must token disable 12-3456785
answer "12-3456785 $(hotp "$(seed 5)" 0) $(hotp "$(seed 5)" 1)"
refused "a token that is switched off: alike"
must token enable 12-3456785
must account unlock $who
login $who "$P" "12-3456785 $(hotp "$(seed 5)" 0) $(hotp "$(seed 5)" 1)"
is "$verdict" accept "as it should be it is claimed"
login person1 "$P" "$(hotp "$(seed 1)" 6)"
is "$verdict" accept "and what others tried has spent nothing"
nas_address=127.0.0.2
person
say $who "$P"
is "$verdict" reject "where the policy does not allow it nobody is asked"
nas_address=127.0.0.1

echo "# only who never had one"
login person1 "$P" "12-3456786 $(hotp "$(seed 6)" 0) $(hotp "$(seed 6)" 1)"
unlike "$verdict" accept "not who has one"
must token unassign 12-3456781
say person1 "$P"
is "$verdict" reject "not who had one"
must token lost 12-3456782
say person2 "$P"
is "$verdict" reject "not who lost one"
login person3 "$P" lost
say person3 "$P"
is "$verdict" reject "not who says so at the prompt"
account carl "$P"
must token assign 12-3456787 carl
must token unassign 12-3456787
say carl "$P"
is "$verdict" reject "not who was given one and never used it"

echo "# one more, behind a code of one's own"
person
token 90-1000 "$(seed 30)" --factor hotp
must token assign 90-1000 $who
login $who "$P" \
    "$(hotp "$(seed 30)" 0) 12-3456786 $(hotp "$(seed 6)" 0) $(hotp "$(seed 6)" 1)"
is "$verdict" accept "code, serial and two codes: claimed and in"
must token show 12-3456786
like "$ctl" "*$who*" "the token is hers as well"
must why $who
like "$(echo $ctl)" "*the code of token 90-1000. Token 123456786 was claimed \
with it, by its serial and two codes in a row.*" "why tells of both"
login $who "$P" "12-3456786 $(hotp "$(seed 6)" 2)"
is "$verdict" accept "its next code opens"
login $who "$P" "12-3456786 $(hotp "$(seed 6)" 1)"
unlike "$verdict" accept "those it was claimed with are spent"
login $who "$P" "90-1000 $(hotp "$(seed 30)" 0)"
unlike "$verdict" accept "and so is the one before them"
must account unlock $who
say $who "$P"
answer "000000 12-3456788 $(hotp "$(seed 8)" 0) $(hotp "$(seed 8)" 1)"
face_of_wrong="$verdict $prompt"
like "$face_of_wrong" 'challenge Code not right*' "not behind a wrong code"
good=$(hotp "$(seed 30)" 1)
answer "$good 12-3456788 $(hotp "$(seed 8)" 1) $(hotp "$(seed 8)" 0)"
is "$verdict $prompt" "$face_of_wrong" "nor by wrong codes: alike"
login $who "$P" "$good 12-0000000 $(hotp "$(seed 8)" 0) $(hotp "$(seed 8)" 1)" \
    "$good 12-3456781 $(hotp "$(seed 1)" 6) $(hotp "$(seed 1)" 7)"
is "$verdict $prompt" "$face_of_wrong" "nor what is not there, or another's: alike"
must token list --state free
like "$ctl" '*12-3456788*' "it is free still"
answer "$good"
is "$verdict" accept "and the code not spent"
nas_address=127.0.0.2
login $who "$P" "$(hotp "$(seed 30)" 2) \
12-3456788 $(hotp "$(seed 8)" 0) $(hotp "$(seed 8)" 1)"
unlike "$verdict" accept "nor where the policy does not allow it"
nas_address=127.0.0.1
echo "# limits"
person
i=0
while [ $i -lt 12 ]; do
	login $who "$P" \
	    "12-3456788 000000 00000$((i % 10))" "12-3456788 000001 000002" \
	    "12-3456788 000003 000004"
	i=$((i + 1))
done
login $who "$P" "12-3456788 $(hotp "$(seed 8)" 0) $(hotp "$(seed 8)" 1)"
is "$verdict" reject "wrong claims lock the account"
conf 3
engine_reload
later 3600
person
for i in 1 2 3; do
	login $who "$P" "12-3456788 000000 00000$i"
	is "$verdict" challenge "claim $i of an hour"
done
engine_stop
engine_start
person
login $who "$P" "12-3456788 $(hotp "$(seed 8)" 0) $(hotp "$(seed 8)" 1)"
unlike "$verdict" accept "the fourth is not tried, whoever it is, after a restart either"
later 3600
login $who "$P" "12-3456788 $(hotp "$(seed 8)" 0) $(hotp "$(seed 8)" 1)"
is "$verdict" accept "in the next hour it is"
person
later 3600
: >"$tmp/states"
for i in 1 2 3; do
	say $who "$P"
	echo "$state" >>"$tmp/states"
done
i=0
while [ $i -lt 10 ]; do
	login $who "$P" 000000
	i=$((i + 1))
done
while read -r state; do
	answer "12-3456789 000000 000000"
	is "$verdict" reject "somebody locked is not heard"
done <"$tmp/states"
person
login $who "$P" "12-3456789 $(hotp "$(seed 9)" 0) $(hotp "$(seed 9)" 1)"
is "$verdict" accept "and cannot use up the claims of the others"
later 3600
person
token 90-1001 "$(seed 31)" --factor hotp
must token assign 90-1001 $who
for i in 1 2 3; do
	login $who "$P" "00000$i 12-3456784 000000 000000"
done
person
login $who "$P" "12-3456784 $(hotp "$(seed 4)" 0) $(hotp "$(seed 4)" 1)"
is "$verdict" accept "nor can who has a token and types wrong codes before one"

finish
