# mfcourier and a simulated gateway beside the stack, for the bench.  Sourced
# by bench.sh; stack.sh starts engine and FreeRADIUS.

# shellcheck shell=sh disable=SC2034,SC2154

gateway_pid='' courier_pid=''

# Whether everything is there; says what is missing.
courier_available() {
	for f in "$O/mfcourier" "$O/bench/gateway"; do
		[ -e "$f" ] && continue
		say "  no $f: left out"
		return 1
	done
}

courier_conf() { # FOLDER PORT
	cat <<-CONF
		engine = "$1/run/courier";
		sms = ( {
		  name = "bench"; url = "http://127.0.0.1:$2/send";
		  json = "{\"to\":\"{to}\",\"text\":\"{text}\"}";
		  ok = "accepted"; parallel = 64; timeout = 1;
		} );
	CONF
}

# courier_start FOLDER GATEWAY_ARGUMENT: a gateway, and mfcourier between it
# and the engine of FOLDER, which runs.
courier_start() {
	: > "$1/gateway.out"
	: > "$1/courier.log"
	# shellcheck disable=SC2086,SC2154
	$aside "$O/bench/gateway" "$2" > "$1/gateway.out" &
	gateway_pid=$!
	until [ -s "$1/gateway.out" ]; do
		kill -0 "$gateway_pid" || exit 1
		sleep 0.005
	done
	courier_conf "$1" "$(head -n 1 "$1/gateway.out")" \
	    > "$1/mfcourier.conf"
	"$O/mfcourier" -c "$1/mfcourier.conf" 2> "$1/courier.log" &
	courier_pid=$!
	server_wait "$courier_pid" "$1/courier.log" engine-reached || {
		cat "$1/courier.log" >&2
		exit 1
	}
}

courier_stop() {
	for pid in $courier_pid $gateway_pid; do
		kill "$pid" 2> /dev/null || :
		wait "$pid" 2> /dev/null || :
	done
	courier_pid='' gateway_pid=''
}
