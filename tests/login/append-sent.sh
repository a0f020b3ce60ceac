#!/bin/bash
#
# Codes that are sent where the NAS shows no prompt: the password alone sends
# one, password and code in one field let in.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'

raddb_make
echo 'timeout_ms = 5000' >"$raddb/module.conf"
client other 127.0.0.2
client once 127.0.0.3
client length 127.0.0.4
client words 127.0.0.5
client both 127.0.0.6
engine_conf <<-'EOF2'
	names: { country = "371"; };
	sending: { account_hour = 1000; account_day = 1000;
	    address_hour = 1000; address_day = 1000; source_hour = 1000; };
	policies: (
		{ name = "length"; match: { nas = [ "length" ]; };
		  mode = "append-length"; },
		{ name = "once"; match: { nas = [ "once" ]; };
		  mode = "append-separator"; },
		{ name = "words"; match: { nas = [ "words" ]; };
		  mode = "append-separator"; append_words = true; },
		{ name = "both"; match: { nas = [ "both" ]; };
		  mode = "append-separator"; append_words = true;
		  append_repeat = true; },
		{ name = "admins"; match: { called = [ "admins" ]; };
		  mode = "append-separator"; },
		{ name = "append"; mode = "append-separator";
		  append_repeat = true; attributes = [ "Filter-Id = staff" ]; }
	);
EOF2
engine_start
radius_start
radius_twin
main=$port
inbox_start

begins() {
	before=$(all_sent)
}
# cancelled TYPED: typed again when the helpdesk has cancelled its message
cancelled() {
	inbox_stop
	say $who "$1"
	must --json outbox list --state waiting
	must outbox cancel \
	    "$(echo "$ctl" | jq -r 'select(.row == "message").id')"
	inbox_start
	begins
	say $who "$1"
	sends 1 "a message that the helpdesk has cancelled is not waited for"
}
# sends N WHAT: refused, and so many messages left
sends() {
	is "$verdict $(($(all_sent) - before))" "reject $1" "$2"
	begins
}
n=0
person() {
	n=$((n + 1))
	who=person$n
	number=$((37120000000 + n))
	account $who "${1:-$P}"
	must phone add $who +$number --confirmed
	begins
}
# asks for a code: $code
code_of() {
	say $who "$P"
	code=$(sent +$number)
	begins
}

echo "# the first try"
person
say $who "$P"
sends 1 "the password alone is refused, and sends a code"
is "$prompt" "Code is in the SMS to +371....0001. Log in again with \
password,code. Reference $reference." \
    "the refusal says what now, where a NAS shows it"
must why "$reference"
like "$ctl" "*: $who from nas*" "and the helpdesk finds it by its reference"
say $who "$P"
sends 0 "again, in another packet: no other message"
say $who "$P,"
sends 0 "nor with the separator and nothing behind it"
port=$twin
say $who "$P"
sends 0 "nor by way of another FreeRADIUS"
port=$main

echo "# the second"
code=$(sent +$number)
say $who "$P,222-222-222"
sends 0 "a wrong code is refused"
say $who "wrong,$code"
sends 0 "so is a wrong password with the right code"
say $who "$P$code"
sends 0 "and both without the separator"
say $who "$code"
sends 0 "and the code alone"
say $who "$P,$code,$code"
sends 0 "and what is split at the last separator into a wrong password"
say $who "$P,$code"
is "$verdict" accept "password and code let in"
like "$attributes" '*11=0x7374616666*' "with the policy's attributes"
for i in 1 2 3; do
	say $who "$P,$code"
	is "$verdict" accept "the same again, as its accept was lost ($i)"
done
say $who "$P,$code"
sends 0 "three times, and no more"
is "$(audited $who login.accept accepted)" 1 "all of it was one login"
say $who "$P"
sends 1 "the password alone begins a new one"
once=$code
say $who "$P,$once"
sends 0 "which the used code does not open"
code=$(sent +$number)
say $who "$P,$(echo "$code" | tr 'A-Z-' 'a-z ')"
is "$verdict" accept "its own does, in lower case with spaces"

echo "# whose code it is"
person
code_of
station=198.51.100.8
say $who "$P,$code"
sends 0 "none at another station"
station=198.51.100.7
nas_address=127.0.0.2
say $who "$P,$code"
sends 0 "at another NAS"
nas_address=127.0.0.1
say $who "$P,$code" 30=admins
sends 0 "where another policy rules"
owner=$who
person
say $who "$P,$code"
sends 0 "or of another person"
who=$owner
say $who "$P,$code"
is "$verdict" accept "but where it was asked for"
person
code_of
station=198.51.100.8
say $who "$P"
sends 1 "another station has a message of its own"
elsewhere=$(sent +$number)
station=198.51.100.7
say $who "$P,$elsewhere"
sends 0 "whose code is not this one's"
say $who "$P,$code"
is "$verdict" accept "nor is this one's gone"
person
code_of
new_password $who Parole-2027
begins
say $who "Parole-2027,$code"
sends 0 "none under a new password"
person
code_of
later 301
say $who "$P,$code"
sends 0 "none that has expired"
say $who "$P"
sends 1 "then the password alone sends another"

