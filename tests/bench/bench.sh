#!/bin/sh
# The bench: figures, not tests.  Each scene sets the engine beside a
# baseline measured in the same run, in turns (A B A B ...), and prints
# medians and ratios; absolute figures drift too much to be compared.
#
#   bench.sh [ceiling] [c64] [c1] [argon] [million] [import] [sms] [hang]
#                                                        (default: all)
#
#   ceiling  FreeRADIUS alone, two rounds, by thread pool
#   c64      64 logins in flight, 100,000 tokens, against the ceiling
#   c1       one login at a time: what the engine adds to each
#   argon    passwords hashed, while others type their codes; the share of what
#            libsodium alone hashes, and of that with its memory kept: whole,
#            and of the time that the others leave
#   million  1,000 tokens against 1,000,000: start, memory, logins
#   import   other people's logins while a million tokens are imported, and
#            searched
#   sms      codes sent through mfcourier to a simulated gateway
#   hang     other people's logins while that gateway hangs
#
# Environment: O (build folder), ROUNDS (3; 9 of hang), T (seconds a
# measurement, 5; 20 of hang), W (seconds of warm-up, 1), IMPORT (tokens,
# 1000000), OTHERS and SMS (logins a second of hang, 200 and 20), FREERADIUS
# (freeradius or radiusd).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
O=$(cd "${O:-$top/build}" && pwd)
# shellcheck disable=SC2034 # sending.sh uses them
HANG_ROUNDS=${ROUNDS:-9} HANG_T=${T:-20}
ROUNDS=${ROUNDS:-3} T=${T:-5} W=${W:-1} OTHERS=${OTHERS:-200} SMS=${SMS:-20}
IMPORT=${IMPORT:-1000000}
FREERADIUS=${FREERADIUS:-$(command -v freeradius || command -v radiusd || :)}
SECRET=benchsecret
work=$(mktemp -d)
engine=no background='' aside='' # a command before what runs beside

say() {
	echo "$*"
}

# shellcheck source=server.sh
. "$here/server.sh"
# shellcheck source=stack.sh
. "$here/stack.sh"
# shellcheck source=courier.sh
. "$here/courier.sh"
# shellcheck source=sending.sh
. "$here/sending.sh"

leave() {
	[ -z "$background" ] || kill "$background" 2> /dev/null || :
	courier_stop
	[ "$stack_up" = no ] || stack_stop || :
	server_stop
	rm -rf "$work"
}
trap leave EXIT
trap 'exit 1' INT TERM

# load NAME OPTIONS...: one measurement, kept under NAME; the command is shown
# the first time.
load() {
	name=$1
	shift
	[ -e "$work/$name.json" ] || say "  $ radload -S $SECRET $*"
	# shellcheck disable=SC2086
	$aside "$O/bench/radload" -j -S "$SECRET" "$@" >> "$work/$name.json" || {
		rc=$?
		[ $rc -ne 1 ] || touch "$work/breach"
		[ $rc -ne 2 ] || exit 2
	}
}

# spread NAME FILTER: median, least and greatest of the rounds.
spread() {
	jq -rs "map($2) | sort | [.[length / 2 | floor], .[0], .[-1]] | @tsv" \
	    "$work/$1.json"
}

median() {
	spread "$@" | cut -f 1
}

row() { # NAME TEXT
	rate=$(spread "$1" .logins_per_s)
	# shellcheck disable=SC2086
	printf '  %-36s %7.0f (%.0f..%.0f)  %7.2f %7.2f\n' "$2" $rate \
	    "$(us "$1" p50)" "$(us "$1" p99)"
}

us() { # NAME PERCENTILE, in ms
	median "$1" ".login_us.$2 / 1000"
}

heading() {
	printf '  %-36s %-23s  %s\n' "" "logins/s" "p50 ms  p99 ms"
}

share() { # NAME BASE TEXT
	awk -v a="$(median "$1" .logins_per_s)" -v b="$(median "$2" \
	    .logins_per_s)" -v t="$3" \
	    'BEGIN { printf "  %s: %.1f %%\n", t, 100 * a / b }'
}

# What became of the rest, over all rounds of a name.
faults() { # NAME TEXT
	jq -rs --arg name "$2" '
	    def sum(f): map(f) | add;
	    "  \($name): \(sum(.retransmits)) sent again, \(sum(.lost)) lost, "
	    + "\(sum(.rejected)) rejected, " + "\(sum(.refused)) bad codes "
	    + "refused, \(sum(.wrong_accepted + .replay_accepted)) accepted"
	    ' "$work/$1.json"
}

tokens() { # N: the folder of N tokens, made when first asked for
	dir=$work/tokens-$1
	if [ ! -d "$dir" ]; then
		mkdir "$dir"
		"$O/bench/mktokens" "$1" "$dir"
	fi
	echo "$dir"
}

