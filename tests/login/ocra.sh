#!/bin/sh
#
# Challenge-response tokens: the prompt says what to key in, and the answer to
# it opens that login once.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/ocra_lib.sh
. "$(dirname "$0")/ocra_lib.sh"

P='Parole-2026'
PLAIN=OCRA-1:HOTP-SHA1-6:QN08
COUNTING=OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1
TIMED=OCRA-1:HOTP-SHA512-7:QA10-T1M

raddb_make
client append 127.0.0.2
client decoys 127.0.0.3
client short 127.0.0.4
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: (
		{ name = "append"; match: { nas = [ "append" ]; };
		  mode = "append-separator"; },
		{ name = "decoys"; match: { nas = [ "decoys" ]; };
		  decoys = true; },
		{ name = "short"; match: { nas = [ "short" ]; };
		  prompt_max = 40; },
		{ name = "vpn"; tries = 10; }
	);
EOF2
engine_start
radius_start

# The values of the RFC, so that the token below is one.
K20=3132333435363738393031323334353637383930
K32=${K20}313233343536373839303132
K64=$K20$K20${K20}31323334
is "$(ocra $K20 $PLAIN 22222222)" 653583 "the test's token is the RFC's"
is "$(ocra $K32 $COUNTING 12345678 9 1234)" 08522129 "with counter and PIN"
is "$(ocra $K64 OCRA-1:HOTP-SHA512-8:QA10-T1M SIG1000000 0 '' 20107446)" \
    77537423 "with letters and time"

ocra_token() { # ocra_token SERIAL SEED SUITE [OPTION ...]
	ocra_serial=$1 ocra_seed=$2 ocra_suite=$3
	shift 3
	token "$ocra_serial" "$ocra_seed" --factor ocra --suite "$ocra_suite" \
	    "$@"
}
why() { # of the last reject, on one line
	must why "$reference"
	ctl=$(echo "$ctl" | tr '\n' ' ')
}
A=$(seed 1)

echo "# one answer, one login"
account alice "$P"
ocra_token 30-600417 "$A" $PLAIN --account alice
is "$ctl" 'Token 30-600417 (OCRA, 6 digits) now belongs to alice, who had no token before.' \
    "a token is added by its suite"
say alice "$P"
like "$prompt" 'Code that token 30-6004.. gives for [0-9][0-9][0-9][0-9] [0-9][0-9][0-9][0-9]: ' \
    "the prompt has the challenge, in groups"
c1=$(asked)
code1=$(ocra "$A" $PLAIN "$c1")
state1=$state
answer "$code1"
is "$verdict" accept "its answer lets in"
answer "$code1"
is "$verdict" accept "and so it does when the packet comes again"
say alice "$P"
c2=$(asked)
unlike "$c2" "$c1" "the next login is asked something else"
answer "$code1"
like "$verdict $prompt" 'challenge Code not right, please try again. Token 30-6004.. for *: ' \
    "the old answer is wrong there"
c3=$(asked)
unlike "$c3" "$c2" "each round has a challenge of its own"
answer "$(ocra "$A" $PLAIN "$c2")"
is "$verdict" challenge "the answer to the round before comes too late"
answer "$(ocra "$A" $PLAIN "$(asked)")"
is "$verdict" accept "the answer to this one lets in"
state=$state1
answer 000000
is "$verdict" reject "a round that was answered takes nothing else"

echo "# another dialogue's challenge"
say alice "$P"
ours=$(asked) ours_state=$state
say alice "$P"
theirs=$(asked)
state=$ours_state
answer "$(ocra "$A" $PLAIN "$theirs")"
is "$verdict" challenge "is not answered in this one"
state=$ours_state
answer "$(ocra "$A" $PLAIN "$ours")"
is "$verdict" reject "and a round has one try"
say alice "$P"
c=$(asked)
engine_kill
engine_start
answer "$(ocra "$A" $PLAIN "$c")"
is "$verdict" accept "a challenge outlives the engine's end"
must key rotate
say alice "$P"
answer "$(ocra "$A" $PLAIN "$(asked)")"
is "$verdict" accept "a new key asks new things"

