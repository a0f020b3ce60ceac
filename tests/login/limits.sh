#!/bin/sh
#
# How often may be guessed: in a row, at a device, in a month and in a year;
# and that a stranger cannot use up the owner's tries.  Last line: N passed,
# M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client oslo 127.0.0.2
client alone 127.0.0.3
conf() { # conf SETTING ...: of lockout
	engine_conf <<-EOF2
		lockout: { $* };
		policies: (
			{ name = "alone"; match: { nas = [ "alone" ]; };
			  second = "never"; },
			{ name = "vpn"; tries = 1; }
		);
	EOF2
}
conf
engine_start
radius_start

n=0
person() {
	n=$((n + 1))
	who=person$n
	serial=50-00000$n
	S=$(seed $n)
	next=0
	account $who "$P"
	token $serial "$S" --factor hotp --account $who
}
wrong() { # wrong TIMES: codes that are not right
	wrong_left=$1
	while [ "$wrong_left" -gt 0 ]; do
		login $who "$P" 000000
		wrong_left=$((wrong_left - 1))
	done
}
right() { # the next code; the same again if it did not let in
	login $who "$P" "$(hotp "$S" $next)"
	[ "$verdict" != accept ] || next=$((next + 1))
}
wrong_codes() {
	audited $who login.reject wrong-code
}

echo "# ten in a row"
person
right
is "$verdict" accept "(it opens)"
wrong 9
right
is "$verdict" accept "nine wrong ones do not lock"
wrong 10
right
is "$verdict" reject "ten do: the right one is refused"
face_of_locked=$(face)
say $who "$P"
is "$verdict" reject "and after the password there is no prompt"
is "$(face)" "$face_of_locked" "with the same bytes"
say $who 'a wrong one'
is "$(face)" "$face_of_locked" "as for a wrong password"
station=198.51.100.8
right
is "$verdict" accept "another station is not locked"
station=198.51.100.7
nas_address=127.0.0.2
right
is "$verdict" accept "nor is another NAS"
nas_address=127.0.0.1
later 28
right
is "$verdict" reject "after 28 s still"
is "$(wrong_codes)" 19 "nothing was evaluated meanwhile"
later 3
right
is "$verdict" accept "after 31 s the code, which is not spent, opens"
wrong 10
later 31
wrong 1
later 58
right
is "$verdict" reject "the second lock lasts a minute: 58 s"
later 3
right
is "$verdict" accept "61 s"
wrong 10
helpdesk account unlock $who
is $? 0 "the helpdesk unlocks"
right
is "$verdict" accept "and it opens at once"
wrong 9
engine_kill
engine_start
wrong 1
right
is "$verdict" reject "killing the engine forgets none"

echo "# tries within one login count the same"
person
engine_conf <<-'EOF2'
	policies: ( { name = "vpn"; tries = 10; } );
EOF2
engine_reload
login $who "$P" 000000 000001 000002 000003 000004 000005 000006 000007 \
    000008
is "$verdict" challenge "nine in one login"
answer 000009
is "$verdict" reject "the tenth ends it, though ten tries are allowed"
right
is "$verdict" reject "and locks"
conf
engine_reload

echo "# sixty-four logins at once"
person
i=0
: >"$tmp/states"
while [ $i -lt 64 ]; do
	say $who "$P"
	echo "$state" >>"$tmp/states"
	i=$((i + 1))
done
i=0
jobs=
while read -r state; do
	"$radcheck" -t 5000 "$port" user=$who "password=$((100000 + i))" \
	    "state=$state" "station=$station" >"$tmp/guess.$i" 2>&1 &
	jobs="$jobs $!"
	i=$((i + 1))
done <"$tmp/states"
# shellcheck disable=SC2086
wait $jobs
is "$(cat "$tmp"/guess.* | grep -c '^code=3 ')" 64 "all are refused"
is "$(wrong_codes)" 10 "ten were evaluated"
is "$(audited $who login.reject locked)" 54 "the others found it locked"
right
is "$verdict" reject "it is locked"