ceilings() {
	server_start default 5 32 3 10
	pool_default=$server_address
	server_start threads32 32 32 1 32
	pool_32=$server_address
}

scene_ceiling() {
	say "ceiling: FreeRADIUS alone, two rounds, 64 in flight"
	ceilings
	server_start threads2 2 2 1 2
	pool_2=$server_address
	for _ in $(seq "$ROUNDS"); do
		load top-default -1 -c 64 -t "$T" -w "$W" "$pool_default"
		load top-32 -1 -c 64 -t "$T" -w "$W" "$pool_32"
		load top-2 -1 -c 64 -t "$T" -w "$W" "$pool_2"
	done
	heading
	row top-default "default pool (5, up to 32 threads)"
	row top-32 "32 threads"
	row top-2 "2 threads"
	server_stop
}

# compare FLIGHT: the ceiling and the engine in turns; rows of both.
compare() {
	base=base-$1 ours=ours-$1
	ceilings
	if [ "$engine" = yes ]; then
		dir=$(tokens 100000)
		[ -d "$work/db" ] || stack_prepare "$work/db" "$dir" 0
		stack_start "$work/db"
	fi
	for _ in $(seq "$ROUNDS"); do
		load "$base" -1 -n 100000 -c "$1" -t "$T" -w "$W" \
		    "$pool_default"
		load "$base-32" -1 -n 100000 -c "$1" -t "$T" -w "$W" "$pool_32"
		[ "$engine" = no ] ||
		    load "$ours" -u "$dir/people.csv" -s "$work/counters" \
			-c "$1" -t "$T" -w "$W" "$stack_plain"
	done
	heading
	row "$base" "FreeRADIUS alone, default pool"
	row "$base-32" "FreeRADIUS alone, 32 threads"
	if [ "$engine" = yes ]; then
		[ "$1" -eq 1 ] ||
		    load attack -u "$dir/people.csv" -s "$work/counters" \
			-W 5 -Y 5 -c "$1" -t "$T" -w "$W" "$stack_plain"
		stack_stop
		row "$ours" "multifactor, 32 threads"
	fi
	server_stop
}

scene_c64() {
	say "c64: 64 in flight, 100,000 tokens, each code spent on disk"
	compare 64
	[ "$engine" = yes ] || return 0
	share ours-64 base-64 "of FreeRADIUS alone, default pool"
	share ours-64 base-64-32 "of FreeRADIUS alone, as many threads"
	faults ours-64 "multifactor"
	faults attack "5 % wrong and 5 % used codes"
}

scene_c1() {
	say "c1: one login at a time, 100,000 tokens"
	compare 1
	[ "$engine" = yes ] || return 0
	for p in p50 p99; do
		awk -v a="$(us ours-1 $p)" -v b="$(us base-1 $p)" -v p=$p \
		    'BEGIN { printf "  added to %s: %.2f ms\n", p, a - b }'
	done
	faults ours-1 "multifactor"
}

# hashrate NAME [-k]: Argon2id with nothing else to do, kept under NAME.
hashrate() {
	# shellcheck disable=SC2086
	"$O/bench/hashrate" ${2:-} "$T" |
	    awk '{ printf "{\"logins_per_s\": %s}\n", $1 }' >> "$work/$1.json"
}

# Passwords are checked with Argon2id for the first half of the people, while
# the other half, whose password FreeRADIUS has verified, type their codes at
# 500 a second.
scene_argon() {
	say "argon: Argon2id (19456 KiB, 2 passes), and 500/s of others"
	[ "$engine" = yes ] && dir=$(tokens 2000)
	if [ "$engine" = yes ]; then
		head -n 1000 "$dir/people.csv" > "$work/hashed.csv"
		tail -n 1000 "$dir/people.csv" > "$work/others.csv"
		stack_prepare "$work/db-argon" "$dir" 1000
		stack_start "$work/db-argon"
	fi
	say "  $ hashrate $T"
	say "  $ hashrate -k $T"
	for _ in $(seq "$ROUNDS"); do
		hashrate bare
		hashrate kept -k
		[ "$engine" = yes ] || continue
		begin=$(date +%s%N) busy=$(stack_busy_ms)
		load others -u "$work/others.csv" -s "$work/counters-o" \
		    -r 500 -t "$T" -w "$W" "$stack_plain" &
		background=$!
		load hashed -u "$work/hashed.csv" -s "$work/counters-h" \
		    -c 16 -t "$T" -w "$W" "$stack_hashed"
		wait "$background"
		background=
		awk -v busy=$(($(stack_busy_ms) - busy)) -v cores="$(nproc)" \
		    -v all=$((($(date +%s%N) - begin) / 1000000)) 'BEGIN {
			printf "{\"left\": %.3f}\n",
			    1 - busy / (all * cores) }' >> "$work/left.json"
	done
	printf '  %-36s %7.1f a second, all cores\n' \
	    "hashes of libsodium alone" "$(median bare .logins_per_s)" \
	    "with its memory kept" "$(median kept .logins_per_s)"
	[ "$engine" = yes ] || return 0
	stack_stop
	heading
	row hashed "logins with hashed passwords"
	row others "the others, 500 due a second"
	share hashed bare "logins of libsodium's hashes"
	share hashed kept "logins of hashes with memory kept"
	left=$(median left .left)
	awk -v a="$(median hashed .logins_per_s)" -v left="$left" \
	    -v b="$(median kept .logins_per_s)" 'BEGIN { printf \
		"  %s: %.1f %%\n  %s: %.1f %%\n",
		"left of the cores by all that does not hash", 100 * left,
		"logins of the hashes that fit there", 100 * a / (b * left)
	    }'
	printf '  %-36s %7.2f ms\n' "the others' second step, p99" \
	    "$(median others '.second_us.p99 / 1000')"
	faults hashed "hashed passwords"
	faults others "the others"
}

