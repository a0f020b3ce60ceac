# A FreeRADIUS of the bench's own, alone: the ceilings.  Sourced by bench.sh.

# shellcheck shell=sh disable=SC2034,SC2154

server_pids=

# Waits for a line in a log; false when the process has ended or 10 s passed.
server_wait() { # PID LOG PATTERN
	for _ in $(seq 200); do
		grep -q "$3" "$2" 2> /dev/null && return 0
		kill -0 "$1" 2> /dev/null || return 1
		sleep 0.05
	done
	return 1
}

# server_start NAME START MAX MIN_SPARE MAX_SPARE: sets server_address.
server_start() {
	for _ in 1 2 3 4 5; do
		port=$(shuf -i 20000-29999 -n 1)
		raddb=$work/ceiling-$1
		rm -rf "$raddb"
		"$here/ceiling/raddb.sh" "$raddb" "$port" "$SECRET" \
		    "$2" "$3" "$4" "$5"
		"$FREERADIUS" -d "$raddb" -f > /dev/null 2>&1 &
		pid=$!
		if server_wait $pid "$raddb/radius.log" "Ready to process"; then
			server_pids="$server_pids $pid"
			server_address=127.0.0.1:$port
			return 0
		fi
		kill $pid 2> /dev/null || :
		wait $pid 2> /dev/null || :
	done
	echo "bench: FreeRADIUS does not start; see $raddb/radius.log." >&2
	exit 1
}

server_stop() {
	for pid in $server_pids; do
		kill "$pid" 2> /dev/null || :
		wait "$pid" 2> /dev/null || :
	done
	server_pids=
}
