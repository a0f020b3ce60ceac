#!/bin/bash
#
# A phone was stolen: everything that its owner logs in with is gone at once,
# and what was open ends.  Also: what accounts are told of claims and losses.
# Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001
B=+37120000002
M=anna@example.org

raddb_make
engine_conf <<-'EOF2'
	policies: ( { name = "vpn"; claim = true; } );
EOF2
engine_start
radius_start
inbox_start

account anna "$P" --email $M --phone $B
S=$(seed 1)
token 12-3456789 "$S" --factor hotp --account anna
token 12-3456790 "$(seed 2)" --factor hotp --account anna
must phone add anna $A --confirmed
must account temporary anna
temporary=$(echo "$ctl" | grep -o '[0-9]\{8\}' | head -n 1)

is_told $M 'A temporary code was made for the account anna' \
    "a temporary code is told"

echo "# panic"
say anna "$P"
token_state=$state
say anna "$P"
answer sms
is "$verdict" challenge "a code is on its way"
sms_state=$state
code=$(sent $A)
must panic anna
like "$ctl" 'anna can log in with nothing now: 4 devices*' "it says what is true"
state=$token_state
answer "$(hotp "$S" 0)"
is "$verdict" reject "a prompt for the token that was open has ended"
state=$sms_state
answer "$code"
is "$verdict" reject "and so has the one for the code that was sent"
login anna "$P" "$(hotp "$S" 1)"
is "$verdict" reject "no token opens a new login"
login anna "$P" "$temporary"
is "$verdict" reject "nor does the temporary code"
login anna "$P" "12-3456789 $(hotp "$S" 1) $(hotp "$S" 2)"
is "$verdict" reject "nobody claims the stolen token"
must token show 12-3456789
like "$ctl" '*disabled*' "it is disabled"
must account show anna
unlike "$ctl" '*+371....0001*' "the number is gone"
is_told $A 'Everything that anna could log in with was removed' \
    "the number was told"
is_told $B 'Everything that anna' \
    "the one she is known by, too"
is_told $M 'Everything that the account anna' \
    "and her e-mail address"
ctl audit --event account.panic --limit 20
like "$ctl" '*devices=4*12-3456790*' "the audit has each, and all"
ctl panic nobody
is $? 3 "nobody is not there"

echo "# while messages wait, and the engine was killed"
account bert "$P"
must phone add bert $A --confirmed
inbox_stop
say bert "$P"
is "$verdict" challenge "a code waits to leave"
must panic bert
engine_kill
engine_start
before=$(sent_lines $A)
inbox_start
all_sent >/dev/null
unlike "$(arrived $A | tail -n +"$((before + 1))")" '*is your code*' \
    "it never leaves"
login bert "$P"
is "$verdict" reject "and all stays so after a crash"

echo "# claimed, and lost"
account carl "$P" --email carl@example.org
token 45-6700001 "$(seed 3)" --factor hotp
login carl "$P" "45-6700001 $(hotp "$(seed 3)" 0) $(hotp "$(seed 3)" 1)"
is "$verdict" accept "a token is claimed"
is_told carl@example.org 'Token 45-67000.. now belongs to the account carl' \
    "its new owner is told"
must phone add carl $B --confirmed
say carl "$P"
answer lost
is_told carl@example.org 'Token 45-67000.. of the account carl was reported lost' \
    "a loss is told by e-mail"
is_told $B 'Token 45-67000.. of carl was reported lost' \
    "and by SMS"

echo "# a number that was reported lost"
later 86401
say carl "$P"
is "$prompt" 'Code from the SMS to +371....0002: ' "the number is left"
answer lost
must phone list carl
like "$ctl" "*$B*suspended*" "it is suspended"
is_told $B 'SMS ..0002 of carl was reported lost' \
    "the number itself is told, for its owner may not have said so"
say carl "$P"
is "$verdict" reject "nothing goes there"
must why carl --last 3
like "$ctl" '*The number +371....0002 was reported lost*phone resend carl*' \
    "why says what brings it back"
must phone resend carl
must phone confirm carl "$(sent $B)"
like "$ctl" "Codes for carl go to $B by SMS from now on." \
    "a code that came there brings it back"
say carl "$P"
is "$verdict" challenge "and it is asked for again"
finish
