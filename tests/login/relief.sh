#!/bin/bash
#
# What is lost, and what helps out; and words where code and password share
# one field.
# Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001
B=+37120000002
MAIL=clara@example.org

raddb_make
engine_conf <<-'EOF2'
	temporary: { hours = 8; };
	policies: (
		{ name = "one-field"; match: { nas = [ "append" ]; };
		  mode = "append-separator"; append_words = true; },
		{ name = "plain-field"; match: { nas = [ "plain" ]; };
		  mode = "append-separator"; },
		{ name = "slow"; match: { nas = [ "slow" ]; };
		  relief = "email"; relief_delay = "2d"; },
		{ name = "vpn"; tries = 10; relief = "email";
		  relief_delay = "1h"; factors = [ "hotp", "sms", "temporary" ]; }
	);
EOF2
client append 127.0.0.4
client plain 127.0.0.5
client slow 127.0.0.6
engine_start
radius_start
inbox_start

T=$(seed 1)
account clara "$P"
token 12-3456789 "$T" --factor hotp --account clara
must email add clara "$MAIL" --confirmed

echo "# lost, and nothing else to log in with"
login clara "$P" lost
is "$verdict" reject "there is no other way in"
must token show 12-3456789
like "$ctl" '*suspended*' "the token is suspended"
is_told "$MAIL" 'reported lost' \
    "its owner is told at once"
n=$(sent_lines "$MAIL")
say clara "$P"
is "$verdict" reject "the password alone opens nothing"
later 3500
is "$(sent_lines "$MAIL")" "$n" "no code leaves before its time"
later 200
inbox_stop
inbox_start
until_true 10 told "$MAIL" 'temporary code' || echo "# none came" >&2
code=$(codes "$MAIL" | tail -n 1)
like "$code" '???-???-???' "after the policy's delay a temporary code does"
like "$(arrived "$MAIL" | grep -F "$code")" '*temporary code for*clara*8 hours*' \
    "and says how long it is good"
say clara "$P"
is "$verdict $prompt" "challenge Code from the helpdesk: " \
    "it is asked for (an e-mail is no factor of this policy)"
answer 222-222-222
is "$verdict" challenge "another code is not right"
answer "$code"
is "$verdict" accept "it opens the door"
login clara "$P" "$code"
unlike "$verdict" accept "once"
must token show 12-3456789
like "$ctl" '*suspended*' "the token stays what it was reported as"
ctl token history 12-3456789
like "$ctl" '*device.suspend*' "its history has it"

echo "# lost for good, when another factor is given"
account dace "$P"
token 12-3456790 "$(seed 2)" --factor hotp --account dace
must phone add dace "$A" --confirmed
login dace "$P" lost
like "$verdict $prompt" "challenge Code from the SMS to +371....0001*" \
    "what else there is, is offered"
answer "$(sent "$A")"
is "$verdict" accept "and opens"
must token show 12-3456790
like "$ctl" '*lost*' "with that the token is lost for good"
must why dace --last 1
like "$ctl" '*lost*' "why tells of it"

echo "# relief that is of no use any more"
for who in fay gus; do
	account $who "$P"
	must email add $who $who@example.org --confirmed
done
token 12-3456792 "$(seed 4)" --factor hotp --account fay
token 12-3456793 "$(seed 5)" --factor hotp --account gus
login fay "$P" lost
login gus "$P" lost
for who in fay gus; do
	told $who@example.org 'reported lost'
done
must email remove fay fay@example.org --yes
must token enable 12-3456793
f=$(all_sent fay@example.org)
g=$(all_sent gus@example.org)
later 3700
all_sent >/dev/null
is "$(sent_lines fay@example.org)" "$f" \
    "no code leaves for an address that was removed meanwhile"
is "$(sent_lines gus@example.org)" "$g" \
    "nor once the helpdesk has enabled the token again"
ctl outbox list
like "$ctl" '*relief*cancelled*its code has ended*' "the outbox says so"
nas_address=127.0.0.6
account hana "$P"
must email add hana hana@example.org --confirmed
token 12-3456794 "$(seed 6)" --factor hotp --account hana
login hana "$P" lost
is "$verdict" challenge "where it takes two days"
later 90000
login hana "$P" lost
is "$verdict" reject "the address is reported lost as well"
until_true 3 nothing_waits # but for what is to leave in two days
h=$(sent_lines hana@example.org)
later 90000
all_sent >/dev/null
is "$(sent_lines hana@example.org)" "$h" "and gets no code any more"
nas_address=127.0.0.1

echo "# words behind the separator"
nas_address=127.0.0.4
account eva "$P"
token 12-3456791 "$(seed 3)" --factor hotp --account eva
must phone add eva "$B" --confirmed
n=$(all_sent "$B")
say eva "$P,$(hotp "$(seed 3)" 0)"
is "$verdict" accept "password and code"
say eva "$P,sms"
is "$verdict" reject "password and a factor's name: no door opens"
like "$prompt" 'Code is in the SMS to +371....0002. Log in again with password,code.*' \
    "but a code is on its way, and it says what to do"
code=$(sent "$B")
say eva "$P,$code"
is "$verdict" accept "password and that code"
say eva "$P,SMS"
code=$(sent "$B")
say eva "$P,resend"
is "$verdict" reject "\"resend\" sends another"
newer=$(sent "$B")
unlike "$newer" "$code" "which is another one"
say eva "$P,$code"
is "$verdict" reject "the old one is none any more"
say eva "$P,$newer"
is "$verdict" accept "the new one is"
n=$(all_sent "$B")
say eva "$P,?"
is "$verdict" reject "\"?\" opens nothing"
like "$prompt" 'Code*token 12-34567..*SMS ..0002*' "it shows what there is"
must token disable 12-3456791
say eva "$P,?"
is "$prompt" 'Code, please choose one: 1 SMS ..0002: ' \
    "but speaks of no code that was not sent"
must token enable 12-3456791
say eva "$P,sm"
is "$verdict $(all_sent "$B")" "reject $n" "what is no word is a wrong code"
say eva "wrong,sms"
is "$verdict $(all_sent "$B")" "reject $n" \
    "nothing is sent for a wrong password"
say eva "$P,lost"
is "$verdict" reject "\"lost\" opens nothing"
must token show 12-3456791
like "$ctl" '*suspended*' "and suspends the token"
nas_address=127.0.0.5
n=$(all_sent "$B")
say eva "$P,sms"
is "$verdict $(all_sent "$B")" "reject $n" \
    "where the policy wants no words they are wrong codes"
finish
