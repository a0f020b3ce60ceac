#!/bin/sh
# Each test that is here is one that make check runs.

rc=0
runs=$(make -n check MAKE=: O="$O" | tr -s ' \\' '\n\n')
for t in $(git ls-files 'tests/*.sh' 'tests/unit/test_*.c'); do
	case $t in
	*lib.sh | */lib/* | tests/run.sh) continue ;;
	tests/bench/* | tests/fresh/* | tests/demo/[!p]*) continue ;;
	tests/lint/*) t=tests/lint/lint.sh ;; # its rules
	tests/unit/*) t=$O/tests/$(basename "$t" .c) ;;
	esac
	echo "$runs" | grep -qxF "$t" || {
		echo "make check does not run $t"
		rc=1
	}
done
exit $rc
