#!/bin/bash
#
# A person registers a number or an address at the prompt, after a login with
# another factor.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001
B=+37120000002
C=+37120000003
M=anna@example.org

raddb_make
client shut 127.0.0.2
client decoys 127.0.0.3
engine_conf <<-'EOF2'
	names: { country = "371"; };
	sending: { account_hour = 1000; account_day = 1000;
	    address_hour = 8; address_day = 1000; source_hour = 1000;
	    prefixes = [ "+371" ]; };
	policies: (
		{ name = "shut"; match: { nas = [ "shut" ]; }; },
		{ name = "decoys"; match: { nas = [ "decoys" ]; };
		  register = true; decoys = true; },
		{ name = "vpn"; register = true; claim = true;
		  attributes = [ "Filter-Id = staff" ]; }
	);
EOF2
# What the module tells policies of who got in, where a packet shows it.
sed -i '/^post-auth {/a\
	update reply {\
		Class := "%{control:Multifactor-Factor} %{control:Multifactor-Serial}"\
	}' "$raddb/sites-enabled/vpn"
with() { # with FACTOR SERIAL WHAT
	with_hex=$(printf '%s %s' "$1" "$2" | od -An -tx1 | tr -d ' \n')
	like "$attributes" "*25=0x$with_hex*" "$3"
}
engine_start
radius_start
inbox_start

account anna "$P" --email $M
S=$(seed 1)
token 12-3456789 "$S" --factor hotp --account anna
c=0
code() { # the token's next
	hotp "$S" $c
}
used() {
	c=$((c + 1))
}

login anna "$P" "$(code)"
used
is "$verdict" accept "with a token anna logs in"
with hotp 12-3456789 "and policies are told with which"

echo "# registered"
n=$(all_sent)
say anna "$P"
answer "phone 2000-0001"
is "$verdict $prompt" \
    "challenge Code from token 12-34567.., then the one sent to +371....0001: " \
    "the word is understood, the token is asked for"
is "$(all_sent)" "$n" "and nothing is sent yet"
answer 000000
like "$verdict $prompt" "challenge Code not right*" "a wrong code is none"
is "$(all_sent)" "$n" "and sends nothing"
answer "$(code)"
used
is "$verdict $prompt" "challenge Code from the SMS to +371....0001: " \
    "after the right one the number's is asked for"
new=$(sent $A)
like "$new" '????-????' "it went there, in two groups"
like "$(arrived $A | tail -n 1)" '*confirms this number for anna*' "and says so"
must phone list anna
like "$ctl" "*$A*unconfirmed*" "the number waits"
first=$state
answer 2222-2222
like "$verdict $prompt" "challenge Code not right*SMS to +371....0001: " \
    "a wrong one is asked for again"
second=$state
new=$(echo "$new" | tr 'A-Z-' 'a-z ')
answer "$new"
is "$verdict" accept "the right one lets in"
like "$attributes" '*11=0x7374616666*' "with the policy's attributes"
with hotp 12-3456789 "and the token that was right"
must phone list anna
like "$ctl" "*$A*active*" "the number is registered"
is_told $M "Codes for the account anna go to +371....0001 from now on" \
    "her e-mail address is told"
must why anna --last 1
like "$ctl" '*codes go there from now on*' "why tells it"
answer "$new"
is "$verdict" accept "the same answer again is the same login"
with hotp 12-3456789 "of the same token"
answer ''
is "$verdict" reject "another answer to it is refused"
state=$first
answer "$new"
is "$verdict" reject "as is another answer to the one before"
state=$second
say anna "$P"
answer sms
answer "$(sent $A)"
is "$verdict" accept "codes by SMS open the door"
with sms '' "by itself a number is the factor"

echo "# not registered"
say anna "$P"
answer "phone $B"
answer "$(code)"
used
new=$(sent $B)
answer ''
is "$verdict" accept "an empty answer lets in all the same"
with hotp 12-3456789 "with that token, too"
must phone list anna
unlike "$ctl" "*$B*" "without the number"
must why anna --last 1
like "$ctl" '*was not*confirmed*' "why tells it"
say anna "$P"
answer "phone $B"
answer "$(code)"
used
answer 2222-2222
answer 2222-2222
answer 2222-2222
is "$verdict" accept "so do wrong ones, in the end"
with hotp 12-3456789 "with that token as well"
must phone list anna
unlike "$ctl" "*$B*" "without the number, too"
say anna "$P"
answer "phone $B"
answer "$(code)"
used
old=$(sent $B)
answer resend
new=$(sent $B)
answer "$old"
like "$verdict $prompt" 'challenge Code not right*' "resend makes a new code"
answer "$new"
is "$verdict" accept "which is the one that counts"
must phone remove anna $B

echo "# what cannot be"
say anna "$P"
for number in +4915112345678 12 +3712000x "$A"; do
	answer "phone $number"
	is "$verdict $prompt" \
	    'challenge Code from token 12-34567.. (codes cannot go there): ' \
	    "not phone $number"
done
answer 'email someone@'
like "$prompt" '*codes cannot go there*' "not an address that is none"
must why anna --last 1
like "$(echo "$ctl" | tr '\n' ' ')" \
    '*A number or address to register was typed; codes cannot go there, and*' \
    "why says so"
