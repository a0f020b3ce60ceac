#!/bin/sh
#
# Installs the Debian packages that something needs: setup.sh build|check|...
# Asks apt only for what is missing; nothing is started, for none of them is
# a service.  FreeRADIUS is one, and libfreeradius-dev would bring it: where it
# is not installed, its packages are unpacked under build/freeradius, and only
# the libraries it needs installed.  So are Kannel and OpenVPN, under
# build/kannel and build/openvpn.

set -eu
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin # where an ordinary user has them not

build="gcc make pkg-config libc6-dev libsqlite3-dev libsodium-dev libssl-dev
    liboath-dev libuv1-dev libunistring-dev libconfig-dev libseccomp-dev
    libgettextpo-dev libsystemd-dev libcurl4-openssl-dev libxml2-dev
    libjansson-dev libqrencode-dev libyubikey-dev libcmocka-dev
    ca-certificates dpkg-dev"
check="$build clang-14 libclang-rt-14-dev llvm-14 clang-format-14 clang-tidy-14
    cppcheck mandoc pskc-utils oathtool expect jq sqlite3 shellcheck
    gettext procps iproute2 util-linux universal-ctags zbar-tools faketime
    python3-aiosmtpd openssl"
demo="$build oathtool"
bench="$build sqlite3 procps jq"
fresh="debootstrap"

fail() {
	echo "setup.sh: $*" >&2
	exit 1
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

can_be_root() {
	[ "$(id -u)" = 0 ] || command -v sudo > /dev/null
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
	can_be_root || fail "packages are missing, this is not root, and" \
	    "there is no sudo. Run as root, and then try again:
    apt-get update
    apt-get install --no-install-recommends$missing"
	echo "installing:$missing"
	update
	# shellcheck disable=SC2086
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y \
	    --no-install-recommends $missing > /dev/null
}

# What of these packages' libraries is to be installed.
libraries() {
	apt-cache depends --no-recommends --no-suggests --no-conflicts \
	    --no-breaks --no-replaces --no-enhances "$@" 2> /dev/null |
	    awk '$1 == "Depends:" && $2 ~ /^lib/ && $2 !~ /^libfreeradius/ \
		{ print $2 }' | sort -u
}

# unpack FOLDER PACKAGE ...: services' own packages, unpacked under
# build/FOLDER, so that no service of theirs comes to be; the libraries they
# need, installed.
unpack() {
	to=build/$1
	shift
	[ ! -e "$to/.complete" ] || return 0
	! can_be_root || update
	rm -rf "$to"
	mkdir -p "$to/debs"
	(cd "$to/debs" && apt-get -qq -o APT::Sandbox::User="$(id -un)" \
	    download "$@") || fail "$*: these packages cannot be fetched;" \
	    "run apt-get update as root, and then try again"
	for d in "$to"/debs/*.deb; do
		dpkg-deb -x "$d" "$to"
	done
	# shellcheck disable=SC2046
	install $(libraries "$@")
	touch "$to/.complete"
}

# The RADIUS server, the SMS gateway that tests send through, and the VPN that
# they log in to.
radius="freeradius freeradius-common freeradius-config freeradius-utils
    libfreeradius3"
kannel="kannel kannel-extras"
openvpn="openvpn openvpn-auth-radius"

there_is_radius() {
	command -v freeradius > /dev/null
}

there_is_openvpn() {
	command -v openvpn > /dev/null &&
	    [ -e /usr/lib/openvpn/radiusplugin.so ]
}

# One list, so that whoever has to ask for it asks once.
need=
for what in "$@"; do
	# shellcheck disable=SC2086
	case $what in
	build) need="$need $build" ;;
	check) need="$need $check" ;;
	demo) need="$need $demo" ;;
	bench) need="$need $bench" ;;
	fresh) need="$need $fresh" ;;
	radius) need="$need $(there_is_radius && echo freeradius-utils ||
	    libraries $radius)" ;;
	kannel) need="$need $(libraries $kannel)" ;;
	openvpn) there_is_openvpn || need="$need $(libraries $openvpn)" ;;
	*) fail "$what: give build, check, demo, bench, fresh, radius, kannel" \
	    "or openvpn" ;;
	esac
done
# shellcheck disable=SC2086
install $need
for what in "$@"; do
	# shellcheck disable=SC2086
	case $what in
	radius) there_is_radius || unpack freeradius $radius ;;
	kannel) unpack kannel $kannel ;;
	openvpn) there_is_openvpn || unpack openvpn $openvpn ;;
	esac
done