echo "# a device: fifty in a row, the last ten kept for its owner"
conf 'soft = 20; device = 20; device_kept = 5; month = 1000; year = 1000;'
engine_reload
person
right
station=203.0.113.1
wrong 10
station=203.0.113.2
wrong 10
is "$(wrong_codes)" 15 "strangers are heard fifteen times of twenty"
right
is "$verdict" reject "no stranger gets in any more"
station=198.51.100.7
right
is "$verdict" accept "its owner does, from where he logged in before"
station=203.0.113.3
right
is "$verdict" accept "which ends the row for all"
station=203.0.113.4
wrong 15
station=198.51.100.7
wrong 5
is "$(wrong_codes)" 35 "twenty in a row, five of them from a known place"
must token show $serial
like "$ctl" '*rebind*' "the token waits to be bound anew"
later 7200
right
is "$verdict" reject "and opens nothing, however long one waits"
helpdesk account unlock $who
right
is "$verdict" reject "unlocking the account is not enough"
must token unassign $serial
must token assign $serial $who
right
is "$verdict" accept "bound anew it opens"

echo "# a month and a year"
conf 'soft = 10; month = 30; month_kept = 10; year = 45;'
engine_reload
person
right
i=0
while [ $i -lt 6 ]; do
	station=203.0.113.1$i
	wrong 5
	i=$((i + 1))
done
is "$(wrong_codes)" 20 "strangers are heard twenty times of thirty"
station=203.0.113.20
right
is "$verdict" reject "then no more"
station=198.51.100.7
right
is "$verdict" accept "the owner is, from where he logged in before"
station=203.0.113.20
right
is "$verdict" reject "which resets nothing: the stranger is still refused"
station=198.51.100.7
wrong 8
right
is "$verdict" accept "(it opens)"
wrong 2
right
is "$verdict" reject "thirty in a month, though he got in between"
person_a=$who
S_a=$S
next_a=$next
for _ in 1 2; do
	person
	right
	later $((16 * 86400))
done
who=$person_a
S=$S_a
next=$next_a
right
is "$verdict" accept "a month later he is let in"
wrong 9
right
wrong 6
right
is "$verdict" reject "forty-five in a year"
helpdesk account unlock $who
right
is "$verdict" accept "the helpdesk can end that"

echo "# a stranger without the password"
conf
engine_reload
person
right
i=0
while [ $i -lt 12 ]; do
	station=203.0.113.3$i
	j=0
	while [ $j -lt 10 ]; do
		say $who "wrong $j"
		j=$((j + 1))
	done
	i=$((i + 1))
done
is "$(grep -c "user=\"$who\".*reason=\"wrong-password\"" "$tmp/engine.log")" \
    100 "of 120 wrong passwords from twelve places 100 are heard"
engine_stop
engine_start
station=203.0.113.99
right
is "$verdict" reject "then nobody is from a new place, after a restart either"
station=198.51.100.7
right
is "$verdict" accept "the owner gets in from where he did before"
is "$(wrong_codes)" 0 "and the token has nothing counted against it"
later 3600
station=203.0.113.99
right
is "$verdict" accept "an hour later from a new place, too"

echo "# the same where the password alone opens the door"
person
station=198.51.100.7
nas_address=127.0.0.3
say $who "$P"
is "$verdict" accept "(it opens)"
i=0
while [ $i -lt 12 ]; do
	station=203.0.113.3$i
	for j in 0 1 2 3 4 5 6 7 8 9; do
		say $who "wrong $j"
	done
	i=$((i + 1))
done
station=203.0.113.99
say $who "$P"
is "$verdict" reject "after a hundred wrong ones nobody is from a new place"
station=198.51.100.7
say $who "$P"
is "$verdict" accept "the owner gets in from where he did before"
nas_address=127.0.0.1

finish
