# shellcheck shell=bash
#
# What the stories about codes that are sent share: mfcourier sends them by the
# real Kannel and to a real mail server, and what comes is read at the other
# end of these.  Sourced after lib.sh.
#
#	inbox_start
#	say anna "$P"
#	answer "$(sent +37120000000)"

# shellcheck source=tests/courier/ends_lib.sh disable=SC2154
. "$top/tests/courier/ends_lib.sh"

# Kannel and the mail server stay when mfcourier stops.
inbox_start() {
	[ -e "$tmp/mfcourier.conf" ] || ends_start
	courier_start
}

ends_start() {
	kannel_start
	smtpd plain
	courier_conf <<-EOF
		sms = ( $(kannel_gateway) );
		email = ( { name = "relay"; url = "smtp://127.0.0.1:$mail_port";
		    tls = "none"; from = "login@example.org"; } );
	EOF
}

inbox_stop() {
	stop "$courier_pid"
}
