#!/bin/sh
#
# The tree keeps its own rules: lint.sh [NAME ...]
#
# Each script beside this one is one rule, told by its second line.  It runs
# from the top with the built objects in $O, prints what offends, and fails if
# anything does.  What is slow shares $JOBS processors by itself.

cd "$(dirname "$0")/../.." || exit 2
export LC_ALL=C
O=${O:-build}
JOBS=${JOBS:-$(nproc)}
# What the compilers and checkers are told about the engine's sources.
FLAGS="-std=gnu17 -D_GNU_SOURCE -Iengine -I$O/gen \
$(pkg-config --cflags libxml-2.0)"
# And about the module's, beside FreeRADIUS's headers.
MODULE_FLAGS="-std=gnu17 -D_GNU_SOURCE -Iengine -Irlm_multifactor \
-isystem build/include -include freeradius/autoconf.h \
-include freeradius/build.h -include freeradius/features.h"
export O JOBS FLAGS MODULE_FLAGS

passed=0 failed=0
for rule in tests/lint/*.sh; do
	name=$(basename "$rule" .sh)
	[ "$name" != lint ] || continue
	case " ${*:-$name} " in
	*" $name "*) ;;
	*) continue ;;
	esac
	says=$(sed -n '2s/^# *//p' "$rule")
	if found=$(sh "$rule" 2>&1); then
		passed=$((passed + 1))
		echo "ok - $name: $says"
	else
		failed=$((failed + 1))
		echo "not ok - $name: $says"
		echo "$found" | sed 's/^/    /'
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" != 0 ]
