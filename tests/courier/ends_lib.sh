# shellcheck shell=bash
#
# mfcourier, and what it sends to: Kannel and a mail server as Debian has them,
# where messages are read at the other end.  Sourced after tests/login/lib.sh.
#
#	kannel_start
#	smtpd plain
#	courier_conf <<-EOF ... EOF
#	courier_start
#	say anna "$P"
#	everything_came && arrived +37120000000

# shellcheck disable=SC2034,SC2154  # others set some of it, and use some

# ---- mfcourier

# The command that runs it; $tmp/mfcourier.conf follows.
COURIER=${COURIER:-"$BUILD/mfcourier -c"}

# The gateways, from standard input.
courier_conf() {
	{
		echo "engine = \"$tmp/run/courier\";"
		echo "sandbox = ${SANDBOX:-true};"
		echo 'log: { level = "debug"; };'
		cat
	} >"$tmp/mfcourier.conf"
	chmod 0644 "$tmp/mfcourier.conf"
}

# credentials NAME LINE: a file that mfcourier takes
credentials() {
	rm -f "$tmp/$1"
	printf '%s\n' "$2" >"$tmp/$1"
	chmod 0400 "$tmp/$1"
}

courier_is_up() {
	grep -q event=engine-reached "$tmp/courier.log" ||
	    ! kill -0 "$courier_pid" 2>/dev/null
}

courier_start() {
	[ ! -e "$tmp/courier.log" ] ||
	    cat "$tmp/courier.log" >>"$tmp/courier.old"
	: >"$tmp/courier.log"
	$COURIER "$tmp/mfcourier.conf" >>"$tmp/courier.log" 2>&1 &
	courier_pid=$!
	pids="$pids $courier_pid"
	until_true 10 courier_is_up
	grep -q event=engine-reached "$tmp/courier.log" && return
	sed 's/^/# /' "$tmp/courier.log"
	bail "mfcourier starts"
}

courier_kill() {
	cut_off "$courier_pid"
}

# ---- Kannel: bearerbox, smsbox, and fakesmsc, where the messages come out
#
# Told to end, bearerbox and smsbox 1.4.5 sometimes wait for a thread of their
# own for ever; they keep nothing here, and are cut off instead.

# kannel_program NAME: $kannel_program is where it is
kannel_program() {
	for d in /usr/sbin /usr/lib/kannel/test "$top/build/kannel/usr/sbin" \
	    "$top/build/kannel/usr/lib/kannel/test"; do
		kannel_program=$d/$1
		[ ! -x "$kannel_program" ] || return 0
	done
	bail "$1 is not here: packaging/setup.sh kannel"
}

# kannel_fails NAME: with its reasons, without the stack
kannel_fails() {
	grep -hE 'ERROR|PANIC: [^/]' "$tmp/$1.log" | sed 's/^/# /'
	bail "$1 starts"
}

# As the configuration that Debian's example has, on ports of our own; $sms_url
# is where it takes messages, user mfa, password s3cret.
kannel_start() {
	admin_port=$(free_port) box_port=$(free_port) smsc_port=$(free_port)
	sendsms_port=$(free_port) kannel_secret=s3cret
	sms_url="http://127.0.0.1:$sendsms_port/cgi-bin/sendsms"
	cat >"$tmp/kannel.conf" <<-EOF
		group = core
		admin-port = $admin_port
		admin-password = adm
		admin-interface = 127.0.0.1
		smsbox-port = $box_port
		box-allow-ip = "127.0.0.1"
		box-deny-ip = "*.*.*.*"
		log-level = 0
		log-file = $tmp/bearerbox.log

		group = smsc
		smsc = fake
		smsc-id = FAKE
		port = $smsc_port
		connect-allow-ip = 127.0.0.1

		group = smsbox
		bearerbox-host = 127.0.0.1
		bearerbox-port = $box_port
		sendsms-port = $sendsms_port
		sendsms-interface = 127.0.0.1
		global-sender = 4242
		log-level = 0
		log-file = $tmp/smsbox.log

		group = sendsms-user
		username = mfa
		password = $kannel_secret
		max-messages = 3
		concatenation = true
	EOF
	: >"$tmp/bearerbox.log"
	: >"$tmp/smsbox.log"
	kannel_program bearerbox
	"$kannel_program" -v 4 "$tmp/kannel.conf" \
	    >"$tmp/bearerbox.out" 2>&1 &
	cut_at_end="$cut_at_end $!"
	until_true 10 grep -q 'MAIN: Start-up done' "$tmp/bearerbox.log" ||
	    kannel_fails bearerbox
	smsbox_start
	fakesmsc_start
}

# The gateway that it is to mfcourier.
kannel_gateway() {
	credentials kannel.secret "mfa:$kannel_secret"
	cat <<-EOF
		{ name = "kannel"; type = "kannel"; url = "$sms_url";
		  credentials = "$tmp/kannel.secret"; }
	EOF
}

smsbox_start() {
	kannel_program smsbox
	"$kannel_program" -v 4 "$tmp/kannel.conf" \
	    >"$tmp/smsbox.out" 2>&1 &
	smsbox_pid=$!
	cut_at_end="$cut_at_end $smsbox_pid"
	until_true 10 is_open "$sendsms_port" || kannel_fails smsbox
}

smsbox_stop() {
	cut_off "$smsbox_pid"
	cut_at_end=$(echo " $cut_at_end " | sed "s/ $smsbox_pid / /")
}

# kannel_password WORD: Kannel knows another one from now on
kannel_password() {
	kannel_secret=$1
	sed -i "s/^\t*password = .*/password = $1/" "$tmp/kannel.conf"
	smsbox_stop
	smsbox_start
}

