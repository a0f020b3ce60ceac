#!/bin/bash
#
# How many messages leave: never more than the limits say, however many logins
# ask at once; none where nobody is to get any.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'
A=+37120000001
B=+37120000002

raddb_make
client decoys 127.0.0.2
client nameonly 127.0.0.3
# conf [LIMIT VALUE]: all others are out of reach (a day's hour has as many),
# $kept are the owner's alone
kept=0
conf() {
	sending=
	for limit in account_hour account_day address_hour address_day \
	    source_hour; do
		case ${1:-} in
		"$limit") ;;
		"${limit%_hour}_day") sending="$sending $limit = $2;" ;;
		*) sending="$sending $limit = 1000;" ;;
		esac
	done
	engine_conf <<-EOF2
		names: { country = "371"; };
		sending: { kept = $kept; $sending ${1:+$1 = $2;} };
		policies: (
			{ name = "decoys"; match: { nas = [ "decoys" ]; };
			  decoys = true; },
			{ name = "nameonly"; match: { nas = [ "nameonly" ]; };
			  first = "none"; },
			{ name = "vpn"; }
		);
	EOF2
	[ ! -e "$tmp/run/login" ] || engine_reload
}
conf
engine_start
radius_start
inbox_start

for who in anna bert carl; do
	account $who "$P"
done
must phone add anna $A --confirmed
must phone add bert $A --confirmed
must phone add carl $B --confirmed

# volley WHO FROM: 64 logins at once, each from a place of its own or, with
# FROM, all from there
volley() {
	volley_pids=
	i=0
	while [ $i -lt 64 ]; do
		i=$((i + 1))
		"$radcheck" -t 8000 -a 127.0.0.1 "$port" "user=$1" \
		    "password=$P" "station=${2:-place-$i}" \
		    >"$tmp/volley.$i" 2>&1 &
		volley_pids="$volley_pids $!"
	done
	# shellcheck disable=SC2086
	wait $volley_pids
}

# left BEFORE: how many have left since
left() {
	echo $(($(all_sent) - $1))
}

# What was sent before does not count any more: nothing of the hour, the day.
next_hour() {
	later 3800
}
next_day() {
	later 90100
}

echo "# 64 at once"
next_hour
conf account_hour 5
n=$(all_sent)
volley anna
is "$(left "$n")" 5 "to an account no more than its hour allows"
say anna "$P"
is "$verdict" reject "the next login has nothing to be asked for"
must why "$reference"
like "$ctl" '*no code may be sent now*mfctl account limits anna*' \
    "why says so, and where to look"
must account limits anna
like "$ctl" '*account_hour*5*5*none left to the account in an hour*' \
    "account limits says which"
say bert "$P"
is "$verdict" challenge "others get theirs"
echo "# an hour is any hour, whenever it begins"
next_hour
later $((3570 - $(now) % 3600))
n=$(all_sent)
volley anna
later 60
volley anna
is "$(left "$n")" 5 "before and after the full hour five in all"
later 3000
volley anna
is "$(left "$n")" 5 "nor within it"
later 800
volley anna
is "$(left "$n")" 10 "when it is over, five again"
next_hour
conf address_hour 7
n=$(all_sent)
volley anna
volley bert
is "$(left "$n")" 7 "to a number no more, whoever asks"
must account limits bert
like "$ctl" '*address_hour*7*7*+371....0001*none left*' "account limits says so"
next_hour
conf source_hour 3
n=$(all_sent)
i=0
while [ $i -lt 6 ]; do
	i=$((i + 1))
	[ $((i % 2)) -eq 0 ] && who=anna || who=carl
	new_password $who "$P" # so that none joins the one before
	say $who "$P"
done
is "$(left "$((n + i))")" 3 "from one place no more, beside what was told"
must account limits anna --nas nas --station "$station"
like "$ctl" "*source_hour*3*3*$station at nas*none left*" \
    "account limits says so of a place"
must account limits anna
unlike "$ctl" '*source_hour*' "and of none, when none is asked for"
ctl account limits anna --station "$station"
like "$? $ctl" "2 *$station: a place is a NAS and a station there*" \
    "a place is both"
station=198.51.100.8
say carl "$P"
is "$verdict" challenge "from another one"
next_hour
for i in 1 2 3 4 5 6 7 8; do
	account "many$i" "$P"
	must phone add "many$i" "+3712000001$i" --confirmed
	echo "many$i"
done >"$tmp/many"
n=$(all_sent)
logs_in() {
	say "$1" "$P"
	echo "$verdict"
}
is "$(crowd logs_in <"$tmp/many" | grep -c challenge) $(left "$n")" "3 3" \
    "nor when eight people there log in at once"
