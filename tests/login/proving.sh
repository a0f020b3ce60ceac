#!/bin/sh
#
# Both sides prove that they know a token's key: the server first, then who
# holds it, once, in time.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/ocra_lib.sh
. "$(dirname "$0")/ocra_lib.sh"

P='Parole-2026'
PLAIN=OCRA-1:HOTP-SHA256-8:QA08
K20=3132333435363738393031323334353637383930
K32=${K20}313233343536373839303132

raddb_make
engine_conf <<-'EOF2'
	signing: { life = 60; };
	policies: ( { name = "vpn"; tries = 10; } );
EOF2
engine_start
radius_start
account alice "$P"
token 30-600417 $K32 --factor ocra --suite $PLAIN --account alice

field() { # field NAME: of the last JSON
	echo "$ctl" | sed -n "s/.*\"$1\": \"\\([^\"]*\\)\".*/\\1/p"
}
begins() { # begins SERIAL CHALLENGE [OPTION ...]: $ref, $ours, $proof
	helpdesk --json prove begin "$@"
	ref=$(field reference)
	ours=$(field challenge | tr -d ' ')
	proof=$(field code)
}
proves() { # proves STATUS CODE WHAT
	helpdesk prove check "$ref" "$2"
	is "$?" "$1" "$3"
}
why() {
	must why "$1"
	ctl=$(echo "$ctl" | tr '\n' ' ')
}

echo "# as the RFC has it"
is "$(ocra $K32 $PLAIN CLI22220SRV11110)" 28247970 "the test's server is"
is "$(ocra $K32 $PLAIN SRV11110CLI22220)" 15510767 "and so is its token"
helpdesk prove begin 30-600417 CLI22220
like "$ctl" '*Tell alice the challenge ???? ???? and the answer ????????: token 30-600417 knows that the answer is right, and gives one of its own.
Then: mfctl prove check *' "the server answers first, and asks"
begins 30-600417 'CLI2 2220'
is "$proof" "$(ocra $K32 $PLAIN "CLI22220$ours")" \
    "over the token's challenge and its own"
code=$(ocra $K32 $PLAIN "${ours}CLI22220")
proves 1 "$proof" "the server's answer is not the token's"
like "$ctl" 'Not proved: this is not the code for it. 2 tries are left.' \
    "and says so"
proves 0 "$code" "the token's is"
is "$ctl" 'alice has token 30-600417 in hand: its answer was right.' "and said"
first=$ref
proves 1 "$code" "once"
like "$ctl" '*was answered already; each is good once*' "as it says"
why "$first"
like "$ctl" 'Proved *: alice, challenge=CLI22220. The code was the one that token 30-600417 answers the server with.*' \
    "why tells of it"
must --json audit --event prove
is "$(echo "$ctl" | grep -c 'prove\.\(begin\|accept\|reject\)')" 4 \
    "each step is on record"
begins 30-600417 CLI22220
proves 1 "$code" "the same challenge again is answered with another"
helpdesk sign check "$ref" "$(ocra $K32 $PLAIN "${ours}CLI22220")"
is "$?" 3 "a proof is no signature"
proves 0 "$(ocra $K32 $PLAIN "${ours}CLI22220")" "it is answered for itself"
helpdesk --json prove begin 30-600417 CLI22220
like "$ctl" '*"row": "proof"*"account": "alice"*"serial": "30-600417"*' \
    "programs read it"
helpdesk --json prove check "$(field reference)" 00000000
is "$?" 1 "and its end"
like "$ctl" '*"status": "rejected"*' "by a word"

echo "# in time, and no more tries than there are"
begins 30-600417 CLI22220
later 61
proves 1 "$(ocra $K32 $PLAIN "${ours}CLI22220")" "after its time"
like "$ctl" '*has expired*Begin it anew: mfctl prove begin.' "it has expired"
begins 30-600417 CLI22220
for i in 1 2 3; do
	proves 1 00000000 "wrong, $i"
done
proves 1 "$(ocra $K32 $PLAIN "${ours}CLI22220")" "then not even the right one"
like "$ctl" '*had too many wrong codes*' "as it says"
why "$ref"
like "$ctl" 'Not proved *The code was not the one that token 30-600417 answers the server with.*' \
    "why tells of that, too"

