#!/bin/bash
#
# Recovery codes: a list that is shown once, each code of it good for one
# login.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'

raddb_make
client keyed 127.0.0.2
client strict 127.0.0.3
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: (
		{ name = "append"; match: { nas = [ "keyed" ]; };
		  mode = "append-separator"; },
		{ name = "strict"; match: { nas = [ "strict" ]; };
		  factors = [ "hotp" ]; },
		{ name = "vpn"; tries = 10; }
	);
EOF2
engine_start
radius_start

A=$(seed 1)
account alice "$P"
token 12-3456789 "$A" --factor hotp --account alice

list() { # list ACCOUNT: $tmp/list, a code a line
	must --json account recovery "$1"
	echo "$ctl" | jq -r 'select(.row == "recovery").code' >"$tmp/list"
}
code() { # code N: of the list
	sed -n "$1p" "$tmp/list"
}
left() {
	must account recovery "$1" --show
	echo "$ctl"
}

echo "# the list"
is "$(left alice)" "alice has no recovery codes." "there is none at first"
helpdesk --json account recovery alice
is $? 0 "the helpdesk makes one"
echo "$ctl" | jq -r 'select(.row == "recovery").code' >"$tmp/list"
is "$(wc -l <"$tmp/list")" 10 "of ten codes"
is "$(sort -u "$tmp/list" | wc -l)" 10 "that differ"
group='[0-9A-HJKMNP-TV-Z]\{4\}'
is "$(grep -c "^$group-$group-$group-$group\$" "$tmp/list")" 10 \
    "in groups, without look-alikes"
is "$(left alice)" \
    "alice has 10 of 10 recovery codes left, of a list made $(date -u +%F)." \
    "how many are left"
must account show alice
unlike "$ctl" "*$(code 1)*" "the list is not shown again"
like "$ctl" "*recovery*" "but that there is one"
must backup "$tmp/backup.db"
is "$(strings -a "$tmp/backup.db" | grep -cF "$(code 2 | tr -d -)")" 0 \
    "the database has no code"

echo "# a login"
login alice "$P" "$(hotp "$A" 0)"
is "$verdict" accept "(the token is in use)"
say alice "$P"
is "$prompt" "Code from token 12-34567.. (? for other ways): " \
    "nobody is asked for one who has a token"
answer '?'
is "$prompt" "Code of token 12-34567.., or 2 recovery code: " \
    "the list of other ways has it"
answer 2
is "$prompt" "Code from your recovery codes (? for other ways): " "a number asks"
say alice "$P"
answer recovery
is "$prompt" "Code from your recovery codes (? for other ways): " \
    "and so does the word"
answer "$(code 1)"
is "$verdict" accept "a code lets in"
is "$(left alice | cut -c1-12)" "alice has 9 " "one less is left"
answer "$(code 1)"
is "$verdict" accept "the packet again is the same login"
login alice "$P" "$(code 1)"
like "$verdict $prompt" "challenge Code not right*" "it opens nothing more"
login alice "$P" "$(code 5 | tr -d - | tr '[:upper:]' '[:lower:]')"
is "$verdict" accept "without hyphens, in small letters, in any order"
login alice "$P" "$(code 3 | tr -- '-01' ' OI')"
is "$verdict" accept "with spaces, with letters for digits that look alike"
login alice "$P" "$(code 4 | sed 's/....$/XXXX/')"
is "$verdict" challenge "another one is wrong"
login alice "$P" "$(hotp "$A" 1)"
is "$verdict" accept "the token works as before"
nas_address=127.0.0.2
say alice "$P,$(code 7)"
is "$verdict" accept "behind the password where both come in one field"
nas_address=127.0.0.3
login alice "$P" "$(code 8)"
is "$verdict" challenge "not where the policy has other factors"
nas_address=127.0.0.1

echo "# why"
say alice "$P"
answer "$(code 5)"
must why alice --last 1
like "$(echo "$ctl" | tr '\n' ' ')" \
    "*The recovery code was right, but it had already opened a login at*" \
    "the helpdesk is told that it was used"
