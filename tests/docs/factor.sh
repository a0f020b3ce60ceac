#!/bin/bash
#
# The worked example of CONTRIBUTING.md, "Adding a factor", is true: taken
# from the page and applied to a copy of the tree, it builds without a
# warning, and its tests pass, the login through FreeRADIUS among them.
#
# BUILD  folder with the module and the login tests' tools (default: build)

set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/multifactor.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
page=$top/CONTRIBUTING.md
BUILD=$(cd "$top" && cd "${BUILD:-build}" && pwd) || exit 2
passed=0 failed=0

# result STATUS WHAT LOG; of a failure the log's end is shown
result() {
	if [ "$1" = 0 ]; then
		passed=$((passed + 1))
		echo "ok - $2"
	else
		failed=$((failed + 1))
		echo "not ok - $2"
		tail -n 20 "$3" | sed 's/^/# /'
	fi
}

finish() {
	echo "$passed passed, $failed failed"
	[ $failed = 0 ]
	exit
}

# The blocks after "New file" become files; those of kind diff, one patch.
# Prints what it has found.
extract() {
	awk -v tree="$tmp/tree" -v patch="$tmp/patch" '
		/^```/ && out != "" { close(out); out = ""; next }
		/^```diff/ { out = patch; print "patch"; next }
		/^New file `[^`]*`/ { split($0, part, "`"); file = part[2]; next }
		/^```/ && file != "" {
			out = tree "/" file
			print "file"
			file = ""
			next
		}
		out != "" { print > out }' "$page"
}

mkdir -p "$tmp/tree/tests" "$tmp/tree/build/tests/login"
for part in Makefile engine po packaging rlm_multifactor dictionaries \
    raddb-snippets tests/unit tests/vectors tests/login; do
	cp -R "$top/$part" "$tmp/tree/$part"
done
# What does not change with a factor is not built again.
cp "$BUILD/rlm_multifactor.so" "$tmp/tree/build/" &&
    cp "$BUILD/tests/login/radcheck" "$tmp/tree/build/tests/login/" || exit 2
[ ! -d "$top/build/freeradius" ] ||
    ln -s "$top/build/freeradius" "$tmp/tree/build/freeradius"
cd "$tmp/tree" || exit 2

extract >"$tmp/found"
[ "$(sort "$tmp/found" | uniq -c | tr -s ' \n' ' ')" = " 3 file 1 patch " ]
result $? "CONTRIBUTING.md has three new files and one diff" "$tmp/found"

patch -s -p1 -F 0 <"$tmp/patch" >"$tmp/log" 2>&1
result $? "the diff applies" "$tmp/log"
[ $failed = 0 ] || finish

unset MAKEFLAGS MFLAGS MAKELEVEL
tests="build/tests/test_tan build/tests/test_conf_docs"
# shellcheck disable=SC2086
make -s -j2 O=build CFLAGS=-O1 SAN= all $tests \
    >"$tmp/log" 2>&1
result $? "the tree builds" "$tmp/log"
[ $failed = 0 ] || finish

for t in $tests; do
	"$t" >"$tmp/log" 2>&1
	result $? "${t##*/}" "$tmp/log"
done

BUILD=build sh tests/login/tan.sh >"$tmp/log" 2>&1
result $? "tests/login/tan.sh" "$tmp/log"
finish
