#!/bin/bash
# What people get beside a login's code, read where they would read it: at the
# other end of Kannel and of a mail server.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'
A=+37120000001
B=+37120000002
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
must account temporary anna
is_told $A 'A temporary code was made for anna' \
    "as numbers are of temporary codes"
must account recovery anna
recovery=$(echo "$ctl" | grep -oE '([2-9A-Z]{4}-){3}[2-9A-Z]{4}' | head -n 1)
login anna "$P" "$recovery"
is "$verdict" accept "a code of the list opens"
is_told $A 'A recovery code of anna was used' "and they are told"
must phone remove anna $B
is_told $B 'Codes for anna no longer go to +371....0002' \
    "a number that is removed is told itself"

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
