#!/bin/sh
#
# FreeRADIUS's own source, to build the module in: tree.sh SOURCE INCLUDE TREE
#
# Unpacks Debian's source package from SOURCE (see headers.sh) into TREE, with
# Debian's patches, and builds there the server and the modules that
# raddb-snippets name.  INCLUDE has the headers that Debian's own packages lack.
# Nothing is fetched or installed.  The module itself is not built: that is
# what TREE is for.

set -eu

fail() {
	echo "tree.sh: $*" >&2
	exit 1
}

# The libraries' names for the linker, which only -dev packages have.
name_libraries() {
	mkdir lib
	for l in talloc pcre; do
		so=$(gcc -print-file-name=lib$l.so)
		[ "$so" != "lib$l.so" ] ||
			so=$(find /usr/lib -name "lib$l.so.*" | sort | head -n 1)
		[ -n "$so" ] || fail "there is no lib$l.so; FreeRADIUS needs it"
		ln -s "$so" lib/lib$l.so
	done
}

# The configurations of its own modules take a minute, and are not needed.
build() {
	./configure -q --no-recursion --disable-openssl-version-check \
	    --with-talloc-include-dir="$include" \
	    --with-talloc-lib-dir="$PWD/lib" \
	    --with-pcre-include-dir="$include" --with-pcre-lib-dir="$PWD/lib" &&
		env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -j2 radiusd \
		    rlm_always.la rlm_attr_filter.la
}

[ $# -eq 3 ] || fail "usage: tree.sh SOURCE INCLUDE TREE"
source=$1 include=$(cd "$2" && pwd) tree=$3
rm -rf "$tree"
dpkg-source --no-check --no-copy -x "$source"/freeradius_*.dsc "$tree" > "$tree.log"
log=$(cd "$(dirname "$tree")" && pwd)/$(basename "$tree").log
cd "$tree"
name_libraries
build >> "$log" 2>&1 || {
	tail -n 20 "$log" >&2
	fail "FreeRADIUS cannot be built; the whole output is in $log"
}
touch .stamp
