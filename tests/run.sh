#!/bin/sh
#
# Runs test programs one after the other and adds them up: run.sh TEST ...
# A test is an executable, or a script; it says how many tests it had by its
# last line, "N passed, N failed[, N skipped]", or by cmocka's own lines.  One
# that says nothing counts as one test.  The whole output of each is kept
# under $O/log; of one that failed, what failed and the end are shown.
#
# The last line of all is "N passed, N failed, N skipped"; the exit status is
# 0 only if nothing failed.

O=${O:-build}
limit=${LIMIT:-900}
passed=0 failed=0 skipped=0
mkdir -p "$O/log"

# Sets p, f, s from the log $1 and the exit status $2.
count() {
	p='' f='' s=0
	last=$(grep -aE '^([[:alnum:]]+: )?[0-9]+ passed, [0-9]+ failed' "$1" |
	    tail -n 1)
	if [ -n "$last" ]; then
		p=$(echo "$last" | sed 's/^[^0-9]*\([0-9]*\) passed.*/\1/')
		f=$(echo "$last" | sed 's/.* \([0-9]*\) failed.*/\1/')
		case $last in
		*skipped*) s=$(echo "$last" |
		    sed 's/.* \([0-9]*\) skipped.*/\1/') ;;
		esac
	elif grep -aq '^\[==========\]' "$1"; then
		p=$(grep -ac '^\[       OK \]' "$1")
		f=$(grep -ac '^\[  FAILED  \] [a-z]' "$1")
		s=$(grep -ac '^\[  SKIPPED \] [a-z]' "$1")
		f=$((f - f / 2)) s=$((s - s / 2)) # cmocka lists them twice
	fi
	if [ -z "$p" ]; then
		p=$([ "$2" = 0 ] && echo 1 || echo 0)
		f=0
	fi
	[ "$2" = 0 ] || [ "$f" -gt 0 ] || f=1
}

for t in "$@"; do
	name=$(echo "$t" | sed "s|^$O/||; s|^tests/||; s|[^A-Za-z0-9._-]|_|g")
	log=$O/log/$name
	begin=$(date +%s)
	case $t in
	*.sh) timeout -k 60 "$limit" bash "$t" ;;
	*) timeout -k 60 "$limit" "./$t" ;;
	esac > "$log" 2>&1 < /dev/null
	status=$?
	count "$log" $status
	passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
	if [ "$f" = 0 ]; then
		echo "ok      $name: $p tests, $(($(date +%s) - begin)) s"
	else
		echo "FAILED  $name: $f of $((p + f)), status $status; $log:"
		{ grep -aA 3 '^not ok' "$log" | head -n 40; tail -n 20 "$log"; } |
		    sed 's/^/    /'
	fi
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
