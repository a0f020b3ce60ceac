#!/bin/sh
#
# kill -9 under load: the engine dies at random moments while 64 people log in,
# and an outside ledger says what was promised to them.
#
# KILLS: how often (default 60).

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"

crash_begin
TRIES=1
crash_conf "$wide"
people user 256
people late 24
crash_stock user late

echo "# at random moments"
# shellcheck disable=SC2086
play kill user -l "$tmp/ledger" -e "$tmp/engine.log" -n "${KILLS:-60}" \
    -- $ENGINE "$tmp/multifactord.conf"
whole
play settle user -l "$tmp/ledger" -d "$state/multifactor.db"
is "$(grep -c 'level=error' "$tmp/engine.log")" 0 \
    "no engine had an error to report"

echo "# between commit and answer, and within the commit"
# shellcheck disable=SC2086
play between late -e "$tmp/engine.log" -L "$BUILD/fail/shim.so" \
    -f "$tmp/plan" -n 24 -- $ENGINE "$tmp/multifactord.conf"
whole
is "$(db "SELECT COUNT(*) || ' ' || COUNT(DISTINCT u.account) FROM audit u
    JOIN account a ON a.id = u.account WHERE a.name LIKE 'late%'
    AND u.event = 'login.accept'")" "24 24" "each of them is one login"
is "$(db "SELECT MIN(h.counter) || ' ' || MAX(h.counter) FROM device_hot h
    JOIN device d USING (id) JOIN account a ON a.id = d.account
    WHERE a.name LIKE 'late%'")" "1 1" "and spent one code"
finish
