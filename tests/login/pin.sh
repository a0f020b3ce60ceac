#!/bin/sh
#
# PINs that the server keeps for tokens which have none: PIN and code in one
# field, one as good as none without the other; a new one at the prompt.  Last
# line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client keyed 127.0.0.2
client alone 127.0.0.3
client decoys 127.0.0.4
client length 127.0.0.5
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: (
		{ name = "append"; match: { nas = [ "keyed" ]; };
		  mode = "append-separator"; },
		{ name = "length"; match: { nas = [ "length" ]; };
		  mode = "append-length"; },
		{ name = "alone"; match: { nas = [ "alone" ]; };
		  first = "none"; },
		{ name = "decoys"; match: { nas = [ "decoys" ]; };
		  decoys = true; },
		{ name = "vpn"; tries = 10; register = true; }
	);
EOF2
engine_start
radius_start

A=$(seed 1)
a=0
next() { # the next one of alice's token, in $code
	code=$(hotp "$A" $a)
	a=$((a + 1))
}
set_pin() { # set_pin SERIAL PIN [OPTION ...]
	set_serial=$1
	printf '%s\n' "$2" >"$tmp/pin"
	shift 2
	ctl token pin "$set_serial" --pin-file "$tmp/pin" "$@"
}
why() {
	must why alice --last 1
	ctl=$(echo "$ctl" | tr '\n' ' ')
}

echo "# setting one"
account alice "$P"
token 12-3456789 "$A" --factor hotp
set_pin 12-3456789 2580
is $? 1 "a token of nobody gets none"
must token assign 12-3456789 alice
next
login alice "$P" "$code"
is "$verdict" accept "(without a PIN)"
for bad in 123 1234 9876 1111 13579a 1234567890123 ''; do
	set_pin 12-3456789 "$bad"
	is $? 2 "\"$bad\" is no PIN"
done
set_pin 12-3456789 2580
is "$ctl" \
    "Token 12-3456789 has a PIN: alice types it before each of its codes." \
    "the helpdesk sets one"
must token show 12-3456789
like "$ctl" "*PIN before its codes*" "the token shows that there is one"
unlike "$ctl" "*2580*" "not which"

echo "# a number is registered with it"
say alice "$P"
answer 'phone +37120000001'
is "$prompt" "Code from token 12-34567.., with your PIN before it, then the one \
sent to +371....0001: " "the PIN is asked for there, too"
answer 'phone 20000001'
is "$prompt" "Code from token 12-34567.., with your PIN before it (codes cannot \
go there): " "and where no code can go"
answer 'phone +37120000001'
next
answer "2580$code"
is "$verdict $prompt" "challenge Code from the SMS to +371....0001: " \
    "the number's own code has none"
answer ''
is "$verdict" accept "(the number is left)"

echo "# logins"
say alice "$P"
is "$prompt" "Code from token 12-34567.., with your PIN before it: " \
    "the prompt says so"
next
answer "$code"
is "$verdict" challenge "the code alone opens nothing"
answer "2580$code"
is "$verdict" accept "PIN and code do"
answer "2580$code"
is "$verdict" accept "the packet again is the same login"
login alice "$P" "2580$code"
is "$verdict" challenge "once"
next
login alice "$P" "2581$code"
like "$verdict $prompt" "challenge Code not right, please try again. \
Token *, with your PIN before the code: " \
    "a wrong PIN is a wrong code"
wrong_pin=$(face)
why
like "$ctl" "*The code was right, but not the PIN before it.*" \
    "the helpdesk is told which"
login alice "$P" 2580000000
is "$(face)" "$wrong_pin" "a wrong code has the same face"
why
like "$ctl" "*was not the PIN and a code that*type the PIN and, right behind*" \
    "the helpdesk is told that a PIN belongs before it"
login alice "$P" "2580 $code"
is "$verdict" accept "the code was not used up by that"
next
login alice "$P" "12-3456789 2580$code"
is "$verdict" accept "behind the serial"
next
login alice "$P" "12-3456789 $code"
is "$verdict" challenge "where the PIN may not be left out, either"
nas_address=127.0.0.2
say alice "$P,2580$code"
is "$verdict" accept "behind the password"
next
say alice "$P,2581$code"
is "$verdict" reject "not with a wrong PIN"
nas_address=127.0.0.3
say alice "2580$code"
is "$verdict" accept "PIN and code without a password, where that is enough"
nas_address=127.0.0.1

echo "# split by length"
next
nas_address=127.0.0.5
say alice "$P$code"
is "$verdict" reject "the code alone opens nothing"
say alice "${P}2581$code"
is "$verdict" reject "nor with a wrong PIN"
why
like "$ctl" "*The code was right, but not the PIN before it.*" \
    "which the helpdesk is told"
say alice "${P}25800$code"
is "$verdict" reject "nor with a longer one"
why
like "$ctl" "*password was not right*" "for where it begins is not tried out"
say alice "${P}2580$code"
is "$verdict" accept "password, PIN and code do"
set_pin 12-3456789 25801357
next
say alice "${P}2580$code"
is "$verdict" reject "not as long as before"
say alice "${P}25801357$code"
is "$verdict" accept "but as long as it is"
must what-if alice --nas length
like "$ctl" "*in one field there, PIN and code last.*" \
    "the helpdesk can see how it is typed"
