#!/bin/sh
#
# The wall clock steps while the engine runs, and while it is stopped: no code
# is good again, nobody is locked out; TOTP stands still until the clock is
# back or "mfctl clock accept"; HOTP goes on.  Needs libfaketime.

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"

if [ -z "$faketime" ]; then
	echo "# no libfaketime here"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi

day=86400
year=31557600
groups="a b c d e f g h i j k l m n o p"

# Beside the configuration the sandbox lets the engine read it.
ENGINE="env LD_PRELOAD=$faketime FAKETIME_TIMESTAMP_FILE=$tmp/time
    FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1
    $BUILD/multifactord -c"

step() { # step SECONDS: the engine's wall clock is so far off
	printf '%+ds\n' "$1" >"$tmp/time.new"
	mv "$tmp/time.new" "$tmp/time"
}

# people_at SECONDS SCENE GROUP [OPTION ...]: their watches are so far off
people_at() {
	people_clock=$1
	people_scene=$2
	people_group=$3
	shift 3
	play=$(env LD_PRELOAD="$faketime" FAKETIME="$(printf '%+d' \
	    "$people_clock")" FAKETIME_DONT_FAKE_MONOTONIC=1 \
	    "$ledger" -x "$SEED" -s "$socket" "$@" "$people_scene" \
	    "$tmp/$people_group/people.csv" 2>&1)
}

gets_in() { # gets_in SECONDS GROUP WHAT
	people_at "$1" load "$2" -n 16 -t 5000 -l "$tmp/book.$2"
	is "$(told accepted) $(told refused)" "16 0" "$3"
}

stands_still() { # stands_still SECONDS GROUP WHAT
	people_at "$1" load "$2" -n 16 -t 5000
	is "$(told accepted) $(told refused) $(told unknown)" "0 16 0" "$3"
}

hotp_goes_on() {
	people_at 0 load hotp -n 64 -l "$tmp/book.hotp"
	is "$(told refused) $(told unknown) $(told shut) $(told replay_in)" \
	    "0 0 0 0" "HOTP goes on"
}

# Whatever was accepted so far, once more, by watches of any time.
nothing_twice() { # nothing_twice GROUP ...
	for twice in "$@"; do
		people_at 0 replay "$twice" -l "$tmp/book.$twice"
		like "$play" "ok - *" \
		    "no code is good again ($(echo "$play" |
			sed -n 's/.*ok - of \([0-9]*\) .*/\1/p') of group $twice)"
	done
}

# The engine looks once a second.
last_word() { # last_word PATTERN: of the log about the clock
	# shellcheck disable=SC2254
	case $(grep 'event=clock ' "$tmp/engine.log" | tail -n 1) in
	*$1*) ;;
	*) return 1 ;;
	esac
}

says() { # says PATTERN WHAT
	until_true 3 last_word "$1" && ok "$2" || not_ok "$2"
}

crash_begin
crash_conf "$wide"
people hotp 64
for g in $groups; do
	people $g 16 totp
done
step 0
# shellcheck disable=SC2086
crash_stock hotp $groups
engine_start

echo "# small steps are followed"
gets_in 0 a "the clock is right: TOTP opens"
step 1
gets_in 0 b "1 s ahead"
step -1
gets_in 0 c "1 s behind"
step 0
nothing_twice a b c
is "$(grep -c 'event=clock ' "$tmp/engine.log")" 0 "no alarm so far"

echo "# large ones are not"
set -- d e f g h i
for s in 300 -300 $day -$day $((10 * year)) -$((10 * year)); do
	step "$s"
	stands_still "$s" "$1" "$s s: TOTP stands still for the clock's codes"
	stands_still 0 "$1" "$s s: and for those of before"
	hotp_goes_on
	nothing_twice a
	says jumped "$s s: there is an alarm"
	step 0
	gets_in 0 "$1" "back again: TOTP opens, nobody is locked out"
	nothing_twice "$1"
	says "is back" "and the alarm is over"
	shift
done

echo "# mfctl clock accept"
for s in "$day j k" "$((10 * year)) l m" "$((20 * year)) n o"; do
	# shellcheck disable=SC2086
	set -- $s
	step "$1"
	stands_still "$1" "$2" "$1 s: TOTP stands still"
	must clock accept
	gets_in "$1" "$2" "accepted: codes of that time open ($ctl)"
	nothing_twice a "$2"
	hotp_goes_on
done

echo "# a restart with the clock behind"
engine_stop
step 0
engine_start
stands_still 0 p "20 years behind the last login: TOTP stands still"
hotp_goes_on
nothing_twice a n
says "far from" "there is an alarm"
must clock accept
gets_in 0 p "accepted: codes of today open"
nothing_twice a p n

echo "# a restart with the clock far ahead"
engine_stop
step $((31 * day))
engine_start
stands_still $((31 * day)) k "31 days ahead: TOTP stands still"
hotp_goes_on
step 0
gets_in 0 k "the clock is back: TOTP goes on by itself"
nothing_twice a k

engine_stop
step 0
whole
is "$(db "SELECT COUNT(*) FROM budget b JOIN account a ON a.id = b.account
    WHERE a.name LIKE 'm0%'")" 0 "those who never erred have no failures"
is "$(db "SELECT MAX(n) FROM (SELECT SUM(b.n) AS n FROM budget b
    JOIN account a ON a.id = b.account WHERE a.name LIKE 'd0%'
    GROUP BY a.id)")" 1 "TOTP that stood still was counted against nobody"
finish
