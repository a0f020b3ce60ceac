#!/bin/sh
#
# HOTP and TOTP tokens of every kind: what opens, what does not, and how a
# token is found again.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: ( { name = "vpn"; tries = 10; } );
EOF2
engine_start
radius_start

n=0
# person [OPTION ...]: a new account with a new token of that kind; $who, $S
person() {
	n=$((n + 1))
	who=person$n
	serial=50-00000$n
	S=$(seed $n)
	account $who "$P"
	token $serial "$S" --account $who "$@"
}

opens() {
	login $who "$P" "$1"
	is "$verdict" accept "$2"
}

opens_not() {
	login $who "$P" "$1"
	unlike "$verdict" accept "$2"
}

echo "# kinds"
next_step 60
for hash in sha1 sha256 sha512; do
	for digits in 6 7 8; do
		person --factor hotp --hash $hash --digits $digits
		opens "$(hotp "$S" 0 $digits $hash)" "HOTP $hash, $digits digits"
		opens_not "$(hotp "$S" 0 $digits $hash)" "and not twice"
		for step in 30 60; do
			person --hash $hash --digits $digits --step $step
			opens "$(totp "$S" 0 $digits $hash $step)" \
			    "TOTP $hash, $digits digits, $step s"
			opens_not "$(totp "$S" 0 $digits $hash $step)" \
			    "and not twice"
		done
	done
done
person --factor hotp --counter 1000000
opens "$(hotp "$S" 1000000)" "HOTP from a counter on"
person
code=$(totp "$S")
opens "$(echo "$code" | sed 's/.../& /')" "a code with a space in it"
next_step
code=$(totp "$S")
opens "$(echo "$code" | sed 's/.../&-/') " "a code with a hyphen in it"
next_step
for wrong in "+$(totp "$S")" "0$(totp "$S")" "$(totp "$S")0" "$(totp "$S")." \
    "$(totp "$S" | cut -c1-5)" "$(totp "$S" | tr '0-9' '1-90')"; do
	opens_not "$wrong" "\"$wrong\" is not the code $(totp "$S")"
done
opens "$(totp "$S")" "the code itself still is"

echo "# HOTP: ahead"
person --factor hotp
opens "$(hotp "$S" 0)" "the first"
opens "$(hotp "$S" 6)" "five left out"
opens_not "$(hotp "$S" 13)" "six left out: too far"
opens "$(hotp "$S" 12)" "five of them"
for used in 12 11 7 6 5 1 0; do
	opens_not "$(hotp "$S" $used)" "number $used: at or before the last"
done
opens "$(hotp "$S" 13)" "the next one"

echo "# TOTP: around now"
person
next_step
opens_not "$(totp "$S" -2)" "two steps ago"
opens_not "$(totp "$S" 2)" "two steps ahead"
opens "$(totp "$S" -1)" "one step ago"
opens "$(totp "$S" 0)" "now"
opens_not "$(totp "$S" -1)" "one step ago, after now"
opens "$(totp "$S" 1)" "one step ahead"
opens_not "$(totp "$S" 0)" "now, after one step ahead"
person --step 60
next_step 60
opens_not "$(totp "$S" -2 6 sha1 60)" "of 60 s: two steps ago"
opens "$(totp "$S" -1 6 sha1 60)" "of 60 s: one step ago"

echo "# a clock that drifts"
person
next_step
opens "$(totp "$S" 1)" "fast by one"
for ahead in 2 3 4 5; do
	next_step
	next_step
	opens "$(totp "$S" $ahead)" "then by $ahead"
done
opens_not "$(totp "$S" 7)" "two more at once is too many"
person
next_step
opens "$(totp "$S" -1)" "slow by one"
for behind in 2 3 4; do
	next_step
	next_step
	next_step
	opens "$(totp "$S" -$behind)" "then by $behind"
done
person
next_step
drift=1
while [ $drift -le 14 ]; do
	login $who "$P" "$(totp "$S" $drift)"
	[ "$verdict" = accept ] || break
	drift=$((drift + 1))
	next_step
	next_step
