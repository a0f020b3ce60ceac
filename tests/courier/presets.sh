#!/bin/bash
# The ready settings: what each provider is asked, as its interface wants it,
# and what each of its answers is taken for.  The providers are simulated.

# shellcheck source=tests/courier/lib.sh
. "$(dirname "$0")/lib.sh"

engine_conf </dev/null
engine_start
pretend provider
credentials secret me:s3cret
gateway() {
	echo "{ name = \"$1\"; type = \"$1\"; credentials = \"$tmp/secret\";
		from = \"Example\"; url = \"$url/{user}\"; }"
}
courier_conf <<-EOF
	sms = ( $(gateway kannel), $(gateway twilio), $(gateway vonage),
		$(gateway sinch), $(gateway 46elks) );
EOF
courier_start

last() {
	tail -n 1 "$tmp/provider.log" | jq -r "$1"
}

text="This%20is%20a%20test%20of%20the%20login%20service.%20You%20need%20not"
text="$text%20do%20anything."
basic="Basic $(printf me:s3cret | base64)"

# takes TYPE ANSWER: the message goes through
takes() {
	manner provider "say $2"
	ctl gateway test sms +37120000000 --gateway "$1"
	is $? 0 "$1 takes a message ($ctl)"
}

# not TYPE ANSWER STATE: it does not
refuses() {
	manner provider "say $2"
	"$BUILD/mfctl" --socket "$tmp/run/admin" gateway test sms \
	    +37120000000 --gateway "$1" >"$tmp/said" 2>&1 &
	test_pid=$!
	until_true 10 was_answered "$2" "$3"
	is $? 0 "$1: $2 is $3"
	[ "$3" = given-up ] || must outbox cancel "$id"
	wait $test_pid
}

was_answered() {
	ctl --json outbox list --limit 1
	id=$(echo "$ctl" | head -n 1 | jq .id)
	[ "$(echo "$ctl" | head -n 1 | jq -r .status)" = "$2" ] &&
	    echo "$ctl" | head -n 1 | jq -r .result | grep -q "HTTP ${1%% *}"
}

takes kannel '202 3: Queued for later delivery'
is "$(last .method) $(last .path)" "GET /me?username=me&password=s3cret&\
from=Example&to=%2B37120000000&text=$text&charset=UTF-8" "as Kannel wants it"
refuses kannel '403 Authorization failed' waiting

takes twilio '201 {"sid": "SM0123", "status": "queued"}'
is "$(last .path) $(last .body)" \
    "/me To=%2B37120000000&From=Example&Body=$text" "as Twilio wants it"
is "$(last .headers.authorization)" "$basic" "with its credentials"
refuses twilio '400 {"code": 21211, "message": "not a number"}' given-up
refuses twilio '200 {"code": 20003}' waiting

takes vonage '200 {"messages": [{"status": "0", "message-id": "1"}]}'
is "$(last .body | sed 's/ref=[0-9a-f]*/ref=KEY/')" \
    "api_key=me&api_secret=s3cret&from=Example&to=37120000000&text=$text&\
client-ref=KEY" "as Vonage wants it"
refuses vonage '200 {"messages": [{"status": "7"}]}' given-up
refuses vonage '200 {"messages": [{"status": "1"}]}' waiting

takes sinch '201 {"id": "01F", "to": ["37120000000"]}'
is "$(last .body | jq -c 'del(.client_reference)')" \
    '{"from":"Example","to":["+37120000000"],"body":"This is a test of the '\
'login service. You need not do anything."}' "as Sinch wants it"
is "$(last .headers.authorization)" "Bearer s3cret" "with its token"
refuses sinch '401 {"code": "unauthorized"}' waiting

takes 46elks '200 {"status": "created", "id": "s0123"}'
is "$(last .body)" "from=Example&to=%2B37120000000&message=$text" \
    "as 46elks wants it"
is "$(last .headers.authorization)" "$basic" "with its credentials"
refuses 46elks '403 Invalid from' waiting
finish
