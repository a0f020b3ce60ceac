#!/bin/sh
# cppcheck finds no fault in the sources and tests.

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# It does not know __VA_OPT__ and __attribute__.
mkdir "$dir/util"
sed 's/__VA_ARGS__ __VA_OPT__(, ) F_END/__VA_ARGS__/' engine/util/log.h \
    > "$dir/util/log.h"
# Nor system headers; what a list's macros do, it has to see.
mkdir "$dir/sys"
echo '#include <sys/queue.h>' | "${CC:-gcc}" -E -H -x c - 2>&1 > /dev/null |
    sed -n 's/^\. //p' | xargs -I@ cp @ "$dir/sys/"
git ls-files 'engine/*.c' 'rlm_multifactor/*.c' 'tests/*.c' > "$dir/files"
# Parameters without a name in a prototype are our style.  The tests' clean-up
# is the end of the process.
cppcheck -q -j "$JOBS" --std=c11 --language=c --inline-suppr \
    --enable=warning,performance,portability --error-exitcode=1 \
    --suppress=funcArgOrderDifferent --suppress='memleak:tests/*' \
    --suppress='resourceLeak:tests/*' --template=gcc \
    '-D__attribute__(x)=' -D_GNU_SOURCE -I"$dir" -Iengine -I"$O/gen" \
    --file-list="$dir/files"
