#!/bin/sh
#
# A person with several tokens: which one is asked for, which may answer, and
# the words that can be typed at a prompt.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client totp 127.0.0.2
client order 127.0.0.3
client keep 127.0.0.4
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: (
		{ name = "totp"; match: { nas = [ "totp" ]; };
		  factors = [ "totp" ]; },
		{ name = "order"; match: { nas = [ "order" ]; };
		  factors = [ "temporary", "totp", "hotp" ]; },
		{ name = "keep"; match: { nas = [ "keep" ]; }; lost = false; },
		{ name = "vpn"; tries = 10; }
	);
EOF2
engine_start
radius_start

A=$(seed 1)
B=$(seed 2)
C=$(seed 3)
account alice "$P"
token 12-3456789 "$A" --factor hotp --account alice
token 45-6700001 "$B" --digits 8 --account alice
token ZZ9.8-7C "$C" --factor hotp --account alice
a=0
c=0
opens() { # and the next one a second later, for the order of latest use
	is "$verdict" accept "$1"
	later 1
}
asks() { # asks PATTERN WHAT
	like "$verdict $prompt" "challenge $1" "$2"
}

echo "# the one asked for, and the others"
login alice "$P"
asks 'Code from token 12-34567.. (? for other ways): ' "the first is asked for"
answer "$(hotp "$A" 0)"
opens "it answers"
login alice "$P" "$(totp "$B" 0 8)"
opens "another answers as well"
login alice "$P"
asks 'Code from token 45-67000.. *' "and is asked for the next time"
answer "$(hotp "$C" 0)"
opens "a third answers"
must token label ZZ98-7C 'blue token'
login alice "$P"
asks 'Code from "blue token" (? for other ways): ' "by its owner's name for it"
answer "$(hotp "$A" 6)"
asks 'Code not right*"blue token"*' "others answer in their own windows alone"
answer "$(hotp "$A" 4)"
opens "which are narrower for one that is not asked for"

echo "# the serial and the code"
a=5
c=1
for form in '12-3456789 %s' '123456789%s' '12 3456789 %s' 'T123456789 %s' \
    't12-3456789%s' '12-3456789-%s'; do
	login alice "$P" "$(printf "$form" "$(hotp "$A" $a)")"
	opens "$form"
	a=$((a + 1))
done
for form in 'ZZ9.8-7C %s' 'zz987c%s' 'ZZ98 7C %s'; do
	login alice "$P" "$(printf "$form" "$(hotp "$C" $c)")"
	opens "$form"
	c=$((c + 1))
done
login alice "$P" "12-3456789 $(hotp "$C" $c)"
asks 'Code not right*' "one's serial and another's code"
answer "12-3456780 $(hotp "$A" $a)"
asks 'Code not right*' "a serial that is not there"
account bob "$P"
token 77-0000001 "$(seed 4)" --factor hotp --account bob
answer "77-0000001 $(hotp "$(seed 4)" 0)"
asks 'Code not right*' "somebody else's serial and code"
login bob "$P" "$(hotp "$(seed 4)" 0)"
opens "which is not spent by it"

echo "# words"
login alice "$P" '?'
list='Code of blue token, or 2 token 12-34567.., 3 token 45-67000..: '
asks "$list" "? shows a list with the name of each"
answer 2
asks 'Code from token 12-34567..*' "a number picks one"
answer '?'
asks 'Code of token 12-34567.., or 1 *blue token, 3 *' "numbers stay the same"
answer 9
asks 'Code not right*' "a number that is not in the list is a wrong code"
answer '?'
answer 1
asks 'Code from "blue token"*' "the first is the one of latest use"
answer help
asks "$list" "a word for it"
answer TOKEN
asks 'Code from "blue token"*' "what it is called picks the first of its kind"
answer sync
asks 'Codes, the next two *' "sync asks for two codes"
answer "$(hotp "$C" $((c + 40))) $(hotp "$C" $((c + 41)))"
opens "which are taken far ahead"
c=$((c + 42))
login alice "$P" 2
asks 'Code not right*' "a number without a list is a wrong code"
answer '?'
token 88-0000001 "$(seed 5)" --factor hotp --account alice
answer 2
asks 'Code of *2 *3 *4 *' "the list has changed: it is shown again"
answer 2
asks 'Code from token 12-34567..*' "and then the number counts"
must token unassign 88-0000001
login alice "$P"
for word in '?' sync resend hotp; do
	answer "$word"
done
is "$verdict" challenge "words are no guesses"

