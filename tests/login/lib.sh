# shellcheck shell=sh
#
# What the login tests share: a private FreeRADIUS with the built module, an
# engine, packets on loopback.  Sourced, not run:
#
#	. "$(dirname "$0")/lib.sh"
#	raddb_make
#	engine_start
#	radius_start
#	rad 'User-Name = demo' 'User-Password = hello'
#	like "$rad" 'Access-Challenge*Code*' "a token is asked for"
#	finish
#
# Everything lives in $tmp, a new folder; what was started is ended by its own
# pid, and $tmp removed, when the script ends, however it does.
#
# BUILD		the folder of the built programs (default: build)
# ENGINE	the command that runs the engine; $tmp/multifactord.conf follows
#		(default: $BUILD/multifactord -c)
# KEEP=1	leaves $tmp and says where it is

# shellcheck disable=SC2034  # most of it is for the scripts

set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=$(cd "$top" && cd "${BUILD:-build}" && pwd) || exit 2
if ! [ -x "$BUILD/tests/login/radcheck" ]; then
	echo "$BUILD/tests/login/radcheck is not there: run the tests by make" >&2
	exit 2
fi
ENGINE=${ENGINE:-"$BUILD/multifactord -c"}
radcheck=$BUILD/tests/login/radcheck
tmp=$(mktemp -d "${TMPDIR:-/tmp}/multifactor.XXXXXX") || exit 2
raddb=$tmp/raddb
radius_log=$tmp/radius.log
secret=testing123
pids=
passed=0
failed=0

# ---- results

ok() {
	passed=$((passed + 1))
	echo "ok - $*"
}

not_ok() {
	failed=$((failed + 1))
	echo "not ok - $*"
}

# is GOT WANTED WHAT
is() {
	if [ "$1" = "$2" ]; then
		ok "$3"
	else
		not_ok "$3 (got: $1; wanted: $2)"
	fi
}

# like GOT PATTERN WHAT; the pattern is the shell's
like() {
	# shellcheck disable=SC2254
	case $1 in
	$2) ok "$3" ;;
	*) not_ok "$3 (got: $1; wanted: $2)" ;;
	esac
}

# unlike GOT PATTERN WHAT
unlike() {
	# shellcheck disable=SC2254
	case $1 in
	$2) not_ok "$3 (got: $1)" ;;
	*) ok "$3" ;;
	esac
}

bail() {
	echo "not ok - $*"
	failed=$((failed + 1))
	exit 1
}

# The last line, and the exit status.
finish() {
	echo "$passed passed, $failed failed"
	[ "$failed" -eq 0 ]
	exit
}

# ---- what was started

stop() {
	kill -CONT "$1" 2>/dev/null
	kill "$1" 2>/dev/null
	wait "$1" 2>/dev/null
	pids=$(echo " $pids " | sed "s/ $1 / /")
}

at_end() {
	status=$?
	trap - EXIT
	for p in $pids; do
		kill -CONT "$p" 2>/dev/null
		kill "$p" 2>/dev/null
	done
	for p in $pids; do
		wait "$p" 2>/dev/null
	done
	if [ "${KEEP:-}" ]; then
		echo "# left: $tmp"
	else
		rm -rf "$tmp"
	fi
	exit $status
}
trap at_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# until_true SECONDS COMMAND ...: asks every 20 ms; false if it never is
until_true() {
	tries=$(($1 * 50))
	shift
	until "$@"; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || return 1
		sleep 0.02
	done
}

milliseconds() {
	echo $(($(date +%s%N) / 1000000))
}

# ---- FreeRADIUS

find_program() {
	for p in "$@"; do
		command -v "$p" && return
		for d in /usr/sbin /usr/local/sbin "$BUILD/root/usr/sbin" \
		    "$BUILD/root/usr/bin"; do
			[ -x "$d/$p" ] && echo "$d/$p" && return
		done
	done
	bail "$1 is neither in PATH nor under $BUILD"
}

radiusd=$(find_program freeradius radiusd) || exit 2
radclient=$(find_program radclient) || exit 2
libdirs=$BUILD
for d in "$BUILD/root/usr/lib/freeradius" /usr/lib/freeradius \
    /usr/lib64/freeradius /usr/local/lib; do
	[ -d "$d" ] && libdirs=$libdirs:$d
done
for d in "$BUILD/root/usr/share/freeradius" /usr/share/freeradius \
    /usr/local/share/freeradius; do
	[ -r "$d/dictionary" ] && dictdir=$d && break
done
snippets=$top/raddb-snippets

free_port() {
	"$radcheck" -p || bail "no free port"
}

