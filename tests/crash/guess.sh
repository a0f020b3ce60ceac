#!/bin/sh
#
# The limits on guessing hold when the guesses come all at once: soft lock at
# 10, a device's limit at 40 for strangers, the month's at 80 and 100.
#
# ROUNDS: of the soft lock (default 200).

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"

rounds=${ROUNDS:-200}
crash_begin
# Longer than all of the rounds, even on a busy machine.
crash_conf 'lockout: { soft_seconds = "60s"; };'
people soft "$rounds"
people limit 10
crash_stock soft limit
engine_start

echo "# 64 at once against the soft lock"
play guess soft -n "$rounds"

echo "# from many places at once, against the device's and the month's limit"
play limits limit -n 10
engine_stop

evaluated() { # evaluated LIKE: how many guesses were counted, at most
	db "SELECT MIN(n) || ' ' || MAX(n) FROM (SELECT SUM(b.n) AS n
	    FROM budget b JOIN account a ON a.id = b.account
	    WHERE a.name LIKE '$1%' GROUP BY a.id)"
}
recorded() { # recorded LIKE: the same by the audit
	db "SELECT MIN(n) || ' ' || MAX(n) FROM (SELECT COUNT(*) AS n
	    FROM audit u JOIN account a ON a.id = u.account
	    WHERE a.name LIKE '$1%' AND u.detail LIKE 'reason=wrong-code%'
	    GROUP BY a.id)"
}
whole
is "$(evaluated soft)" "10 10" \
    "of 64 guesses at once 10 were evaluated, each time"
is "$(recorded soft)" "10 10" "and are in the audit"
is "$(db "SELECT MAX(in_row) FROM failure f JOIN account a
    ON a.id = f.account WHERE a.name LIKE 'soft%'")" 10 "10 in a row"
is "$(db "SELECT MAX(h.counter) FROM device_hot h JOIN device d USING (id)
    JOIN account a ON a.id = d.account WHERE a.name LIKE 'soft%'")" 0 \
    "no code was spent"
is "$(evaluated limit)" "100 100" \
    "80 guesses are the strangers', the last 20 the owner's"
is "$(recorded limit)" "100 100" "and are in the audit"
is "$(db "SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM audit u
    JOIN account a ON a.id = u.account WHERE a.name LIKE 'limit%'
    AND u.detail LIKE 'reason=wrong-code%' AND u.seq < (
	SELECT seq FROM audit v WHERE v.account = a.id
	AND v.event = 'login.accept' ORDER BY seq LIMIT 1 OFFSET 2)
    GROUP BY a.id)")" 40 "strangers get 40 at a device"

echo "# once the lock is over"
clock=70
engine_start
play owner soft
engine_stop
whole
finish
