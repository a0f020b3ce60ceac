#!/bin/sh
#
# Every parser of foreign bytes, fed with what libFuzzer makes of its corpus:
# fuzz.sh [NAME ...]
#
# SECONDS_EACH	how long each target runs (default 3)
# JOBS		how many run at once (default: one a processor)
# FOUND		folder for inputs that broke something (default build/fuzz/found)
#
# The corpus is copied first; nothing is written into the tree.

cd "$(dirname "$0")/../.." || exit 2
export SECONDS_EACH="${SECONDS_EACH:-3}" FOUND="${FOUND:-build/fuzz/found}"

# one FOLDER NAME: runs a target in FOLDER and says how it went.
one() {
	program=build/fuzz/fuzz_$2
	seeds=tests/fuzz/corpus/$2
	if ! [ -x "$program" ]; then
		echo "not ok - $2: $program is not built: make fuzzers"
		return
	elif ! [ "$(ls "$seeds" 2> /dev/null)" ]; then
		echo "not ok - $2: there is no corpus in $seeds"
		return
	fi
	mkdir "$1/$2"
	cp "$seeds"/* "$1/$2/"
	if "$program" -max_total_time="$SECONDS_EACH" -timeout=5 \
	    -rss_limit_mb=1024 -print_final_stats=1 \
	    -artifact_prefix="$FOUND/$2-" "$1/$2" > "$1/$2.log" 2>&1; then
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' \
		    "$1/$2.log")
		echo "ok - $2: ${runs:-0} inputs"
	else
		echo "not ok - $2; what broke it is under $FOUND"
		grep -aE 'ERROR|SUMMARY|Assertion|runtime error|Test unit' \
		    "$1/$2.log" | head -n 20 | sed 's/^/    /'
	fi
}

if [ "${1:-}" = --one ]; then
	one "$2" "$3"
	exit
fi

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir -p "$FOUND"
# What is freed need not be kept for long: the parsers allocate little.
export ASAN_OPTIONS="quarantine_size_mb=32:${ASAN_OPTIONS:-}"
if [ $# = 0 ]; then
	for f in tests/fuzz/fuzz_*.c; do
		f=${f#tests/fuzz/fuzz_}
		set -- "$@" "${f%.c}"
	done
fi
printf '%s\n' "$@" |
    xargs -P "${JOBS:-$(nproc)}" -I@ \
    sh tests/fuzz/fuzz.sh --one "$work" @ | tee "$work/all"
passed=$(grep -c '^ok' "$work/all")
failed=$(grep -c '^not ok' "$work/all")
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" = $# ]
