#!/bin/bash
# kill -9 of mfcourier and of the engine, at any time: no message is lost, and
# none that was reported is sent twice.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

engine_conf </dev/null
engine_start
pretend gateway
courier_conf <<-EOF
	sms = ( { name = "main"; url = "$url/"; ok = "accepted";
		query = { to = "{to}"; id = "{id}"; }; timeout = 5; } );
EOF

posted=

# post NUMBER: puts a message into the outbox, and does not wait for it
post() {
	"$BUILD/mfctl" --socket "$tmp/run/admin" gateway test sms "$1" \
	    >"$tmp/said.$1" 2>&1 &
	posted="$posted $!"
	pids="$pids $!"
}

in_state() {
	ctl --json outbox list --state "$1"
	[ "$(echo "$ctl" | jq -r 'select(.id) | .id' | grep -c .)" -ge "$2" ]
}

requests() {
	jq -r .path "$tmp/gateway.log" | grep -c "$1"
}

# ---- nobody is there to send

post +37120000001
until_true 5 in_state waiting 1
is $? 0 "without a courier a message waits"
ctl --json status
is "$(echo "$ctl" | jq -r 'select(.name == "courier.connected") | .status')" \
    warning "status says so, and nobody waits for its code"
engine_kill
engine_start
courier_start
until_true 5 in_state sent 1
is $? 0 "it outlives the engine, and is sent when a courier comes"

# ---- the courier dies with a message at the gateway

manner gateway slow
post +37120000002
was_asked() {
	[ "$(requests 20000002)" -ge "$1" ]
}
until_true 5 was_asked 1
courier_kill
begun=$(milliseconds)
courier_start
until_true 5 in_state sent 2
is $? 0 "a courier that dies while it sends: the next one sends it"
took=$(($(milliseconds) - begun))
[ $took -lt 4000 ] && ok "at once ($took ms)" || not_ok "it took $took ms"
is "$(requests 20000002)" 2 "the gateway was asked twice"
is "$(jq -r .path "$tmp/gateway.log" | grep 20000002 | sort -u | wc -l)" 1 \
    "with the same key"

# ---- the engine dies while the courier has a message

post +37120000003
was_asked_3() {
	[ "$(requests 20000003)" -ge 1 ]
}
until_true 5 was_asked_3
engine_kill
engine_start
until_true 8 in_state sent 3
is $? 0 "an engine that dies meanwhile: the next one hears the report"
is "$(requests 20000003)" 1 "and it is not sent again"

# ---- both, at any time, with many under way

manner gateway ok
for i in $(seq 10 39); do
	post "+371200001$i"
	case $i in
	*[05])
		sleep "0.0$((RANDOM % 10))"
		engine_kill
		engine_start
		;;
	*[27])
		sleep "0.0$((RANDOM % 10))"
		courier_kill
		courier_start
		;;
	esac
done
nothing_waits() {
	ctl --json outbox list --limit 1000
	! echo "$ctl" | grep -q '"status": "\(waiting\|taken\)"'
}
# Each ends with its message, or with the engine that it asked.
for p in $posted; do
	wait "$p"
done
until_true 20 nothing_waits
is $? 0 "after all that nothing waits"
must --json outbox list --limit 1000
is "$(echo "$ctl" | jq -r 'select(.id) | .status' | sort -u)" sent \
    "each message that was committed was sent"
lost=0
for id in $(echo "$ctl" | jq -r 'select(.id) | .id'); do
	must --json outbox show "$id"
	number=$(echo "$ctl" | head -n 1 | jq -r '.address[1:]')
	[ "$(requests "$number")" -ge 1 ] || lost=$((lost + 1))
done
is $lost 0 "and the gateway had each of them"
must audit verify
like "$ctl" "*" "the audit is whole"

# ---- stopped as it should be: what is under way ends first

manner gateway slow
post +37120000004
was_asked_4() {
	[ "$(requests 20000004)" -ge 1 ]
}
until_true 5 was_asked_4
stop "$courier_pid"
must --json outbox list --limit 1
is "$(echo "$ctl" | head -n 1 | jq -r .status)" sent \
    "a courier that is stopped reports what it has"
finish