for day in account_day address_day; do
	next_day
	conf $day 5
	n=$(all_sent)
	volley anna
	is "$(left "$n")" 5 "$day: no more than that"
	next_hour
	volley anna
	is "$(left "$n")" 5 "nor an hour later"
	next_day
	volley anna
	is "$(left "$n")" 10 "a day later as many"
done
next_day
n=$(all_sent)
conf all_day 4
volley anna
volley carl
is "$(left "$n")" 4 "in all no more in a day"
ctl status
like "$ctl" '*sending.today*alarm*4 of 4 messages*' "status gives the alarm"
engine_kill
engine_start
say bert "$P"
is "$verdict" reject "nor after the engine was killed"
next_day
say bert "$P"
is "$verdict" challenge "tomorrow they do"
conf
next_hour
n=$(all_sent)
station=somewhere
volley anna somewhere
is "$(left "$n")" 1 "64 clicks of one person are one login, and one message"

echo "# resend counts, too"
next_hour
conf account_hour 3
say anna "$P"
answer resend
answer resend
n=$(all_sent)
answer resend
is "$verdict $(left "$n")" "challenge 0" "the fourth is not sent"
is "$prompt" "Code from the SMS to +371....0001 (no new one can be sent now): " \
    "and the person is told"
answer "$(sent $A)"
is "$verdict" accept "the third is good still"
account dana "$P"
must phone add dana +37120000004 --confirmed
must email add dana dana@example.org --confirmed
say dana "$P"
answer resend
answer resend
n=$(all_sent)
answer email
is "$prompt $(left "$n")" \
    "Code, please choose one: 1 SMS ..0004, 2 e-mail d...@example.org:  0" \
    "an e-mail that cannot be sent either is not asked for"
answer "$(sent +37120000004)"
is "$verdict" accept "and the third is good there, too"

echo "# countries"
next_hour
conf prefixes '[ "+371", "+370" ]'
ctl phone add carl +4915112345678
is $? 1 "no number of another country is added"
like "$ctl" '*begins with none of sending.prefixes*' "and why is said"
conf prefixes '[ "+370" ]'
n=$(all_sent)
say carl "$P"
is "$verdict $(left "$n")" "reject 0" \
    "nothing goes where it may not go any more"

echo "# notices"
next_hour
conf address_hour 3
for number in +37120000008 +37120000009; do
	must phone add anna $number --confirmed
	must phone remove anna $number
done
n=$(all_sent $A)
say anna "$P"
is "$verdict $(($(all_sent $A) - n))" "challenge 1" \
    "four notices to a number leave its codes alone"

echo "# who gets none"
conf
next_hour
n=$(all_sent)
say anna "not-$P"
is "$verdict" reject "a wrong password"
say dora "$P"
is "$verdict" reject "a stranger"
must account disable bert
say bert "$P"
is "$verdict" reject "an account that is disabled"
must account enable bert
nas_address=127.0.0.2
say anna "not-$P"
is "$verdict" challenge "a decoy for a wrong password"
answer resend
say dora "$P"
is "$verdict" challenge "a decoy for a stranger"
answer resend
nas_address=127.0.0.3
say anna "$A"
say anna sms
say anna resend
nas_address=127.0.0.1
i=0
while [ $i -lt 11 ]; do
	say anna "not-$P"
	i=$((i + 1))
done
say anna "$P"
is "$verdict" reject "who had too many wrong passwords"
is "$(left "$n")" 0 "none of them gets a message"
must account unlock anna
nas_address=127.0.0.2
n=$(all_sent)
say anna "$P"
is "$verdict $prompt $(left "$n")" "challenge Code:  1" \
    "behind a decoy's prompt the right password sends one"
answer "$(sent $A)"
is "$verdict" accept "and its code opens the door"
nas_address=127.0.0.1

echo "# what is kept for places that are known"
kept=3
for keeps in account_hour address_hour; do
	next_hour
	conf
	login anna "$P"
	answer "$(sent $A)"
	is "$verdict" accept "(the owner logs in)"
	next_hour
	conf $keeps 8
	n=$(all_sent)
	volley anna
	is "$(left "$n")" 5 "$keeps: strangers with the password use up five"
	say anna "$P"
	is "$verdict $(left "$n")" "challenge 6" "the owner still gets one"
	answer resend
	answer resend
	is "$verdict $(left "$n")" "challenge 8" "and two more"
	answer resend
	is "$(left "$n")" 8 "but not above the limit"
done
conf account_hour 1
next_hour
n=$(all_sent)
say anna "$P" station=198.51.100.99
is "$(left "$n")" 1 "of one, none is kept"
finish