# The story of tests/crash, which looks at each login as well; against the
# engine's socket, without FreeRADIUS.  Waits are the worst of 2 s each.
scene_import() {
	say "import: 300 logins a second beside $IMPORT tokens"
	say "  $ TOKENS=$IMPORT FIGURES=1 tests/crash/import_load.sh"
	if [ "$engine" = no ]; then
		say "  needs the engine"
		return 0
	fi
	for i in $(seq "$ROUNDS"); do
		env TOKENS="$IMPORT" FIGURES=1 BUILD="$O" \
		    sh "$top/tests/crash/import_load.sh" > "$work/import" || {
			grep '^not ok' "$work/import"
			touch "$work/breach"
		}
		say "  round $i"
		sed -n 's/^# \(.*[0-9] ms.*\|p99 .*\)$/  \1/p' "$work/import"
	done
}

scene_million() {
	say "million: 1,000 tokens against 1,000,000"
	if [ "$engine" = no ]; then
		say "  needs the engine"
		return 0
	fi
	for n in 1000 1000000; do
		stack_prepare "$work/db-$n" "$(tokens $n)" 0
	done
	for _ in $(seq "$ROUNDS"); do
		for n in 1000 1000000; do
			stack_start "$work/db-$n"
			load "ours-$n" -u "$work/tokens-$n/people.csv" \
			    -s "$work/counters-$n" -c 64 -t "$T" -w "$W" \
			    "$stack_plain"
			# shellcheck disable=SC2046,SC2183
			printf '{"ready":%s,"all":%s,"own":%s}\n' \
			    "$stack_ready_ms" $(stack_rss) \
			    >> "$work/start-$n.json"
			stack_stop
		done
	done
	heading
	row ours-1000 "1,000 tokens"
	row ours-1000000 "1,000,000 tokens"
	share ours-1000000 ours-1000 "logins with a million, of a thousand"
	for n in 1000 1000000; do
		printf '  %9s tokens: ready after %.0f ms, %.0f MiB' $n \
		    "$(median start-$n .ready)" \
		    "$(median start-$n '.all / 1024')"
		printf ' (%.0f MiB without files)\n' \
		    "$(median start-$n '.own / 1024')"
	done
	faults ours-1000000 "1,000,000 tokens"
}

for tool in radload hashrate mktokens; do
	[ -x "$O/bench/$tool" ] || {
		echo "bench: no $O/bench/$tool; make bench builds it." >&2
		exit 2
	}
done
for tool in jq shuf "$FREERADIUS"; do
	command -v "$tool" > /dev/null || {
		echo "bench: needs FreeRADIUS, jq and shuf ($tool)." >&2
		exit 2
	}
done
[ $# -gt 0 ] || set -- ceiling c64 c1 argon million import sms hang
for scene; do
	case $scene in
	ceiling | c64 | c1 | argon | million | import | sms | hang) ;;
	*)
		echo "bench: no scene $scene; there are ceiling, c64, c1," \
		    "argon, million, import, sms and hang." >&2
		exit 2
		;;
	esac
done

say "$(nproc) cores, $(uname -m), $(date -u +%Y-%m-%d);" \
    "$ROUNDS rounds of $T s in turns, medians (least..greatest)"
! stack_available || engine=yes
for scene; do
	say ""
	"scene_$scene"
done
[ ! -e "$work/breach" ] || {
	echo "bench: a door opened that should not; see radload's lines." >&2
	exit 1
}
