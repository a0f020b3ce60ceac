#!/bin/sh
# clang-tidy finds no fault; .clang-tidy says what it looks for.

# The whole path to a fault is shown by clang-tidy-14 FILE -- $FLAGS.
tidy() {
	xargs -P "$JOBS" -n 3 sh -c 'clang-tidy-14 --quiet \
	    --warnings-as-errors="*" "$@" -- '"$*"' 2>&1 |
	    awk "/ error: / { sub(\"^$PWD/\", \"\"); print; bad = 1 }
		END { exit bad }"' tidy
}

command -v clang-tidy-14 > /dev/null || {
	echo "clang-tidy-14 is not installed"
	exit 1
}
rc=0
git ls-files 'engine/*.c' | tidy "$FLAGS" || rc=1
git ls-files 'rlm_multifactor/*.c' | tidy "$MODULE_FLAGS" || rc=1
exit $rc
