#!/bin/sh
# The unit is sound and stays confined, the users and folders can be made.
# Run from the top; what the machine has no tool for is left out.
set -e
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
exit $rc