like "$ctl" "*take another one of the*" "and what to do"
must what-if alice --nas nas
like "$ctl" "*recovery codes*can be used*" "what-if knows the list"

echo "# sixty-four at once"
one=$(code 9)
two=$(code 10)
{
	many_begin 32 alice "$P" echo "$one"
	cat "$tmp/many"
	many_begin 32 alice "$P" echo "$two"
	cat "$tmp/many"
} >"$tmp/both"
is "$(crowd answer_in <"$tmp/both" | grep -c accept)" 2 \
    "two codes in 64 dialogues open two logins"
is "$(left alice | cut -c1-12)" "alice has 4 " "and are spent, both"

echo "# put back"
engine_stop
mkdir "$tmp/copy"
cp "$tmp"/state/multifactor.db* "$tmp/copy/"
engine_start
login alice "$P" "$(code 2)"
is "$verdict" accept "(one is used after the copy)"
engine_stop
engine_does --restore "$tmp/copy/multifactor.db"
is $? 0 "a backup is put back"
engine_start
login alice "$P" "$(code 2)"
is "$verdict" challenge "it is not good again"
login alice "$P" "$(code 1)"
is "$verdict" challenge "nor is one that was used before"
login alice "$P" "$(code 4)"
is "$verdict" accept "but those that were left are"

echo "# another list"
old=$(code 6)
"$BUILD/mfctl" --socket "$tmp/run/admin" account recovery alice \
    </dev/null >"$tmp/said" 2>&1
is $? 6 "it is asked for first while codes are left"
like "$(cat "$tmp/said")" "*alice has 2 recovery codes left, which will end*" \
    "and says what ends"
login alice "$P" "$old"
is "$verdict" accept "nothing has ended yet"
list alice
login alice "$P" "$(code 1)"
is "$verdict" accept "the new list opens"
list alice
old=$(code 2)
list alice
login alice "$P" "$old"
is "$verdict" challenge "one of the list before does not"
must account recovery alice --print
is "$(echo "$ctl" | grep -c '\[ \]')" 10 "a page to print has ten codes"
like "$ctl" "*Account  alice*Made     $(date -u +%F)*" "whose, and since when"
is "$([ "$(echo "$ctl" | wc -l)" -le 50 ] && echo fits)" fits "one page"
unlike "$ctl" "*vpn*" "and not of what"

echo "# reported lost"
account carl "$P"
must account recovery carl
token 12-0000077 "$(seed 7)" --factor hotp --account carl
login carl "$P" recovery lost "$(hotp "$(seed 7)" 9)"
must why carl --last 1
like "$(echo "$ctl" | tr '\n' ' ')" \
    '*reported lost at the prompt and suspended; mfctl account recovery carl makes another list.*' \
    "a list that was reported lost: why says what helps"
must account recovery carl --show
like "$ctl" "*reported lost and opens nothing*mfctl account recovery carl" \
    "and so does what is left of it"
must account recovery carl
must account recovery carl --show
unlike "$ctl" '*reported lost*' "another one is good"

echo "# the last one"
inbox_start
account bob "$P" --email bob@example.org
list bob
n=1
while [ $n -le 10 ]; do
	login bob "$P" "$(code $n)"
	[ "$verdict" = accept ] || not_ok "code $n of ten lets in"
	n=$((n + 1))
done
is "$(left bob | cut -c1-10)" "bob has 0 " "all ten were used"
is_told bob@example.org 'A recovery code of the account bob was used' \
    "and bob is told of it"
say bob "$P"
is "$verdict" reject "who has nothing else is asked for nothing"
must account disable bob
ctl account recovery bob
is $? 1 "a disabled account gets no list"
ctl account recovery nobody
is $? 3 "nor does one that is not there"
engine_stop
is "$(cat "$tmp/engine.log" "$tmp/engine.old" 2>/dev/null |
    grep -cF -e "$(code 1)" -e "$(code 1 | tr -d -)")" 0 "no log has a code"
finish
