#!/bin/bash
#
# People log in to the real OpenVPN with Debian's openvpn-auth-radius, which
# takes a challenge for a refusal and resends each packet with a new
# authenticator from a new port: one login, one message all the same.  The
# message is read at the other end of Kannel.  Last line: N passed, M failed.
#
# All of it has a network of its own, which ends with the script.

skip() {
	echo "skip - $*"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
}

if [ -z "${IN_OWN_NETWORK:-}" ]; then
	[ "$(id -u)" = 0 ] || skip "only root can make networks"
	[ -c /dev/net/tun ] || skip "there is no /dev/net/tun"
	unshare -n true 2>/dev/null || skip "no network can be made here"
	IN_OWN_NETWORK=1 exec unshare -n bash "$0" "$@"
fi
ip link set lo up

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/../courier/lib.sh"

P='Parole-2026'
A=+37120000001
for root in / "$top/build/openvpn/"; do
	openvpn=${root}usr/sbin/openvpn
	plugin=${root}usr/lib/openvpn/radiusplugin.so
	[ -x "$openvpn" ] && [ -e "$plugin" ] && break
done
[ -x "$openvpn" ] && [ -e "$plugin" ] ||
    bail "openvpn or openvpn-auth-radius is not here: packaging/setup.sh openvpn"

# ---- FreeRADIUS, the engine, mfcourier and Kannel

raddb_make
plugin_port=2812 # it knows ports of four digits
accounting_port=2813
sed '/^#accounting {/,/^#}/s/^#//' "$snippets/sites-available/vpn-append" \
    >"$raddb/sites-enabled/vpn"
cat >>"$raddb/sites-enabled/listen" <<-EOF
	listen {
		type = acct
		ipaddr = 127.0.0.1
		port = $accounting_port
	}
EOF
# The plugin signs nothing.
cat >"$raddb/clients.conf" <<-EOF
	client openvpn {
		ipaddr = 127.0.0.1
		secret = $secret
		shortname = openvpn
		virtual_server = vpn-append
		require_message_authenticator = no
		multifactor_require_message_authenticator = no
	}
EOF
engine_conf <<-'EOF'
	names: { country = "371"; };
	policies: (
		{ name = "openvpn"; match: { nas = [ "openvpn" ]; };
		  mode = "append-separator"; append_repeat = true; }
	);
EOF
engine_start
radius_start
kannel_start
courier_conf <<-EOF
	sms = ( $(kannel_gateway) );
EOF
courier_start
account anna "$P"
must phone add anna $A --confirmed

# What is lost on the way is lost here.
: >"$tmp/relay.log"
/usr/bin/python3 "$top/tests/clients/relay.py" $plugin_port "$port" \
    "$tmp/drop" "$tmp/relay.log" 2>"$tmp/relay.err" &
pids="$pids $!"

# ---- OpenVPN: the server here, the client's machine at the end of a cable

has_own_network() {
	[ "$(readlink /proc/$machine/ns/net)" != \
	    "$(readlink /proc/$$/ns/net)" ]
}
unshare -n sleep 600 &
machine=$!
pids="$pids $machine"
until_true 5 has_own_network || bail "another network is made"
ip link add vpn0 type veth peer name eth0 netns $machine
ip address add 192.0.2.1/24 dev vpn0
ip link set vpn0 up
nsenter -t $machine -n ip address add 192.0.2.2/24 dev eth0
nsenter -t $machine -n ip link set eth0 up

make_certificates
cat >"$tmp/server.conf" <<-EOF
	port 1194
	proto udp
	local 192.0.2.1
	dev tun
	ca $tmp/ca.pem
	cert $tmp/server.pem
	key $tmp/server.key
	dh none
	topology subnet
	server 10.77.200.0 255.255.255.0
	verify-client-cert none
	username-as-common-name
	keepalive 10 60
	status $tmp/status 1
	status-version 1
	auth-gen-token 43200
	verb 3
	plugin $plugin $tmp/radiusplugin.cnf
EOF
cat >"$tmp/radiusplugin.cnf" <<-EOF
	NAS-Identifier=openvpn
	Service-Type=5
	Framed-Protocol=1
	NAS-Port-Type=5
	NAS-IP-Address=127.0.0.1
	OpenVPNConfig=$tmp/server.conf
	subnet=255.255.255.0
	overwriteccfiles=true
	server
	{
		acctport=$accounting_port
		authport=$plugin_port
		name=127.0.0.1
		retry=3
		wait=2
		sharedsecret=$secret
	}
