#!/bin/bash
#
# One login, one message: who joins a login that waits for its code, and who
# gets a message of their own.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'

raddb_make
echo 'timeout_ms = 5000' >"$raddb/module.conf"
client other 127.0.0.2
client outer 127.0.0.3
client decoys 127.0.0.4
# As an EAP method would: no User-Password, but a first factor that is right.
awk '{ print } /multifactor_authorize/ {
	print "if (&NAS-Identifier == \"verified\") {"
	print "update control {"
	print "&Multifactor-First-Factor := \"eap\""
	print "&Auth-Type := multifactor"
	print "}"
	print "}"
}' "$snippets/sites-available/vpn" >"$raddb/sites-enabled/vpn"
conf() { # conf [SETTING]: of the policy vpn
	engine_conf <<-EOF2
		names: { country = "371"; };
		lockout: { soft = 3; };
		sending: { account_hour = 1000; account_day = 1000;
		    address_hour = 1000; address_day = 1000; source_hour = 1000; };
		policies: (
			{ name = "outer"; match: { nas = [ "outer" ]; };
			  first = "radius"; verifiers = [ "eap" ]; },
			{ name = "decoys"; match: { nas = [ "decoys" ]; };
			  decoys = true; },
			{ name = "admins"; match: { called = [ "admins" ]; }; },
			{ name = "vpn"; $* }
		);
	EOF2
	[ ! -e "$tmp/run/login" ] || engine_reload
}
conf
engine_start
radius_start
radius_twin
main=$port
inbox_start

# one more message, or none, than there was
begins() {
	before=$(all_sent)
}
sends() {
	is "$verdict $(($(all_sent) - before))" "challenge $1" "$2"
}
joins() {
	is "$verdict $state $(($(all_sent) - before))" "challenge $first 0" \
	    "$1: the same challenge, no message"
}
# a person (the next one) clicks Connect
n=0
person() {
	n=$((n + 1))
	who=person$n
	number=$((37120000000 + n))
	account $who "$P"
	must phone add $who +$number --confirmed
}
connects() {
	person
	begins
	say $who "$P"
	sends 1 "$who connects: a message"
	first=$state
	begins
}

echo "# the same again"
connects
say $who "$P"
joins "another authenticator and source port"
port=$twin
say $who "$P"
joins "by way of another FreeRADIUS"
port=$main
say $who "$P"
joins "a third time"
station='198.51.100.7[53887]'
say $who "$P"
joins "with a port behind the station"
station=198.51.100.7
state=$first
code=$(sent +$number)
answer "$code"
is "$verdict" accept "the code opens the door"
say $who "$P"
unlike "$state" "$first" "afterwards it is a login of its own"
is "$(($(all_sent) - before))" 1 "with a message of its own"
answer "$code"
unlike "$verdict" accept "which the old code does not open"

echo "# the identical packet"
connects
options="-i 7 -A 0x00112233445566778899aabbccddee01"
say $who "$P"
joins "comes after another"
port=$twin
say $who "$P"
joins "and again, elsewhere"
port=$main
options=
begins
answer "$(sent +$number)"
is "$verdict" accept "either is the one login"

echo "# each a login of its own"
connects
station=198.51.100.8
say $who "$P"
sends 1 "from another station"
unlike "$state" "$first" "with another State"
station=198.51.100.7
begins
nas_address=127.0.0.2
say $who "$P"
sends 1 "at another NAS"
nas_address=127.0.0.1
begins
say $who "$P" 30=admins
sends 1 "where another policy rules"
begins
say $who wrong
is "$verdict $(($(all_sent) - before))" "reject 0" \
    "a wrong password joins nothing"
begins
say $who "$P"
joins "and changes nothing for the right one"

echo "# after a reply"
connects
answer 222-222-222
is "$verdict" challenge "a wrong code is typed"
begins
say $who "$P"
sends 1 "then Connect again is a login of its own"
connects
answer resend
like "$verdict $(($(all_sent) - before))" "challenge 1" "resend is typed"
begins
say $who "$P"
sends 1 "so it is then"
connects
answer '?'
begins
say $who "$P"
sends 1 "and after a list"

echo "# what ends it"
connects
later 290
say $who "$P"
joins "after 290 s"
state=$first
answer "$(sent +$number)"
is "$verdict" accept "and its code is still good"
connects
later 301
say $who "$P"
sends 1 "not when the code has expired"
connects
new_password $who 'Parole-2027'
begins
say $who 'Parole-2027'
sends 1 "not under a new password"
new_password $who "$P"
begins
say $who "$P"
sends 1 "nor when the old one is back"
connects
must account disable $who
say $who "$P"
is "$verdict $(($(all_sent) - before))" "reject 0" "not while it is disabled"
must account enable $who
say $who "$P"
sends 1 "nor when it was, since"
connects
must phone remove $who +$number
say $who "$P"
is "$verdict" reject "not when the number is removed"
connects
first_of_this=$first
nas_address=127.0.0.2
say $who "$P"
answer 222-222-222
answer 222-222-222
answer 222-222-222
nas_address=127.0.0.1
first=$first_of_this
begins
say $who "$P"
joins "locked elsewhere, it is not locked here"
station=198.51.100.9
login $who "$P" 222-222-222 222-222-222 222-222-222
begins
say $who "$P"
is "$verdict $(($(all_sent) - before))" "reject 0" \
    "locked here, nothing is joined and nothing sent"