done
is $drift 12 "drift is learned up to ten steps, and no further"

echo "# the first use of a token"
person
next_step
login $who "$P" "$(totp "$S" 9)"
is "$verdict" challenge "its clock may be off: it is asked again"
like "$prompt" 'Codes, the next two of token 50-00000*' "for two codes"
answer "$(totp "$S" 10)"
is "$verdict" challenge "one alone opens nothing"
answer "$(totp "$S" 9) $(totp "$S" 10)"
is "$verdict" accept "the two in a row let in"
opens_not "$(totp "$S" 9)" "the first of them is spent"
opens_not "$(totp "$S" 10)" "the second as well"
opens "$(totp "$S" 11)" "the next one opens, its drift is known"

echo "# found again at the prompt"
person --factor hotp
opens "$(hotp "$S" 0)" "a HOTP token"
say $who "$P"
answer sync
like "$verdict $prompt" 'challenge Codes, the next two of token*' \
    "\"sync\" asks for two codes"
answer "$(hotp "$S" 91) $(hotp "$S" 90)"
is "$verdict" challenge "two in the wrong order"
answer "$(hotp "$S" 90) $(hotp "$S" 92)"
is "$verdict" challenge "two with one between"
answer "$(hotp "$S" 90)$(hotp "$S" 90)"
is "$verdict" challenge "one twice"
answer "$(hotp "$S" 0)$(hotp "$S" 1)"
is "$verdict" challenge "the first used, the second not"
answer "$(hotp "$S" 102) $(hotp "$S" 103)"
is "$verdict" challenge "too far ahead"
answer "$(hotp "$S" 101)$(hotp "$S" 102)"
is "$verdict" accept "a hundred ahead, without a space"
opens_not "$(hotp "$S" 102)" "both are spent"
opens "$(hotp "$S" 103)" "the next one opens"
person
next_step
opens "$(totp "$S")" "a TOTP token"
next_step
login $who "$P" "$(totp "$S" 21) $(totp "$S" 22)"
is "$verdict" challenge "22 steps ahead: too far"
answer "$(totp "$S" 19) $(totp "$S" 20)"
is "$verdict" accept "20 steps ahead"
opens_not "$(totp "$S" 1)" "after that, what was right before is not"
next_step
login $who "$P" "$(totp "$S" 18) $(totp "$S" 19)"
unlike "$verdict" accept "one of the two is spent"
person
next_step
login $who "$P" "$(totp "$S" -20) $(totp "$S" -19)"
is "$verdict" accept "20 steps behind"
opens "$(totp "$S" -18)" "and its drift is known"

echo "# found again by the helpdesk"
person --factor hotp
helpdesk token resync $serial "$(hotp "$S" 1002)" "$(hotp "$S" 1003)"
is $? 1 "1,002 ahead: too far"
opens "$(hotp "$S" 0)" "which changes nothing"
helpdesk token resync $serial "$(hotp "$S" 1001)" "$(hotp "$S" 1002)"
is $? 0 "a thousand ahead"
opens_not "$(hotp "$S" 1002)" "both are spent"
opens "$(hotp "$S" 1003)" "the next one opens"
person
next_step
helpdesk token resync $serial "$(totp "$S" -2880)" "$(totp "$S" -2879)"
is $? 0 "a day behind"
opens "$(totp "$S" -2878)" "and its drift is known"
helpdesk token resync $serial "$(totp "$S" -2878)" "$(totp "$S" -2877)"
is $? 1 "not with a used one"
next_step
helpdesk token resync $serial "$(totp "$S" 0)" "$(totp "$S" 1)"
is $? 0 "and back to the right time"
opens_not "$(totp "$S" 1)" "both are spent"
opens_not "$(totp "$S" -2877)" "and all before them"
next_step
opens "$(totp "$S" 1)" "the next one opens"

finish
