#!/bin/sh
# The unit is sound and stays confined, users, folders, packages are right.
# Run from the top; what the machine has no tool for is left out.
set -e
O=${O:-build}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
rc=0

if command -v systemd-analyze >/dev/null; then
	# mfcourier needs the network, which counts 5 of 100.
	for unit in multifactord:10 mfcourier:20; do
		name=${unit%:*}
		sed "s|/usr/sbin/$name|/bin/true|" \
		    "packaging/$name.service" >"$dir/$name.service"
		systemd-analyze verify --man=no "$dir/$name.service" 2>&1 |
		    grep "^$name" && rc=1
		systemd-analyze security --offline=yes --no-pager \
		    --threshold="${unit#*:}" "$dir/$name.service" \
		    >"$dir/security" 2>&1 || {
			tail -1 "$dir/security"
			rc=1
		}
	done
fi
if command -v systemd-sysusers >/dev/null; then
	mkdir -p "$dir/root/etc/multifactor" "$dir/root/usr"
	cp packaging/multifactord.conf "$dir/root/etc/multifactor"
	systemd-sysusers --root="$dir/root" \
	    "$PWD/packaging/multifactor.sysusers" 2>/dev/null
	for group in login helpdesk admin courier; do
		grep "^multifactor-$group:.*[:,]multifactor\$" \
		    "$dir/root/etc/group" >/dev/null || {
			echo "multifactor is no member of multifactor-$group"
			rc=1
		}
	done
fi
if command -v systemd-tmpfiles >/dev/null && [ "$(id -u)" = 0 ] &&
    [ -e "$dir/root/etc/passwd" ]; then
	systemd-tmpfiles --root="$dir/root" --create \
	    "$PWD/packaging/multifactor.tmpfiles"
	mode=$(stat -c %a "$dir/root/etc/multifactor")
	[ "$mode" = 1771 ] || {
		echo "/etc/multifactor has mode $mode"
		rc=1
	}
fi
# The page that admins install by has each package: to build, as setup.sh
# installs them, and to run, as the built programs name them.
page=docs/install-debian.md
sed -n '/^build="/,/"$/p' packaging/setup.sh | sed 's/^build=//' |
    tr -d '"' | tr -s ' \t' '\n\n' >"$dir/packages"
for program in multifactord mfctl mfcourier; do
	command -v ldd >/dev/null && [ -x "$O/$program" ] || continue
	objdump -p "$O/$program" | awk '$1 == "NEEDED" { print $2 }' |
	    while read -r soname; do
		path=$(ldd "$O/$program" |
		    awk -v s="$soname" '$1 == s { print $3 }')
		dpkg-query -S "*/${path##*/}" | sed 's/[:,].*//' | head -n 1
	done >>"$dir/packages"
done
for package in $(sort -u "$dir/packages"); do
	grep -qE "(^|[ ,])${package}[,.;]" "$page" || {
		echo "$page: does not name the package $package"
		rc=1
	}
done
exit $rc
