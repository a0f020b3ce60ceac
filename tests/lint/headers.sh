#!/bin/sh
# Each header compiles alone, and each source includes its own header first.

rc=0
git ls-files 'engine/*.h' |
    xargs -P "$JOBS" -I@ sh -c 'f=@
	echo "#include \"${f#engine/}\"" |
	    ${CC:-gcc} $FLAGS -Wall -Wextra -fsyntax-only -x c - 2>&1 |
	    grep . && exit 1
	exit 0' || rc=1
git ls-files 'engine/*.h' 'rlm_multifactor/*.h' | while read -r f; do
	guards=$(grep -cE '^#(ifndef|define) MF_[A-Z0-9_]+_H$' "$f")
	case $f:$guards in
	rlm*) ;;
	*:2) ;;
	*) echo "$f: wants #ifndef MF_..._H and #define of the same" ;;
	esac
done | grep . && rc=1
git ls-files 'engine/*.c' | while read -r c; do
	h=${c%.c}.h
	[ -e "$h" ] || continue
	first=$(sed -n 's/^#include "\(.*\)"$/engine\/\1/p' "$c" | head -n 1)
	[ "$first" = "$h" ] || echo "$c: includes $first before $h"
done | grep . && rc=1
exit $rc
