# shellcheck shell=sh
#
# What the login tests share: a private FreeRADIUS with the built module, an
# engine, packets on loopback.  Sourced, not run:
#
#	. "$(dirname "$0")/lib.sh"
#	raddb_make
#	engine_conf </dev/null
#	engine_start
#	radius_start
#	account demo 'a password'
#	token 12-3456789 "$(seed 1)" --factor hotp --account demo
#	login demo 'a password' "$(hotp "$(seed 1)" 0)"
#	is "$verdict" accept "password and code let in"
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
tmp=
trap 'rm -rf "${tmp:-/nonexistent}"' EXIT # at_end, as soon as it is known
trap 'exit 130' INT
trap 'exit 143' TERM HUP
tmp=$(mktemp -d "${TMPDIR:-/tmp}/multifactor.XXXXXX") || exit 2
raddb=$tmp/raddb
radius_log=$tmp/radius.log
secret=testing123
pids=
cut_at_end=
clock=0
nas_address=127.0.0.1
station=198.51.100.7
options=
passed=0
failed=0

faketime=$(find /usr/lib -name libfaketime.so.1 2>/dev/null | head -n 1)

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

# end PID ...: asks each to end, and waits; one that does not has a defect.
end() {
	for p in "$@"; do
		kill -CONT "$p" 2>/dev/null
		kill "$p" 2>/dev/null
	done
	for p in "$@"; do
		until_true 30 has_ended "$p" || hangs "$p"
		wait "$p" 2>/dev/null
	done
}

has_ended() {
	! kill -0 "$1" 2>/dev/null
}

hangs() {
	echo "not ok - $(tr '\0' ' ' <"/proc/$1/cmdline")ends when told to"
	failed=$((failed + 1))
	kill -KILL "$1"
}

stop() {
	end "$1"
	pids=$(echo " $pids " | sed "s/ $1 / /")
}

# As a power cut does it: nothing is said, nothing is finished.
cut_off() {
	kill -KILL "$1" 2>/dev/null
	wait "$1" 2>/dev/null
	pids=$(echo " $pids " | sed "s/ $1 / /")
}

at_end() {
	status=$?
	trap - EXIT
	trap '' INT TERM HUP
	for p in $cut_at_end; do
		cut_off "$p"
	done
	before=$failed
	# shellcheck disable=SC2086
	end $pids
	[ "$failed" = "$before" ] || status=1
	if [ "${KEEP:-}" ]; then
		echo "# left: $tmp"
	else
		rm -rf "$tmp"
	fi
	exit $status
}
trap at_end EXIT

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

# ---- FreeRADIUS: the machine's, or as packaging/setup.sh unpacks it

unpacked=$top/build/freeradius/usr
PATH=$PATH:/usr/sbin:/usr/local/sbin

find_program() {
	for p in "$@"; do
		command -v "$p" && return
	done
	return 1
}

