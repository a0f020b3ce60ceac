#!/bin/bash
#
# What the pages name is there: links and their anchors, files of the tree,
# commands of mfctl (given to it, with no engine behind), make's targets,
# settings, whole configurations (given to multifactord -n), and the messages,
# reasons and events of troubleshooting.md, which the source must have.  README
# leads to each page, and has a reason for each package that the build, the demo
# and the tests install.
#
# One test a page and kind; what is wrong with it stands below it.
# BUILD  folder of the built programs (default: build)

set -u
cd "$(dirname "$0")/../.." || exit 2
BUILD=$(cd "${BUILD:-build}" && pwd) || exit 2
for p in multifactord mfctl; do
	[ -x "$BUILD/$p" ] || {
		echo "$BUILD/$p is not there: run make first" >&2
		exit 2
	}
done
tmp=$(mktemp -d "${TMPDIR:-/tmp}/multifactor.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0
"$BUILD/mfctl" help >"$tmp/help"
pages=$(ls README.md CONTRIBUTING.md docs/*.md docs/*/*.md)

# report PAGE WHAT: $tmp/n has the number looked at, $tmp/bad what is wrong
report() {
	if [ -s "$tmp/bad" ]; then
		failed=$((failed + 1))
		echo "not ok - $1: $2"
		sed 's/^/#   /' "$tmp/bad"
	elif [ "$(cat "$tmp/n")" -gt 0 ]; then
		passed=$((passed + 1))
		echo "ok - $1: $(cat "$tmp/n") $2"
	fi
	: >"$tmp/bad"
	echo 0 >"$tmp/n"
}

# each LIST FUNCTION: calls it for each line; its output is what is wrong
each() {
	while IFS= read -r line; do
		"$2" "$line" </dev/null
	done <"$1" >"$tmp/bad"
	grep -c . "$1" >"$tmp/n"
}

# ---- links

# The anchors that a page's headings make.
anchors() {
	sed -n 's/^#\{1,6\} //p' "$1" | tr -d '`' | tr '[:upper:]' '[:lower:]' |
	    sed 's/[^a-z0-9 _-]//g; s/ /-/g'
}

check_link() {
	file=${1%%#*}
	case $file in
	'') target=$page ;;
	*) target=$(dirname "$page")/$file ;;
	esac
	if ! [ -e "$target" ]; then
		echo "$1: there is no such file"
	elif [ "$1" != "$file" ] &&
	    ! anchors "$target" | grep -qxF -- "${1#*#}"; then
		echo "$1: there is no such heading"
	fi
}

links() {
	grep -v '^    ' "$1" | grep -o '](\([^)]*\))' |
	    sed 's/^](//; s/)$//' | grep -v '^https\{0,1\}:'
}

# ---- what stands in code

# The lines of code: blocks of both kinds, a continued line as one, and what
# stands in backticks, each alone.
code() {
	awk '
		/^ *```/ { fence = !fence; next }
		fence || /^    / {
			sub(/^ +/, "")
			if (sub(/\\$/, "")) { held = held $0; next }
			print held $0
			held = ""
			next
		}
		{
			n = split($0, part, "`")
			for (i = 2; i < n; i += 2)
				print part[i]
		}' "$1"
}

folders='engine|packaging|tests|docs|raddb-snippets|dictionaries|rlm_multifactor'

check_file() {
	[ -e "$1" ] || grep -q "^New file \`$1\`" CONTRIBUTING.md ||
	    echo "$1: there is no such file"
}

files() {
	code "$1" | sed 's/^[$] //; s/^sudo //' |
	    grep -oE "(^|[ \"])($folders)/[A-Za-z0-9_./-]*[A-Za-z0-9]" |
	    sed 's/^[ "]//'
	code "$1" | grep -oE '(^|[ "/])((sites|mods)-available|policy\.d)/[a-z-]+' |
	    sed 's|^[ "/]|raddb-snippets/|; t; s|^|raddb-snippets/|'
}

# It parses if it gets as far as looking for the engine, or for a file.
check_mfctl() {
	case $1 in
	'mfctl try'*) set -- "$1 --help" ;;
	esac
	printf '123456123456\n123456123456\n' | (
		cd "$tmp" || exit
		# shellcheck disable=SC2317  # it is in what is evaluated
		mfctl() {
			MULTIFACTOR_SOCKET=$tmp/none "$BUILD/mfctl" "$@"
		}
		eval "${1//\/var\/backups/$tmp}"
	) >"$tmp/out" 2>&1
	[ $? != 2 ] || grep -qF "  $1 <" "$tmp/help" ||
	    echo "$1: $(sed -n 1p "$tmp/out")"
}

commands() {
	code "$1" | sed 's/^[$] //; s/^sudo //' | grep -E '^mfctl [a-z]' |
	    grep -v '^mfctl and ' | sed 's/[|;].*//'
}

check_target() {
	case $1 in
	build/tests/test_*)
		[ -e "tests/unit/${1#build/tests/}.c" ] && return ;;
	*) grep -qE "(^|[ ])$1( [a-z -]*)?:" Makefile rlm_multifactor/*.mk &&
	    return ;;
	esac
	echo "make $1: there is no such target"
}

targets() {
	code "$1" | sed 's/^sudo //; s/[&;#].*//' | grep -E '^make( |$)' |
	    tr ' ' '\n' | grep -vE '^(make|-.*|[A-Z_]+=.*|all:)?$'
}

check_setting() {
	grep -qxF ".It Cm $1" engine/man/multifactord.conf.5 ||
	    echo "$1: multifactord.conf(5) has no such setting"
}