person
cancelled "$P"
say $who "$P,$(sent +$number)"
is "$verdict" accept "the next one's code lets in"

echo "# a password with separators in it"
person 'a,b,c,2026'
say $who 'a,b,c,2026'
sends 0 "is split like any other: never by trying"
say $who 'a,b,c,2026,'
sends 1 "with a separator behind it, it is the password alone"
say $who "a,b,c,2026,$(sent +$number)"
is "$verdict" accept "and before a code it is one as well"

echo "# where no station is named"
station=
person
options="-i 7 -A 0x00112233445566778899aabbccddee01"
say $who "$P"
sends 1 "the password alone sends a code"
port=$twin
say $who "$P"
sends 0 "the identical packet none"
port=$main
options=
code=$(sent +$number)
say $who "$P"
sends 1 "any other packet one of its own"
say $who "$P,$code"
sends 0 "which is the one that counts"
say $who "$P,$(sent +$number)"
is "$verdict" accept "and lets in"
say $who "$P,$(sent +$number 2>/dev/null)"
sends 0 "once"
station=198.51.100.7

echo "# where the policy has no repeats"
nas_address=127.0.0.3
person
code_of
say $who "$P"
sends 0 "the password alone joins there, too"
say $who "$P,$code"
is "$verdict" accept "password and code let in"
say $who "$P,$code"
sends 0 "once"

echo "# where the code is found by its length"
nas_address=127.0.0.4
person
say $who "$P"
sends 0 "nothing is sent"
nas_address=127.0.0.1

# at_once N PASSWORD: so many packets, each with an authenticator of its own,
# half of them to each FreeRADIUS
at_once() {
	rm -f "$tmp"/copy.*
	jobs=
	i=0
	while [ $i -lt "$1" ]; do
		to=$main
		[ $((i % 2)) -eq 0 ] || to=$twin
		# shellcheck disable=SC2086
		"$radcheck" -t 20000 -a "$nas_address" $options "$to" \
		    user=$who "password=$2" \
		    "station=$station" >"$tmp/copy.$i" 2>&1 &
		jobs="$jobs $!"
		i=$((i + 1))
	done
	# shellcheck disable=SC2086
	wait $jobs
}
copies() { # copies CODE: replies of this kind
	cat "$tmp"/copy.* | grep -c "^code=$1 "
}

echo "# sixty-four at once"
person
at_once 64 "$P"
is "$(copies 3)" 64 "first tries are all refused"
is "$(($(all_sent) - before))" 1 "and send one message"
code=$(sent +$number)
at_once 64 "$P,$code"
is "$(copies 2) $(copies 3)" "4 60" \
    "of second tries one gets in, and three repeats of it"
is "$(audited $who login.accept accepted)" 1 "which is one login"
person
code_of
options="-i 8 -A 0x00112233445566778899aabbccddee02"
at_once 16 "$P,$code"
options=
is "$(copies 2)" 16 "identical packets are one, however many"
is "$(audited $who login.accept accepted)" 1 "and one login"

echo "# words that send, from a client that sends them again"
nas_address=127.0.0.5
person
code_of
say $who "$P,resend"
sends 1 "resend behind the separator sends another"
said=$prompt
port=$twin
say $who "$P,resend"
sends 0 "again, in another packet: no other message"
is "$prompt" "$said" "and the same words"
port=$main
say $who "$P,$code"
sends 0 "the code before it is none any more"
station=198.51.100.8
say $who "$P,resend"
sends 1 "another station has a message of its own"
station=198.51.100.7
later 20
say $who "$P,resend"
sends 0 "a client that takes its time joins as well"
later 11
say $who "$P,resend"
sends 1 "a person who types it later has another"
say $who "$P,$(sent +$number)"
is "$verdict" accept "whose code lets in"
say $who "$P,resend"
sends 1 "and is waited for no longer"
new_password $who Parole-2028
begins
say $who Parole-2028,resend
sends 1 "nor is one under another password"
person
say $who "$P,sms"
sends 1 "so with a factor's name"
say $who "$P,sms"
sends 0 "again: no other message"
say $who "$P,resend"
sends 1 "another word is one of its own"
at_once 16 "$P,resend"
is "$(copies 3) $(($(all_sent) - before))" "16 0" \
    "sixteen more of it send none"
person
at_once 16 "$P,sms"
is "$(copies 3) $(($(all_sent) - before))" "16 1" \
    "sixteen at once send one message"
say $who "$P,$(sent +$number)"
is "$verdict" accept "whose code lets in"
person
code_of
cancelled "$P,resend"
station=
say $who "$P,resend"
sends 1 "without a station only the identical packet joins"
say $who "$P,resend"
sends 1 "and any other sends one of its own"
station=198.51.100.7
nas_address=127.0.0.6
person
code_of
for i in 1 2 3 4 5; do
	say $who "$P,resend"
done
sends 1 "with repeats, too, five of a kind send one"
later 11
say $who "$P,resend"
sends 0 "and later than an accept is said again"
nas_address=127.0.0.1

finish