# A whole configuration; scripts add to mods-enabled, sites-enabled, policy.d,
# clients.conf and module.conf (settings of the instance multifactor).
raddb_make() {
	mkdir -p "$raddb/mods-enabled" "$raddb/sites-enabled" \
	    "$raddb/policy.d" "$tmp/run"
	port=$(free_port)
	echo "\$INCLUDE $top/dictionaries/dictionary.multifactor" \
	    >"$raddb/dictionary"
	cat >"$raddb/radiusd.conf" <<-EOF
		name = radiusd
		raddbdir = $raddb
		logdir = $tmp
		run_dir = $tmp/run
		libdir = $libdirs
		pidfile = $tmp/run/radiusd.pid
		correct_escapes = true
		max_request_time = 30
		cleanup_delay = 5
		max_requests = 16384
		hostname_lookups = no
		proxy_requests = no
		log {
			destination = files
			file = $radius_log
			auth = yes
			msg_denied = "denied"
		}
		security {
			allow_core_dumps = no
			max_attributes = 200
			reject_delay = 0
			status_server = no
			allow_vulnerable_openssl = yes
		}
		\$INCLUDE clients.conf
		thread pool {
			start_servers = 8
			max_servers = 8
			min_spare_servers = 1
			max_spare_servers = 8
			max_queue_size = 65536
			max_requests_per_server = 0
			auto_limit_acct = no
		}
		modules {
			\$INCLUDE mods-enabled/
		}
		policy {
			\$INCLUDE policy.d/
		}
		\$INCLUDE sites-enabled/
	EOF
	cat >"$raddb/clients.conf" <<-EOF
		client localhost {
			ipaddr = 127.0.0.1
			secret = $secret
			shortname = nas
			virtual_server = vpn
		}
	EOF
	cat >"$raddb/sites-enabled/listen" <<-EOF
		listen {
			type = auth
			ipaddr = 127.0.0.1
			port = $port
		}
	EOF
	cat >"$raddb/mods-enabled/multifactor" <<-EOF
		multifactor {
			socket = $tmp/run/login
			\$INCLUDE ../module.conf
		}
	EOF
	: >"$raddb/module.conf"
	cat >"$raddb/mods-enabled/attr_filter" <<-EOF
		attr_filter attr_filter.access_reject {
			key = "%{User-Name}"
			filename = $raddb/access_reject
		}
	EOF
	# These two as FreeRADIUS comes with them.
	for rcode in reject fail ok handled invalid userlock notfound noop \
	    updated; do
		printf 'always %s {\n\trcode = %s\n}\n' $rcode $rcode
	done >"$raddb/mods-enabled/always"
	printf 'DEFAULT\n%s,\n%s,\n%s,\n%s,\n%s,\n%s,\n%s\n' \
	    '	EAP-Message =* ANY' '	State =* ANY' \
	    '	Message-Authenticator =* ANY' '	Error-Cause =* ANY' \
	    '	Reply-Message =* ANY' '	MS-CHAP-Error =* ANY' \
	    '	Proxy-State =* ANY' >"$raddb/access_reject"
	cp "$snippets/policy.d/multifactor" "$raddb/policy.d/"
	cp "$snippets/sites-available/vpn" "$raddb/sites-enabled/"
}

radius_check() {
	"$radiusd" -XC -d "$raddb" -D "$dictdir" >"$tmp/check.log" 2>&1
}

radius_is_ready() {
	grep -q 'Ready to process requests' "$radius_log" 2>/dev/null
}

radius_is_ready_or_dead() {
	radius_is_ready || ! kill -0 "$radius_pid" 2>/dev/null
}

# RADIUS_OPTIONS go to the server: -xx for a debug log.
radius_start() {
	: >"$radius_log"
	# shellcheck disable=SC2086
	"$radiusd" -f -l "$radius_log" -d "$raddb" -D "$dictdir" \
	    ${RADIUS_OPTIONS:-} >>"$tmp/radius.out" 2>&1 &
	radius_pid=$!
	pids="$pids $radius_pid"
	until_true 10 radius_is_ready_or_dead
	if ! radius_is_ready; then
		sed 's/^/# /' "$tmp/radius.out" "$radius_log" | tail -n 20
		bail "FreeRADIUS starts"
	fi
}

radius_stop() {
	stop "$radius_pid"
}

# ---- the engine

engine_listens() {
	[ -S "$tmp/run/login" ]
}

# Configuration: $tmp/multifactord.conf, whose socket is $tmp/run/login.
engine_start() {
	rm -f "$tmp/run/login"
	# shellcheck disable=SC2086
	$ENGINE "$tmp/multifactord.conf" >>"$tmp/engine.log" 2>&1 &
	engine_pid=$!
	pids="$pids $engine_pid"
	until_true 10 engine_listens || bail "the engine starts"
}

engine_stop() {
	stop "$engine_pid"
}

# The one who pretends: fake MANNER [ATTRIBUTE ...]; may be changed any time.
fake() {
	printf '%s\n' "$@" >"$tmp/manner.new"
	mv "$tmp/manner.new" "$tmp/manner"
}

fake_start() {
	rm -f "$tmp/run/login"
	: >>"$tmp/questions"
	"$BUILD/tests/login/fake_engine" "$tmp/run/login" "$tmp/manner" \
	    "$tmp/questions" &
	engine_pid=$!
	pids="$pids $engine_pid"
	until_true 5 engine_listens || bail "the fake engine starts"
}

# ---- packets

# rad 'Name = value' ...: sends an Access-Request with radclient; $rad is the
# reply on one line: "Access-Accept | Filter-Id = "x" | ...", or "no reply".
rad() {
	rad=$(for a in "$@" 'Message-Authenticator = 0x00'; do
		echo "$a"
	done | "$radclient" -x -r 1 -t "${RAD_TIMEOUT:-3}" \
	    -D "$dictdir" -d "$raddb" "127.0.0.1:$port" auth "$secret" 2>&1 |
	    awk '
		/^Received Access-/ { line = $2; got = 1; next }
		got && /^\t/ { sub(/^\t/, ""); line = line " | " $0 }
		END { print got ? line : "no reply" }')
}

# The State of the last reply of rad, for the next round: 0x...
rad_state() {
	echo "$rad" | sed -n 's/.*| State = \(0x[0-9a-f]*\).*/\1/p'
}

# raw ARGUMENT ...: the same byte for byte (see radcheck.c); $raw is its line.
raw() {
	raw=$("$radcheck" -t "${RAD_TIMEOUT_MS:-3000}" "$@" 2>&1)
}
