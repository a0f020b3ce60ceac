#!/bin/sh
#
# Prepares the headers for building the module: headers.sh OUT [source]
#
# Debian's libfreeradius-dev of 3.2.1 to 3.2.8 leaves out headers that
# radiusd.h includes, and asks for neither libtalloc-dev nor libpcre3-dev.
# What is missing is taken from the source package of exactly the same
# version, and from the binary packages, fetched and verified by apt with a
# configuration of its own under OUT: the machine's apt is read, never changed,
# and nothing is installed.  Works as root and as an ordinary user, and fetches
# nothing when OUT is complete already.
#
# The source package is left in OUT/source; with the word "source" it is
# fetched also where no header is missing.
#
# FR_INCLUDE  folder that has freeradius/radiusd.h (default: /usr/include, or
#	      else the package fetched); may be an unpacked package
# FR_VERSION  version of Debian's source package (default: that of FreeRADIUS
#	      as installed, or as packaging/setup.sh has unpacked it)
# FR_SOURCE   folder that holds the source package already (.dsc and tarballs)

set -eu

fail() {
	echo "headers.sh: $*" >&2
	exit 1
}

# Debian's version, epoch and all, of what the headers belong to.
version() {
	for p in libfreeradius-dev libfreeradius3 freeradius; do
		# shellcheck disable=SC2016  # these are dpkg-query's own
		v=$(dpkg-query -W -f '${db:Status-Status} ${source:Version}' \
		    $p 2>/dev/null) || v=
		case $v in
		'installed '*) echo "${v#* }" && return ;;
		esac
	done
	for d in "$out"/../freeradius/debs/libfreeradius3_*.deb; do
		[ -r "$d" ] || break
		# shellcheck disable=SC2016
		dpkg-deb -W --showformat '${source:Version}' "$d"
		return
	done
	fail "no FreeRADIUS package is installed: run packaging/setup.sh" \
	    "radius, or set FR_VERSION to the version of Debian's source" \
	    "package, such as 3.2.1+dfsg-4+deb12u1"
}

# apt with folders of its own.
private() {
	"$@" -qq -o Dir::State="$out/apt/state" -o Dir::Cache="$out/apt/cache" \
	    -o Dir::State::status=/var/lib/dpkg/status \
	    -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none \
	    -o Acquire::Retries=3
}

# The same with the sources of our own, too.
ours() {
	private "$@" -o Dir::Etc::sourcelist="$out/apt/sources.list" \
	    -o Dir::Etc::sourceparts=-
}

# Where the machine's apt has this release ($1) of Debian from; knows nothing
# when its lists have been deleted.
known() {
	# shellcheck disable=SC2016  # these are apt's own
	"${2:-env}" apt-get indextargets 'Created-By: Packages' \
	    --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 2>/dev/null |
	    awk -v code="$1" '
		code != "" && index($2, code) == 1 && $3 == "main" &&
		    !seen[$0]++'
}

sources() {
	# shellcheck disable=SC1091
	code=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
	key=/usr/share/keyrings/debian-archive-keyring.gpg
	[ -r $key ] && by="[signed-by=$key] " || by=
	from_apt=$(known "$code")
	if [ -z "$from_apt" ]; then
		private apt-get update >/dev/null 2>&1 || :
		from_apt=$(known "$code" private)
	fi
	[ -n "$from_apt" ] || fail "apt knows no source of Debian's $code;" \
	    "name one in /etc/apt/sources.list, run apt-get update, or see" \
	    "the variables FR_INCLUDE and FR_SOURCE at the top of headers.sh"
	for type in deb deb-src; do
		echo "$from_apt" | sed "s|^|$type $by|"
	done
}

# Once, before the first thing fetched.
apt_ready() {
	[ -d "$out/apt/state" ] && return
	command -v apt-get >/dev/null || fail "there is no apt-get: see the" \
	    "variables FR_INCLUDE and FR_SOURCE at the top of headers.sh"
	mkdir -p "$out/apt/state/lists/partial" \
	    "$out/apt/cache/archives/partial"
	sources >"$out/apt/sources.list"
	ours apt-get update || fail "apt-get update failed; the sources" \
	    "tried are in $out/apt/sources.list. Without a network see the" \
	    "variables FR_INCLUDE and FR_SOURCE at the top of headers.sh"
}

