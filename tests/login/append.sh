#!/bin/sh
#
# A NAS that cannot show a prompt: password and code in one field; and packets
# that come again through another server.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client length 127.0.0.2
client separator 127.0.0.3
client again 127.0.0.4
client claim 127.0.0.5
engine_conf <<-'EOF2'
	lockout: { soft = 50; password_soft = 100; claims_hour = 2; };
	policies: (
		{ name = "length"; match: { nas = [ "length" ]; };
		  mode = "append-length"; attributes = [ "Class = length" ]; },
		{ name = "separator"; match: { nas = [ "separator" ]; };
		  mode = "append-separator"; },
		{ name = "claim"; match: { nas = [ "claim" ]; };
		  mode = "append-separator"; separator = "/"; claim = true; },
		{ name = "again"; match: { nas = [ "again" ]; };
		  mode = "append-length"; append_repeat = true;
		  attributes = [ "Class = again" ]; },
		{ name = "vpn"; }
	);
EOF2
engine_start
radius_start

A=$(seed 1)
account alice "$P"
token 12-3456789 "$A" --factor hotp --account alice
account eight "$P"
token 12-0000008 "$(seed 8)" --factor hotp --digits 8 --account eight
account digits 'Parole-123456'
token 12-0000009 "$(seed 9)" --factor hotp --account digits
account commas 'a,b,c,2026'
token 12-0000010 "$(seed 10)" --factor hotp --account commas
# shellcheck disable=SC2317
right() { # $code: the next of alice's token
	code=$(hotp "$A" "$next")
	next=$((next + 1))
}
next=0

echo "# by length"
nas_address=127.0.0.2
right
say alice "$P$code"
is "$verdict" accept "password and code"
like "$attributes" '* 25=0x6c656e677468*' "with the policy's attributes"
say eight "$P$(hotp "$(seed 8)" 0 8)"
is "$verdict" accept "a code of eight digits"
say digits "Parole-123456$(hotp "$(seed 9)" 0)"
is "$verdict" accept "a password that ends with digits"
say nobody "$P$code"
is "$verdict" reject "nobody"
face_of_nobody=$(face)
refused() {
	is "$verdict" reject "$1"
	is "$(face)" "$face_of_nobody" "$1: the same bytes"
}
right
say alice "wrong-2026$code"
refused "a wrong password, the right code"
say alice "$P"
refused "no code"
say digits 'Parole-123456'
refused "no code, and a password that looks as if there were one"
say alice "$code"
refused "no password"
say alice "${P}000000"
refused "a wrong code"
say alice "$P$(hotp "$A" 0)"
refused "a used one"
say alice "$P$code "
refused "a space behind it"
say eight "$P$(hotp "$(seed 8)" 1 6)"
refused "six of eight digits"
say alice "$P$code"
is "$verdict" accept "password and code, after all these"

echo "# where nothing has a code of a known length"
explained() { # explained WHAT: why it was refused, to the helpdesk alone
	refused "$1"
	ctl why phona
	like "$(echo "$ctl" | tr '\n' ' ')" \
	    '*found by its length; but the account has nothing in use whose*' \
	    "$1: it was the length"
	unlike "$ctl" '*password was*' "$1: nothing is said of the password"
}
account phona "$P"
must phone add phona +37120000001 --confirmed
say phona "$P"
explained "a phone, and the password alone"
say phona "wrong-2026"
explained "a phone, and a wrong password"
say phona "${P}K7M4QX"
explained "a phone, and six more characters"
ctl what-if phona --nas length
like "$(echo "$ctl" | tr '\n' ' ')" \
    '*SMS*not used there, for*its length*account has nothing in use*' \
    "what-if says so, too"
token 12-0000011 "$(seed 11)" --factor hotp --account phona
say phona "$P$(hotp "$(seed 11)" 0)"
is "$verdict" accept "with a token beside it both are found"
say phona "$P"
refused "and where they are not"
ctl why phona
like "$ctl" '*The password was not right*' "it is the password"

