#!/bin/bash
# An mfcourier in other hands: it sends messages or does not, and that is all.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

pretend gateway
P='Parole-2026'
engine_conf <<-'EOF'
	policies: ( { name = "vpn"; } );
EOF
raddb_make
engine_start
account anna "$P"
must phone add anna +37120000000 --confirmed
radius_start

hostile() {
	/usr/bin/python3 "$(dirname "$0")/hostile.py" "$tmp/run/courier" \
	    "$(dirname "$0")/../../engine/wire/wire.h" "$@"
}
for case in login command much less channel nothing status; do
	hostile $case "$P" && ok "hung up on: $case" || not_ok "hung up on: $case"
done
must audit --limit 20
unlike "$ctl" '*login.*' "no login came of it"
ctl account show mallory
is $? 3 "nor an account"

say anna "$P"
is "$verdict" challenge "a message waits"
hostile report && ok "reports of what it was not handed are heard" ||
    not_ok "reports of what it was not handed are heard"
must outbox list
like "$ctl" '*waiting*' "and change nothing"
hostile noise && ok "noise does it no harm" || not_ok "noise does it no harm"
courier_conf <<-EOF
	sms = ( { name = "gateway"; url = "$url/send"; ok = "\"accepted\"";
	    form = { to = "{to}"; text = "{text}"; }; } );
EOF
courier_start
came() {
	[ "$(asked gateway)" -gt 0 ]
}
until_true 10 came && ok "the right one sends it" || not_ok "the right one sends it"
code=$(tail -n 1 "$tmp/gateway.log" | jq -r .body |
    /usr/bin/python3 -c 'import sys, urllib.parse
print(urllib.parse.parse_qs(sys.stdin.read())["text"][0].split()[0])')
answer "$code"
is "$verdict" accept "and its code opens the door"
finish