# Unpacks a binary package ($1, or $1=VERSION) into $out/root.
fetch_package() {
	apt_ready
	(cd "$out/work" && ours apt-get download "$1") ||
		fail "package $1 is not at the sources in" \
		    "$out/apt/sources.list: update FreeRADIUS, or install it"
	for d in "$out/work/${1%%=*}"_*.deb; do
		dpkg-deb -x "$d" "$out/root"
	done
}

fetch_source() {
	[ -e "$out/source/.complete" ] && return
	mkdir -p "$out/source"
	if [ -n "${FR_SOURCE:-}" ]; then
		cp "$FR_SOURCE"/freeradius_* "$out/source/"
	else
		apt_ready
		(cd "$out/source" && ours apt-get source --download-only \
		    "freeradius=$version") ||
			fail "no source package freeradius $version at the" \
			    "sources in $out/apt/sources.list: update" \
			    "FreeRADIUS, or fetch the package and set" \
			    "FR_SOURCE to its folder"
	fi
	touch "$out/source/.complete"
}

# From the upstream tarball $1, unless Debian's changes $2 touch it.
extract() {
	tar -xJf "$2" -C "$out/work"
	for h in $wanted; do
		if grep -rq "^+++ .*/src/include/$h\.h" \
		    "$out/work/debian/patches"; then
			fail "Debian changes $h.h in this version; build the" \
			    "module inside FreeRADIUS's source (all.mk)"
		fi
		tar -xJf "$1" -C "$out/work" --wildcards \
		    --strip-components 3 "*/src/include/$h.h"
		sed 's,<freeradius-devel/,<freeradius/,' "$out/work/$h.h" \
		    >"$out/freeradius/$h.h"
	done
}

case $#${2:-} in
1 | 2source) ;;
*) fail "usage: headers.sh OUT [source]" ;;
esac
mkdir -p "$1"
out=$(cd "$1" && pwd)
version=${FR_VERSION:-$(version)}
stamp="$version ${FR_INCLUDE:-}"
if [ "$(cat "$out/.stamp" 2>/dev/null)" = "$stamp" ]; then
	if [ $# -eq 2 ]; then
		fetch_source
		rm -rf "$out/apt"
	fi
	exit 0
fi

for f in .stamp apt source work root freeradius freeradius-devel talloc.h \
    pcre.h; do
	rm -rf "${out:?}/$f"
done
mkdir "$out/work" "$out/freeradius"
ln -s freeradius "$out/freeradius-devel"
added=

from=${FR_INCLUDE:-/usr/include}
if [ ! -r "$from/freeradius/radiusd.h" ]; then
	[ -z "${FR_INCLUDE:-}" ] || fail "$from/freeradius/radiusd.h is not" \
	    "there: set FR_INCLUDE to the usr/include of libfreeradius-dev"
	fetch_package "libfreeradius-dev=$version"
	from=$out/root/usr/include
	added=" libfreeradius-dev"
fi
cp "$from"/freeradius/*.h "$out/freeradius/"

# What the packaged headers include themselves, and do not depend on.
for need in talloc.h:libtalloc-dev pcre.h:libpcre3-dev; do
	h=${need%%:*}
	[ -r "/usr/include/$h" ] && continue
	[ -r "$from/$h" ] || [ -r "$out/root/usr/include/$h" ] ||
		fetch_package "${need#*:}"
	cp "$from/$h" "$out/" 2>/dev/null || cp "$out/root/usr/include/$h" "$out/"
	added="$added $h"
done

wanted=
for h in automask clients connection listen log process tmpl xlat; do
	[ -e "$out/freeradius/$h.h" ] || wanted="$wanted $h"
done
if [ -n "$wanted" ]; then
	command -v xz >/dev/null || fail "there is no xz: install xz-utils"
	fetch_source
	upstream=${version#*:}
	upstream=${upstream%-*}
	extract "$out/source/freeradius_$upstream.orig.tar.xz" \
	    "$out/source/freeradius_${version#*:}.debian.tar.xz"
fi

[ $# -eq 1 ] || fetch_source
rm -rf "$out/apt" "$out/work" "$out/root"
echo "$stamp" >"$out/.stamp"
echo "FreeRADIUS $version: headers in $out (added:$added$wanted)"
