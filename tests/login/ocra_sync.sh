#!/bin/sh
#
# A challenge-response token whose counter or clock ran away is found again by
# two answers in a row.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/ocra_lib.sh
. "$(dirname "$0")/ocra_lib.sh"

P='Parole-2026'
PLAIN=OCRA-1:HOTP-SHA1-6:QN08
COUNTING=OCRA-1:HOTP-SHA1-6:C-QN08
TIMED=OCRA-1:HOTP-SHA1-6:QN08-T1M
K=$(seed 3)

raddb_make
engine_conf <<-'EOF2'
	lockout: { soft = 3; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: ( { name = "vpn"; tries = 10; } );
EOF2
engine_start
radius_start

held() { # held ACCOUNT SERIAL SUITE
	account "$1" "$P"
	token "$2" "$K" --factor ocra --suite "$3" --account "$1"
}
c() { # c COUNTER: the answer of a token that counts
	ocra "$K" $COUNTING "$(asked)" "$1"
}
t() { # t STEPS: of one with a clock, so many steps off
	ocra "$K" $TIMED "$(asked)" 0 '' $(($(now) / 60 + $1))
}
syncs() { # syncs ACCOUNT: the prompt for two codes
	say "$1" "$P"
	answer sync
}

synced() { # synced ACCOUNT: how often, by the audit
	ctl --json audit --account "$1" --event device.resync
	echo "$ctl" | grep -c '"device.resync"'
}

echo "# a counter that ran ahead"
held anna 30-600500 $COUNTING
say anna "$P"
answer "$(c 0)"
is "$verdict" accept "(anna logs in)"
say anna "$P"
answer "$(c 60)"
like "$verdict $prompt" 'challenge Code not right*' "one code is too far ahead"
answer sync
like "$prompt" 'Codes, the next two for [0-9][0-9][0-9][0-9] [0-9][0-9][0-9][0-9], with a space between: ' \
    "the word asks for two answers to one challenge"
first=$(c 60) second=$(c 61)
answer "$first $second"
is "$verdict" accept "which let in"
answer "$first $second"
is "$verdict" accept "and so they do when the packet comes again"
is "$(synced anna)" 1 "the resynchronisation is on record, once"
say anna "$P"
answer "$(c 61)"
is "$verdict" challenge "both are spent"
answer "$(c 62)"
is "$verdict" accept "the next one lets in"
say anna "$P"
answer "$(c 100) $(c 101)"
is "$verdict" accept "two codes need no word before them"
syncs anna
answer "$(c 50) $(c 51)"
is "$verdict" challenge "what was passed over is lost"
syncs anna
answer "$(c 110) $(c 112)"
is "$verdict" challenge "two that do not follow each other are wrong"
syncs anna
answer "$(c 203) $(c 204)"
is "$verdict" reject "and so are two that are too far ahead"
syncs anna
is "$verdict" reject "three wrong pairs lock, as three wrong codes do"
must account unlock anna
syncs anna
first=$(c 110) second=$(c 111)
say anna "$P"
answer "$first $second"
is "$verdict" challenge "another login's challenge is another one"

echo "# a clock that drifted"
next_step 60
held berta 30-700001 $TIMED
say berta "$P"
answer "$(t 0)"
is "$verdict" accept "(berta logs in)"
say berta "$P"
answer "$(t 15)"
is "$verdict" challenge "one code is too far off"
answer sync
answer "$(t 15) $(t 16)"
is "$verdict" accept "two in a row are found"
say berta "$P"
answer "$(t 16)"
is "$verdict" accept "and the clock is followed from there"
syncs berta
answer "$(t -20) $(t -19)"
is "$verdict" accept "the other way, too"
syncs berta
answer "$(t 3) $(t 3)"
is "$verdict" challenge "the same one twice is not two in a row"

echo "# a token aged in its box"
held carla 30-700002 $TIMED
say carla "$P"
answer "$(t 12)"
like "$verdict $prompt" 'challenge Codes, the next two for *' \
    "is asked for two codes after its first wrong one"
answer "$(t 12) $(t 13)"
is "$verdict" accept "which let in"

echo "# nothing to resynchronise"
held dora 30-800001 $PLAIN
say dora "$P"
answer sync
like "$prompt" 'Code that token 30-8000.. gives for *: ' \
    "a token that neither counts nor has a clock is asked as ever"
code=$(ocra "$K" $PLAIN "$(asked)")
answer "$code $code"
like "$verdict $prompt" 'challenge Code not right, please try again. Token *' \
    "two codes are one wrong guess there"
say dora "$P"
answer "$(ocra "$K" $PLAIN "$(asked)")"
is "$verdict" accept "one lets in"

echo "# two codes, 64 times at once"
must account unlock anna
syncs anna
first=$(c 120) second=$(c 121)
is "$(yes "$state $first $second" | head -n 64 | crowd answer_in |
    grep -c accept)" 64 "are one login, repeated"
is "$(synced anna)" 3 "by the audit, too"
i=0
while [ $i -lt 64 ]; do
	syncs anna
	echo "$state $(c 130) $(c 131)"
	i=$((i + 1))
done >"$tmp/many"
is "$(crowd answer_in <"$tmp/many" | grep -c accept)" 1 \
    "of 64 logins with the same two counters one is let in"

