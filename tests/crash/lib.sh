# shellcheck shell=sh
#
# What the crash tests share, beyond tests/login/lib.sh: a configuration whose
# first factor is taken as verified, so that the second one can be tried as
# fast as the engine goes, and people by the thousand.  Sourced, not run.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/../login/lib.sh"
# shellcheck disable=SC2034,SC2154

ledger=$BUILD/crash/ledger
stock=$BUILD/crash/stock
state=$tmp/state
# shellcheck disable=SC2034  # it is for the scripts
notes=$tmp/notes
socket=$tmp/run/login
SEED=${SEED:-$(date +%s)}

# crash_conf [SETTING ...]: lines of multifactord.conf
crash_conf() {
	{
		engine_places
		printf '%s\n' "$@"
		cat <<-EOF
			policies: (
				{
					name = "append";
					match: { service = [ "append" ]; };
					first = "radius";
					verifiers = [ "ledger" ];
					mode = "append-separator";
				},
				{
					name = "again";
					match: { service = [ "again" ]; };
					first = "radius";
					verifiers = [ "ledger" ];
					mode = "append-separator";
					append_repeat = true;
				},
				{
					name = "code";
					first = "radius";
					verifiers = [ "ledger" ];
					tries = ${TRIES:-3};
				}
			);
		EOF
	} >"$tmp/multifactord.conf"
}

# No lock comes in the way of what is tried.
# shellcheck disable=SC2034
wide='lockout: { soft = 100; device = 500; month = 1000; year = 5000; };'

# people NAME N [hotp|totp]: $tmp/NAME/people.csv
people() {
	mkdir -p "$tmp/$1"
	"$BUILD/bench/mktokens" -p "$1" -t "${3:-hotp}" "$2" "$tmp/$1" ||
	    bail "mktokens"
}

# crash_stock NAME ...: a new database with these people
crash_stock() {
	engine_start
	engine_stop
	for p in "$@"; do
		"$stock" "$state/multifactor.db" "$tmp/keyring" \
		    "$tmp/$p/people.csv" || bail "people are put in"
	done
}

# play SCENE NAME [OPTION ...] [-- ENGINE ...]: its results count here
play() {
	play_scene=$1
	play_people=$tmp/$2/people.csv
	shift 2
	play_options=
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		play_options="$play_options $1"
		shift
	done
	[ $# -eq 0 ] || shift
	# shellcheck disable=SC2086
	"$ledger" -x "$SEED" -s "$socket" $play_options "$play_scene" \
	    "$play_people" "$@" >"$tmp/play" 2>&1
	grep -v '^[0-9]* passed' "$tmp/play"
	play_passed=$(sed -n 's/^\([0-9]*\) passed.*/\1/p' "$tmp/play")
	play_failed=$(sed -n 's/.*passed, \([0-9]*\) failed/\1/p' "$tmp/play")
	passed=$((passed + ${play_passed:-0}))
	failed=$((failed + ${play_failed:-1}))
	play=$(cat "$tmp/play")
}

# told WORD: a figure of the scene "load"
told() {
	echo "$play" | sed -n "s/.*\\b$1=\\([-0-9.]*\\).*/\\1/p"
}

# db SQL: of the stopped engine's database
db() {
	sqlite3 "file:$state/multifactor.db?mode=ro" "$1"
}

# The stopped engine's database is whole, and so is its audit.
whole() {
	is "$(db 'PRAGMA integrity_check')" ok "${1:-the database is whole}"
	if verified=$("$stock" -v "$state/multifactor.db" "$tmp/keyring"); then
		ok "the audit's chain holds ($verified)"
	else
		not_ok "the audit's chain holds ($verified)"
	fi
}

# What the loud scenes would leave in a log is not kept.
crash_begin() {
	echo "# seed $SEED"
	: >"$tmp/engine.log"
}
