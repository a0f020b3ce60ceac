#!/bin/bash
# What gateways do to one: slow, down, lying, huge, gone.  A simulated gateway
# does it on request; each message must get through the other one, or be tried
# until it is told that it was given up.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

engine_conf </dev/null
engine_start
make_certificates
pretend first
first=$url
pretend second
second=$url
pretend basic tls
basic=$url
credentials secret 'me:päss "word"&x'
credentials token 'tok-3n/=='
courier_conf <<-EOF
	sms = (
		{ name = "estonia"; url = "$first/ee"; prefixes = [ "+372" ];
		  query = { to = "{to}"; }; },
		{ name = "first"; url = "$first/send"; ok = "\"accepted\"";
		  form = { to = "{to}"; text = "{text}"; from = "{from}"; };
		  unicode = { coding = "2"; };
		  headers = ( "Idempotency-Key", "{id}" );
		  prefixes = [ "+371" ]; timeout = 1; },
		{ name = "second"; url = "$second/send?v=2"; method = "POST";
		  ok = "\"accepted\""; from = "Example";
		  auth = "bearer"; credentials = "$tmp/token";
		  json = "{\"to\": [\"{digits}\"], \"t\": \"{text}\", \"f\": \"{from}\"}";
		  prefixes = [ "+371" ]; timeout = 1; },
		{ name = "basic"; url = "$basic/{user}/{to}"; auth = "basic";
		  credentials = "$tmp/secret"; ca = "$tmp/ca.pem";
		  prefixes = [ "+999" ]; query = { t = "{text}"; }; },
		{ name = "teller"; url = "$first/"; credentials = "$tmp/secret";
		  query = { p = "{password}"; }; prefixes = [ "+999" ]; },
		{ name = "writer"; url = "$first/"; credentials = "$tmp/secret";
		  json = "{\"p\": \"{password}\"}"; prefixes = [ "+999" ]; },
		{ name = "stranger"; url = "$basic/"; ca = "$tmp/other.pem";
		  prefixes = [ "+999" ]; }
	);
EOF
courier_start

last() {
	tail -n 1 "$tmp/$1.log" | jq -r "$2"
}

send() {
	ctl gateway test sms "$@"
}

# ---- what a request looks like

send +37120000000
is $? 0 "the first of the list takes it ($ctl)"
is "$(last first .method) $(last first .path)" "POST /send" "method and path"
is "$(last first .body)" "to=%2B37120000000&text=This%20is%20a%20test%20of%20\
the%20login%20service.%20You%20need%20not%20do%20anything." \
    "a form, escaped, without what is empty"
key=$(last first '.headers["idempotency-key"]')
is "${#key}" 32 "a header with the message's key"
send +37120000000 --language lv
is "$(last first .body)" "to=%2B37120000000&text=Pieteik%C5%A1an%C4%81s%20\
pakalpojuma%20p%C4%81rbaude.%20Jums%20nekas%20nav%20j%C4%81dara.&coding=2" \
    "a text that is not GSM's has its coding"
send +37120000000 --gateway second --language lv
is "$(last second .body | jq -c .)" '{"to":["37120000000"],"t":"Pieteikšanās '\
'pakalpojuma pārbaude. Jums nekas nav jādara.","f":"Example"}' "JSON"
is "$(last second '.headers.authorization')" "Bearer tok-3n/==" "a token"
is "$(last second .path)" "/send?v=2" "a URL with a query of its own"
send +37120000000 --language xx
like "$? $ctl" "2 *language xx is none of the EU's*" "no language that is none"
send +9991234567 --gateway basic
is "$(last basic .path)" "/me/%2B9991234567?t=This%20is%20a%20test%20of%20the\
%20login%20service.%20You%20need%20not%20do%20anything." "values in a URL"
is "$(last basic '.headers.authorization' | cut -d' ' -f2 | base64 -d)" \
    'me:päss "word"&x' "user and password, over TLS"
send +37250000000
is "$(last first .path)" "/ee?to=%2B37250000000" "a country's own gateway"
send +49301234567
is $? 1 "a country that no gateway is for"
like "$ctl" "*given-up*no gateway is there for it*" "is given up, and told"
ctl status
like "$ctl" "*1 message was given up in 24 hours: mfctl outbox*" \
    "status counts it"

# ---- what gateways do

# over MANNER WHAT: the first gateway does so, the second takes it
over() {
	manner first "$1"
	before=$(asked second)
	begun=$(milliseconds)
	send +37120000001
	sent=$?
	took=$(($(milliseconds) - begun))
	[ "$took" -lt 3000 ] || not_ok "$2: within 3 s ($took ms)"
	is "$sent $(asked second)" "0 $((before + 1))" "$2: the other one takes it"
	like "$ctl" "Gateway second took*" "$2: mfctl tells so"
	# It was left out after three in a row: one success lets it in again.
	manner first ok
	send +37120000002 --gateway first
}

over down "one that is down"
over error "one that says 200 and means no"
over refuse "one that refuses this message"
over redirect "one that sends elsewhere: nobody goes there"
over reset "one that hangs up"
over huge "one that answers 10 MB"
over hang "one that hangs"

