#!/bin/sh
# No two functions have one name: a fuzz target would link either of them.

git ls-files 'engine/*/*.c' | while read -r f; do
	nm --defined-only --extern-only "$O/${f%.c}.o" |
	    awk -v f="$f" '$3 != "main" { print $3, f }'
done | sort | awk '$1 == last { print $1 ": " file " and " $2; bad = 1 }
    { last = $1; file = $2 }
    END { exit bad || NR == 0 }'