echo "# at the last separator"
nas_address=127.0.0.3
right
say alice "$P,$code"
is "$verdict" accept "password, comma, code"
say commas "a,b,c,2026,$(hotp "$(seed 10)" 0)"
is "$verdict" accept "a password with commas in it"
right
say alice "$P$code"
refused "no comma"
say alice "$P,"
refused "nothing behind it"
say alice "$P"
refused "the password alone"
say commas 'a,b,c,2026'
refused "a password with commas alone"
say alice ",$code"
refused "nothing before it"
say alice "$P, $code"
is "$verdict" accept "a space between"
right
say alice "$P,12-3456789$code"
is "$verdict" accept "the serial before the code"

echo "# a stranger's claims"
nas_address=127.0.0.5
token 77-0000001 "$(seed 77)" --factor hotp
account bob "$P"
for i in 1 2 3 4; do
	say bob "wrong-2026/77-0000001 000000 00000$i"
done
say bob "$P/77-0000001 $(hotp "$(seed 77)" 0) $(hotp "$(seed 77)" 1)"
is "$verdict" accept "do not use up the hour's"

echo "# the identical packet, by way of another server"
radius_twin
main=$port
nas_address=127.0.0.2
authenticator=0x00112233445566778899aabbccddee
right
options="-i 7 -A ${authenticator}01"
say alice "$P$code"
is "$verdict" accept "it comes"
first=$attributes
port=$twin
say alice "$P$code"
is "$verdict $attributes" "accept $first" "and comes again: the same answer"
options="-i 8 -A ${authenticator}01"
say alice "$P$code"
is "$verdict" reject "with another id: a used code"
options="-i 7 -A ${authenticator}02"
say alice "$P$code"
is "$verdict" reject "with another authenticator"
options="-i 7 -A ${authenticator}01"
nas_address=127.0.0.3
say alice "$P,$code"
is "$verdict" reject "at another NAS"
nas_address=127.0.0.2
later 25
say alice "$P$code"
is "$verdict $attributes" "accept $first" "25 s later: the same answer"
later 6
say alice "$P$code"
is "$verdict" reject "31 s later: a used code"
options="-i 9 -A ${authenticator}03"
port=$main
say alice "${P}000000"
is "$verdict" reject "a wrong one comes"
reference_of_first=$reference
port=$twin
say alice "${P}000000"
is "$reference" "$reference_of_first" "and again: the same reference"
port=$main

echo "# clients that connect twice"
options=
nas_address=127.0.0.4
right
say alice "$P$code"
is "$verdict" accept "password and code"
first=$attributes
station=198.51.100.8
say alice "$P$code"
is "$verdict" reject "from another station: a used code"
station=
say alice "$P$code"
is "$verdict" reject "from no station"
station=198.51.100.7
for i in 1 2 3; do
	say alice "$P$code"
	is "$verdict $attributes" "accept $first" "again: the same ($i)"
done
say alice "$P$code"
is "$verdict" reject "three times, and no more"
right
say alice "$P$code"
is "$verdict" accept "the next code"
later 9
say alice "$P$code"
is "$verdict" accept "again after 9 s"
later 2
say alice "$P$code"
is "$verdict" reject "not after 11"
right
say alice "$P$code"
engine_kill
engine_start
say alice "$P$code"
is "$verdict" accept "again after the engine was killed"
nas_address=127.0.0.2
say alice "$P$code"
is "$verdict" reject "not where the policy has none of it"
nas_address=127.0.0.4
right
options="-i 10 -A ${authenticator}04"
say alice "$P$code"
later 25
port=$twin
say alice "$P$code"
is "$verdict $attributes" "accept $first" \
    "the identical packet for 25 s, there as well"
for i in 1 2 3 4; do
	port=$main
	options="-i 1$i -A ${authenticator}1$i"
	say alice "$P$code"
done
is "$verdict" reject "while others are a used code by then"
port=$twin
options="-i 10 -A ${authenticator}04"
say alice "$P$code"
is "$verdict" accept "which does not change the answer to the first"
options=
port=$main
is "$(audited alice login.accept accepted)" $next "each code is one record"

finish
