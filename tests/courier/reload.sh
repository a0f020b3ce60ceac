#!/bin/bash
# mfcourier takes a changed configuration in while it sends: at SIGHUP, all of
# it or nothing, and no message is lost or sent again for it.

# shellcheck disable=SC2034  # gateways() finds its words by name
# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

engine_conf </dev/null
engine_start

reloads_of() {
	grep -c "event=\\(not-\\)\\?reloaded" "$tmp/courier.log"
}

has_reread() {
	[ "$(reloads_of)" -gt "$1" ] || ! kill -0 "$courier_pid" 2>/dev/null
}

# reread: $reread is how that went, with what was told before
reread() {
	told=$(wc -l <"$tmp/courier.log")
	before=$(reloads_of)
	kill -HUP "$courier_pid"
	until_true 5 has_reread "$before"
	reread=$(tail -n +$((told + 1)) "$tmp/courier.log" |
	    grep 'event=\(configuration\|reloaded\|not-reloaded\)')
}

posted=

# post NUMBER [OPTION ...]: one message, which is not waited for
post() {
	"$BUILD/mfctl" --socket "$tmp/run/admin" gateway test sms "$@" \
	    >"$tmp/said.$1" 2>&1 &
	posted="$posted $!"
	pids="$pids $!"
}

posts_end() {
	for p in $posted; do
		wait "$p"
	done
	posted=
}

requests() { # requests NAME NUMBER
	jq -r .path "$tmp/$1.log" | grep -c "$2"
}

was_asked() {
	[ "$(requests "$1" "$2")" -ge 1 ]
}

gateway_is() { # gateway_is NAME WORDS
	ctl --json status
	case $(echo "$ctl" | jq -r "select(.name == \"gateway.$1\") | tostring") in
	*" through $1 "*"$2"*) return 0 ;;
	*) return 1 ;;
	esac
}

# ---- a password changes at Kannel, and then here, while messages are sent

kannel_start
credentials kannel.secret mfa:s3cret
courier_conf <<-EOF
	sms = ( {
		name = "kannel"; type = "kannel"; url = "$sms_url";
		credentials = "$tmp/kannel.secret";
	} );
EOF
courier_start

for i in $(seq 100 159); do
	post "+37120000$i"
	case $i in
	120)
		kannel_password fresh
		;;
	140)
		credentials kannel.secret mfa:fresh
		reread
		;;
	esac
	sleep 0.05
done
like "$reread" "*event=reloaded gateways=1 unchanged=0" \
    "the new password is taken in"
posts_end
all_came() {
	[ "$(sms | grep -o '+37120000[0-9]*' | sort -u | wc -l)" -eq 60 ]
}
until_true 20 all_came
is $? 0 "each of 60 messages came ($(sms | grep -c .))"
must --json outbox list --limit 100
is "$(echo "$ctl" | jq -r 'select(.id) | .status' | sort | uniq -c |
    tr -s ' ')" " 60 sent" "and was sent, for the engine as well"
grep 'event=try' "$tmp/courier.log" | grep 'outcome="sent"' |
    grep -o 'message=[0-9]*' | sort | uniq -d >"$tmp/twice"
is "$(cat "$tmp/twice")" "" "none was taken twice"
grep -q 'outcome="again"' "$tmp/courier.log"
is $? 0 "though some were refused meanwhile"
grep -q 's3cret\|fresh' "$tmp/courier.log"
is $? 1 "no password stands in the log"
stop "$courier_pid"

# ---- all of it or nothing

pretend first
first=$url
pretend second
second=$url
credentials secret me:word

