#!/bin/bash
# A login from end to end: FreeRADIUS, the engine, mfcourier, the real Kannel,
# and the code read where a telephone would show it.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
engine_conf <<-'EOF'
	names: { country = "371"; };
	policies: ( { name = "vpn"; tries = 3; } );
EOF
engine_start
radius_start
kannel_start
make_certificates
smtpd starttls
pretend spare
courier_conf <<-EOF
	sms = (
		$(kannel_gateway),
		{ name = "spare"; url = "$url/"; query = { t = "{text}"; }; }
	);
	email = ( { name = "relay"; url = "smtp://localhost:$mail_port";
		from = "login@example.org"; ca = "$tmp/ca.pem"; } );
EOF
courier_start

account anna "$P"
account janis "$P" --language lv
account eva "$P"
must phone add anna +37120000001 --confirmed
must phone add janis +37120000002 --confirmed
must email add eva eva@example.org --confirmed

say anna "$P"
is "$verdict $prompt" "challenge Code from the SMS to +371....0001: " \
    "the prompt says where the code went"
code=$(sent +37120000001)
like "$(sms | tail -n 1)" "4242 +37120000001 text $code is your code for *" \
    "the telephone shows the code first"
answer "$code"
is "$verdict" accept "and it opens the door"
first_code=$code
must why anna
like "$ctl" "*SMS to +371....0001 at *: kannel took it*(HTTP 202: 0: Accepted \
for delivery)*" "why tells who took the message"

say janis "$P"
code=$(sent +37120000002)
like "$(arrived +37120000002)" "*$code ir jūsu kods*" \
    "Latvian letters arrive as such"
answer "$code"
is "$verdict" accept "with their code ($code)"
must phone add janis +37120000003 --confirmed
is_told +37120000002 "Konta janis kodi turpmāk tiek sūtīti uz +371....0003. \
Ja tas nebijāt jūs, zvaniet palīdzības dienestam.$" \
    "and long texts whole, in parts"
is "$(sms | grep -c '+37120000002 udh ')" 2 "of which there are two"

say eva "$P"
answer "$(sent eva@example.org)"
is "$verdict" accept "a code by e-mail opens it, too"

# ---- the gateway dies in the middle

smsbox_stop
say anna "$P"
in_spare() {
	[ "$(asked spare)" -ge 1 ]
}
until_true 10 in_spare
code=$(tail -n 1 "$tmp/spare.log" | jq -r .path |
    grep -oE '[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{3}')
answer "$code"
is "$verdict" accept "Kannel is down: the spare gateway sends it"

# ---- both hang: nobody else notices

token 12-3456789 "$(seed 1)" --factor hotp --account eva
must email remove eva eva@example.org
manner spare hang
for i in $(seq 1 5); do
	account "many$i" "$P"
	must phone add "many$i" "+3712000010$i" --confirmed
	say "many$i" "$P"
done
begun=$(milliseconds)
for i in $(seq 0 19); do
	login eva "$P" "$(hotp "$(seed 1)" "$i")"
	[ "$verdict" = accept ] || not_ok "login $i while the gateway hangs"
done
took=$(($(milliseconds) - begun))
[ $took -lt 4000 ] && ok "20 logins while gateways hang: $took ms" ||
    not_ok "20 logins took $took ms"

# ---- what is kept of a code

compact=$(echo "$first_code" | tr -d -)
engine_stop
found=$(grep -rlaiE "$first_code|$compact" "$tmp/state" "$tmp/notes" \
    "$tmp/engine.log" "$tmp/engine.old" "$tmp/courier.log" 2>/dev/null)
is "$found" "" "no code is in the database, its log, the notes or the logs"
finish
