#!/bin/sh
# clang-format has nothing to change.

git ls-files '*.[ch]' |
    xargs -P "$JOBS" -n 24 clang-format-14 --dry-run -Werror
