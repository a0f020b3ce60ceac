# shellcheck shell=bash
#
# What the tests of mfcourier share: it, with Kannel and a mail server behind
# it, and a simulated gateway for what no real one does on request.  Sourced,
# not run, as tests/login/lib.sh, which it takes in.
#
#	. "$(dirname "$0")/lib.sh"
#	engine_conf </dev/null; engine_start
#	kannel_start
#	courier_conf <<-EOF ... EOF
#	courier_start
#	ctl gateway test sms +37120000000
#	got_sms "This is a test"
#
# Everything on loopback, on ports of its own, ended with the script.

# shellcheck disable=SC2034  # some of it is for the scripts

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/../login/lib.sh"
# shellcheck source=tests/courier/ends_lib.sh
. "$top/tests/courier/ends_lib.sh"

# ---- the simulated gateway

# pretend NAME [tls]: starts one in manner ok; $url is where it is.  manner
# NAME WORD changes it; asked NAME: how often it was asked; $tmp/NAME.log has
# what it was asked, in JSON.
pretend() {
	pretend_port=$(free_port)
	url="http://127.0.0.1:$pretend_port"
	: >"$tmp/$1.log"
	manner "$1" ok
	set -- "$1" "${2:+$tmp/server.pem}" "${2:+$tmp/server.key}"
	[ -z "$2" ] || url="https://localhost:$pretend_port"
	/usr/bin/python3 "$top/tests/courier/pretender.py" "$pretend_port" \
	    "$tmp/$1.manner" "$tmp/$1.log" ${2:+"$2" "$3"} \
	    2>"$tmp/$1.err" &
	pids="$pids $!"
	until_true 10 is_open "$pretend_port" || bail "$1 starts"
}

manner() {
	echo "$2" >"$tmp/$1.manner.new"
	mv "$tmp/$1.manner.new" "$tmp/$1.manner"
}

asked() {
	grep -c . "$tmp/$1.log"
}