echo "# sixty-four at once"
answered() {
	ocra "$A" $PLAIN "$(asked)"
}
many_begin 64 alice "$P" answered
is "$(cut -d' ' -f1 "$tmp/many" | sort -u | wc -l)" 64 "64 dialogues wait"
is "$(crowd answer_in <"$tmp/many" | sort | uniq -c | tr -s ' ')" " 64 accept" \
    "each opens with its own answer"
say alice "$P"
code=$(answered)
is "$(yes "$state" | head -n 64 | crowd answer_in | grep -c accept)" 64 \
    "one answer 64 times is one login"
is "$(audited alice login.accept accepted)" 69 "by the audit, too"

echo "# counter and PIN"
B=${A}000000000000000000000000
account bob "$P"
ocra_token 30-600500 "$B" $COUNTING --account bob
login bob "$P"
is "$verdict" reject "without a PIN it cannot be asked for"
why
like "$ctl" '*PIN that was not set*mfctl token pin SERIAL*' "as why says"
echo 1234 >"$tmp/pin"
helpdesk token pin 30-600500 --pin-file "$tmp/pin"
is "$ctl" 'Token 30-600500 takes its answers with that PIN from now on.' \
    "the helpdesk sets one"
helpdesk token pin 30-600417 --pin-file "$tmp/pin"
is "$?" 1 "but not for a token that takes none ($ctl)"
echo 12 >"$tmp/pin"
helpdesk token pin 30-600500 --pin-file "$tmp/pin"
is "$?" 2 "nor one that is too short ($ctl)"
counts() { # counts COUNTER PIN VERDICT WHAT
	say bob "$P"
	answer "$(ocra "$B" $COUNTING "$(asked)" "$1" "$2")"
	is "$verdict" "$3" "$4"
}
counts 0 1234 accept "the first value lets in"
counts 1 4321 challenge "with another PIN it does not"
counts 0 1234 challenge "a value that was used does not"
counts 6 1234 accept "five values may be left out"
counts 13 1234 challenge "six may not"
counts 7 1234 accept "the next one lets in"
ctl --json token show 30-600500
like "$ctl" '*"counter": 8,*"suite": "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1"*' \
    "the counter has moved on"
must token unassign 30-600500
must token assign 30-600500 bob
say bob "$P"
is "$verdict" reject "a new owner has another PIN"

echo "# time"
next_step 60
C=$K64
account carol "$P"
ocra_token 30-700001 "$C" $TIMED --account carol
timed() { # timed STEPS VERDICT WHAT
	say carol "$P"
	answer "$(ocra "$C" $TIMED "$(asked)" 0 '' $(($(now) / 60 + $1)))"
	is "$verdict" "$2" "$3"
}
timed 0 accept "the answer of now lets in"
timed 0 accept "and again within the minute, to another challenge"
timed 2 challenge "a clock that is far ahead does not"
timed 1 accept "one that is near does"
timed 2 accept "and is followed from then on"
timed -1 challenge "but not in two directions"

echo "# several devices"
account dora "$P"
D=$(seed 9)
token 12-3456789 "$D" --factor hotp --account dora
ocra_token 30-800001 "$A" $PLAIN --account dora
login dora "$P" "$(hotp "$D" 0)"
is "$verdict" accept "the other token lets in"
say dora "$P"
is "$prompt" 'Code from token 12-34567.. (? for other ways): ' \
    "and is asked for the next time"
answer '?'
is "$prompt" 'Code of token 12-34567.., or 2 token 30-8000..: ' "the list"
answer 2
like "$prompt" 'Code that token 30-8000.. gives for *: ' "its challenge"
answer '?'
is "$prompt" 'Code, please choose one: 1 token 12-34567.., 2 token 30-8000..: ' \
    "a list shows none"
answer 2
code=$(ocra "$A" $PLAIN "$(asked)")
answer 1
answer "$code"
is "$verdict" challenge "what another round asked is not answered"
answer 2
answer "$(hotp "$D" 1)"
is "$verdict" accept "the other token answers there as well"
say dora "$P"
answer 'lost'
like "$prompt" 'Code that token 30-8000.. gives for *: ' \
    "after a loss the one that is left asks"
