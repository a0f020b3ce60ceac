# shellcheck shell=sh
#
# What the tests of mfctl and the engine share: a real engine in a new folder,
# the real mfctl on both of its control sockets.  Sourced, not run.
#
#	. "$(dirname "$0")/lib/engine.sh"
#	engine_start
#	says 0 'Account demo is there' admin account add demo
#	finish
#
# admin and desk run mfctl on one socket each; says runs a command and looks at
# its exit status and at what it printed.  BUILD is the folder of the programs.

# shellcheck disable=SC2034  # some of it is for the scripts

set -u

top=$(cd "$(dirname "$0")/../.." && pwd)
BUILD=$(cd "$top" && cd "${BUILD:-build}" && pwd) || exit 2
tmp=$(mktemp -d "${TMPDIR:-/tmp}/mfctl.XXXXXX") || exit 2
pids=
passed=0
failed=0
case $BUILD in # the leak sanitizer traces the engine, which it forbids
*/address) SANDBOX=false ;;
esac
out=$tmp/out

end() {
	for p in $pids; do
		kill -KILL "$p" 2>/dev/null
	done
	if [ -n "${KEEP:-}" ]; then
		echo "# kept: $tmp"
	else
		rm -rf "$tmp"
	fi
}
trap end EXIT
trap 'exit 130' INT TERM

ok() {
	passed=$((passed + 1))
	echo "ok - $*"
}

not_ok() {
	failed=$((failed + 1))
	echo "not ok - $*"
}

finish() {
	[ -z "$pids" ] || engine_stop
	echo "$passed passed, $failed failed"
	[ "$failed" = 0 ]
	exit
}

engine_conf() {
	mkdir -p "$tmp/state" "$tmp/notes"
	{
		cat <<-EOF2
			state = "$tmp/state";
			notes = "$tmp/notes";
			keyring = "$tmp/keyring";
			sockets: {
				login: { path = "$tmp/login"; group = ""; };
				helpdesk: { path = "$tmp/desk"; group = ""; };
				admin: { path = "$tmp/admin"; group = ""; };
				courier: { path = "$tmp/courier"; group = ""; };
			};
			sandbox = ${SANDBOX:-true};
			store: { reserve_mib = 1; };
			names: { country = "371"; };
			password: { argon2_kib = 7168; argon2_passes = 1; };
			policies: ( { name = "all"; } );
		EOF2
		cat
	} >"$tmp/multifactord.conf"
}

# Until it answers on its last socket; its log is $tmp/log.
engine_start() {
	[ -e "$tmp/multifactord.conf" ] || engine_conf </dev/null
	: >"$tmp/log"
	"$BUILD/multifactord" -c "$tmp/multifactord.conf" >"$tmp/log" 2>&1 &
	engine=$!
	pids=$engine
	tries=0
	until grep -q event=engine-ready "$tmp/log"; do
		tries=$((tries + 1))
		if [ $tries -gt 200 ] || ! kill -0 "$engine" 2>/dev/null; then
			sed 's/^/# /' "$tmp/log"
			not_ok "the engine starts"
			pids=
			finish
		fi
		sleep 0.05
	done
}

# It must end by itself, and well: a leak or a fault shows in its status.
engine_stop() {
	kill "$engine"
	wait "$engine"
	status=$?
	pids=
	[ $status = 0 ] && return
	sed 's/^/# /' "$tmp/log" | tail -n 40
	not_ok "the engine ended with status $status"
}

# As a power cut does it.
engine_kill() {
	kill -KILL "$engine"
	wait "$engine" 2>/dev/null
	pids=
}

admin() {
	"$BUILD/mfctl" -s "$tmp/admin" "$@"
}

desk() {
	"$BUILD/mfctl" -s "$tmp/desk" "$@"
}

# says STATUS TEXT COMMAND...: how it ends, and a part of what it prints.
says() {
	want=$1
	text=$2
	shift 2
	"$@" >"$out" 2>&1 </dev/null
	got=$?
	if [ "$got" = "$want" ] && grep -qF -e "$text" "$out"; then
		ok "$*: $text"
	else
		not_ok "$*: status $got, want $want and: $text"
		sed 's/^/# /' "$out" | head -n 20
	fi
}

# The same, with a line that it reads from standard input.
types() {
	line=$1
	want=$2
	text=$3
	shift 3
	printf '%s\n' "$line" | "$@" >"$out" 2>&1
	got=$?
	if [ "$got" = "$want" ] && grep -qF -e "$text" "$out"; then
		ok "$* (typed): $text"
	else
		not_ok "$* (typed): status $got, want $want and: $text"
		sed 's/^/# /' "$out" | head -n 20
	fi
}

# also TEXT: the command before printed that, too.
also() {
	if grep -qF -e "$1" "$out"; then
		ok "and: $1"
	else
		not_ok "it does not say: $1"
		sed 's/^/# /' "$out" | head -n 20
	fi
}

# hides TEXT COMMAND...: it does not print that.
hides() {
	text=$1
	shift
	"$@" >"$out" 2>&1 </dev/null
	if grep -qF -e "$text" "$out"; then
		not_ok "$*: it says $text"
		sed 's/^/# /' "$out" | head -n 20
	else
		ok "$*: nothing of $text"
	fi
}

is() {
	if [ "$1" = "$2" ]; then
		ok "$3"
	else
		not_ok "$3: \"$1\" instead of \"$2\""
	fi
}

rows() { # of a list or search, by the JSON that it prints
	admin --json "$@" | grep '"row"' | grep -vc '"row": "done"'
}
