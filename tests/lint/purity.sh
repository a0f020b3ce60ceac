#!/bin/sh
# What decides (core, factor) neither does I/O nor looks at clock or chance.

# All that it may want of anybody else's; free() is for what libunistring
# returns.  (__ and _chk: what the compiler makes of the same.)
allowed='(__)?(mem|str|strn)[a-z]*(_chk)?|free|__stack_chk_fail
_GLOBAL_OFFSET_TABLE_|(u8|u32|uc|uninorm)_[a-z0-9_]*|oath_totp_generate2
yubikey_(modhex_[a-z]*|parse|crc16)'
allowed=$(echo "$allowed" | tr '\n' '|')
# Of our own: the layers themselves, and util but for what touches the world.
own=$(mktemp)
trap 'rm -f "$own"' EXIT
rc=0
for f in "$O"/engine/core/*.o "$O"/engine/factor/*.o "$O"/engine/util/*.o; do
	case $f in
	*/util/log.o | */util/keyring_file.o) ;;
	*) nm --defined-only "$f" ;;
	esac
done | awk '$2 ~ /[A-Z]/ && $3 !~ /^random/ { print $3 }' > "$own"
[ -s "$own" ] || {
	echo "there are no objects in $O: make first"
	exit 1
}
for f in "$O"/engine/core/*.o "$O"/engine/factor/*.o; do
	nm -u "$f" | awk '{ print $2 }' | grep -vxE "${allowed%|}" |
	    grep -vxFf "$own" | sed "s|^|$f: wants |" | grep . && rc=1
done
exit $rc
