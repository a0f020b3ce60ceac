#!/bin/bash
#
# A code on its way, and a disk that is slow or fails: the prompt and the
# message wait for the disk, nobody else does.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001 C=+37120000003 D=+37120000004
seed=3132333435363738393031323334353637383930
# waits THREAD: how often it has waited for pages of the database's log
waits() {
	grep -c "slow-disk thread=$1 pages=[1-9]" "$tmp/engine.log"
}

raddb_make
engine_conf <<-'EOF2'
	policies: ( { name = "vpn"; } );
EOF2
engine_start
radius_start
inbox_start
account anna "$P"
must phone add anna $A --confirmed
account carla "$P"
must phone add carla $C --confirmed
account dora "$P"
must phone add dora $D --confirmed
account berta "$P"
token 90-1 $seed
must token assign 90-1 berta
engine_stop
plain=$ENGINE
log=$tmp/state/multifactor.db-wal
# shellcheck disable=SC2034 # lib.sh starts the engine by it
ENGINE="env LD_PRELOAD=$BUILD/tests/login/slow_disk.so SLOW_FILE=$log
    SLOW_PAGE_US=20000 BROKEN_DISK=$tmp/broken $plain"
engine_start

echo "# who waits"
loop=$(waits loop) worker=$(waits worker)
say anna "$P"
like "$prompt" "*Code*" "anna is asked for the code"
is "$(($(waits worker) > worker))" 1 "a worker waited for the disk"
is "$(waits loop)" "$loop" "and not those that anna shares the engine with"
answer "$(sent $A)"
is "$verdict" accept "the code opens the door"
is "$(($(waits loop) > loop))" 1 "which everybody waited for"

echo "# others, meanwhile"
worker=$(waits worker)
# shellcheck disable=SC2317 # until_true calls it
a_worker_waits() {
	[ "$(waits worker)" -gt "$worker" ]
}
(
	say anna "$P"
	date +%s%N >"$tmp/asked"
) &
until_true 5 a_worker_waits
say berta "$P"
date +%s%N >"$tmp/others"
wait $!
like "$prompt" "*Code*" "berta is asked for her token's code"
is "$(($(cat "$tmp/others") < $(cat "$tmp/asked")))" 1 \
    "before anna's message is on the disk"

echo "# and a command that is refused"
everything_came
worker=$(waits worker)
(say dora "$P") &
until_true 5 a_worker_waits
lines=$(wc -l <"$tmp/engine.log")
ctl token assign 99-9 anna
wait $!
is "$(tail -n +$((lines + 1)) "$tmp/engine.log" |
    grep -oE 'worker done|login-challenged' | head -n 1)" "worker done" \
    "it releases nothing that is not on the disk"

echo "# the disk fails"
everything_came
# shellcheck disable=SC2119 # of everybody
n=$(all_sent)
touch "$tmp/broken"
say carla "$P"
is "$verdict" none "nobody is told of a code that may be gone"
is "$(($(sent_lines) - n))" 0 "and none is sent"
say berta "$P"
code=$(totp $seed)
answer "$code"
is "$verdict" none "and no code opens the door while nothing lasts"
rm "$tmp/broken"
answer "$code"
is "$verdict" accept "it does when all is on the disk again"
until_true 5 nothing_waits
say carla "$P"
like "$prompt" "*Code*" "then it goes on"
answer "$(sent $C)"
is "$verdict" accept "and the newest code opens the door"

echo "# the engine ends before the disk has it"
worker=$(waits worker)
(say carla "$P") &
until_true 5 a_worker_waits
engine_stop
wait $!
# shellcheck disable=SC2034
ENGINE=$plain
engine_start
everything_came
is $? 0 "what was begun is sent when it starts again"
finish