EOF
cat >"$tmp/client.conf" <<-EOF
	client
	dev tun
	proto udp
	remote 192.0.2.1 1194
	ca $tmp/ca.pem
	verify-x509-name localhost name
	auth-user-pass $tmp/typed
	nobind
	verb 3
	auth-retry none
	connect-retry-max 1
EOF
: >"$tmp/server.log"
"$openvpn" --config "$tmp/server.conf" >"$tmp/server.log" 2>&1 &
pids="$pids $!"
if ! until_true 10 grep -q 'Initialization Sequence Completed' \
    "$tmp/server.log"; then
	sed 's/^/# /' "$tmp/server.log"
	bail "OpenVPN's server starts"
fi

is_decided() {
	grep -q 'Initialization Sequence Completed\|AUTH_FAILED' \
	    "$tmp/client.log" || ! kill -0 "$client" 2>/dev/null
}

# different N: how many values the Nth word of the requests has
different() {
	grep ^request "$tmp/relay.log" | cut -d' ' -f"$1" | sort -u | wc -l
}

# connect PASSWORD: $verdict is in, refused or none; $asked how many requests
# the plugin sent for it, from how many ports, with how many authenticators
connect() {
	printf '%s\n' anna "$1" >"$tmp/typed"
	chmod 600 "$tmp/typed"
	: >"$tmp/relay.log"
	: >"$tmp/client.log"
	nsenter -t $machine -n "$openvpn" --config "$tmp/client.conf" \
	    >"$tmp/client.log" 2>&1 &
	client=$!
	pids="$pids $client"
	until_true 30 is_decided
	case $(cat "$tmp/client.log") in
	*'Initialization Sequence Completed'*) verdict=in ;;
	*AUTH_FAILED*) verdict=refused ;;
	*) verdict=none ;;
	esac
	stop $client
	asked="$(grep -c ^request "$tmp/relay.log") $(different 2) $(different 5)"
}

# FreeRADIUS stands still for so long, and then answers what has come.
stands_still() {
	kill -STOP "$radius_pid"
	(sleep "$1" && kill -CONT "$radius_pid") &
	pids="$pids $!"
}

echo "# the first try"
connect wrong
is "$verdict $(all_sent)" "refused 0" "a wrong password sends nothing"
connect "$P"
is "$verdict $(all_sent)" "refused 1" "the password alone sends one message"
unlike "$(cat "$tmp/client.log")" '*SMS*' "the person reads of a failed login"
like "$(cat "$tmp/server.log")" \
    '*Code is in the SMS to +371....0001. Log in again with password,code.*' \
    "and the server's log has what the reply said"
first=$(sent $A)
like "$(sms | tail -n 1)" "*$A text $first is your code for openvpn*" \
    "which says what it is for"
connect "$P"
is "$verdict $(all_sent)" "refused 1" "once more, and no other message"

echo "# the second"
connect "$P,222-222-222"
is "$verdict $(all_sent)" "refused 1" "a wrong code does not get in"
connect "$P,$first"
is "$verdict" in "password and code do"
like "$(cat "$tmp/client.log")" '*10.77.200.2*' "with an address of the tunnel"
is "$(audited anna login.accept accepted)" 1 "it is one login"

echo "# a server that takes its time"
stands_still 5
connect "$P"
is "$verdict" refused "the first try, while FreeRADIUS stands still"
is "$asked" "3 3 3" \
    "is sent three times, each from a port and with an authenticator of its own"
is "$(all_sent)" 2 "and is one message"
second=$(sent $A)
later 11 # for 10 s it would be the login before that comes again
connect "$P,$first"
is "$verdict $(all_sent)" "refused 2" "the code of the login before is no good"
stands_still 5
connect "$P,$second"
is "$verdict" in "the second gets in, while FreeRADIUS stands still"
is "$asked" "3 3 3" "sent three times as well"

echo "# an accept that is lost"
connect "$P"
is "$verdict $(all_sent)" "refused 3" "another login, another message"
third=$(sent $A)
echo 1 >"$tmp/drop"
connect "$P,$third"
is "$verdict" in "it gets in"
is "$(grep -c 'lost$' "$tmp/relay.log") $asked" "1 2 2 2" \
    "by the second packet: the accept to the first was lost"
is "$(audited anna login.accept accepted)" 3 "each of them is one login"
connect "$P"
later 11
connect "$P,$third"
is "$verdict" refused "a new login is not opened by the old code"

finish
