#!/bin/sh
# Nothing is promised for later, and no file knows a developer's machine.

rc=0
files=$(git ls-files | grep -vE '^tests/(lint/words\.sh$|fuzz/corpus/)')
echo "$files" | xargs grep -InE '\<(TODO|FIXME|HACK|XXX)\>' |
    grep -v 'XXX-XXX' && rc=1
echo "$files" | xargs grep -InE \
    '(^|[^A-Za-z0-9_}.-])/(home|Users|work|root|mnt|media)/' && rc=1
# Trailing blanks, and lines that do not end.
echo "$files" | grep -E '\.([ch]|sh|[158]|md|mk|sql)$|/Makefile$|^Makefile$' |
    xargs grep -InE '[ 	]+$' && rc=1
for f in $files; do
	[ ! -s "$f" ] || [ -z "$(tail -c 1 "$f" | tr -d '\n')" ] || {
		grep -Iq . "$f" && echo "$f: the last line does not end" && rc=1
	}
done
exit $rc
