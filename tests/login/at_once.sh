#!/bin/bash
#
# Codes that are sent or told, and signatures: sixty-four use one at the same
# moment, and it is good once.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001
M=anna@example.org

raddb_make
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	signing: { tries = 10; forms = [
	    "payment amount 4 [0-9]{1,7}\\.[0-9]{2}" ]; };
	policies: ( { name = "vpn"; tries = 10; } );
EOF2
engine_start
radius_start
inbox_start
account anna "$P"
account bert "$P"

# volley COMMAND ...: sixty-four of it, each with its number behind it
volley() {
	rm -f "$tmp"/volley.*
	volley_pids=
	i=0
	while [ $i -lt 64 ]; do
		i=$((i + 1))
		"$@" $i >"$tmp/volley.$i" 2>&1 &
		volley_pids="$volley_pids $!"
	done
	# shellcheck disable=SC2086
	wait $volley_pids
}

# types CODE N: into the Nth dialogue of $tmp/states
types() {
	"$radcheck" -t 8000 "$port" "user=$user" "password=$1" \
	    "state=$(sed -n "$2p" "$tmp/states")" "station=$station"
}

# As many ways of typing it as it has letters and digits.
types_otherwise() {
	types "$(echo "$1" | tr -d - | sed "s/./& /$(($2 % 8 + 1))")" 1
}

# desk NOUN VERB WHAT CODE: by the helpdesk
desk() {
	"$BUILD/mfctl" --yes --socket "$tmp/run/admin" "$1" "$2" "$3" "$4"
}

accepts() {
	cat "$tmp"/volley.* | grep -c '^code=2 '
}

echo "# a temporary code"
must account temporary bert --codes 2
codes=$(echo "$ctl" | grep -oE '^[0-9]{8}')
for code in $codes; do
	: >"$tmp/states"
	while [ "$(grep -c . "$tmp/states")" -lt 64 ]; do
		say bert "$P"
		echo "$state" >>"$tmp/states"
	done
	volley types "$code"
	is "$(accepts)" 1 "in 64 dialogues it opens one"
done
is "$(audited bert login.accept accepted)" 2 "each of two, once"

echo "# a code by e-mail"
must email add anna $M --confirmed
say anna "$P"
echo "$state" >"$tmp/states"
volley types_otherwise "$(sent $M)"
is "$(($(accepts) > 0))" 1 "typed in eight ways it opens its dialogue"
is "$(audited anna login.accept accepted)" 1 "once"

echo "# a number's code"
must phone add anna $A
volley desk phone confirm anna "$(sent $A)"
is "$(grep -l 'go to' "$tmp"/volley.* | wc -l)" 1 "it is confirmed once"

echo "# a signature"
must sign begin payment anna amount=12.50 --factor sms
reference=$(echo "$ctl" | grep -oE '[0-9A-Z]{4}-[0-9A-Z]{4}' | head -n 1)
volley desk sign check "$reference" "$(sent $A)"
is "$(grep -l 'anna signed' "$tmp"/volley.* | wc -l)" 1 "it is given once"
must --json audit --event sign.accept
is "$(echo "$ctl" | grep -c 'sign.accept')" 1 "as the audit has it"
finish
