#!/bin/sh
#
# Signing a transaction: the token signs what the fields say, once, in time,
# and nothing else.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/ocra_lib.sh
. "$(dirname "$0")/ocra_lib.sh"

P='Parole-2026'
PLAIN=OCRA-1:HOTP-SHA1-6:QN12
K=$(seed 7)

raddb_make
engine_conf <<-'EOF2'
	signing: { forms = [
	    "payment account 4 [A-Z]{2}[0-9]{13,30}",
	    "payment amount 4 [0-9]{1,7}\\.[0-9]{2}",
	    "payment text 0 .{1,40}",
	    "wide number 12 [0-9]+",
	    "order id 0 [a-z0-9-]+" ];
	    life = 60; };
	policies: ( { name = "vpn"; tries = 10; } );
EOF2
engine_start
radius_start
account alice "$P"
printf '%s\n' "$K" >"$tmp/seed"
must token add 30-600417 --secret hex --secret-file "$tmp/seed" \
    --factor ocra --suite $PLAIN --account alice

begin() { # begin FORM ACCOUNT FIELD ...: $ref, $asked
	helpdesk --json sign begin "$@"
	ref=$(echo "$ctl" | sed -n 's/.*"reference": "\([^"]*\)".*/\1/p')
	asked=$(echo "$ctl" | sed -n 's/.*"challenge": "\([^"]*\)".*/\1/p')
}
pay() { # pay ACCOUNT AMOUNT TEXT
	begin payment alice "account=$1" "amount=$2" "text=$3"
}
signs() { # signs REFERENCE CODE STATUS WHAT
	helpdesk sign check "$1" "$2"
	is "$?" "$3" "$4"
}

echo "# what is keyed in"
helpdesk sign begin payment alice account=LV8000004351950015 amount=1250.00 \
    'text=rent of March'
like "$ctl" '*0015 5000 [0-9][0-9][0-9][0-9] *30-600417*' \
    "the end of the account, of the amount, and four more"
like "$ctl" '*To sign account=LV8000004351950015, amount=1250.00, text=rent of March, alice keys*' \
    "the fields are said"
must audit --event sign.begin
like "$ctl" '*account=LV8000004351950015, amount=1250.00, text=rent of March*' \
    "and on record"
pay LV8000004351950015 7.05 x
is "$(echo "$asked" | cut -c1-8)" 00150705 "short values get zeros before them"

echo "# signed once, by that content alone"
pay LV8000004351950015 1250.00 rent
ref1=$ref
code1=$(ocra "$K" $PLAIN "$asked")
pay LV8000004351950016 1250.00 rent
ref2=$ref
code2=$(ocra "$K" $PLAIN "$asked")
signs "$ref2" "$code1" 1 "the code for another account signs nothing"
like "$ctl" 'Not signed: this is not the code for it. 2 tries are left.' \
    "and says so"
pay LV8000004351950015 1250.00 'rent of another'
signs "$ref" "$code1" 1 "a field that is not keyed in counts as well"
pay LV8000004351950015 1250.00 rent
signs "$ref" "$code1" 1 "the same content again is another transaction"
signs "$ref1" "$code1" 0 "its own code signs it"
is "$ctl" 'alice signed account=LV8000004351950015, amount=1250.00, text=rent with token 30-600417.' \
    "and it says what was signed"
signs "$ref1" "$code1" 1 "once"
like "$ctl" '*was signed already; each is signed once*' "as it says"
signs "$ref2" "$(echo "$code2" | sed 's/.../& /')" 0 \
    "spaces in a code do not matter"
is "$(ctl --json audit --event sign.accept; echo "$ctl" | grep -c sign.accept)" \
    2 "both are on record"
why() {
	must why "$1"
	ctl=$(echo "$ctl" | tr '\n' ' ')
}
why "$ref1"
like "$ctl" 'Signed *: alice, form payment, account=LV8000004351950015, amount=1250.00, text=rent. The code was the one that token 30-600417 gives for exactly this*' \
    "why tells of it"

echo "# no more tries than it has"
pay LV8000004351950015 1250.00 rent
code=$(ocra "$K" $PLAIN "$asked")
for i in 1 2 3; do
	signs "$ref" 000000 1 "wrong, $i"
done
like "$ctl" '*no try is left*' "the last one says so"
signs "$ref" "$code" 1 "then not even the right code signs"
like "$ctl" '*had too many wrong codes*' "as it says"
why "$ref"
like "$ctl" 'Not signed *The code was not the one that token 30-600417 gives for exactly this*' "why tells of that, too"

echo "# in time"
pay LV8000004351950015 1250.00 rent
later 61
signs "$ref" "$(ocra "$K" $PLAIN "$asked")" 1 "after its time"
like "$ctl" '*has expired*' "it has expired"
signs ZZZZ-ZZZZ 123456 3 "a reference that is none"

echo "# what does not fit"
bad() { # bad WHAT ARGUMENT ...
	what=$1
	shift
	helpdesk sign begin "$@"
	is "$?" 2 "$what"
}
bad "a value that is not of its pattern" payment alice account=LV80 \
    amount=1.00 text=x
like "$ctl" '*field account: LV80 does not fit its pattern.*account, amount, text*' \
    "is named, with the fields there are"
