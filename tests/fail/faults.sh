#!/bin/sh
#
# Calls of the engine that fail, one after the other: memory, files, the disk,
# sockets; while people log in and while the engine starts.  Nobody is let in
# without a commit, the engine does not crash, and afterwards it answers.
#
# STRIDE: every so many-th call is tried (default 3; 1 tries all of them);
# SEED says which is the first.

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/../crash/lib.sh"

stride=${STRIDE:-3}
crash_begin
crash_conf "$wide"
people user 256
crash_stock user

faults() { # faults SCENE
	# shellcheck disable=SC2086
	play "$1" user -l "$tmp/ledger" -e "$tmp/engine.log" \
	    -L "$BUILD/fail/shim.so" -f "$tmp/plan" -n "$stride" \
	    -- $ENGINE "$tmp/multifactord.conf"
}

echo "# while people log in"
faults faults
whole
play settle user -l "$tmp/ledger" -d "$state/multifactor.db"

echo "# while the engine starts"
# Without memory libseccomp can loop for ever (2.5.4): not what is tried here.
crash_conf "$wide" 'sandbox = false;'
faults starts
whole
finish
