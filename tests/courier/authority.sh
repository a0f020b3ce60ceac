#!/bin/bash
# An authority of a gateway's own is trusted instead of the system's, and a
# renewed one without a restart.  What the system trusts is another folder here,
# in a mount namespace.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

if ! unshare -rm true 2>/dev/null; then
	echo "# no mount namespace can be made here"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
engine_conf </dev/null
engine_start
make_certificates
mkdir "$tmp/certs"
cp "$tmp/ca.pem" "$tmp/certs/ca-certificates.crt"
cp "$tmp/ca.pem" "$tmp/certs/$(openssl x509 -hash -noout -in "$tmp/ca.pem").0"
cat >"$tmp/courier" <<-EOF
	#!/bin/sh
	mount --bind "$tmp/certs" /etc/ssl/certs &&
	    exec "$BUILD/mfcourier" -c "\$1"
EOF
chmod 0755 "$tmp/courier"
COURIER="unshare -rm $tmp/courier"
cp "$tmp/other.pem" "$tmp/own.pem"
pretend gateway tls
courier_conf <<-EOF
	sms = (
		{ name = "own"; url = "$url/"; ca = "$tmp/own.pem";
		  query = { to = "{to}"; }; },
		{ name = "system"; url = "$url/"; query = { to = "{to}"; }; }
	);
EOF
courier_start

ctl gateway test sms +37120000001 --gateway system
is $? 0 "who names no authority trusts the system's ($ctl)"
ctl gateway test sms +37120000002
like "$ctl" "Gateway system took*" "who names one does not"
grep 'gateway="own"' "$tmp/courier.log" | grep -q certificate
is $? 0 "and the log says why"
cp "$tmp/ca.pem" "$tmp/own.new"
mv "$tmp/own.new" "$tmp/own.pem"
ctl gateway test sms +37120000003
like "$ctl" "Gateway own took*" "a renewed file is read anew"
finish