asks() { # asks SERIAL [OPTION ...]: $ref, and a prompt for asked
	helpdesk --json token resync --begin "$@"
	ref=$(echo "$ctl" | sed -n 's/.*"reference": "\([^"]*\)".*/\1/p')
	prompt="Code for $(echo "$ctl" |
	    sed -n 's/.*"challenge": "\([^"]*\)".*/\1/p'): "
}
desk() { # desk STATUS SERIAL CODE NEXT WHAT
	helpdesk token resync "$2" "$3" "$4" --reference "$ref"
	is "$?" "$1" "$5"
}

echo "# at the helpdesk"
must account unlock anna
helpdesk token resync --begin 30-600500
like "$ctl" '*Key [0-9][0-9][0-9][0-9] [0-9][0-9][0-9][0-9] into token 30-600500 twice, for two answers in a row.*
Then: mfctl token resync 30-600500 CODE NEXT-CODE --reference *' \
    "a token that counts is asked twice"
helpdesk token resync --begin 30-700001
like "$ctl" '*Key * into token 30-700001, and again 1 minute later, for two answers in a row.*' \
    "one with a clock at its next step"
asks 30-600500
first=$(c 900) second=$(c 901)
desk 1 30-600500 "$first" "$(c 902)" "two that do not follow each other"
like "$ctl" '*does not give these two answers in a row*Ask it anew*' "are wrong"
desk 1 30-600500 "$first" "$second" "a challenge has one try"
like "$ctl" '*was answered; each is asked once*' "as it says"
asks 30-600500
helpdesk token resync 30-600500 "$first" "$second"
is "$?" 3 "codes alone are no answer"
like "$ctl" '*does not say what that was*' "without what they answer"
desk 1 30-600500 "$first" "$second" "nor are those of another challenge"
asks 30-600500
first=$(c 900) second=$(c 901)
helpdesk token resync 30-700001 "$first" "$second" --reference "$ref"
is "$?" 3 "nor those of another token"
desk 0 30-600500 "$first" "$second" "nearly a thousand ahead is found"
like "$ctl" 'Token 30-600500 is in step again*' "and said"
desk 1 30-600500 "$first" "$second" "once"
say anna "$P"
answer "$(c 902)"
is "$verdict" accept "the next one lets in"
asks 30-600500
desk 1 30-600500 "$(c 1904)" "$(c 1905)" "more than a thousand is not"
asks 30-700001
desk 0 30-700001 "$(t 1400)" "$(t 1401)" "a clock may be a day off"
say berta "$P"
answer "$(t 1401)"
is "$verdict" accept "and is followed"
asks 30-600500
first=$(c 910) second=$(c 911)
later 301
desk 1 30-600500 "$first" "$second" "it is answered in time"
like "$ctl" '*has expired*' "or not at all"
asks 30-600500
first=$(c 910) second=$(c 911)
say anna "$P"
answer "$(c 904)"
is "$verdict" accept "(anna logs in meanwhile)"
desk 0 30-600500 "$first" "$second" "a login in between does no harm"
helpdesk token resync 30-800001
is "$?" 1 "a suite with neither counter nor time"
like "$ctl" '*token 30-800001 has nothing to resynchronise: its suite has neither a counter (C) nor a time (T)*' \
    "says so before it asks for codes"
helpdesk token resync 30-600500 123456
is "$?" 2 "one code is not two"
must token disable 30-600500
helpdesk token resync --begin 30-600500
is "$?" 1 "a token that is out of use is asked nothing"
must token enable 30-600500

echo "# in its box, with a PIN and a session"
token 30-900001 "$K" --factor ocra --suite $COUNTING
asks 30-900001
desk 0 30-900001 "$(c 44)" "$(c 45)" "a token that is nobody's is found, too"
token 30-900002 "$K" --factor ocra --suite OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1
helpdesk token resync --begin 30-900002
is "$?" 1 "one with a PIN must have it"
echo 1234 >"$tmp/pin"
must token pin 30-900002 --pin-file "$tmp/pin"
asks 30-900002
p() {
	ocra "$K" OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1 "$(asked)" "$1" 1234
}
desk 0 30-900002 "$(p 20)" "$(p 21)" "and is found with it"
token 30-900003 "$K" --factor ocra --suite OCRA-1:HOTP-SHA1-0:C-QH40-S016
helpdesk token resync --begin 30-900003
is "$?" 1 "one with a session needs one"
session=000102030405060708090a0b0c0d0e0f
asks 30-900003 --session $session
s() { # the whole HMAC
	text=$(in_hex OCRA-1:HOTP-SHA1-0:C-QH40-S016)00$(printf '%016x' "$1")
	printf '%s' "$text$(filled "$(asked)" 256)$session" | hash_of sha1 "$K"
}
desk 0 30-900003 "$(s 20)" "$(s 21)" "and is found with that"

echo "# at once, and after the engine's end"
asks 30-600500
first=$(c 950) second=$(c 951)
engine_kill
engine_start
is "$(yes "$first $second --reference $ref" | head -n 64 |
    crowd exit_of helpdesk token resync 30-600500 |
    sort | uniq -c | tr -s ' \n' ' ')" " 1 0 63 1 " \
    "of sixty-four one finds it"
finish
