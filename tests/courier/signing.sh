#!/bin/bash
# Signing by SMS: the message shows the fields, its code signs exactly those.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

pretend gateway
engine_conf <<-'EOF'
	signing: { forms = [
	    "payment account 4 [A-Z]{2}[0-9]{13,30}",
	    "payment amount 4 [0-9]{1,7}\\.[0-9]{2}",
	    "order text 0 .{1,60}", "order amount 0 [0-9]+",
	    "long text 0 .{1,64}", "long more 0 .{1,64}", "long a 0 .{1,64}",
	    "long b 0 .{1,64}", "long c 0 .{1,64}", "long d 0 .{1,64}",
	    "long e 0 .{1,64}", "long f 0 .{1,64}" ];
	    life = 120; };
	sending: { account_hour = 10; source_hour = 10; prefixes = [ "+371" ]; };
EOF
engine_start
courier_conf <<-EOF
	sms = ( { name = "gateway"; url = "$url/send"; ok = "\"accepted\"";
	    form = { to = "{to}"; text = "{text}"; };
	    unicode = { coding = "2"; }; } );
EOF
courier_start
account alice 'Parole-2026'
must phone add alice +37120000000 --confirmed
came=$(asked gateway)

begin() { # begin FORM FIELD ...: $ref
	helpdesk --json sign begin "$1" alice "${@:2}"
	begun=$?
	ref=$(echo "$ctl" | sed -n 's/.*"reference": "\([^"]*\)".*/\1/p')
}
pay() { # pay ACCOUNT AMOUNT: $text, $code
	pay_form payment "account=$1" "amount=$2"
}
pay_form() { # pay_form FORM FIELD ...
	came=$(asked gateway)
	begin "$@"
	until_true 10 has_come
	text=$(tail -n 1 "$tmp/gateway.log" | jq -r .body |
	    /usr/bin/python3 -c 'import sys, urllib.parse
print(urllib.parse.parse_qs(sys.stdin.read())["text"][0])')
	code=${text%% *}
}
has_come() {
	[ "$(asked gateway)" -gt "$came" ]
}
signs() { # signs REFERENCE CODE STATUS WHAT
	helpdesk sign check "$1" "$2"
	is "$?" "$3" "$4"
}

helpdesk sign begin payment alice account=LV8000004351950015 amount=12.50
like "$ctl" '*To sign account=LV8000004351950015, amount=12.50, alice has a code in an SMS.*' \
    "the phone is told, for want of a token"
until_true 10 has_come
pay LV8000004351950015 1250.00
like "$text" '???-???-??? signs: account LV8000004351950015, amount 1250.00. It is good for 2 minutes.*' \
    "the message shows what is signed"
ref1=$ref code1=$code
pay LV8000004351950016 1250.00
like "$text" '*account LV8000004351950016,*' "another account, another message"
signs "$ref" "$code1" 1 "whose code does not sign this"
signs "$ref1" "$code" 1 "nor the other way round"
signs "$ref1" "$(echo "$code1" | tr A-Z a-z | tr -d -)" 0 \
    "its own does, however it is typed"
is "$ctl" 'alice signed account=LV8000004351950015, amount=1250.00 by SMS.' \
    "as it says"
signs "$ref1" "$code1" 1 "once"
must why "$ref1"
like "$(echo "$ctl" | tr '\n' ' ')" \
    'Signed *alice, form payment, account=LV8000004351950015, amount=1250.00. The code was the one*' \
    "why tells of it"
later 121
signs "$ref" "$code" 1 "not after its time"
pay_form order "text=pen, amount 1" amount=900
like "$text" '* signs: text "pen, amount 1", amount 900. *' \
    "what one field says does not look like another"
pay LV8000004351950017 1.00
engine_kill
engine_start
signs "$ref" "$code" 0 "what was sent outlives the engine's end"

x=$(printf '%064d' 0)
begin long "text=$x" "more=$x" "a=$x" "b=$x" "c=$x" "d=$x" "e=$x" "f=$x"
is "$begun" 2 "what does not fit an SMS is not sent"
like "$ctl" '*too long for an SMS*' "as it says"
i=0
while begin payment account=LV8000004351950018 amount=1.00 && [ "$begun" = 0 ]; do
	i=$((i + 1))
	[ $i -lt 20 ] || break
done
is "$i" 5 "the limits of sending hold: ten in an hour"
like "$ctl" '*gets no SMS now: there were 10 messages to the account in an hour*' \
    "as it says"
account bert 'Parole-2026'
must phone add bert +37120000001 --confirmed
helpdesk sign begin payment bert account=LV8000004351950018 amount=1.00
is $? 0 "others sign on: a form is no place that messages are asked for from"
finish
