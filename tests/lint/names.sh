#!/bin/sh
# No two functions have one name: a fuzz target would link either of them.

for f in "$O"/engine/*/*.o; do
	[ -e "$f" ] && nm --defined-only --extern-only "$f" |
	    awk -v f="${f#"$O"/}" '$3 != "main" { print $3, f }'
done | sort | awk '$1 == last { print $1 ": " file " and " $2; bad = 1 }
    { last = $1; file = $2 }
    END { exit bad || NR == 0 }'
