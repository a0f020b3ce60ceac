#!/bin/sh
# No script has a fault that shellcheck finds.

git ls-files '*.sh' .ci/run |
    xargs -P "$JOBS" -n 4 shellcheck -x -P SCRIPTDIR -S warning -f gcc || bad=1

# A check that says nothing when it fails is none: "x && ok y" alone.
git ls-files 'tests/*.sh' | xargs awk '
	/^[ \t]*#/ { next }
	/(&&|\|\||\\)$/ { line = line $0; next }
	{ line = line $0 }
	line ~ /&&[ \t]*ok / && line !~ /not_ok/ {
		print FILENAME ":" FNR ": no not_ok behind this ok: " line
		bad = 1
	}
	{ line = "" }
	END { exit bad }' || bad=1
exit "${bad:-0}"
