#!/bin/sh
#
# Installs the Debian packages that something needs: setup.sh build|check|...
# Asks apt only for what is missing; nothing is started, for none of them is
# a service.  FreeRADIUS is one, and libfreeradius-dev would bring it: where it
# is not installed, its packages are unpacked under build/freeradius, and only
# the libraries it needs installed.  So is Kannel, under build/kannel.

set -eu
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin # where an ordinary user has them not

build="gcc make pkg-config libc6-dev libsqlite3-dev libsodium-dev libssl-dev
    liboath-dev libuv1-dev libunistring-dev libconfig-dev libseccomp-dev
    libgettextpo-dev libsystemd-dev libcurl4-openssl-dev libxml2-dev
    libjansson-dev libqrencode-dev libcmocka-dev ca-certificates dpkg-dev"
check="$build clang-14 libclang-rt-14-dev llvm-14 clang-format-14 clang-tidy-14
    cppcheck mandoc pskc-utils oathtool expect jq sqlite3 shellcheck
    gettext procps iproute2 util-linux universal-ctags zbar-tools faketime
    python3-aiosmtpd openssl"
demo="$build oathtool"
bench="$build sqlite3 procps"
fresh="debootstrap"

fail() {
	echo "setup.sh: $*" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo > /dev/null; then
		sudo "$@"
	else
		fail "packages are missing and this is not root; run as root:" \
		    "$*"
	fi
}

is_installed() {
	# shellcheck disable=SC2016
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null)" = \
	    installed ]
}

updated=no
update() {
	[ $updated = no ] || return 0
	as_root apt-get -qq update
	updated=yes
}

install() {
	missing=
	for p in "$@"; do
		is_installed "$p" || missing="$missing $p"
	done
	[ -n "$missing" ] || return 0
	echo "installing:$missing"
	update
	# shellcheck disable=SC2086
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
	    --no-install-recommends $missing > /dev/null
}

# unpack FOLDER PACKAGE ...: the packages themselves, unpacked under
# build/FOLDER, so that no service of theirs comes to be; the libraries they
# need, installed.
unpack() {
	to=build/$1
	shift
	[ -e "$to/.complete" ] && return
	update
	rm -rf "$to"
	mkdir -p "$to/debs"
	(cd "$to/debs" && apt-get -qq -o APT::Sandbox::User="$(id -un)" \
	    download "$@") || fail "$*: these packages cannot be fetched"
	for d in "$to"/debs/*.deb; do
		dpkg-deb -x "$d" "$to"
	done
	# shellcheck disable=SC2046
	install $(apt-cache depends --no-recommends --no-suggests \
	    --no-conflicts --no-breaks --no-replaces --no-enhances "$@" |
	    awk '$1 == "Depends:" && $2 ~ /^lib/ && $2 !~ /^libfreeradius/ \
		{ print $2 }' | sort -u)
	touch "$to/.complete"
}

# The RADIUS server.
radius() {
	if command -v freeradius > /dev/null; then
		install freeradius-utils
		return
	fi
	unpack freeradius freeradius freeradius-common freeradius-config \
	    freeradius-utils libfreeradius3
}

# The SMS gateway that tests send through.
kannel() {
	unpack kannel kannel kannel-extras
}

for what in "$@"; do
	case $what in
	build) install $build ;;
	check) install $check ;;
	demo) install $demo ;;
	bench) install $bench ;;
	fresh) install $fresh ;;
	radius) radius ;;
	kannel) kannel ;;
	*) fail "$what: give build, check, demo, bench, fresh, radius or kannel" ;;
	esac
done
