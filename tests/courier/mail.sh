#!/bin/bash
# E-mail through a real mail server: STARTTLS, TLS, credentials, UTF-8.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

engine_conf </dev/null
engine_start
make_certificates
smtpd starttls mfa s3cret
starttls=$mail_port
smtpd tls
tls=$mail_port
smtpd plain
plain=$mail_port
credentials right mfa:s3cret
credentials wrong mfa:guess

# gateways NAME: one that is right, by STARTTLS, and others by name
from='from = "Pieteikšanās <login@example.org>";'
courier_conf <<-EOF
	email = (
		{ name = "starttls"; url = "smtp://localhost:$starttls"; $from
		  ca = "$tmp/ca.pem"; credentials = "$tmp/right"; },
		{ name = "tls"; url = "smtps://localhost:$tls"; $from
		  ca = "$tmp/ca.pem"; },
		{ name = "own"; url = "smtp://127.0.0.1:$plain"; $from
		  tls = "none"; },
		{ name = "stranger"; url = "smtp://localhost:$starttls"; $from
		  ca = "$tmp/other.pem"; credentials = "$tmp/right"; },
		{ name = "stranger-tls"; url = "smtps://localhost:$tls"; $from
		  ca = "$tmp/other.pem"; },
		{ name = "name"; url = "smtps://127.0.0.1:$tls"; $from
		  ca = "$tmp/ca.pem"; },
		{ name = "guesser"; url = "smtp://localhost:$starttls"; $from
		  ca = "$tmp/ca.pem"; credentials = "$tmp/wrong"; },
		{ name = "bare"; url = "smtp://localhost:$plain"; $from
		  ca = "$tmp/ca.pem"; }
	);
EOF
courier_start

ctl gateway test email anna@example.org --gateway starttls --language lv
is $? 0 "STARTTLS with credentials ($ctl)"
like "$ctl" "Gateway starttls took message *: 250 2.0.0 taken as 1." \
    "mfctl tells what the server said"
mail=$(cat "$tmp/mail-starttls/1")
like "$mail" "tls=True auth=True from=login@example.org to=*anna@example.org*" \
    "its envelope"
subject=$(/usr/bin/python3 - "$tmp/mail-starttls/1" <<'PY'
import email, email.policy, sys
with open(sys.argv[1], "rb") as f:
    f.readline()
    m = email.message_from_bytes(f.read(), policy=email.policy.default)
print(m["From"], m["To"], m["Subject"], m["Auto-Submitted"],
      m["MIME-Version"], m.get_content_type(), sep="|")
print(m["Message-ID"], m["Date"].datetime.timestamp() > 0)
print(m.get_content())
PY
)
like "$subject" "Pieteikšanās <login@example.org>|anna@example.org|\
Pieteikšanās pakalpojuma pārbaude|auto-generated|1.0|text/plain*" \
    "its headers, as a mail program reads them"
like "$subject" "*
<*@example.org> True*" "Message-ID and Date"
like "$subject" "*Jums nekas nav jādara.*" "its text"

ctl gateway test email anna@example.org --gateway tls
is $? 0 "TLS from the first byte ($ctl)"
ctl gateway test email anna@example.org --gateway own
is $? 0 "without TLS on this machine, where that is declared ($ctl)"

# fails NAME PATTERN WHAT: it is tried, and cancelled so that it ends
fails() {
	ctl_pid=
	"$BUILD/mfctl" --socket "$tmp/run/admin" gateway test email \
	    anna@example.org --gateway "$1" >"$tmp/said" 2>&1 &
	ctl_pid=$!
	until_true 15 tried_and_failed "$1" || not_ok "$3: no try"
	must --json outbox list --limit 1
	id=$(echo "$ctl" | head -n 1 | jq .id)
	result=$(echo "$ctl" | head -n 1 | jq -r .result)
	# shellcheck disable=SC2254
	case $result in
	$2) ok "$3 ($result)" ;;
	*) not_ok "$3 ($result)" ;;
	esac
	must outbox cancel "$id"
	wait "$ctl_pid"
	is $? 1 "$3: mfctl says so by its status"
}

tried_and_failed() {
	ctl --json outbox list --limit 1
	[ "$(echo "$ctl" | head -n 1 | jq -r '.gateway // ""')" = "$1" ]
}

fails stranger '*certificate*' "a certificate of an authority that is not ours"
fails stranger-tls '*certificate*' "the same by TLS"
fails name '*127.0.0.1*' "a certificate for another name"
fails guesser '*535*' "a wrong password"
fails bare '*' "a server without STARTTLS gets nothing"
is "$(find "$tmp/mail-starttls" "$tmp/mail-tls" "$tmp/mail-plain" \
    -type f | wc -l)" 3 "none of these got through"

ctl gateway test email nobody@example.org --gateway starttls
is $? 1 "an address that the server refuses"
like "$ctl" "*given-up, 1 try)*550*nobody of that name*" \
    "is given up at once, with the server's words"
touch "$tmp/mail-starttls/hang"
begun=$(milliseconds)
ctl gateway test email anna@example.org --gateway starttls
is $? 0 "a server that takes a mail and then hangs has taken it ($ctl)"
ctl gateway test email nobody@example.org --gateway starttls
like "$ctl" "*550*" "one that refuses it and then hangs has refused it"
[ $(($(milliseconds) - begun)) -lt 3000 ] ||
    not_ok "and nothing waits for it"

grep -q s3cret "$tmp/courier.log" "$tmp/engine.log"
is $? 1 "the password stands in no log"
finish
