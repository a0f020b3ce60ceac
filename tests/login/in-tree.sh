#!/bin/sh
#
# The module within FreeRADIUS's own source, as all.mk says: linked there, and
# copied there; built by FreeRADIUS's makefile, and loaded by the server that
# the same source gives (build/freeradius-tree, see rlm_multifactor/tree.sh).

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

tree=$top/build/freeradius-tree
module=$tree/src/modules/rlm_multifactor
libs=$tree/build/lib/local/.libs
[ -e "$tree/.stamp" ] || bail "$tree is there: run the tests by make"
radiusd=$tree/build/bin/local/radiusd
export LD_LIBRARY_PATH="$libs"
libdirs=$libs
dictdir=$tree/share

# Nothing of an earlier build is left for the next one.
clear_tree() {
	rm -rf "$module"
	find "$tree/build" -depth \( -path '*/rlm_multifactor/*' -o \
	    -name rlm_multifactor -o -name 'rlm_multifactor.*' \) -delete
}

# build_here [VARIABLE=VALUE]
build_here() {
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL -u O \
	    make -C "$tree" rlm_multifactor.la "$@" > "$tmp/make.log" 2>&1
	is $? 0 "FreeRADIUS's makefile builds it"
	unlike "$(cat "$tmp/make.log")" '*warning:*' "without a warning"
	[ "$failed" = 0 ] || sed 's/^/# /' "$tmp/make.log" | tail -n 20
	is "$(nm -D --defined-only "$libs/rlm_multifactor.so" |
	    awk '{ print $3 }')" rlm_multifactor "it shows one name"
}

echo "# a link"
clear_tree
ln -s "$top/rlm_multifactor" "$module"
build_here
raddb_make
engine_conf <<-'EOF'
	policies: ( { name = "vpn"; } );
EOF
engine_start
radius_start
is "$(grep -oE "$libs/(libfreeradius-server|rlm_multifactor)\.so" \
    "/proc/$radius_pid/maps" | sort -u | grep -c .)" 2 \
    "the server of this source loads it"
account anna 'correct horse'
token 12-3456789 "$(seed 1)" --factor hotp --account anna
login anna 'correct horse' "$(hotp "$(seed 1)" 0)"
is "$verdict" accept "password and code let in"
radius_stop

echo "# a copy"
clear_tree
cp -R "$top/rlm_multifactor" "$module"
build_here MULTIFACTOR="$top"
radius_check
is $? 0 "the server takes it"

echo "# a copy that has the engine's folder in it"
clear_tree
cp -R "$top/rlm_multifactor" "$module"
cp -R "$top/engine" "$module/"
build_here
clear_tree
finish