answer "$(ocra "$A" $PLAIN "$(asked)")"
is "$verdict" accept "and lets in"

account gita "$P"
must token add --account gita --label phone
ocra_token 30-800002 "$A" $PLAIN --account gita
say gita "$P"
answer token
like "$prompt" 'Code that token 30-8000.. gives for *: ' \
    "it is a token to whoever asks for one"

echo "# where no challenge can be shown"
must token enable 12-3456789
nas_address=127.0.0.2
say alice "$P,123456"
is "$verdict" reject "password and code in one field"
why
like "$ctl" '*answers a challenge, and none can be shown there*' \
    "has the right reason"
say alice "$P"
is "$verdict" reject "the password alone is no code either"
say dora "$P,$(hotp "$D" 2)"
is "$verdict" accept "another token answers there"
nas_address=127.0.0.3
say alice "$P"
answer 123456
unlike "$verdict" accept "with decoys everybody reads the same line"
nas_address=127.0.0.4
must token label 30-600417 'a label that is long, and longer'
say alice "$P"
like "$prompt" 'Code for [0-9][0-9][0-9][0-9] [0-9][0-9][0-9][0-9]: ' \
    "a short prompt keeps the challenge"
answer "$(ocra "$A" $PLAIN "$(asked)")"
is "$verdict" accept "which is answered"
nas_address=127.0.0.1

echo "# a challenge that opened a door is not asked again"
FEW=OCRA-1:HOTP-SHA1-6:QN04
account fred "$P"
ocra_token 30-910001 "$A" $FEW --account fred
say fred "$P"
c=$(asked)
answer "$(ocra "$A" $FEW "$c")"
is "$verdict" accept "four digits are enough"
# spent DIGITS: all challenges that end so have opened one
spent() {
	engine_stop
	sqlite3 "$tmp/state/multifactor.db" "WITH RECURSIVE n(i) AS
	    (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9999)
	    INSERT OR IGNORE INTO challenge SELECT device.id,
	    printf('%04d', i), 0 FROM n, device
	    WHERE serial = '30-910001' AND i % 10 IN ($1)"
	engine_start
}
is "$(sqlite3 -readonly "$tmp/state/multifactor.db" \
    'SELECT challenge FROM challenge JOIN device ON device.id = device
    WHERE serial = "30-910001"')" "$c" "and are remembered"
spent 0,2,4,6,8
say fred "$P"
answer "$(ocra "$A" $FEW "$(asked)")"
is "$verdict" accept "while there are others"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	say fred "$P"
	asked
done >"$tmp/odd"
is "$(grep -c '^[0-9][0-9][0-9][13579]$' "$tmp/odd")" 20 "they are asked"
spent 1,3,5,7,9
say fred "$P"
answer "$(ocra "$A" $FEW "$(asked)")"
is "$verdict" challenge "when all have been, no answer opens"
is "$(audited fred login.again used-code)" 1 "and the audit says why"

echo "# what is not for prompts"
account eve "$P"
ocra_token 30-900001 "$A" OCRA-1:HOTP-SHA1-6:QH64 --account eve
ocra_token 30-900002 "$A" OCRA-1:HOTP-SHA1-6:QN08-S064 --account eve
ocra_token 30-900003 "$A" OCRA-1:HOTP-SHA1-4:QN08 --account eve
say eve "$P"
is "$verdict" reject "long challenges, sessions and short answers"
why
like "$ctl" '*cannot answer at a prompt*' "are told apart"
ctl token add 30-900004 --factor ocra --suite OCRA-1:HOTP-SHA1-3:QN08 \
    --secret hex --secret-file "$tmp/seed"
is "$?" 2 "what is no suite is refused"
like "$ctl" '*suite OCRA-1:HOTP-SHA1-3:QN08: it is none of RFC 6287*' "by name"
ctl token add 30-900004 --factor ocra --suite $PLAIN
is "$?" 2 "and so is a token without a seed"
finish