echo "# what is none"
bad() { # bad STATUS TEXT WHAT ARGUMENT ...
	status=$1 text=$2 what=$3
	shift 3
	helpdesk prove begin "$@"
	is "$?" "$status" "$what"
	like "$ctl" "*$text*" "as it says"
}
bad 2 'shows none like this' "a challenge that is too short" 30-600417 CLI2222
bad 2 'Give all 8 letters and digits' "or too long" 30-600417 CLI222200
bad 2 'shows none like this' "or of zeros" 30-600417 00000000
bad 2 'has none' "a session where there is none" 30-600417 CLI22220 \
    --session 00
bad 3 'is not there' "a token that is none" 30-999999 CLI22220
token 12-3456789 $K20 --factor hotp --account alice
bad 1 'cannot prove this' "one that answers no challenges" 12-3456789 CLI22220
token 30-700001 $K20 --factor ocra --suite OCRA-1:HOTP-SHA1-4:QN08 \
    --account alice
bad 1 'cannot prove this' "one whose answers are short" 30-700001 12345678
token 30-700002 $K20 --factor ocra --suite $PLAIN
bad 1 'belongs to nobody' "one in its box" 30-700002 CLI22220
must token disable 30-600417
bad 1 'is not in use' "one that is out of use" 30-600417 CLI22220
must token enable 30-600417
helpdesk prove check ZZZZ-ZZZZ 123456
is "$?" 3 "a reference that is none"

echo "# PIN, counter and session"
SUITE=OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1
account bob "$P"
token 30-800001 $K20 --factor ocra --suite $SUITE --account bob
bad 1 'PIN that was not set' "a PIN that the engine does not know" \
    30-800001 12345678
echo 1234 >"$tmp/pin"
must token pin 30-800001 --pin-file "$tmp/pin"
begins 30-800001 12345678
is "$proof" "$(ocra $K20 OCRA-1:HOTP-SHA1-6:C-QN08 "12345678$ours" 0)" \
    "the server proves itself without the PIN"
proves 1 "$(ocra $K20 $SUITE "${ours}12345678" 0 4321)" \
    "the token answers with the right one"
proves 0 "$(ocra $K20 $SUITE "${ours}12345678" 3 1234)" \
    "and its counter may be ahead"
say bob "$P"
answer "$(ocra $K20 $SUITE "$(asked)" 3 1234)"
is "$verdict" challenge "the counter is used up for logins as well"
answer "$(ocra $K20 $SUITE "$(asked)" 4 1234)"
is "$verdict" accept "the next one logs in"
WHOLE=OCRA-1:HOTP-SHA1-0:QH40-S016
session=000102030405060708090a0b0c0d0e0f
theirs=$(printf '0a%.0s' 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20)
token 30-900001 $K20 --factor ocra --suite $WHOLE --account bob
bad 2 'has one' "a session that is not given" 30-900001 "$theirs"
whole() {
	printf '%s' "$(in_hex $WHOLE)00$(filled "$1" 256)$session" |
	    hash_of sha1 $K20
}
begins 30-900001 "$theirs" --session $session
is "$proof" "$(whole "$theirs$ours")" "the whole HMAC, over a session"
proves 0 "$(whole "$ours$theirs")" "and back"

echo "# locks, as at logins"
must account unlock alice
n=0
while [ $n -lt 10 ]; do
	[ $((n % 3)) -ne 0 ] || begins 30-600417 CLI22220
	helpdesk prove check "$ref" 00000000
	n=$((n + 1))
done
good=$(ocra $K32 $PLAIN "${ours}CLI22220")
proves 1 "$good" "after ten wrong codes no right one counts"
like "$ctl" '*no code of alice is looked at now*' "none is looked at"
bad 1 'is locked' "nor does the server prove anything" 30-600417 CLI22220
must account unlock alice
proves 0 "$good" "after unlocking it is, no try was used"
begins 30-600417 CLI22220
new_password alice "$P"
proves 1 "$(ocra $K32 $PLAIN "${ours}CLI22220")" \
    "nor after a new password: it began before"
begins 30-600417 CLI22220
must token unassign 30-600417
must token assign 30-600417 bob
proves 1 "$(ocra $K32 $PLAIN "${ours}CLI22220")" \
    "a token that moved on proves nothing for who had it"

echo "# at once, and after the engine's end"
begins 30-600417 CLI22220
code=$(ocra $K32 $PLAIN "${ours}CLI22220")
engine_kill
engine_start
is "$(yes "$ref $code" | head -n 64 | crowd exit_of helpdesk prove check |
    sort | uniq -c | tr -s ' \n' ' ')" " 1 0 63 1 " \
    "of sixty-four one proves it"
finish
