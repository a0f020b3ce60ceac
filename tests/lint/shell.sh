#!/bin/sh
# shellcheck finds no fault in a script.

git ls-files '*.sh' .ci/run |
    xargs -P "$JOBS" -n 4 shellcheck -x -P SCRIPTDIR -S warning -f gcc