must token pin 12-3456789 --must-change
nas_address=127.0.0.1
next
login alice "$P" "25801357$code" 258025 258025
is "$verdict" accept "(another one, made at the prompt)"
must key rotate
nas_address=127.0.0.5
next
say alice "${P}258025$code"
is "$verdict" accept "one made at the prompt, sealed anew"
nas_address=127.0.0.1
must token pin 12-3456789 --must-change
next
login alice "$P" "258025$code" 2580 2580
is "$verdict" accept "(the first one again)"

echo "# two codes"
one=$(hotp "$A" $((a + 30)))
two=$(hotp "$A" $((a + 31)))
say alice "$P"
answer sync
is "$prompt" "Codes, the next two of token 12-34567.., your PIN before the \
first, with a space between: " "their prompt tells of the PIN"
answer "$one $two"
is "$verdict" challenge "do not do without the PIN"
answer sync
answer "2580 $one $two"
is "$verdict" accept "with it they do"
a=$((a + 32))

echo "# beside a token without PIN"
B=$(seed 2)
token 12-9000000 "$B" --factor hotp --account alice
login alice "$P" "$(hotp "$B" 0)"
is "$verdict" accept "its code is enough"
next
login alice "$P" "2580$code"
is "$verdict" accept "and of the other PIN and code"
set_pin 12-9000000 8642
next
login alice "$P" "8642$code"
is "$verdict" challenge "not the PIN of another token"
login alice "$P" "8642$(hotp "$B" 1)"
is "$verdict" accept "two tokens, two PINs"
must token lost 12-9000000

echo "# sixty-four at once"
next
many_begin 64 alice "$P"
code=2580$code
is "$(crowd answer_in <"$tmp/many" | grep -c accept)" 1 \
    "one code in 64 dialogues opens one login"
must account unlock alice

echo "# a new one at the prompt"
ctl token pin 12-3456789 --must-change
is "$ctl" \
    "alice is asked for a new PIN at the next login with token 12-3456789." \
    "the helpdesk asks for a change"
next
login alice "$P" "2580$code"
is "$prompt" "Code right. Your new PIN, 4 to 12 digits: " "it is asked for"
first=$state
for bad in 123 1234 2580 abcd '?' 12345678901234; do
	answer "$bad"
	is "$prompt" \
	    "Code right, but not this PIN. Another one, 4 to 12 digits: " \
	    "\"$bad\" is none"
done
answer 4071
is "$prompt" "Code right. Your new PIN once more: " "then once more"
answer 4072
like "$prompt" "Code right, but not this PIN.*" "another one is not the same"
answer 4071
answer 4071
is "$verdict" accept "twice the same lets in"
state=$first
answer 4099
is "$verdict" reject "a round that was answered takes nothing else"
next
login alice "$P" "2580$code"
is "$verdict" challenge "the old PIN is none any more"
login alice "$P" "4071$code"
is "$verdict" accept "the new one is"
must audit --account alice --event device.pin
like "$ctl" "*device.pin*" "the audit has the change"

echo "# begun and not ended"
must token pin 12-3456789 --must-change
next
login alice "$P" "4071$code" 6318
like "$prompt" "*once more: " "(typed once)"
why
like "$ctl" "Asked again *has to change first, and there was no new one yet*" \
    "why says how far it has come"
engine_kill
engine_start
answer 6318
is "$verdict" accept "a killed engine forgets nothing of it"
must token pin 12-3456789 --must-change
next
login alice "$P" "6318$code" 7502
like "$prompt" "*once more: " "(typed once)"
login alice "$P" "6318$code"
is "$verdict" challenge "the code is spent where it was right"
next
login alice "$P" "6318$code"
like "$prompt" "*Your new PIN*" "and the next login asks again"
nas_address=127.0.0.2
next
say alice "$P,6318$code"
is "$verdict" reject "where nothing can be asked it is refused"
why
like "$ctl" "*has to change first*" "and the helpdesk is told why"
nas_address=127.0.0.1
next
login alice "$P" "6318$code" 9517
must account disable alice
must account enable alice
answer 9517
is "$verdict" reject "not after the account was disabled"
must token pin 12-3456789 --clear
next
login alice "$P" "$code"
is "$verdict" accept "without PIN again"
must token pin 12-3456789 --must-change
next
login alice "$P" "$code" 9517 9517
is "$verdict" accept "a first PIN is made at the prompt, too"
next
login alice "$P" "9517$code"
is "$verdict" accept "and holds"

echo "# decoys"
must token pin 12-3456789 --must-change
nas_address=127.0.0.4
say alice "$P"
is "$prompt" "Code: " "nothing tells of the PIN"
next
answer "9517$code"
like "$prompt" "*Your new PIN*" "but who has shown both may make another"
answer 5082
answer 5082
is "$verdict" accept "as elsewhere"
nas_address=127.0.0.1

echo "# a new key, another owner, a backup"
must key rotate
next
login alice "$P" "5082$code"
is "$verdict" accept "sealed anew"
must backup "$tmp/backup.db"
is "$(sqlite3 "$tmp/backup.db" 'SELECT count(*) FROM device
    WHERE record LIKE "%argon2%" OR record LIKE "%5082%"')" 0 \
    "the database has it sealed"
must token unassign 12-3456789
account bob "$P"
must token assign 12-3456789 bob
next
login bob "$P" "$code"
is "$verdict" accept "the next owner starts without"
engine_stop
is "$(cat "$tmp/engine.log" "$tmp/engine.old" | grep -cE '2580|4071|argon2')" 0 \
    "no log has a PIN"
finish
