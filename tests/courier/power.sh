#!/bin/bash
# The power fails while people log in by SMS: who was told that a code is on
# its way gets it, and it opens the door, however little of what was written
# the disk had.  Each time the engine starts again.
#
# CUTS: how often (default 12).

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'
N=8       # people, one after another
CALLS=500 # of the engine, about as many as these take

# arm CALLS: the power fails at that call of the engine (tests/fail/power.h)
arm() {
	/usr/bin/python3 - "$tmp/plan" "$1" "$RANDOM" <<-'EOF'
		import struct, sys
		with open(sys.argv[1], "r+b") as plan:
		    plan.seek(8)
		    plan.write(struct.pack("=Q", int(sys.argv[3])))
		    plan.seek(0)
		    plan.write(struct.pack("=q", int(sys.argv[2])))
	EOF
}

cuts() {
	od -A n -t u8 -j 16 -N 8 "$tmp/plan" | tr -d ' '
}

# code_of NUMBER: the last that reached the gateway
code_of() {
	jq -r .path "$tmp/gateway.log" | grep "$1" | tail -n 1 |
	    grep -oE '[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}'
}

raddb_make
# What is written is kept by the shim, which no sandbox knows.
engine_conf <<-'EOF'
	sandbox = false;
	sending: { account_hour = 1000; account_day = 1000;
	    address_hour = 1000; address_day = 1000; source_hour = 1000; };
	policies: ( { name = "vpn"; } );
EOF
engine_start
radius_start
pretend gateway
courier_conf <<-EOF
	sms = ( { name = "main"; url = "$url/";
	    query = { to = "{to}"; id = "{id}"; text = "{text}"; }; } );
EOF
courier_start
for i in $(seq $N); do
	account "user$i" "$P"
	must phone add "user$i" "+3712000000$i" --confirmed
done
engine_stop
head -c 48 /dev/zero >"$tmp/plan"
# shellcheck disable=SC2034 # lib.sh starts the engine by it
ENGINE="env LD_PRELOAD=$BUILD/fail/power.so MF_FAULTS=$tmp/plan $ENGINE"

asked=0 in=0 begun=0
for _ in $(seq "${CUTS:-12}"); do
	engine_start
	arm $((1 + RANDOM % CALLS))
	: >"$tmp/told"
	for i in $(seq $N); do
		begun=$((begun + 1))
		say "user$i" "$P"
		[ "$verdict" = challenge ] || break
		echo "$i $state" >>"$tmp/told"
	done
	arm 1
	until_true 5 has_ended "$engine_pid"
	wait "$engine_pid" 2>/dev/null
	arm 0
	engine_start
	until_true 20 nothing_waits || echo "# $ctl"
	while read -r i state; do
		asked=$((asked + 1))
		user=user$i
		answer "$(code_of "3712000000$i")"
		[ "$verdict" = accept ] && in=$((in + 1)) && continue
		echo "# user$i: $raw"
		ctl why "user$i"
		echo "$ctl" | sed 's/^/# /'
	done <"$tmp/told"
	engine_stop
done
is "$(cuts)" "${CUTS:-12}" "the power failed, and the engine started again"
is "$([ "$asked" -gt 0 ] && echo some)" some \
    "people were told of a code ($asked of $begun)"
is "$in" "$asked" "and each code came, and opened the door"
finish
