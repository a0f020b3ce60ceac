#!/bin/sh
#
# The two commands of README.md in a fresh Debian 12: a root folder made by
# debootstrap, with git, make and certificates added, and a clone of HEAD in
# it.  They must leave nothing outside build, install no service, and end well.
# Needs root, 5 GB under FRESH, and Debian's packages from where apt here
# has them.
#
# FRESH		where the root folder is made (default /var/tmp)
# COMMANDS	what runs in it (default: demo check)
# KEEP=1	leaves it and says where it is
#
# It has a process table and mounts of its own: what is left running in it ends
# with this script, however that ends, and so do the mounts.

set -eu
top=$(cd "$(dirname "$0")/../.." && pwd)
work=''
inside=''

fail() {
	echo "fresh.sh: $*" >&2
	exit 1
}

at_end() {
	status=$?
	trap - EXIT
	[ -z "$inside" ] || kill -KILL "$inside" 2> /dev/null || :
	if [ "${KEEP:-}" ]; then
		echo "left: $work"
	elif [ "$work" ]; then
		# The last of those inside may still be about to end.
		rm -rf --one-file-system "$work" 2> /dev/null || {
			sleep 1
			rm -rf --one-file-system "$work"
		}
	fi
	exit $status
}

# From here on inside the namespaces: fresh.sh --inside ROOT COMMAND ...
inside() {
	root=$1
	shift
	mount --make-rprivate /
	mount --bind "$root" "$root"
	mount -t proc proc "$root/proc"
	mount -t tmpfs -o mode=755 tmpfs "$root/dev"
	for d in null zero full random urandom tty; do
		: > "$root/dev/$d"
		mount --bind "/dev/$d" "$root/dev/$d"
	done
	mkdir "$root/dev/pts" "$root/dev/shm"
	mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
	ln -s pts/ptmx "$root/dev/ptmx"
	ln -s /proc/self/fd "$root/dev/fd"
	mount -t tmpfs -o mode=1777 tmpfs "$root/dev/shm"
	# A root of its own, or nobody inside could make another of these.
	cd "$root"
	pivot_root . .
	umount -l .
	chroot . env -i HOME=/root TERM="${TERM:-dumb}" \
	    LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
	exit
}

if [ "${1:-}" = --inside ]; then
	shift
	inside "$@"
fi

# In the background, so that a signal ends it at once: the first process of a
# process table of its own hears none but KILL.
run() {
	env --default-signal=INT,QUIT unshare --mount --pid --fork \
	    --kill-child sh "$0" --inside "$work/root" "$@" < /dev/null &
	inside=$!
	ended=0
	wait "$inside" || ended=$?
	inside=
	return $ended
}

# Where apt here has Debian 12 from: URL and release, one a line.
sources() {
	# shellcheck disable=SC2016  # these are apt's own
	apt-get indextargets 'Created-By: Packages' \
	    --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 2> /dev/null |
	    awk '$2 ~ /^bookworm/ && $3 == "main" && !seen[$0]++ {
		print $1, $2 }'
}

make_root() {
	known=$(sources)
	[ -n "$known" ] || fail "apt here knows no source of Debian 12; name" \
	    "one in /etc/apt/sources.list and run apt-get update"
	mirror=$(echo "$known" | awk '$2 == "bookworm" { print $1; exit }')
	echo "A fresh Debian 12 in $work/root ..."
	debootstrap --variant=minbase --include=git,make,ca-certificates \
	    bookworm "$work/root" "$mirror" > "$work/debootstrap.log" 2>&1 || {
		tail -n 5 "$work/debootstrap.log" >&2
		fail "debootstrap failed"
	}
	echo "$known" | sed 's/^/deb /; s/$/ main/' \
	    > "$work/root/etc/apt/sources.list"
	apt-config dump | grep -i '^Acquire::[a-z]*::Proxy ' \
	    > "$work/root/etc/apt/apt.conf.d/90proxy" || :
	cp -L /etc/resolv.conf /etc/hosts "$work/root/etc/"
	git -C "$top" bundle create -q "$work/root/srv/multifactor.bundle" HEAD
	run git -c advice.detachedHead=false clone -q \
	    /srv/multifactor.bundle /srv/multifactor
}

[ "$(id -u)" = 0 ] || fail "a root folder is made by root alone: sudo make" \
    "check-fresh"
trap at_end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
work=$(mktemp -d "${FRESH:-/var/tmp}/multifactor-fresh.XXXXXX")
make_root
failed=
for command in ${COMMANDS:-demo check}; do
	began=$(date +%s)
	if run make -C /srv/multifactor "$command" \
	    > "$work/$command.log" 2>&1; then
		how='went well'
	else
		how="failed with status $?"
		failed="$failed $command"
	fi
	grep -a -A 12 '^FAILED' "$work/$command.log" | sed 's/^/    /'
	echo "make $command $how after $(($(date +%s) - began)) s; its end:"
	tail -n "$([ "$how" = 'went well' ] && echo 12 || echo 60)" \
	    "$work/$command.log" | sed 's/^/    /'
done
run git -C /srv/multifactor status --porcelain > "$work/left"
if [ -s "$work/left" ]; then
	echo "They left in the tree:"
	sed 's/^/    /' "$work/left"
	failed="$failed left"
fi
if [ -e "$work/root/usr/sbin/freeradius" ]; then
	echo "They installed a service: FreeRADIUS."
	failed="$failed freeradius"
fi
[ -z "$failed" ] || fail "in a fresh Debian 12 failed:$failed"
echo "All is well in a fresh Debian 12."