echo "# lost"
login alice "$P"
asks 'Code *blue token*' "(the blue one is asked for)"
answer lost
asks 'Code from *lost*suspended*' "\"lost\" suspends it and asks for another"
answer "$(hotp "$C" $c)"
asks 'Code not right*' "its code opens nothing"
answer "ZZ9.8-7C $(hotp "$C" $c)"
asks 'Code not right*' "nor behind its serial"
must token show ZZ987C
like "$ctl" '*suspended*' "the helpdesk sees it"
answer "$(hotp "$A" $a)"
opens "another does"
a=$((a + 1))
must token show ZZ987C
like "$ctl" '*lost*' "and with that it is lost for good"
login alice "$P" lost
asks 'Code from token 12-34567..*' "a second time in a day does nothing"
answer "$(hotp "$A" $a)"
opens "(it still works)"
a=$((a + 1))
must token enable ZZ987C
login alice "$P" "$(hotp "$C" $c)"
opens "the helpdesk lifts it"
say alice "$P"
asks 'Code from "blue token"*' "(it is asked for)"
must token disable ZZ987C
answer sync
asks 'Code from token *' "what is out of use meanwhile is asked for nothing"
must token enable ZZ987C
later 86500
say alice "$P"
asks 'Code from "blue token"*' "(it is asked for)"
must token disable ZZ987C
answer lost
asks 'Code from token *: ' "nor is it suspended on top of that"
must token show ZZ987C
like "$ctl" '*disabled*' "(it is as it was)"
must token enable ZZ987C
account carl "$P"
token 99-0000001 "$(seed 6)" --factor hotp --account carl
login carl "$P" lost
is "$verdict" reject "the last one lost: no way in is left"
say carl "$P"
is "$verdict" reject "and none opens"
nas_address=127.0.0.4
login bob "$P" lost
asks 'Code from *' "where it is not allowed it does nothing"
answer "$(hotp "$(seed 4)" 1)"
opens "(it still works)"

echo "# an app"
account fay "$P"
must token add --account fay
login fay "$P"
asks 'Code from your authenticator app: ' "nobody knows its serial"
token 12-3456799 "$(seed 9)" --factor hotp --account fay
login fay "$P" "$(hotp "$(seed 9)" 0)"
opens "(a token beside it)"
login fay "$P" '?'
asks 'Code of token 12-34567.., or 2 app: ' "in a list it is an app"
answer app
asks 'Code from your authenticator app (?*): ' "and by that word"
answer token
asks 'Code from token 12-34567.. *' "which is none for a token"

echo "# what the policy allows"
nas_address=127.0.0.2
next_step
login alice "$P"
asks 'Code from token 45-67000..: ' "the kind that is allowed is asked for"
answer "$(hotp "$A" $a)"
asks 'Code not right*' "another kind's code opens nothing"
answer "12-3456789 $(hotp "$A" $a)"
asks 'Code not right*' "nor behind its serial"
answer "$(totp "$B" 0 8)"
opens "the one asked for does"
nas_address=127.0.0.3
next_step
login alice "$P"
asks 'Code from token 45-67000..*' "the policy's order goes first"
answer "$(totp "$B" 0 8)"
opens "(it opens)"

echo "# two vendors, one serial"
nas_address=127.0.0.1
account dora "$P"
token 5550001 "$(seed 7)" --factor hotp --vendor Acme --account dora
token 555-0001 "$(seed 8)" --factor hotp --vendor Bolt --account dora
ctl token show 5550001
is $? 1 "the helpdesk is asked which"
like "$ctl" '*Acme*Bolt*' "and told"
login dora "$P" "5550001 $(hotp "$(seed 8)" 0)"
opens "the one whose code it is"
login dora "$P" "5550001 $(hotp "$(seed 7)" 0)"
opens "and the other"

echo "# temporary codes"
must account temporary carl --valid 1h --codes 2
codes=$(echo "$ctl" | tr -c '0-9A-Z' '\n' | grep -E '^[0-9A-Z]{8}$')
is "$(echo "$codes" | wc -l)" 2 "two are made"
one=$(echo "$codes" | head -n 1)
two=$(echo "$codes" | tail -n 1)
login carl "$P"
asks 'Code from the helpdesk*' "one is asked for"
answer "$one"
opens "it lets in"
login carl "$P" "$one"
unlike "$verdict" accept "once"
ctl account show carl
like "$ctl" '*retired*' "the used one is seen to be of no use"
ctl what-if carl --nas vpn
like "$ctl" '*temporary code*has been used*can be used*' "and in what-if"
later 3601
login carl "$P" "$two"
unlike "$verdict" accept "and not after its time"
account erik "$P"
must account temporary erik --codes 3
login erik "$P"
asks 'Code from the helpdesk: ' "three codes are one way to log in"
for code in $(echo "$ctl" | tr -c '0-9A-Z' '\n' | grep -E '^[0-9A-Z]{8}$')
do
	login erik "$P" "$code"
	opens "each of them lets in"
done
login erik "$P"
is "$verdict" reject "when all are used there is nothing to ask for"

echo "# the longest one that can be configured"
echo 'temporary: { length = 16; };' >>"$tmp/multifactord.conf"
engine_reload
must account temporary erik
code=$(echo "$ctl" | grep -oE '^[0-9]{16}')
is ${#code} 16 "it has 16 digits"
login erik "$P" "${code%?}"
is "$verdict" challenge "not one less"
login erik "$P" "$(echo "$code" | sed 's/..../&-/; s/-..../&-/')"
is "$verdict" accept "it lets in, as it is typed"

finish