# It says nothing itself, and shows what it is told.
fakesmsc_start() {
	: >"$tmp/fakesmsc.log"
	kannel_program fakesmsc
	"$kannel_program" -H 127.0.0.1 -r "$smsc_port" -m 0 \
	    "1 2 text nothing" >>"$tmp/fakesmsc.log" 2>&1 &
	cut_at_end="$cut_at_end $!"
	until_true 10 grep -q "Fakesmsc client connected" \
	    "$tmp/bearerbox.log" || kannel_fails fakesmsc
}

# is_open PORT: something listens there
is_open() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# sms: what came out of Kannel's other end, as it was there, a line each
sms() {
	sed -n 's/.*Got message [0-9]*: <\(.*\)>.*/\1/p' "$tmp/fakesmsc.log" |
	    grep -v '^4242 +1 text mark-'
}

# got_sms PATTERN: within some seconds
got_sms() {
	until_true "${2:-10}" sms_has "$1"
}

sms_has() {
	sms | grep -q -- "$1"
}

# All that Kannel has taken is out: one after the other it goes through, and a
# mark that was put in last has come out.
kannel_is_empty() {
	mark=mark-$(date +%s%N)
	exec 9<>"/dev/tcp/127.0.0.1/$sendsms_port" || return
	printf 'GET %s?username=mfa&password=%s&to=%%2B1&text=%s %s\r\n\r\n' \
	    /cgi-bin/sendsms "$kannel_secret" "$mark" HTTP/1.0 >&9
	timeout 10 grep -q Accepted <&9 || echo "# Kannel takes no mark" >&2
	exec 9>&-
	until_true 10 grep -qF "$mark" "$tmp/fakesmsc.log"
}

# ---- certificates and mail

# An authority, and a certificate of it for localhost: $tmp/ca.pem,
# server.pem, server.key; other.pem is of nobody's.
make_certificates() {
	for name in ca other; do
		openssl req -x509 -newkey rsa:2048 -nodes -days 2 \
		    -subj "/CN=$name" -keyout "$tmp/$name.key" \
		    -out "$tmp/$name.pem" 2>/dev/null || bail "an authority"
	done
	openssl req -newkey rsa:2048 -nodes -subj /CN=localhost \
	    -keyout "$tmp/server.key" -out "$tmp/server.csr" 2>/dev/null
	echo 'subjectAltName = DNS:localhost' >"$tmp/server.ext"
	openssl x509 -req -in "$tmp/server.csr" -CA "$tmp/ca.pem" \
	    -CAkey "$tmp/ca.key" -CAcreateserial -days 2 \
	    -extfile "$tmp/server.ext" -out "$tmp/server.pem" 2>/dev/null ||
	    bail "a certificate"
}

# smtpd MODE [USER PASSWORD]: tls, starttls or plain; $mail_port; what comes is
# in $tmp/mail-MODE/1, 2, ..., and as people read it in $tmp/mail-MODE.log
smtpd() {
	mail_port=$(free_port)
	mkdir -p "$tmp/mail-$1"
	/usr/bin/python3 "$top/tests/courier/smtpd.py" "$mail_port" \
	    "$tmp/mail-$1" "$1" "$tmp/server.pem" "$tmp/server.key" \
	    ${2:+"$2" "$3"} 2>"$tmp/smtpd-$1.err" &
	pids="$pids $!"
	until_true 10 is_open "$mail_port" || bail "the mail server starts"
}

# ---- what came, by whatever way

# Nor has the courier one that it has not reported.
nothing_waits() {
	for waits in waiting taken; do
		ctl --json outbox list --state $waits
		case $ctl in
		*'"row": "message"'*) return 1 ;;
		esac
	done
}

# everything_came: nothing waits, and what left is at the other end;
# the mail server says that it took a mail when it is there.
everything_came() {
	until_true 10 nothing_waits && kannel_is_empty && return
	echo "# not all has left: $ctl" >&2
	return 1
}

# arrived [ADDRESS]: what came [there], as people would read it, in the order
# it came in; a line a message: "sms +37120000000 TEXT", "email a@b.c TEXT"
arrived() {
	{
		sms | LC_ALL=C awk -f "$top/tests/courier/telephone.awk" |
		    sed 's/^/sms /'
		sed 's/^/email /' "$tmp"/mail-*.log
	} 2>/dev/null | grep -F "${1:+ $1 }"
}

# codes [ADDRESS]: those that came, a line each; a message begins with its code
codes() {
	arrived "$@" | sed -nE "s/^[a-z]+ [^ ]+ ($a_code) .*/\1/p"
}
a_code='[2-9A-Z]{3}(-[2-9A-Z]{3}){2}|([2-9A-Z]{4}-){1,3}[2-9A-Z]{4}'

# sent_lines [ADDRESS]: how many messages have come by now; one that comes
# twice is two
sent_lines() {
	arrived "$@" | wc -l
}

# all_sent [ADDRESS]: the same once nothing is on its way any more
all_sent() {
	everything_came
	sent_lines "$@"
}

# sent ADDRESS: the code that came there last, once everything came
sent() {
	everything_came
	codes "$1" | tail -n 1 | grep . || echo "# no code came to $1" >&2
}

# told ADDRESS TEXT: whether such a message comes there
told() {
	until_true 5 has_come "$@"
}

has_come() {
	arrived "$1" | grep -q " $1 .*$2"
}

# is_told ADDRESS TEXT WHAT: it must
is_told() {
	if told "$1" "$2"; then
		ok "$3"
	else
		not_ok "$3 (nothing like it came to $1)"
	fi
}
