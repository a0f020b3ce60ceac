#!/bin/bash
#
# A code by e-mail: the same care as by SMS, and where the policy does not have
# it.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
M=vards.uzvards@example.org

raddb_make
client strict 127.0.0.2
engine_conf <<-'EOF2'
	sending: { account_hour = 1000; account_day = 1000;
	    address_hour = 1000; address_day = 1000; source_hour = 1000;
	    prefixes = [ "+371" ]; };
	policies: (
		{ name = "strict"; match: { nas = [ "strict" ]; };
		  factors = [ "sms", "hotp" ]; },
		{ name = "vpn"; }
	);
EOF2
engine_start
radius_start
inbox_start

account vards.uzvards "$P" --email $M
helpdesk email confirm vards.uzvards 2222-2222
like "$? $ctl" '1 *no code to confirm the e-mail address of vards.uzvards *' \
    "there is nothing to confirm"
helpdesk email add vards.uzvards vards
like "$? $ctl" '2 *Give it as name@example.org*' "what is no address is refused"
helpdesk email add vards.uzvards
is $? 0 "the address that the account is known by is taken without asking"
code=$(sent $M)
like "$code" '????-????' "a code to confirm it goes there"
i=0
while [ $i -lt 5 ]; do
	ctl email confirm vards.uzvards 2222-222$((i + 2))
	is $? 1 "wrong code $((i + 1))"
	i=$((i + 1))
done
like "$ctl" '*the last of 5 tries*email resend*' "the last one says so"
ctl email confirm vards.uzvards "$code"
is $? 1 "after five even the right one is none"
must email resend vards.uzvards
ctl email confirm vards.uzvards no-code
is $? 2 "what has not the form of a code is no try"
must email confirm vards.uzvards "$(sent $M)"
is "$ctl" "Codes for vards.uzvards go to $M by e-mail from now on." \
    "a new one confirms it"
ctl email add vards.uzvards Vards.Uzvards@EXAMPLE.org
is $? 1 "the same in other letters is there already"
ctl email add vards.uzvards 'vards uzvards'
is $? 2 "and this is no address"

say vards.uzvards "$P"
is "$verdict $prompt" \
    "challenge Code from the e-mail to v...@example.org: " \
    "a login is asked for the e-mail's code"
code=$(sent $M)
like "$code" '???-???-???' "which is of three groups"
answer "$(echo "$code" | tr 'A-Z-' 'a-z ')"
is "$verdict" accept "and opens the door"
must account language vards.uzvards lv
say vards.uzvards "$P"
is "$prompt" 'Kods no e-pasta uz v...@example.org: ' "in the person's language"
answer "$(sent $M)"
is "$verdict" accept "as well"
like "$(arrived $M | tail -n 1)" '*ir jūsu kods*' "and so is the message"

echo "# where it is no second factor"
nas_address=127.0.0.2
n=$(all_sent)
say vards.uzvards "$P"
is "$verdict $(all_sent)" "reject $n" "nothing is sent"
must phone add vards.uzvards +37120000001 --confirmed
is_told $M 'Konta vards.uzvards kodi turpmāk tiek sūtīti uz +371....0001' \
    "but news of the account are"
say vards.uzvards "$P"
is "$verdict" challenge "what the policy has is asked for"
answer e-pasts
unlike "$prompt" '*e-pasta*' "and the word does not change that"

echo "# numbers that are none"
for number in 20000000 +0371 '+371 2000 000O' 12345678901234567; do
	ctl phone add vards.uzvards "$number"
	is $? 2 "phone add $number"
	like "$ctl" "mfctl: phone number $number: *" "says what is wrong"
done
ctl phone add vards.uzvards +37120000001
is $? 1 "one that is in use already"
i=2
while [ $i -le 8 ]; do
	must phone add vards.uzvards +3712000000$i --confirmed
	i=$((i + 1))
done
ctl phone add vards.uzvards +37120000009
is $? 1 "the ninth is one too many"
finish