# Nothing of one to the other: they may be of two versions.  A script that was
# started by another one finds the unpacked one in PATH.
radius_dirs='/usr /usr/local'
case $(find_program freeradius radiusd) in
'' | "$unpacked"/*)
	PATH=$PATH:$unpacked/sbin:$unpacked/bin
	export LD_LIBRARY_PATH="$unpacked/lib/freeradius"
	radius_dirs=$unpacked
	;;
esac
radiusd=$(find_program freeradius radiusd) &&
	radclient=$(find_program radclient) ||
	bail "there is no FreeRADIUS, or no radclient: packaging/setup.sh radius"
libdirs=$BUILD
dictdir=
for d in $radius_dirs; do
	for lib in "$d/lib/freeradius" "$d/lib64/freeradius" "$d/lib"; do
		[ -e "$lib/rlm_always.so" ] && libdirs=$libdirs:$lib
	done
	[ -r "$d/share/freeradius/dictionary" ] &&
		dictdir=${dictdir:-$d/share/freeradius}
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

# client NAME ADDRESS [LINE ...]: another NAS; ask it by nas_address=ADDRESS
client() {
	printf 'client %s {\n\tipaddr = %s\n\tsecret = %s\n' "$1" "$2" \
	    "$secret"
	shift 2
	printf '\t%s\n' "$@" 'virtual_server = vpn' |
	    awk '/virtual_server/ && seen++ { next } { print }'
	echo '}'
} >>"$raddb/clients.conf"

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

# A second server beside the first, on port $twin, before the same engine: what
# was sent to the first is not answered from its own memory.
radius_twin() {
	twin=$(free_port)
	cp -r "$raddb" "$tmp/twin"
	sed -i "s,$raddb,$tmp/twin,g; s,$tmp/run/radiusd.pid,$tmp/run/twin.pid,
	    s,$radius_log,$tmp/twin.log," "$tmp/twin/radiusd.conf"
	sed -i "s/port = $port/port = $twin/" "$tmp/twin/sites-enabled/listen"
	"$radiusd" -f -l "$tmp/twin.log" -d "$tmp/twin" -D "$dictdir" \
	    >>"$tmp/radius.out" 2>&1 &
	pids="$pids $!"
	until_true 10 grep -qs 'Ready to process' "$tmp/twin.log" ||
	    bail "a second FreeRADIUS starts"
}

# ---- the engine

engine_listens() {
	[ -S "$tmp/run/login" ]
}

engine_is_ready_or_dead() {
	grep -q event=engine-ready "$tmp/engine.log" || ! kill -0 "$engine_pid" \
	    2>/dev/null
}

# The beginning of a configuration: where all is, in folders that are there.
engine_places() {
	mkdir -p "$tmp/state" "$tmp/notes" "$tmp/run"
	cat <<-EOF
		state = "$tmp/state";
		notes = "$tmp/notes";
		keyring = "$tmp/keyring";
		sockets: {
			login: { path = "$tmp/run/login"; group = ""; };
			helpdesk: { path = "$tmp/run/helpdesk"; group = ""; };
			admin: { path = "$tmp/run/admin"; group = ""; };
			courier: { path = "$tmp/run/courier"; group = ""; };
		};
	EOF
}

# Everything but what the story is about, from standard input: policies.
# Hashes are as cheap as they may be.
engine_conf() {
	{
		engine_places
		cat <<-EOF
			log: { level = "debug"; };
			store: { reserve_mib = 1; };
			password: {
				argon2_kib = ${ARGON2_KIB:-7168};
				argon2_passes = ${ARGON2_PASSES:-1};
				hash_queue = 64;
			};
		EOF
		cat
	} >"$tmp/multifactord.conf.new"
	mv "$tmp/multifactord.conf.new" "$tmp/multifactord.conf"
}

engine_clock() {
	[ "$clock" -eq 0 ] || printf 'env LD_PRELOAD=%s FAKETIME=%+d %s\n' \
	    "$faketime" "$clock" FAKETIME_DONT_FAKE_MONOTONIC=1
}

# engine_does OPTION ...: what it does instead of running, at the same time of
# day; the status is its own
engine_does() {
	# shellcheck disable=SC2046
	$(engine_clock) "$BUILD/multifactord" -c "$tmp/multifactord.conf" "$@" \
	    >"$tmp/engine.said" 2>&1
}

# Runs it on $tmp/multifactord.conf, its clock $clock seconds ahead, until it is
# ready or has given up; $tmp/engine.log is the log of this run.
engine_spawn() {
	rm -f "$tmp/run/login"
	[ ! -e "$tmp/engine.log" ] || cat "$tmp/engine.log" >>"$tmp/engine.old"
	: >"$tmp/engine.log"
	engine_shim=$(engine_clock)
	# shellcheck disable=SC2086
	$engine_shim $ENGINE "$tmp/multifactord.conf" >>"$tmp/engine.log" 2>&1 &
	engine_pid=$!
	pids="$pids $engine_pid"
	until_true 10 engine_is_ready_or_dead
}

engine_start() {
	engine_spawn
	grep -q event=engine-ready "$tmp/engine.log" && return
	sed 's/^/# /' "$tmp/engine.log"
	bail "the engine starts"
}

engine_stop() {
	stop "$engine_pid"
}

engine_kill() {
	cut_off "$engine_pid"
}

# The engine starts again, this many seconds later than it was.  The tests'
# clock goes with it: codes are those of that time.
later() {
	clock=$((clock + $1))
	engine_stop
	engine_start
}

# many_begin N WHO PASSWORD [CODE ...]: so many dialogues wait, a line each of
# their State, and what CODE prints in each, in $tmp/many
many_begin() {
	many=$1 many_who=$2 many_password=$3
	shift 3
	while [ "$many" -gt 0 ]; do
		many=$((many - 1))
		say "$many_who" "$many_password"
		echo "$state ${1:+$("$@")}"
	done >"$tmp/many"
}

# crowd COMMAND ...: for each line of standard input, all at once, the command
# with the words of the line; then what they printed.
crowd() {
	crowd_jobs=
	crowd_n=0
	rm -f "$tmp"/crowd.*
	while read -r crowd_line; do
		crowd_n=$((crowd_n + 1))
		# shellcheck disable=SC2086
		"$@" $crowd_line >"$tmp/crowd.$crowd_n" 2>&1 &
		crowd_jobs="$crowd_jobs $!"
	done
	# shellcheck disable=SC2086
	wait $crowd_jobs
	cat "$tmp"/crowd.*
}

# For crowds: the verdict on CODE in the dialogue of STATE ...
answer_in() { # answer_in STATE [CODE ...]
	state=$1
	shift
	answer "${*:-$code}"
	echo "$verdict"
}

# ... and how COMMAND exits.
exit_of() {
	"$@" >/dev/null 2>&1
	echo $?
}

# To the beginning of the next time step: no test straddles two, no code was
# used before.
next_step() {
	later $((${1:-30} - $(now) % ${1:-30}))
}

now() {
	echo $(($(date +%s) + clock))
}

reloads() {
	grep 'event=\(reloaded\|not-reloaded\)' "$tmp/engine.log"
}

has_reloaded() {
	[ "$(reloads | wc -l)" -gt "$1" ]
}

engine_reload() {
	engine_reread
	reloads | tail -n 1 | grep -q event=reloaded && return
	sed 's/^/# /' "$tmp/engine.log" | tail -n 3
	bail "the configuration is right"
}

engine_reread() {
	reloads_before=$(reloads | wc -l)
	kill -HUP "$engine_pid"
	until_true 5 has_reloaded "$reloads_before" ||
	    bail "the engine takes its configuration in"
}

# ---- people at mfctl

# ctl ARGUMENT ...: $ctl is what it says, the status its own.
ctl() {
	ctl=$("$BUILD/mfctl" --yes --socket "$tmp/run/admin" "$@" 2>&1)
}

helpdesk() {
	ctl=$("$BUILD/mfctl" --yes --socket "$tmp/run/helpdesk" "$@" 2>&1)
}

# It must succeed: what a story is built on.
must() {
	ctl "$@" || bail "mfctl $*: $ctl"
}

# account NAME PASSWORD [OPTION ...]
account() {
	account_name=$1
	printf '%s\n' "$2" >"$tmp/password"
	shift 2
	must account add "$account_name" --password-file "$tmp/password" "$@"
}

new_password() {
	printf '%s\n' "$2" >"$tmp/password"
	must account password "$1" --password-file "$tmp/password"
}

# token SERIAL SEED [OPTION ...]: the seed in hexadecimal
token() {
	token_serial=$1
	printf '%s\n' "$2" >"$tmp/seed"
	shift 2
	must token add "$token_serial" --secret hex --secret-file "$tmp/seed" \
	    "$@"
}

# hotp SEED COUNTER [DIGITS [HASH]]; a TOTP that counts seconds is a HOTP
hotp() {
	oathtool --totp="${4:-sha1}" --digits="${3:-6}" --time-step-size=1s \
	    --start-time='1970-01-01 00:00:00 UTC' --now="@$2" "$1"
}

# totp SEED [STEPS [DIGITS [HASH [SECONDS]]]]: so many steps from now
totp() {
	hotp "$1" $(($(now) / ${5:-30} + ${2:-0})) "${3:-6}" "${4:-sha1}"
}

# Seeds that differ, and have nothing to them.
seed() {
	printf '%040x' "$((1000000007 * $1))"
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

# ---- logins

# ask NAME=VALUE ...: one packet from $nas_address with $options; then
#	$verdict	accept, challenge, reject, none
#	$prompt, $reference	what came with it
#	$state		the last one that came, in whatever reply
#	$attributes	the reply without State, prompt and signature
ask() {
	# shellcheck disable=SC2086
	raw -a "$nas_address" $options "$port" "$@"
	case $raw in
	code=2\ *) verdict=accept ;;
	code=3\ *) verdict=reject ;;
	code=11\ *) verdict=challenge ;;
	*) verdict=none ;;
	esac
	prompt=$(echo "$raw" | sed -n 's/.* prompt="\(.*\)".*/\1/p')
	case $raw in
	*' state='*)
		state=$(echo "$raw" | sed 's/.* state=\(0x[0-9a-f]*\).*/\1/')
		;;
	esac
	reference=$(echo "$prompt" |
	    sed -n 's/.*\([0-9A-Z]\{4\}-[0-9A-Z]\{4\}\).*/\1/p')
	attributes=$(echo "$raw" | sed 's/ prompt=".*"//; s/ state=0x[0-9a-f]*//
	    s/ ma=first$//')
	case $raw in
	*' ma=first' | 'no reply') ;;
	*) not_ok "Message-Authenticator is first in every reply ($raw)" ;;
	esac
}

# say USER PASSWORD [NAME=VALUE ...]: the first packet of a login
say() {
	user=$1
	say_password=$2
	state=
	shift 2
	ask "user=$user" "password=$say_password" ${station:+"station=$station"} "$@"
}

# answer CODE [NAME=VALUE ...]: the next one, to the last challenge
answer() {
	typed=$1
	shift
	ask "user=$user" "password=$typed" "state=$state" \
	    ${station:+"station=$station"} "$@"
}

# login USER PASSWORD CODE ...: all of it, while it is asked for more
login() {
	say "$1" "$2"
	shift 2
	for typed_next in "$@"; do
		[ "$verdict" = challenge ] || break
		answer "$typed_next"
	done
}

# What a repeat, or two refusals, must have in common: all but State and the
# reference.
face() {
	echo "$attributes prompt=\"$prompt\"" | sed "s/${reference:-^$}/REF/"
}

# Logins that were decided, by the audit: audited USER EVENT REASON
audited() {
	must --json audit --account "$1" --event "$2" --limit 1000
	echo "$ctl" | grep -c "reason=$3 "
}