n=$(all_sent)
answer "$(code)"
used
is "$verdict $(all_sent)" "accept $n" "the login goes on as any other"
say anna "$P"
answer "phone $C"
answer "phone +37120000004"
answer "$(code)"
used
like "$prompt" '*+371....0004: ' "the last wish counts"
answer "$(sent +37120000004)"
is "$verdict $(all_sent $C)" "accept 0" "and the first is forgotten"
nas_address=127.0.0.2
say anna "$P"
answer "phone $C"
like "$verdict $prompt" 'challenge Code not right*' \
    "where the policy does not allow it it is no word"
answer "$(code)"
used
is "$verdict $(all_sent $C)" "accept 0" "and nothing comes of it"
nas_address=127.0.0.1

echo "# an e-mail address; in Latvian"
must account language anna lv
say anna "$P"
answer "e-pasts $M"
like "$prompt" 'Kods no marķiera 12-34567.., pēc tam uz a...@example.org nosūtītais: ' \
    "an address, in another language"
answer "$(code)"
used
answer "$(sent $M)"
is "$verdict" accept "is registered"
must email list anna
like "$ctl" "*$M*active*" "as an address"
say anna "$P"
answer "tālrunis 2000 0003"
like "$prompt" '*+371....0003 nosūtītais: ' "a number in its words"
must account language anna en

echo "# the engine goes down in between"
answer "$(code)"
used
new=$(sent $C)
engine_kill
engine_start
answer "$new"
is "$verdict" accept "the number is registered after a crash"
must phone remove anna $C
say anna "$P"
answer "phone $C"
engine_kill
engine_start
answer "$(code)"
used
like "$prompt" 'Code from the SMS to +371....0003: ' "the wish outlives one, too"
must panic anna
answer "$(sent $C)"
is "$verdict" reject "after a panic nothing of it is good"

echo "# twice at once"
account bert "$P"
T=$(seed 2)
token 12-3456790 "$T" --factor hotp --account bert
say bert "$P"
answer "phone +37120000005"
answer "$(hotp "$T" 0)"
new=$(sent +37120000005)
i=0
while [ $i -lt 64 ]; do
	i=$((i + 1))
	"$radcheck" -t 8000 -a 127.0.0.1 "$port" user=bert \
	    "password=$new" "state=$state" station=$station \
	    >"$tmp/volley.$i" 2>&1 &
	volley_pids="${volley_pids:-} $!"
done
# shellcheck disable=SC2086
wait $volley_pids
must audit --account bert --event login.accept
is "$(echo "$ctl" | grep -c 'login.accept')" 1 "64 answers are one login"
must phone list bert
is "$(echo "$ctl" | grep -c active)" 1 "and one number"

say bert "$P"
answer "phone +37120000006"
answer "$(hotp "$T" 1)"
must token disable 12-3456790
answer "$(sent +37120000006)"
is "$verdict" reject "a token that is disabled meanwhile opens nothing"
must phone list bert
unlike "$ctl" '*+37120000006*' "and the number is not registered"

echo "# limits"
account carl "$P"
token 12-3456791 "$(seed 3)" --factor hotp --account carl
n=0
while [ $n -lt 6 ]; do
	say carl "$P"
	answer "phone +37120000009"
	answer "$(hotp "$(seed 3)" $n)"
	[ "$verdict" = accept ] || answer ''
	n=$((n + 1))
done
is "$verdict $(all_sent +37120000009)" "accept 5" \
    "a number gets no more than its limit, and the login goes on"
account dora "$P"
must phone add dora +37120000007 --confirmed
login dora "$P"
answer "$(sent +37120000007)"
is "$verdict" accept "(dora logs in with hers)"
say carl "$P"
answer "phone +37120000007"
answer "$(hotp "$(seed 3)" 6)"
for i in 1 2 3 4 5 6; do
	answer resend
done
is "$prompt $(all_sent +37120000007)" \
    "Code from the SMS to +371....0007 (no new one can be sent now):  5" \
    "who gives somebody else's number does not use up what is kept for them"
answer ''
say dora "$P"
is "$verdict $(all_sent +37120000007)" "challenge 6" "they still get a code"

echo "# decoys"
nas_address=127.0.0.3
say carl "$P"
answer "phone $A"
real="$verdict $prompt"
say carl "not-$P"
answer "phone $A"
is "$verdict $prompt" "$real" "the word looks alike without the password"
n=$(all_sent)
answer "$(hotp "$(seed 3)" 7)"
is "$(all_sent)" "$n" "and sends nothing"

echo "# numbers of any country"
ctl status
like "$ctl" '*sending.prefixes *ok *' "status finds nothing in +371 alone"
like "$(cat "$tmp/engine.log")" '*event=engine-ready*' "(the engine has a log)"
unlike "$(cat "$tmp/engine.log")" '*any country*' "nor does the log"
sed -i 's/prefixes = .*\]/prefixes = [ ]/' "$tmp/multifactord.conf"
"$BUILD/multifactord" -n -c "$tmp/multifactord.conf" >"$tmp/said" 2>&1
is $? 0 "without prefixes the configuration is right"
said=$(cat "$tmp/said")
like "$said" '*warning: policies.register: policy vpn lets people register numbers of any country, premium ones too; set sending.prefixes*' \
    "and multifactord -n warns of it"
unlike "$said" '*policy shut*' "but not where nobody registers any"
engine_stop
engine_start
like "$(cat "$tmp/engine.log")" '*level=warning *policy vpn lets people register numbers of any country*' \
    "so does the log when the engine starts"
ctl status
like "$ctl" '*sending.prefixes *warning *any country*set sending.prefixes in multifactord.conf*' \
    "and status"
finish
