#!/bin/bash
# What the helpdesk can do about a message: see it, send it, stop it.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
pretend gateway
engine_conf </dev/null
engine_start
radius_start
courier_conf <<-EOF
	sms = ( { name = "gateway"; url = "$url/send"; ok = "\"accepted\"";
	    json = "{\"text\": \"{text}\"}"; } );
EOF
courier_start
account anna "$P"
must phone add anna +37120000001 --confirmed

is_so() { # is_so NUMBER STATE: the message has come to that
	ctl --json outbox show "$1"
	case $ctl in
	*"\"status\": \"$2\""*) return 0 ;;
	*) return 1 ;;
	esac
}
becomes() { # becomes NUMBER STATE WHAT
	until_true 10 is_so "$1" "$2"
	is $? 0 "$3"
}
asks() { # a login's code is on its way; $id
	say anna "$P"
	must --json outbox list --limit 1
	id=$(echo "$ctl" | jq -r 'select(.row == "message").id')
}
refused() { # refused PATTERN WHAT
	like "$? $ctl" "[123] mfctl: $1" "$2"
}

echo "# sent once more"
manner gateway refuse
asks
becomes "$id" given-up "a gateway refuses it: it is given up"
helpdesk outbox list --state given-up
like "$ctl" "*$id *code*given-up*HTTP 400*" "the helpdesk sees which, and why"
manner gateway ok
helpdesk outbox retry "$id"
is "$? $ctl" "0 Message $id is sent now." "and sends it"
becomes "$id" sent "it is sent"
code=$(tail -n 1 "$tmp/gateway.log" | jq -r .body | jq -r .text)
answer "${code%% *}"
is "$verdict" accept "with the code that opens the door"
must audit --event message.retry
like "$ctl" "*message.retry*message=$id *" "the audit has it"
helpdesk outbox retry "$id"
refused "message $id is sent*" "what was sent is not sent again"
helpdesk outbox cancel "$id"
refused "message $id is sent already*" "nor stopped"

echo "# not sent"
manner gateway down
asks
helpdesk outbox cancel "$id"
like "$? $ctl" "0 Message $id is not sent any more*" "one that waits is stopped"
becomes "$id" cancelled "and stays so"
helpdesk outbox retry "$id"
refused "message $id is cancelled*" "it is not sent later"

echo "# called back"
# So many failures that the gateway is left out: what comes waits for it.
fails() {
	"$BUILD/mfctl" --socket "$tmp/run/admin" gateway test sms \
	    +37120000009 --gateway gateway >/dev/null 2>&1 &
	pids="$pids $!"
}
for _ in 1 2 3; do
	fails
done
until_true 10 grep -q event=gateway-paused "$tmp/courier.log"
is $? 0 "(the gateway is left out)"
account carl "$P"
must phone add carl +37120000003 --confirmed
asks
helpdesk outbox cancel "$id"
say carl "$P"
must --json outbox list --limit 1
carls=$(echo "$ctl" | jq -r 'select(.row == "message").id')
answer resend
is "$verdict" challenge "(carl asks for another code)"
must --json outbox list --limit 1
newer=$(echo "$ctl" | jq -r 'select(.row == "message").id')
manner gateway ok
becomes "$newer" sent "when it is back the newer code is sent"
until_true 15 nothing_waits
becomes "$id" cancelled "not what was cancelled meanwhile"
becomes "$carls" cancelled "nor a code that another one replaced"

echo "# too late"
manner gateway refuse
asks
becomes "$id" given-up "(another one is given up)"
later 301
manner gateway ok
came=$(asked gateway)
helpdesk outbox retry "$id"
refused "the code of message $id is no longer good*" \
    "a code that is no longer good is not sent"
is "$(asked gateway)" "$came" "(nobody was asked)"
helpdesk outbox retry 999
refused "message 999 is not there*" "nor what is not there"
finish
