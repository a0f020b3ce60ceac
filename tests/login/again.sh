#!/bin/sh
#
# The last packet of a login comes again, in every way that NASes and networks
# have: it is the same login, with the same answer; and nothing else is.  Last
# line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client short 127.0.0.2
client oslo 127.0.0.3
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: (
		{ name = "short"; match: { nas = [ "short" ]; }; ttl = 30; },
		{ name = "vpn"; attributes = [ "Class = vpn" ]; }
	);
EOF2
engine_start
radius_start
radius_twin
main=$port

S=$(seed 1)
account alice "$P"
token 12-3456789 "$S" --factor hotp --account alice
next=0
right() { # $code: the next of alice's token
	code=$(hotp "$S" $next)
	next=$((next + 1))
}
authenticator=0x00112233445566778899aabbccddee
from=$(free_port)

# again CODE WANTED WHAT: each way, from the packet that came first
again() {
	options="-i 7 -A ${authenticator}01 -b $from"
	answer "$1"
	is "$raw" "$2" "$3: the same packet, to the same server"
	options="-i 7 -A ${authenticator}01"
	answer "$1"
	is "$raw" "$2" "$3: from another port"
	options="-i 8 -A ${authenticator}02"
	answer "$1"
	is "$raw" "$2" "$3: with an id and authenticator of its own"
	port=$twin
	options="-i 7 -A ${authenticator}01 -b $from"
	answer "$1"
	is "$raw" "$2" "$3: the same packet, to another server"
	options=
	answer "$1"
	is "$raw" "$2" "$3: another packet, to another server"
	station=198.51.100.99
	answer "$1"
	is "$raw" "$2" "$3: and by another way to the NAS"
	station=198.51.100.7
	port=$main
}

echo "# an accept"
say alice "$P"
asked=$state
right
options="-i 7 -A ${authenticator}01 -b $from"
answer "$code"
is "$verdict" accept "a right code"
accepted=$raw
again "$code" "$accepted" "a right code"
radius_stop
radius_start
again "$code" "$accepted" "after the server started anew"
engine_kill
engine_start
again "$code" "$accepted" "after the engine was killed"
used=$code
state=$asked
right
answer "$code"
is "$verdict" reject "another right code to the same question: refused"
state=$asked
answer 000000
is "$verdict" reject "a wrong one: refused"
state=$asked
answer '?'
is "$verdict" reject "a word: refused"
nas_address=127.0.0.3
state=$asked
answer "$used"
is "$verdict" reject "the same at another NAS: refused"
nas_address=127.0.0.1
state=$asked
answer "$used"
is "$raw" "$accepted" "and after all these the same answer still"
is "$(audited alice login.accept accepted)" 1 "it was one login"
later 31
state=$asked
answer "$used"
is "$verdict" reject "after half a minute it is no more"
login alice "$P" "$code"
is "$verdict" accept "what was refused meanwhile is not spent"

echo "# an accept that nobody heard"
say alice "$P"
right
options="-t 0"
answer "$code"
options=
is "$verdict" none "(the NAS does not hear it)"
port=$twin
answer "$code"
is "$verdict" accept "it asks another server and is told"
port=$main
is "$(audited alice login.accept accepted)" 3 "it was one login"

echo "# a wrong code, and another question"
say alice "$P"
asked=$state
options="-i 7 -A ${authenticator}03 -b $from"
answer 000000
is "$verdict" challenge "it is asked again"
wrong=$raw
for way in "-i 7 -A ${authenticator}03 -b $from" "-i 8" ''; do
	state=$asked
	options=$way
	answer 000000
	is "$raw" "$wrong" "the same question ($way)"
	state=$asked
	port=$twin
	answer 000000
	is "$raw" "$wrong" "and from another server"
	port=$main
done
options=
is "$(audited alice login.again wrong-code)" 1 "one guess was counted"
state=$asked
answer '?'
is "$verdict" reject "another reply to it: refused"

echo "# a reject"
login alice "$P" 000000 000001
asked=$state
options="-i 7 -A ${authenticator}01 -b $from"
answer 000002
is "$verdict" reject "the third wrong code"
like "$prompt" "*$reference*" "with a reference"
rejected=$raw
again 000002 "$rejected" "the third wrong code"
is "$(audited alice login.reject wrong-code)" 1 "one reject was written down"
right
state=$asked
answer "$code"
is "$verdict" reject "the right code after it: refused"
unlike "$raw" "$rejected" "with a reference of its own"
login alice "$P" "$code"
is "$verdict" accept "and not spent"

echo "# when the ticket has ended"
nas_address=127.0.0.2
say alice "$P"
asked=$state
later 25
right
answer "$code"
is "$verdict" accept "a right code in time"
accepted=$raw
later 20
port=$twin
answer "$code"
is "$raw" "$accepted" "again when the question has ended: the same answer"
port=$main
right
state=$asked
answer "$code"
is "$verdict" reject "another code: refused"
later 11
state=$asked
answer "$(hotp "$S" $((next - 2)))"
is "$verdict" reject "the same half a minute after its answer: refused"
later 120
state=$asked
answer "$(hotp "$S" $((next - 2)))"
is "$verdict" reject "and when nothing is known of it any more"
login alice "$P" "$code"
is "$verdict" accept "(the next code is good)"

finish
