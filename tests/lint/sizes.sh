#!/bin/sh
# Files have at most 400 lines, functions 60, and half of them below 20.

rc=0
list=$(git ls-files '*.c' '*.h')
echo "$list" | xargs wc -l |
    awk '$2 != "total" && $1 > 400 { print $2 ": " $1 " lines"; bad = 1 }
	END { exit bad }' || rc=1
functions=$(echo "$list" | ctags -x --languages=C --kinds-C=f \
    --_xformat='%F %N %n %e' -L - | awk '{ print $4 - $3 + 1, $1 ":" $3, $2 }' |
    sort -n)
[ -n "$functions" ] || {
	echo "ctags found no function: universal-ctags is needed"
	exit 1
}
echo "$functions" |
    awk '$1 > 60 { print $2 ": " $3 "() has " $1 " lines"; bad = 1 }
	{ n[NR] = $1 }
	END {
		m = n[int((NR + 1) / 2)]
		if (m >= 20) { print "the median is " m " lines"; bad = 1 }
		exit bad
	}' || rc=1
exit $rc