# gateways NAME ...: each of them, with its settings in $NAME_set
gateways() {
	gateways=
	for name in "$@"; do
		set=${name}_set at=${name}
		gateways="$gateways${gateways:+,} { name = \"$name\";
			url = \"${!at}/\"; ok = \"accepted\"; timeout = 2;
			query = { to = \"{to}\"; p = \"{password}\"; };
			${!set:-credentials = \"$tmp/secret\";} }"
	done
	courier_conf <<-EOF
		sms = ( $gateways );
	EOF
}

gateways first
courier_start

# refuses WHAT PATTERN: the configuration as it is now
refuses() {
	reread
	like "$reread" "*event=configuration msg=\"$2*event=not-reloaded*" "$1"
}

first_set="timeout = 99; credentials = \"$tmp/secret\";"
gateways first
"$BUILD/mfcourier" -n -c "$tmp/mfcourier.conf" 2>"$tmp/said"
fault=$(head -n 1 "$tmp/said")
refuses "a setting that stands twice" "mfcourier.conf:*"
like "$reread" "*\"$fault\"*" "in the words of a start"
first_set="parallel = 99; credentials = \"$tmp/secret\";"
gateways first
"$BUILD/mfcourier" -n -c "$tmp/mfcourier.conf" 2>"$tmp/said"
fault=$(head -n 1 "$tmp/said")
like "$fault" "*sms.parallel*" "a value out of its range"
refuses "is refused" "$fault"
first_set=
gateways first
chmod 0444 "$tmp/secret"
refuses "credentials that others can read" "*chmod 0400"
credentials secret me:word
chmod 0666 "$tmp/mfcourier.conf"
refuses "a configuration that others can write" "*chmod go-w"
gateways first
sed -i 's|^engine = .*|engine = "/run/other";|; s|^sandbox = true|sandbox = no|
    s|^sandbox = false|sandbox = true|; s|^sandbox = no|sandbox = false|' \
    "$tmp/mfcourier.conf"
refuses "what a restart is needed for" \
    "mfcourier.conf: engine: it has changed*restart it*sandbox: it has"
if ! grep -q 'event=sandbox-\(files\|off\)' "$tmp/courier.log"; then
	# Where it was not when it began.
	beyond=$(mktemp -d "${TMPDIR:-/tmp}/multifactor.beyond.XXXXXX")
	cp -p "$tmp/secret" "$beyond/secret"
	: >"$beyond/ca.pem"
	first_set="credentials = \"$beyond/secret\";"
	gateways first
	refuses "credentials beyond the sandbox" "*denied*restart it"
	first_set="ca = \"$beyond/ca.pem\";"
	gateways first
	refuses "certificates beyond the sandbox" "*denied*restart it"
	rm -rf "$beyond"
fi
first_set=
gateways first
rm "$tmp/mfcourier.conf"
refuses "no configuration" "*No such file"
ctl gateway test sms +37120000201
is $? 0 "after all that it goes on as it was ($ctl)"
like "$(tail -n 1 "$tmp/first.log" | jq -r .path)" "*p=word" \
    "with the credentials that it had"

# ---- a gateway goes while it has a message

manner first slow
post +37120000202
until_true 5 was_asked first 20000202
gateways second
reread
like "$reread" "*event=reloaded gateways=1 unchanged=0" "it is taken out"
until_true 3 gateway_is second works
is $? 0 "the engine hears of the new one"
gateway_is first ""
is $? 1 "and of the old one no more"
posts_end
like "$(cat "$tmp/said.+37120000202")" "Gateway first took message*" \
    "the message ends where it began"
is "$(requests first 20000202) $(requests second 20000202)" "1 0" "once"
ctl gateway test sms +37120000203
like "$ctl" "Gateway second took*" "the next one goes to the new gateway"

manner second hang
post +37120000204
until_true 5 was_asked second 20000204
manner first ok
gateways first
reread
posts_end
like "$(cat "$tmp/said.+37120000204")" "Gateway first took message*" \
    "what the old one does not take goes to the new one"
is "$(requests second 20000204) $(requests first 20000204)" "1 1" \
    "each was asked once"

# ---- what has not changed keeps its pause

manner second ok
manner first hang
gateways first second
reread
for i in 1 2 3; do
	ctl gateway test sms "+3712000021$i"
done
gateway_is first "is left out"
is $? 0 "three failures: a pause"
asked_before=$(asked first)
manner first ok
second_set="parallel = 3; credentials = \"$tmp/secret\";"
gateways second first
reread
like "$reread" "*event=reloaded gateways=2 unchanged=1" \
    "another gateway changes, and their order"
gateway_is first "is left out"
is $? 0 "the pause goes on"
gateways first second
reread
ctl gateway test sms +37120000214
is "$? $(asked first)" "0 $asked_before" "and nothing is sent there"
first_set="parallel = 3; credentials = \"$tmp/secret\";"
gateways first second
reread
ctl gateway test sms +37120000215
is "$? $(asked first)" "0 $((asked_before + 1))" \
    "one that has changed is tried at once"

# ---- credentials of systemd

first_set='credentials = "lent";'
gateways first
"$BUILD/mfcourier" -n -c "$tmp/mfcourier.conf" >"$tmp/said" 2>&1
is $? 0 "a check does not need what systemd hands over at the start"
like "$(cat "$tmp/said")" "*lent is handed over by systemd at the start, and \
was not looked at.*is right: 1 gateway." "and says so"
refuses "a courier that was handed nothing" "*credentials: gateway first: lent*"
stop "$courier_pid"
mkdir "$tmp/lent"
credentials lent/lent me:lent
export CREDENTIALS_DIRECTORY="$tmp/lent"
courier_start
unset CREDENTIALS_DIRECTORY
first_set='credentials = "lent"; parallel = 3;'
gateways first
reread
like "$reread" "*event=reloaded*" "one that was reads it again"
ctl gateway test sms +37120000216
like "$(tail -n 1 "$tmp/first.log" | jq -r .path)" "*20000216*p=lent" \
    "and uses it"

# ---- a message waits for its next try

first_set=
gateways first second
reread

manner first down
manner second down
post +37120000220
waits_again() {
	[ "$(sqlite3 -readonly "$tmp/state/multifactor.db" "SELECT COUNT(*)
	    FROM outbox WHERE state = 0 AND attempts > 1")" = 1 ]
}
until_true 10 waits_again
manner first ok
credentials secret me:other
reread
posts_end
like "$(cat "$tmp/said.+37120000220")" "Gateway first took message*" \
    "a reload in a message's pause does not lose it"
like "$(tail -n 1 "$tmp/first.log" | jq -r .path)" "*20000220*p=other" \
    "and it goes out as the new configuration says"

# ---- again and again

for i in $(seq 300 399); do
	[ $((i % 10)) -ne 0 ] || post "+37120000$i"
	credentials secret "me:word$i"
	kill -HUP "$courier_pid"
	sleep 0.02
done
posts_end
reread
many=$(grep -c event=reloaded "$tmp/courier.log")
[ "$many" -gt 50 ] && ok "$many reloads" || not_ok "only $many reloads"
jq -r .path "$tmp/first.log" "$tmp/second.log" | grep -o '20000[3][0-9]*' |
    sort | uniq -c | awk '{ print $1 }' | sort | uniq -c | tr -s ' ' >"$tmp/each"
is "$(cat "$tmp/each")" " 10 1" "each message was sent once"
kill "$courier_pid"
wait "$courier_pid"
is $? 0 "it stops as ever"
finish
