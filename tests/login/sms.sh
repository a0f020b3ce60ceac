#!/bin/bash
#
# A code by SMS, from the number that the helpdesk registers to the open door.
# Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001
B=+37120000002

raddb_make
engine_conf <<-'EOF2'
	names: { country = "371"; };
	sending: { account_hour = 1000; account_day = 1000;
	    address_hour = 1000; address_day = 1000; source_hour = 1000; };
	policies: (
		{ name = "vpn"; tries = 3;
		  attributes = [ "Filter-Id = staff" ]; }
	);
EOF2
engine_start
radius_start
inbox_start

echo "# a number is registered"
account anna "$P"
helpdesk phone add anna 20-000.001
is $? 0 "the helpdesk adds a number, as people write it"
like "$ctl" "*by SMS to $A, good for 5 minutes*phone confirm anna CODE*" \
    "and is told what comes next"
code=$(sent "$A")
like "$code" '????-????' "a code of two groups goes there"
like "$(arrived "$A" | tail -n 1)" "*$code confirms this number for anna. It is good for 5 minutes*" \
    "with what it is for"
say anna "$P"
is "$verdict" reject "until it is confirmed it opens nothing"
must why "$reference"
like "$(echo "$ctl" | tr '\n' ' ')" '*no token, number or address*account show anna*confirmed*' \
    "why says what may be missing"
helpdesk phone confirm anna 2222-2222
is $? 1 "another code does not confirm it"
say anna "$P"
is "$verdict" reject "and it opens nothing"
helpdesk phone confirm anna "$(echo "$code" | tr 'A-Z-' 'a-z ')"
is "$? $ctl" "0 Codes for anna go to $A by SMS from now on." \
    "the right one does, however it is typed"
helpdesk phone confirm anna "$code"
is $? 1 "once"

echo "# a login"
n=$(all_sent "$A")
say anna wrong
is "$verdict $(all_sent "$A")" "reject $n" \
    "nothing is sent for a wrong password"
say nobody "$P"
is "$verdict $(all_sent)" "reject $n" "nor for somebody unknown"
say anna "$P"
is "$verdict $prompt" "challenge Code from the SMS to +371....0001: " \
    "the right one is answered with what was sent where"
code=$(sent "$A")
like "$code" '???-???-???' "a code of three groups goes there"
like "$(arrived "$A" | tail -n 1)" "*$code is your code for vpn. It is good for 5 minutes.*" \
    "and says what for"
is "$(all_sent "$A")" $((n + 1)) "in one message"
answer 222-222-222
is "$verdict $prompt" "challenge Code not right, please try again. SMS to +371....0001: " \
    "a wrong code is asked for again"
is "$(all_sent "$A")" $((n + 1)) "and sends nothing"
answer "$code"
is "$verdict" accept "the right one opens the door"
like "$attributes" '*11=0x7374616666*' "with the policy's attributes"
once=$code
say anna "$P"
answer "$once"
unlike "$verdict" accept "it does so once"
ctl why anna --last 1
like "$ctl" '*was not the one that was sent by SMS for this*resend for another*' \
    "why says so, and what to do"
code=$(sent "$A")
answer "$(echo "$code" | tr -d -)"
is "$verdict" accept "without hyphens"
say anna "$P"
answer "$(sent "$A" | tr 'A-Z-' 'a-z ')"
is "$verdict" accept "in lower case, with spaces"
say anna "$P"
answer " $(sent "$A" | sed 's/./& /g')"
is "$verdict" accept "letter by letter"
must why anna --last 1
unlike "$ctl" '*not answered*' "why knows that the logins before were answered"
say anna "$P"
must why anna --last 1
like "$ctl" '*not answered:*SMS to +371....0001 at *' "and that this one was not"

echo "# resend"
say anna "$P"
old=$(sent "$A")
answer resend
is "$verdict $prompt" "challenge Code from the SMS to +371....0001: " \
    "resend is answered with the same question"
code=$(sent "$A")
unlike "$code" "$old" "and sends another code"
answer "$old"
unlike "$verdict" accept "the first is good no more"
answer "$code"
is "$verdict" accept "the second is"
say anna "$P"
code=$(sent "$A")
later 290
answer "$code"
is "$verdict" accept "it is good for five minutes"
say anna "$P"
code=$(sent "$A")
later 301
answer "$code"
is "$verdict" reject "and no longer"

echo "# several numbers"
must phone add anna 2000-0002 --confirmed --label work
is "$ctl" "Codes for anna go to $B by SMS from now on." \
    "one that is known to be hers needs no code"
is_told "$A" 'Codes for anna go to +371....0002 from now on' \
    "and the old one is told"
say anna "$P"
like "$prompt" 'Code from the SMS to +371....0001 (? for other ways): ' \
    "the one used last is asked for"
code=$(sent "$A")
before=$(all_sent "$B")
answer '?'
like "$prompt" 'Code of the SMS ..0001, or 2 SMS "work": ' "? shows both"
answer 2
is "$prompt" 'Code from the SMS to "work" (? for other ways): ' \
    "a number picks the other"
is "$(all_sent "$B")" $((before + 1)) "and only then is one sent there"
answer "$(sent "$B")"
is "$verdict" accept "its code opens the door"
must phone list anna
like "$ctl" "*$A*phone*active*$B*phone*active*work*" "both are listed"
must account show anna
like "$ctl" '*+371....0001*phone*active*' "shortened, where that is enough"

echo "# a token beside them"
S=$(seed 1)
token 12-3456789 "$S" --factor hotp --account anna
before=$(all_sent)
say anna "$P"
is "$prompt" 'Code from token 12-34567.. (? for other ways): ' \
    "what can answer at once is asked first"
is "$(all_sent)" "$before" "and nothing is sent"
answer sms
like "$verdict $prompt" 'challenge Code from the SMS to *' "sms switches"
is "$(all_sent)" $((before + 1)) "now one is sent"
answer "$(hotp "$S" 0)"
is "$verdict" accept "the token answers all the same"
later 1
say anna "$P"
answer '?'
like "$prompt" '*, 3 SMS ..0001: ' "? lists both ways"
answer 3
is "$(all_sent)" $((before + 2)) "a number of the list does, too"
answer "$(sent "$A")"
is "$verdict" accept "and its code is good"

echo "# removed"
must phone remove anna work
is "$ctl" "No codes for anna go to $B any more." "by its name"
is_told "$B" 'Codes for anna no longer go to +371....0002' \
    "it is told"
is_told "$A" 'Codes for anna no longer go to +371....0002' \
    "and so is the other"
must why anna --last 1
unlike "$ctl" '*, removed at *' "why leaves out what nobody is to answer"
say anna "$P"
answer sms
code=$(sent "$A")
must phone remove anna $A
answer "$code"
unlike "$verdict" accept "a code that was under way is good no more"
must phone list anna
like "$ctl" 'anna has no phone number*' "none is left"
finish