station=198.51.100.7
connects
engine_kill
engine_start
say $who "$P"
joins "after the engine was killed"

inbox_stop
person
say $who "$P"
first=$state
say $who "$P"
is "$state" "$first" "while its message waits"
must --json outbox list --state waiting
must outbox cancel "$(echo "$ctl" | jq -r 'select(.row == "message").id')"
inbox_start
begins
say $who "$P"
sends 1 "not when the helpdesk has cancelled its message"
conf 'factors = [ "sms", "totp" ];'
connects
token 12-00000$n "$(seed $n)" --account $who
conf 'factors = [ "totp" ];'
say $who "$P"
like "$verdict $prompt" "challenge Code from token *" \
    "nor when the policy has no SMS any more"
conf 'factors = [ "sms", "totp" ];'
connects
must backup "$tmp/backup.db"
engine_stop
engine_does --restore "$tmp/backup.db"
engine_start
say $who "$P"
sends 1 "not after a restore, which voids what was sent"
answer "$(sent +$number)"
is "$verdict" accept "and its code is good"

echo "# where no station is named"
station=
person
begins
options="-i 9 -A 0x00112233445566778899aabbccddee02"
say $who "$P"
sends 1 "a message"
first=$state
begins
port=$twin
say $who "$P"
joins "the identical packet"
port=$main
options=
begins
say $who "$P"
sends 1 "any other sends its own"
unlike "$state" "$first" "with another State"
station=198.51.100.7

echo "# where decoys are on"
nas_address=127.0.0.4
person
begins
say $who "$P"
sends 1 "a message"
is "$prompt" "Code: " "of which the prompt says nothing"
first=$state
begins
say $who "$P"
sends 0 "once more, and no other"
unlike "$state" "$first" "a State of its own, as a wrong password has"
again=$state
options="-i 12 -A 0x00112233445566778899aabbccddee05"
say $who "$P"
first=$state
port=$twin
say $who "$P"
sends 0 "the identical packet sends none"
unlike "$state" "$first" "and has a State of its own as well"
port=$main
options=
state=$again
code=$(sent +$number)
answer "$code"
is "$verdict" accept "each of these is the one dialogue"
answer "$code"
is "$verdict" accept "which repeats its answer"
state=$first
answer 222-222-222
is "$verdict" reject "and is answered once"
nas_address=127.0.0.1

echo "# where there is no User-Password"
nas_address=127.0.0.3
person
begins
options="-i 10 -A 0x00112233445566778899aabbccddee03"
state=
ask user=$who nas=verified "station=$station"
sends 1 "a message"
first=$state
begins
port=$twin
ask user=$who nas=verified "station=$station"
joins "the identical packet"
port=$main
options=
begins
ask user=$who nas=verified "station=$station"
sends 1 "any other sends its own"
nas_address=127.0.0.1

# at_once N NAME=VALUE ...: so many packets, each from a port of its own and
# with an authenticator of its own, half of them to each FreeRADIUS
at_once() {
	copies=$1
	shift
	rm -f "$tmp"/copy.*
	jobs=
	i=0
	while [ $i -lt "$copies" ]; do
		to=$main
		[ $((i % 2)) -eq 0 ] || to=$twin
		# shellcheck disable=SC2086
		"$radcheck" -t 20000 -a "$nas_address" $options "$to" "$@" \
		    >"$tmp/copy.$i" 2>&1 &
		jobs="$jobs $!"
		i=$((i + 1))
	done
	# shellcheck disable=SC2086
	wait $jobs
}

echo "# sixty-four at once"
person
begins
at_once 64 user=$who "password=$P" "station=$station"
is "$(cat "$tmp"/copy.* | grep -c '^code=11 ')" 64 "all are challenged"
is "$(cat "$tmp"/copy.* | sed 's/.* state=//' | sort -u | wc -l)" 1 \
    "with the one State"
is "$(($(all_sent) - before))" 1 "by one message"
state=$(sed 's/.* state=\(0x[0-9a-f]*\).*/\1/' "$tmp/copy.0")
user=$who
answer "$(sent +$number)"
is "$verdict" accept "its code opens the door"
person
begins
options="-i 11 -A 0x00112233445566778899aabbccddee04"
at_once 16 user=$who "password=$P"
options=
is "$(cat "$tmp"/copy.* | sed 's/.* state=//' | sort -u | wc -l)" 1 \
    "sixteen identical ones without a station: one State"
is "$(($(all_sent) - before))" 1 "and one message"
# So long a hash that a slow machine's copies come while it runs.
ARGON2_KIB=65536
ARGON2_PASSES=2
conf
person
at_once 64 user=$who password=wrong "station=$station"
is "$(cat "$tmp"/copy.* | grep -c '^code=3 ')" 64 "a wrong password 64 times"
begins
say $who "$P"
sends 1 "is one guess: the right one is heard"

finish