manner first hang
before=$(asked second)
(send +37120000003) &
sender=$!
until_true 5 grep -q 20000003 "$tmp/first.log"
ctl --json outbox list --limit 1
must outbox cancel "$(echo "$ctl" | head -n 1 | jq .id)"
wait $sender
sleep 2 # longer than its time for an answer
is "$(asked second)" "$before" "what is cancelled meanwhile goes no further"
manner first ok
send +37120000002 --gateway first

is "$(jq -r .path "$tmp/first.log" | grep -c elsewhere)" 0 \
    "a redirect was not followed"

# ---- an answer that repeats the message

manner first echo
send +37120000000 --gateway first
like "$ctl" "Gateway first took*" "an answer that repeats the text"
for name in teller writer; do
	send +9991234567 --gateway $name
	like "$ctl" "Gateway $name took*accepted*\*\*\**" \
	    "an answer that repeats the password of $name"
	unlike "$ctl" '*word*' "shows none of it"
done
manner first ok

# ---- a certificate of somebody else

before=$(asked basic)
"$BUILD/mfctl" --socket "$tmp/run/admin" gateway test sms +9991234567 \
    --gateway stranger >"$tmp/said" 2>&1 &
test_pid=$!
has_failed() {
	ctl outbox list --limit 1
	case $ctl in *certificate*) return 0 ;; *) return 1 ;; esac
}
until_true 10 has_failed
is $? 0 "a certificate of another authority is told ($ctl)"
is "$(asked basic)" "$before" "and nothing was sent there"
ctl --json outbox list --limit 1
must outbox cancel "$(echo "$ctl" | head -n 1 | jq .id)"
wait $test_pid

# ---- the breaker

manner first hang
for i in 1 2 3; do
	send "+3712000001$i"
done
before=$(asked first)
begun=$(milliseconds)
for i in 1 2 3 4 5; do
	send "+3712000002$i"
done
took=$(($(milliseconds) - begun))
is "$(asked first)" "$before" "after three failures it is left out"
[ $took -lt 2000 ] && ok "and costs nothing ($took ms for five)" ||
    not_ok "it costs $took ms for five"
grep -q 'event=gateway-paused gateway="first"' "$tmp/courier.log"
is $? 0 "the log says so"
ctl --json status
like "$(echo "$ctl" | jq -r 'select(.name == "gateway.first") | .status')" \
    warning "status says so"
manner second refuse
(send +37120000031) &
sender=$!
until_true 5 grep -q 20000031 "$tmp/second.log"
manner first ok
until_true 15 grep -q 20000031 "$tmp/first.log"
is $? 0 "what the other one refuses waits for it"
manner second ok
wait $sender
back() {
	send +37120000030
	grep -q 'event=gateway-back gateway="first"' "$tmp/courier.log"
}
until_true 15 back
is $? 0 "after a pause it is tried, and is back"
ctl --json status
like "$(echo "$ctl" | jq -r 'select(.name == "gateway.first") | .status')" \
    ok "status says so"

# ---- both down: tried again, with longer and longer pauses

manner first down
manner second down
"$BUILD/mfctl" --socket "$tmp/run/admin" gateway test sms +37120000099 \
    >"$tmp/said" 2>&1 &
test_pid=$!
tried_twice() {
	[ "$(grep -c '20000099' "$tmp/first.log")" -ge 2 ]
}
until_true 15 tried_twice
is $? 0 "both down: it is tried again"
waits_for_its_moment() {
	due=$(sqlite3 -readonly "$tmp/state/multifactor.db" \
	    "SELECT due_ms % 200 FROM outbox WHERE state = 0 AND attempts > 0")
	[ -n "$due" ]
}
until_true 15 waits_for_its_moment
is "$due" 0 "at a moment that others share, and with them its commit"

# ---- both left out: nothing is written down over and over

both_rest() {
	ctl --json status
	[ "$(echo "$ctl" | jq -r 'select(.name == "gateway.first" or
	    .name == "gateway.second") | .status' | sort | uniq -c)" = \
	    "      2 warning" ]
}
until_true 20 both_rest || echo "# they do not rest" >&2
(send +37120000077) &
sender=$!
sleep 4
is "$(sqlite3 -readonly "$tmp/state/multifactor.db" "SELECT count(*) FROM audit
    WHERE detail LIKE '%left in peace%'")" 0 \
    "both left out: messages wait with mfcourier, not back and forth"
manner first ok
manner second ok
until_true 15 grep -q 20000077 "$tmp/first.log"
is $? 0 "and leaves as soon as one is back"
wait $sender
wait $test_pid
is $? 0 "until one takes it ($(cat "$tmp/said"))"
send +37120000000 --gateway none
like "$? $ctl" '1 *mfcourier said: *no gateway of that name*mfcourier.conf*' \
    "no gateway that is none"
must --json audit --event message --limit 20
like "$(echo "$ctl" | jq -r .event | sort -u | tr '\n' ' ')" \
    "*message.failed*message.sent*" "each result is in the audit"
grep -q 'päss\|3n/==' "$tmp/courier.log" "$tmp/engine.log"
is $? 1 "no password stands in a log"
grep -q '37120000' "$tmp/courier.log" "$tmp/engine.log"
is $? 1 "and no number"
finish
