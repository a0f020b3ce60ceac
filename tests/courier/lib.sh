# shellcheck shell=bash
#
# What the tests of sent messages share: mfcourier, Kannel and a mail server
# as Debian has them, and a simulated gateway for what no real one does on
# request.  Sourced, not run, as tests/login/lib.sh, which it takes in.
#
#	. "$(dirname "$0")/lib.sh"
#	engine_conf </dev/null; engine_start
#	kannel_start
#	courier_conf <<-EOF ... EOF
#	courier_start
#	ctl gateway test sms +37120000000
#	received "This is a test"
#
# Everything on loopback, on ports of its own, ended with the script.

# shellcheck disable=SC2034  # some of it is for the scripts

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/../login/lib.sh"

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
	kill -KILL "$courier_pid"
	wait "$courier_pid" 2>/dev/null
	pids=$(echo " $pids " | sed "s/ $courier_pid / /")
}

# ---- Kannel: bearerbox, smsbox, and fakesmsc, where the messages come out

kannel_program() {
	for d in /usr/sbin /usr/lib/kannel/test "$top/build/kannel/usr/sbin" \
	    "$top/build/kannel/usr/lib/kannel/test"; do
		[ -x "$d/$1" ] && echo "$d/$1" && return
	done
	bail "$1 is not here: packaging/setup.sh kannel"
}

# As the configuration that Debian's example has, on ports of our own; $sms_url
# is where it takes messages, user mfa, password s3cret.
kannel_start() {
	admin_port=$(free_port) box_port=$(free_port) smsc_port=$(free_port)
	sendsms_port=$(free_port)
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
		password = s3cret
		max-messages = 3
		concatenation = true
	EOF
	: >"$tmp/bearerbox.log"
	: >"$tmp/smsbox.log"
	"$(kannel_program bearerbox)" -v 4 "$tmp/kannel.conf" \
	    >"$tmp/bearerbox.out" 2>&1 &
	bearerbox_pid=$!
	pids="$pids $bearerbox_pid"
	until_true 10 grep -q 'MAIN: Start-up done' "$tmp/bearerbox.log" ||
	    bail "bearerbox starts"
	smsbox_start
	fakesmsc_start
}

smsbox_start() {
	"$(kannel_program smsbox)" -v 4 "$tmp/kannel.conf" \
	    >"$tmp/smsbox.out" 2>&1 &
	smsbox_pid=$!
	pids="$pids $smsbox_pid"
	until_true 10 is_open "$sendsms_port" || bail "smsbox starts"
}

# kannel_password WORD: Kannel knows another one from now on
kannel_password() {
	sed -i "s/^\t*password = .*/password = $1/" "$tmp/kannel.conf"
	stop "$smsbox_pid"
	smsbox_start
}

# It says nothing itself, and shows what it is told.
fakesmsc_start() {
	: >"$tmp/fakesmsc.log"
	"$(kannel_program fakesmsc)" -H 127.0.0.1 -r "$smsc_port" -m 0 \
	    "1 2 text nothing" >>"$tmp/fakesmsc.log" 2>&1 &
	pids="$pids $!"
	until_true 10 grep -q "Fakesmsc client connected" \
	    "$tmp/bearerbox.log" || bail "fakesmsc starts"
}

# is_open PORT: something listens there
is_open() {
	(exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# sms: what came out of Kannel's other end, a line each
sms() {
	sed -n 's/.*Got message [0-9]*: <\(.*\)>.*/\1/p' "$tmp/fakesmsc.log"
}

# got_sms PATTERN: within some seconds
got_sms() {
	until_true "${2:-10}" sms_has "$1"
}

sms_has() {
	sms | grep -q -- "$1"
}

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
# in $tmp/mail-MODE/1, 2, ...
smtpd() {
	mail_port=$(free_port)
	mkdir -p "$tmp/mail-$1"
	/usr/bin/python3 "$top/tests/courier/smtpd.py" "$mail_port" \
	    "$tmp/mail-$1" "$1" "$tmp/server.pem" "$tmp/server.key" \
	    ${2:+"$2" "$3"} 2>"$tmp/smtpd-$1.err" &
	pids="$pids $!"
	until_true 10 is_open "$mail_port" || bail "the mail server starts"
}
