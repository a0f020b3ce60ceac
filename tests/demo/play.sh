#!/bin/sh
#
# The demo as people run it: without a terminal, a second time, with one, and
# broken off; nothing may be left of it but its folder.

. "$(dirname "$0")/../login/lib.sh"

export DEMO="$tmp/demo" TMPDIR="$tmp/scratch"
mkdir "$TMPDIR"
run=$top/tests/demo/demo.sh

nothing_is_left() {
	[ -z "$(ls "$TMPDIR")" ] && ! pgrep -f "$TMPDIR/" > /dev/null
}

KEEP='' BUILD=$BUILD sh "$run" < /dev/null > "$tmp/first" 2>&1
is $? 0 "without a terminal it logs in by itself"
like "$(cat "$tmp/first")" '*otpauth://totp/*Access-Challenge*Code*Access-Accept*Filter-Id = "vpn-staff"*' \
    "the address, the challenge and the accept's attributes are shown"
until_true 5 nothing_is_left
is $? 0 "nothing is left"

# One who has a terminal, and takes the code that the demo's script shows.
cat > "$tmp/types" <<-'EOF'
	set timeout 20
	spawn sh $env(RUN)
	expect_before {
		timeout { exit 7 }
		eof { exit 8 }
	}
	expect "User: "
	send "demo\r"
	expect "Password: "
	send "correct horse\r"
	expect -re {\nCode from "app": $}
	send "[exec $env(DEMO)/code app]\r"
	expect "Access-Accept"
	expect "Enter for another login"
	expect_before eof {}
	send "\003"
	expect eof
	lassign [wait] pid id failed status
	exit [expr {$status == 130 ? 0 : 1}]
EOF
sleep $((31 - $(date +%s) % 30))
KEEP='' RUN=$run BUILD=$BUILD expect -f "$tmp/types" > "$tmp/second" 2>&1
is $? 0 "at a terminal one logs in, and Ctrl-C ends it"
[ "$failed" = 0 ] || sed 's/^/# /' "$tmp/second" | tail -n 30
until_true 5 nothing_is_left
is $? 0 "nothing is left then either"
is "$(grep -o 'otpauth:[^[:space:]]*' "$tmp/first")" \
    "$(tr -d '\r' < "$tmp/second" | grep -o 'otpauth:[^[:space:]]*')" \
    "the second run shows the same app"

# A terminal that is too small for all of it, and one who thinks better of it.
cat > "$tmp/leaves" <<-'EOF'
	set timeout 20
	spawn sh $env(RUN)
	stty rows 24 columns 80 < $spawn_out(slave,name)
	expect_before {
		timeout { exit 7 }
		eof { exit 8 }
	}
	expect "Enter goes on: "
	send "\r"
	expect "User: "
	send "demo\r"
	expect "Password: "
	expect_before eof {}
	send "\003"
	expect eof
	lassign [wait] pid id failed status
	exit [expr {$status == 130 ? 0 : 1}]
EOF
KEEP='' RUN=$run BUILD=$BUILD expect -f "$tmp/leaves" > "$tmp/third" 2>&1
is $? 0 "a small terminal waits under the picture; Ctrl-C ends it unseen, too"
[ "$failed" = 0 ] || sed 's/^/# /' "$tmp/third" | tail -n 30
is "$(awk '/█/ { n++; at = NR } /Enter goes on/ { print (n > 20), NR - at }' \
    "$tmp/third")" "1 1" "the picture stands right above the question"
until_true 5 nothing_is_left
is $? 0 "nothing is left then either"
finish
