#!/bin/sh
# Statements stand in store/query.c; a backend knows no table of ours.

tables=$(sed -n 's/^CREATE TABLE \([a-z_]*\).*/\1/p' engine/store/*.sql \
    engine/store/migrations/*.sql 2> /dev/null | paste -sd '|')
[ -n "$tables" ] || {
	echo "engine/store/schema.sql creates no table"
	exit 1
}
verbs='SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|WITH'
git ls-files 'engine/*.[ch]' | grep -vx engine/store/query.c | {
	rc=0
	while read -r f; do
		# Outside the backend no statement, in it none on our tables.
		case $f in
		engine/store/sqlite*)
			grep -HnwE "\"[^\"]*\\b($verbs)\\b.*\\b($tables)\\b" "$f" ;;
		*) grep -HnE "\"($verbs) [^\"]*[\"a-z*(]" "$f" ;;
		esac && rc=1
	done
	exit $rc
}
