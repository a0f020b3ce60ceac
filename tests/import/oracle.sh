#!/bin/sh
# PSKC files as we read them against pskc2csv (pskc-utils), a program by other
# people.  Compared are serial, secret, counter, digits and time step, as far
# as the file says them.  Run from the top: tests/import/oracle.sh [SEED_DUMP]
#
# A file's first comment of the form <!-- args: -k HEX --> says how to open it.

dump=${1:-${BUILD:-build}/tests/import/seed_dump}
samples=../shared/samples
passed=0 failed=0 skipped=0

command -v pskc2csv >/dev/null || {
	echo "pskc2csv is not here (Debian's pskc-utils)"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# Theirs: columns in a fixed order, the PINs of figure 5 left out.
theirs() {
	file=$1 columns=serial,secret,counter,response_length,time_interval
	shift
	pskc2csv -c "$columns,algorithm" "$@" "$file" </dev/null 2>"$work/err" |
	    tr -d '\r' | awk -F, 'NR > 1 && $6 !~ /:pin$/'
}

ours() {
	file=$1
	shift
	"$dump" -rsw -f hotp -n X "$@" "$file" 2>"$work/err.ours" |
	    awk -F, -v OFS=, '{ sub(/:[2-9]$/, "", $1)
		print $1, $2, $6, $4, $5 }'
}

# A cell that they leave empty says nothing.
same() {
	awk -F, -v OFS=, 'NR == FNR { a[NR] = $0; n = NR; next }
	{
		split(a[FNR], t)
		for (i = 1; i <= 5; i++)
			if (t[i] != "" && t[i] != $i && !(i > 3 && $i == 0)) {
				print "  theirs " a[FNR] "\n  ours   " $0
				bad = 1
				break
			}
		m = FNR
	}
	END {
		if (m != n) {
			print "  theirs has " n + 0 " keys, ours " m + 0
			bad = 1
		}
		exit bad
	}' "$1" "$2"
}

compare() {
	file=$1
	shift
	case $(sed -n 's/.*<!-- args: \(.*\) -->.*/\1/p' "$file") in
	"-k "*) set -- -s "$(sed -n 's/.*<!-- args: -k \(.*\) -->.*/\1/p' \
	    "$file")" ;;
	"-p "*) set -- -p "$(sed -n 's/.*<!-- args: -p \(.*\) -->.*/\1/p' \
	    "$file")" ;;
	esac
	theirs "$file" "$@" >"$work/theirs"
	[ -s "$work/theirs" ] || {
		echo "not decoded by pskc2csv: ${file##*/}"
		skipped=$((skipped + 1))
		return
	}
	[ "$1" = -s ] && set -- -k "$2"
	ours "$file" "$@" >"$work/ours"
	same "$work/theirs" "$work/ours" && {
		passed=$((passed + 1))
		return
	}
	echo "differs: $file"
	sed 's/^/  /' "$work/err.ours"
	failed=$((failed + 1))
}

for f in tests/import/pskc/*.xml; do
	compare "$f"
done

if [ -d "$samples" ]; then
	psk=12345678901234567890123456789012
	for f in "$samples"/pskc-rfc6030/*.pskcxml \
	    "$samples"/pskc-vendors/*.pskcxml; do
		case $f in
		*/figure6.*) compare "$f" -s $psk ;;
		*/figure7.*) compare "$f" -p qwerty ;;
		*/nagraid*) compare "$f" -s 4A057F6AB6FCB57AB5408E46A9835E68 ;;
		*aes128-cbc*) compare "$f" -s $psk ;;
		*aes256-cbc*) compare "$f" -s $psk${psk#12}34 ;;
		*kw-aes128*)
			compare "$f" -s 000102030405060708090A0B0C0D0E0F ;;
		*) compare "$f" ;;
		esac
	done
else
	echo "$samples is not here, only our own files are compared"
	skipped=$((skipped + 1))
fi

# For files that are not part of the project: oracle.sh SEED_DUMP FILE ARGS...
if [ $# -gt 1 ]; then
	shift
	compare "$@"
fi
[ $passed -gt 0 ] || failed=$((failed + 1))
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
