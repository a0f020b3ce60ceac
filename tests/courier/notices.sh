#!/bin/bash
# What people get beside a login's code, read where they would read it: at the
# other end of Kannel and of a mail server.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'
A=+37120000001
B=+37120000002
D=+37120000004
M=anna@example.org

raddb_make
engine_conf <<-'EOF'
	names: { country = "371"; };
	signing: { forms = [ "payment account 4 LV[0-9]+",
	    "payment amount 4 [0-9.]+", "payment text 0 .{1,60}" ]; };
	policies: ( { name = "vpn"; register = true; claim = true;
	    relief = "email";
	    relief_delay = "5m"; } );
EOF
engine_start
radius_start
kannel_start
make_certificates
smtpd starttls
courier_conf <<-EOF
	sms = ( $(kannel_gateway) );
	email = ( { name = "relay"; url = "smtp://localhost:$mail_port";
	    from = "login@example.org"; ca = "$tmp/ca.pem"; } );
EOF
courier_start

echo "# a number, registered by the helpdesk"
account anna "$P" --email $M
helpdesk phone add anna 2000-0001
helpdesk phone confirm anna "$(sent $A)"
is $? 0 "the code that the telephone shows confirms it"
is_told $M 'Codes for the account anna go to +371....0001' \
    "the e-mail address that was there before is told"

echo "# another, registered at the prompt"
say anna "$P"
answer "phone $B"
answer "$(sent $A)"
like "$prompt" 'Code from the SMS to +371....0002: ' "after the first one's code"
answer "$(sent $B)"
is "$verdict" accept "its code confirms it"
is_told $A 'Codes for anna go to +371....0002' "the old number is told"
is_told $M 'go to +371....0002' "and so is the e-mail address"

echo "# resend"
say anna "$P"
old=$(sent $A)
answer resend
new=$(sent $A)
answer "$old"
is "$verdict" challenge "the first code is none any more"
answer "$new"
is "$verdict" accept "the second is"

echo "# lost, and what follows"
token 12-3456789 "$(seed 1)" --factor hotp --account anna
must email add anna $M --confirmed
is_told $A 'Codes for anna go to a...@example.org' "numbers are told of an address"
login anna "$P" token lost
is_told $A 'Token 12-34567.. of anna was reported lost' "a loss is told by SMS"
is_told $M 'Token 12-34567.. of the account anna was reported' "and by e-mail"
later 301
relief=$(sent $M)
say anna "$P"
answer "$relief"
is "$verdict" accept "a temporary code comes by e-mail when its time has come"

echo "# a token claimed, a temporary code, a code of the list"
token 12-3456790 "$(seed 2)" --factor hotp
account cara "$P" --email cara@example.org
login cara "$P" "12-3456790 $(hotp "$(seed 2)" 0) $(hotp "$(seed 2)" 1)"
is "$verdict" accept "a boxed token is claimed"
is_told cara@example.org 'Token 12-34567.. now belongs to the account cara' \
    "which her address is told"
token 12-4567901 "$(seed 23)" --factor hotp
login cara "$P" "$(hotp "$(seed 2)" 2) \
12-4567901 $(hotp "$(seed 23)" 0) $(hotp "$(seed 23)" 1)"
is "$verdict" accept "and another one behind its code"
is_told cara@example.org 'Token 12-45679.. now belongs to the account cara' \
    "of which it is told as well"
must account temporary anna
is_told $A 'A temporary code was made for anna' \
    "as numbers are of temporary codes"
must account recovery anna
recovery=$(echo "$ctl" | grep -oE '([0-9A-Z]{4}-){3}[0-9A-Z]{4}' | head -n 1)
is_told $A 'New recovery codes were made for anna' "of new lists of them"
is_told $M 'New recovery codes were made for the account anna' "by e-mail, too"
login anna "$P" "$recovery"
is "$verdict" accept "a code of the list opens"
is_told $A 'A recovery code of anna was used' "and they are told"
must phone remove anna $B
is_told $B 'Codes for anna no longer go to +371....0002' \
    "a number that is removed is told itself"

echo "# what the helpdesk opens, each told once"
# told_once TEXT ADDRESS ...: such a message came, and only one
told_once() {
	once_text=$1
	shift
	everything_came
	for once_to in "$@"; do
		is "$(arrived "$once_to" | grep -c "$once_text")" 1 \
		    "$once_to: $once_text, once"
	done
}
new_password anna "$P-2"
told_once 'A new password was set for anna\.' $A
told_once 'A new password was set for the account anna\.' $M
token 34-567890 "$(seed 3)" --factor hotp
must token assign 34-567890 anna
told_once 'Token 34-5678.. now belongs to anna\.' $A
told_once 'Token 34-5678.. now belongs to the account anna\.' $M
token 45-678901 "$(seed 4)" --factor hotp --account anna
told_once 'Token 45-6789.. now belongs to anna\.' $A
told_once 'Token 45-6789.. now belongs to the account anna\.' $M
token 56-789012 "$(seed 5)" --factor hotp
must token replace 45-678901 56-789012 --yes
told_once 'Token 56-7890.. now belongs to anna\.' $A
told_once 'Token 56-7890.. now belongs to the account anna\.' $M
must token add --account anna
told_once 'Authenticator app now belongs to anna\.' $A
told_once 'Authenticator app now belongs to the account anna\.' $M
must account add dora --email dora@example.org --phone $D
helpdesk token assign 45-678901 dora
is $? 1 "what is refused"
token 67-890123 "$(seed 6)" --factor hotp
helpdesk token assign 67-890123 nobody
everything_came
is "$(arrived | grep -cE '45-6789.. now belongs to (the account )?dora|67-8901')" 0 \
    "is told nobody"

echo "# a list of many"
echo '67-890123,dora' >"$tmp/list.csv"
must token assign-list "$tmp/list.csv"
everything_came
is "$(all_sent dora@example.org)" 0 "is told nobody"
is "$(all_sent $D)" 0 "by SMS neither"

echo "# a signature"
helpdesk sign begin payment anna account=LV80004351 amount=12.50 \
    'text=rent, amount 1'
reference=$(echo "$ctl" | grep -oE '[0-9A-Z]{4}-[0-9A-Z]{4}' | head -n 1)
signs=$(sent $A)
is_told $A "$signs signs: account LV80004351, amount 12.50, text \"rent, amount 1\"" \
    "the telephone shows what is signed, and the code for it"
helpdesk sign check "$reference" "$signs"
is "$?" 0 "which signs it"

echo "# panic"
must panic anna
is_told $A 'Everything that anna could log in with was removed' \
    "numbers are told"
is_told $M 'Everything that the account anna could log in with' \
    "and so are addresses"
finish
