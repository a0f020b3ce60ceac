#!/bin/sh
# Every event of the audit stands in its table, and only those do.

table=engine/store/audit_event.c
known=$(sed -n 's/^	"\([a-z.-]*\)",$/\1/p' $table)
kinds=$(echo "$known" | sed 's/\..*//' | sort -u | paste -sd '|')
[ -n "$known" ] || {
	echo "$table has no events"
	exit 1
}
rc=0
[ "$known" = "$(echo "$known" | LC_ALL=C sort -u)" ] || {
	echo "$table: not in order, or one twice"
	rc=1
}
# Rows of status and the names of sealed things look alike, and a token's
# history shows more than is recorded.
others='engine/(server/admin_(status|status_post|token_history)|store/sealed)\.c'
used=$(git ls-files 'engine/server/*.c' 'engine/store/*.c' |
    grep -vxE "$table|$others" |
    xargs grep -hoE "\"($kinds)\\.[a-z-]+\"" | tr -d '"' | sort -u)
for e in $used; do
	echo "$known" | grep -qxF "$e" || {
		echo "$table: lacks $e"
		rc=1
	}
done
for e in $known; do
	echo "$used" | grep -qxF "$e" || {
		echo "$table: nobody records $e"
		rc=1
	}
done
exit $rc
