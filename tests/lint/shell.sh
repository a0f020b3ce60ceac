#!/bin/sh
# No script has a fault that shellcheck finds.

git ls-files '*.sh' .ci/run |
    xargs -P "$JOBS" -n 4 shellcheck -x -P SCRIPTDIR -S warning -f gcc
