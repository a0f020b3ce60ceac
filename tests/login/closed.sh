#!/bin/sh
#
# What is closed, out of use or out of date: nothing typed at it counts, opens
# or claims anything.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'
home=198.51.100.7

raddb_make
client claim 127.0.0.2
engine_conf <<-'EOF2'
	names: { realms = [ "alone" ]; };
	lockout: { soft = 10; device = 20; device_kept = 5; month = 60;
	    month_kept = 10; year = 1000; };
	policies: (
		{ name = "alone"; match: { realm = [ "alone" ]; };
		  second = "never"; },
		{ name = "claim"; match: { nas = [ "claim" ]; };
		  claim = true; tries = 1; },
		{ name = "vpn"; tries = 5; }
	);
EOF2
engine_start
radius_start

n=0
person() {
	n=$((n + 1))
	who=person$n
	serial=50-00000$n
	S=$(seed $n)
	next=0
	station=$home
	account $who "$P"
	token $serial "$S" --factor hotp --account $who
	right
	is "$verdict" accept "($who gets in)"
}
right() { # the next code; the same again if it did not let in
	login $who "$P" "$(hotp "$S" $next)"
	[ "$verdict" != accept ] || next=$((next + 1))
}
wrong() { # wrong TIMES [TYPED]
	wrong_left=$1
	while [ "$wrong_left" -gt 0 ]; do
		login $who "$P" "${2:-000000}"
		wrong_left=$((wrong_left - 1))
	done
}
failures() { # in a row, of the token
	must --json token show $serial
	failures=$(echo "$ctl" | tr -d ' "' |
	    sed -n 's/.*failures:\([0-9]*\).*/\1/p')
	echo "${failures:-0}"
}
guesses() { # that were counted
	echo $(($(audited $who login.reject wrong-code) +
	    $(audited $who login.again wrong-code) +
	    $(audited $who login.reject unreadable) +
	    $(audited $who login.again unreadable)))
}

echo "# a token closed to strangers"
person
station=203.0.113.1
wrong 8
station=203.0.113.2
wrong 7
is "$(guesses) $(failures)" "15 15" "fifteen wrong codes from new places"
station=203.0.113.3
wrong 20
wrong 20 nonsense
wrong 20 "$serial 000000"
is "$verdict" reject "from the next place nothing is looked at"
is "$(guesses) $(failures)" "15 15" "nor counted, whatever is typed"
right
is "$verdict" reject "not even what is right"
station=$home
right
is "$verdict" accept "its owner has all of his tries, and gets in"

echo "# a token out of use"
person
say $who "$P"
must token disable $serial
answer 000000
unlike "$verdict" accept "a wrong code to a question from before"
is "$(guesses) $(failures)" "1 0" "the account takes the blame, not the token"
must token enable $serial
right
is "$verdict" accept "(it opens again)"

echo "# a token that has just had its last wrong code"
person
for station in 198.51.100.8 198.51.100.9 198.51.100.10; do
	right
done
for station in 198.51.100.8 198.51.100.9; do
	wrong 9
done
station=198.51.100.10
wrong 1
is "$(guesses) $(failures)" "19 19" "nineteen in a row"
say $who "$P"
first=$state
say $who "$P"
second=$state
state=$first
answer 000000
must token show $serial
like "$ctl" '*rebind*' "the twentieth closes it"
state=$second
answer 000000
unlike "$verdict" accept "another wrong one, to a question from before"
is "$(guesses) $(failures)" "21 20" "is counted, but the token not blamed"
is "$(audited $who device.rebind wrong-code)" 1 "nor closed once more"

echo "# a password alone"
person
wrong 10
right
is "$verdict" reject "(ten wrong codes lock)"
say $who@alone "$P"
is "$verdict" accept "where the password is enough it opens"
right
is "$verdict" reject "and ends no lock of codes"
later 31
right
is "$verdict" accept "which ends in its time"

echo "# what may not be claimed"
nas_address=127.0.0.2
token 77-0000001 "$(seed 71)" --factor hotp --expiry 2020-01-01
token 77-0000002 "$(seed 72)" --factor hotp --start 2099-01-01
token 77-0000003 "$(seed 73)" --factor hotp
account claims "$P"
login claims "$P" "77-0000001 $(hotp "$(seed 71)" 0) $(hotp "$(seed 71)" 1)"
is "$verdict" reject "a token that has expired"
face_of_expired=$(face)
login claims "$P" "77-0000002 $(hotp "$(seed 72)" 0) $(hotp "$(seed 72)" 1)"
is "$verdict $(face)" "reject $face_of_expired" "one whose time is to come"
login claims "$P" "77-0000009 000000 000001"
is "$verdict $(face)" "reject $face_of_expired" "as one that is not there"
login claims "$P" "77-0000003 $(hotp "$(seed 73)" 0) $(hotp "$(seed 73)" 1)"
is "$verdict" accept "one in its time may be"

finish