sections=$(sed -n 's/^\.It Cm \([a-z_]*\)\..*/\1/p' \
    engine/man/multifactord.conf.5 | sort -u | paste -sd '|')

settings() {
	code "$1" | grep -oE "^($sections)\.[a-z_0-9.]+" | grep -v '\.$'
}

check_manual() {
	[ -e "engine/man/$1" ] || echo "$1: there is no such page"
}

manuals() {
	grep -oE '((rlm_)?multifactor[a-z.-]*|mf[a-z.]+)\([0-9]\)' "$1" |
	    sed 's/(\(.\))/.\1/' | sort -u
}

# Each block of kind conf, made ready for a machine that lacks our groups.
check_conf() {
	{
		echo 'sockets: { login: { group = ""; };'
		echo 'helpdesk: { group = ""; }; admin: { group = ""; };'
		echo 'courier: { group = ""; }; };'
		cat "$1"
	} >"$1.whole"
	chmod 600 "$1.whole"
	"$BUILD/multifactord" -n -c "$1.whole" >"$1.out" 2>&1 ||
	    cat "$1.out"
	grep 'warning' "$1.out"
}

confs() {
	rm -f "$tmp"/conf.*
	awk -v to="$tmp/conf." '
		/^```conf/ { out = to (++n); print out; next }
		/^```/ { out = "" }
		out != "" { print > out }' "$1"
}

for page in $pages; do
	links "$page" >"$tmp/list"
	each "$tmp/list" check_link
	report "$page" "links lead somewhere"
	for kind in files:check_file:'files are there' \
	    commands:check_mfctl:'commands are mfctl'"'"'s' \
	    targets:check_target:'targets are make'"'"'s' \
	    settings:check_setting:'settings exist' \
	    manuals:check_manual:'manual pages are there' \
	    confs:check_conf:'configurations are right'; do
		find=${kind%%:*} rest=${kind#*:}
		"$find" "$page" | sort -u >"$tmp/list"
		each "$tmp/list" "${rest%%:*}"
		report "$page" "${rest#*:}"
	done
done

check_read() {
	links README.md | grep -qxF "$1" || echo "$1"
}

for page in docs/*.md docs/*/*.md engine/man/*.[1-9]; do
	echo "$page"
done >"$tmp/list"
each "$tmp/list" check_read
report README.md "pages can be found from there"

# ---- packages

check_package() {
	awk -F'|' '/^\|/ { print $2 }' README.md | grep -qw -- "$1" || echo "$1"
}

sed -n '/^build="/,/"$/p; /^check="/,/"$/p; /^demo="/p; /^kannel="/p
    /^openvpn="/p' packaging/setup.sh |
    sed 's/^[a-z]*=//; s/\$build//' | tr -d '"' | tr -s ' \n' '\n\n' |
    grep . >"$tmp/list"
each "$tmp/list" check_package
report README.md "packages have a reason"

# ---- messages

page=docs/troubleshooting.md

# Every text of the source on a line of its own, its pieces joined.
cat engine/*/*.[ch] rlm_multifactor/*.[ch] raddb-snippets/*/* |
    sed 's/\\$//' | tr '\n\t\f' '   ' | sed 's/\\"/\f/g
	s/" *PRI[a-zA-Z0-9]* *"/%d/g; s/" *"//g; s/\\n/ /g; s/  */ /g' |
    tr '"\f' '\n"' >"$tmp/texts"

# First column: the pieces between "..." must each stand in a text.  What is
# FreeRADIUS's own is not ours.
awk -F'`' '
	/^## / { on = /not start|configuration|module|mfctl|Restoring/ }
	on && /^\| `/ && !/FreeRADIUS.s own/ { print $2 }' $page >"$tmp/list"
awk 'NR == FNR { text[n++] = $0; next }
	function known(piece,    i) {
		sub(/^[ :.;]+/, "", piece)
		sub(/[ :.]+$/, "", piece)
		if (length(piece) < 3)
			return 1
		for (i = 0; i < n; i++)
			if (index(text[i], piece))
				return 1
		return 0
	}
	{
		m = split($0, part, /\.\.\.|[:.;] |"/)
		for (j = 1; j <= m; j++)
			if (!known(part[j])) {
				print $0 ": no text has \"" part[j] "\""
				break
			}
	}' "$tmp/texts" "$tmp/list" >"$tmp/bad"
grep -c . "$tmp/list" >"$tmp/n"
report $page "messages are in the source"

# has LIST WHAT: each word of the list stands in the page, in backticks
has() {
	while IFS= read -r word; do
		grep -qF "\`$word\`" $page || echo "$word"
	done <"$1" >"$tmp/bad"
	grep -c . "$1" >"$tmp/n"
	report $page "$2"
}

sed -n 's/.*\[REASON_[A-Z_]*\] = "\(.*\)",/\1/p' engine/core/reason.c |
    grep -v '^none$' >"$tmp/list"
has "$tmp/list" "reasons are explained"

{
	cat engine/*/*.c | tr '\n\t' '  ' |
	    grep -oE '(LOG|log_say)\([^"]*LOG_LEVEL_[^"]*"[a-z-]+"' |
	    sed 's/.*"\(.*\)"/\1/'
	grep -oE '"login-[a-z]+"' engine/server/login_log.c | tr -d '"'
} | sort -u | grep -vx 'not-started\|configuration' >"$tmp/list"
has "$tmp/list" "events are explained"

echo "$passed passed, $failed failed"
[ $failed = 0 ]
