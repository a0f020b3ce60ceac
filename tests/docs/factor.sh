#!/bin/bash
#
# The worked example of CONTRIBUTING.md, "Adding a factor", is true: taken
# from the page and applied to a copy of the tree, it builds without a
# warning, its test passes, and the configuration knows the new kind.

set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
tmp=$(mktemp -d "${TMPDIR:-/tmp}/multifactor.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
page=${PAGE:-$top/CONTRIBUTING.md}
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

mkdir "$tmp/tree" "$tmp/tree/tests"
cp -R "$top/Makefile" "$top/engine" "$top/packaging" "$top/rlm_multifactor" \
    "$tmp/tree/"
cp -R "$top/tests/unit" "$top/tests/vectors" "$tmp/tree/tests/"
cd "$tmp/tree" || exit 2

extract >"$tmp/found"
[ "$(sort "$tmp/found" | uniq -c | tr -s ' \n' ' ')" = " 2 file 1 patch " ]
result $? "CONTRIBUTING.md has two new files and one diff" "$tmp/found"

patch -s -p1 -F 0 <"$tmp/patch" >"$tmp/log" 2>&1
result $? "the diff applies" "$tmp/log"
[ $failed = 0 ] || finish

unset MAKEFLAGS MFLAGS MAKELEVEL
tests="build/tests/test_tan build/tests/test_conf_docs"
# shellcheck disable=SC2086
make -s -j2 O=build CFLAGS=-O1 SAN= build/multifactord $tests \
    >"$tmp/log" 2>&1
result $? "the tree builds" "$tmp/log"
[ $failed = 0 ] || finish

for t in $tests; do
	"$t" >"$tmp/log" 2>&1
	result $? "${t##*/}" "$tmp/log"
done

cat >"$tmp/conf" <<-EOF
	sockets: {
		login: { group = ""; };
		helpdesk: { group = ""; };
		admin: { group = ""; };
	};
	policies: ( { name = "list"; factors = [ "tan", "totp" ]; } );
EOF
chmod 600 "$tmp/conf"
build/multifactord -n -c "$tmp/conf" >"$tmp/log" 2>&1
result $? "a policy may ask for it" "$tmp/log"
finish