bad "part of a value is not enough" payment alice \
    'account=LV8000004351950015; rm' amount=1.00 text=x
bad "a field that is missing" payment alice account=LV8000004351950015 text=x
like "$ctl" '*field amount: it is missing.*' "is named"
bad "one twice" payment alice account=LV8000004351950015 amount=1.00 \
    amount=2.00 text=x
like "$ctl" '*field amount: it is given twice.*' "is named"
bad "one too many" payment alice account=LV8000004351950015 amount=1.00 \
    text=x more=y
like "$ctl" "*field more: it is not one of the form's.*" "is named"
bad "a value that is too long" order alice \
    "id=$(printf '%065d' 0)"
like "$ctl" '*field id: its value is empty, too long, or more than a line.*' \
    "is not taken for a missing one"
bad "what is no field" order alice id
bad "a kind that signs nothing" order alice id=1 --factor fax
like "$ctl" '*factor fax signs nothing*ocra or sms*' "is named, with those that do"
helpdesk sign begin nothing alice id=1
is "$?" 3 "a form that is none"
helpdesk sign begin wide alice number=123456789012
is "$?" 1 "a form that leaves no room for chance"
like "$ctl" '*no token whose challenge has room*' "as it says"
account bob "$P"
helpdesk sign begin order bob id=1
is "$?" 1 "a person without such a token"
helpdesk sign begin order alice id=1 --factor sms
like "$? $ctl" '1 *alice has no phone in use that could sign this*' \
    "or without a phone, where one is asked for"

echo "# locks, as at logins"
must account unlock alice
n=0
while [ $n -lt 10 ]; do
	[ $((n % 3)) -ne 0 ] || begin order alice id=7
	helpdesk sign check "$ref" 000000
	n=$((n + 1))
done
good=$(ocra "$K" $PLAIN "$asked")
signs "$ref" "$good" 1 "after ten wrong codes no right one signs"
like "$ctl" '*no code of alice is looked at now*' "none is looked at"
helpdesk sign begin order alice id=8
is "$?" 1 "nor is anything begun"
must account unlock alice
signs "$ref" "$good" 0 "after unlocking it signs, no try was used"
must token disable 30-600417
helpdesk sign begin order alice id=9
is "$?" 1 "a token that is out of use signs nothing"
must token enable 30-600417
begin order alice id=10
must token unassign 30-600417
must token assign 30-600417 bob
signs "$ref" "$(ocra "$K" $PLAIN "$asked")" 1 "nor does one of another person"
must token unassign 30-600417
must token assign 30-600417 alice
begin order alice id=11
new_password alice "$P"
signs "$ref" "$(ocra "$K" $PLAIN "$asked")" 1 \
    "nor after a new password: it began before"

echo "# counters, sessions, whole answers, logins beside it"
COUNTING=OCRA-1:HOTP-SHA256-8:C-QA10
printf '%s\n' "$K" >"$tmp/seed"
must token add 30-700001 --secret hex --secret-file "$tmp/seed" \
    --factor ocra --suite $COUNTING --account bob
begin order bob id=1
signs "$ref" "$(ocra "$K" $COUNTING "$asked" 2)" 0 "a counter ahead signs"
begin order bob id=2
signs "$ref" "$(ocra "$K" $COUNTING "$asked" 2)" 1 "its old value does not"
say bob "$P"
answer "$(ocra "$K" $COUNTING "$(asked)" 3)"
is "$verdict" accept "and the next one logs in"
must token unassign 30-700001
must token add 30-700003 --secret hex --secret-file "$tmp/seed" \
    --factor ocra --suite OCRA-1:HOTP-SHA1-6:C-QN08 --account bob
helpdesk sign begin payment bob account=LV8000004351950015 amount=1250.00 \
    text=rent
is "$?" 1 "nor does a counter alone tell apart what ends alike"
like "$ctl" '*no token whose challenge has room*4 must be left*' \
    "so there must be room for more, as it says"
must token unassign 30-700003
must token add 30-700002 --secret hex --secret-file "$tmp/seed" \
    --factor ocra --suite OCRA-1:HOTP-SHA1-0:QH40-S016 --account bob
helpdesk sign begin order bob id=3
is "$?" 1 "a suite with a session needs one"
begin order bob id=3 --session 000102030405060708090a0b0c0d0e0f
is "${#asked}" 40 "a long challenge is no prompt's, but a caller's"
text=$(in_hex OCRA-1:HOTP-SHA1-0:QH40-S016)00$(filled "$asked" 256)
text=${text}000102030405060708090a0b0c0d0e0f
signs "$ref" "$(printf '%s' "$text" | hash_of sha1 "$K")" 0 \
    "the whole HMAC signs"

echo "# at once, and after the engine's end"
begin order alice id=12
code=$(ocra "$K" $PLAIN "$asked")
is "$(yes "$ref $code" | head -n 16 | crowd exit_of helpdesk sign check |
    sort | uniq -c | tr -s ' \n' ' ')" " 1 0 15 1 " \
    "of sixteen one signs"
begin order alice id=13
code=$(ocra "$K" $PLAIN "$asked")
engine_kill
engine_start
signs "$ref" "$code" 0 "what was begun outlives the engine's end"
finish
