#!/bin/bash
# A message through the real Kannel, read where a telephone would get it.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

engine_conf </dev/null
engine_start
kannel_start
courier_conf <<-EOF
	sms = ( $(kannel_gateway) );
EOF
courier_start

ctl gateway test sms +37120000000
is $? 0 "a test message is sent ($ctl)"
like "$ctl" "Gateway kannel took message 1: HTTP 202: 0: Accepted*" \
    "mfctl tells who took it, and what that said"
got_sms "+37120000000.*This is a test of the login service" ||
    not_ok "the telephone has it ($(sms))"
finish
