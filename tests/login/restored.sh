#!/bin/sh
#
# A database put back from a copy opens no door that was shut since.  Last
# line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
engine_conf <<-'EOF2'
	policies: ( { name = "vpn"; claim = true; } );
EOF2
engine_start
radius_start
i=1
for who in alice bob carl dora; do
	account $who "$P"
	token 12-000000$i "$(seed $i)" --factor hotp --account $who
	i=$((i + 1))
done
account tom "$P"
token 45-0000001 "$(seed 11)" --account tom
account tess "$P"
token 45-0000002 "$(seed 12)" --account tess
account eve "$P"
account frida "$P"
account grete "$P"
account hugo "$P"
token 12-0000009 "$(seed 9)" --factor hotp --account hugo
set_pin() { # set_pin SERIAL PIN
	printf '%s\n' "$2" >"$tmp/pin"
	must token pin "$1" --pin-file "$tmp/pin"
}
# Whose PIN will be changed by the helpdesk, by herself, will be taken away,
# and will have to change; who gets one; whose stays.
p=0
for who in pia pina piet pit polly paul; do
	p=$((p + 1))
	account $who "$P"
	token 13-000000$p "$(seed 3$p)" --factor hotp --account $who
	[ $who = polly ] || set_pin 13-000000$p 2580
done
pin_login() { # pin_login WHO NUMBER COUNTER PIN [REPLY ...]
	pin_who=$1
	pin_code=$4$(hotp "$(seed "3$2")" "$3")
	shift 4
	must account unlock "$pin_who"
	login "$pin_who" "$P" "$pin_code" "$@"
}
account rita "$P"
must --json account recovery rita
recovery_before=$(echo "$ctl" | jq -r 'select(.row == "recovery").code' |
    head -n 1)
login alice "$P" "$(hotp "$(seed 1)" 0)"
is "$verdict" accept "(alice gets in)"

copy() { # the engine is stopped
	mkdir -p "$1"
	cp "$tmp"/state/multifactor.db* "$1/"
}
put_back() {
	rm -f "$tmp"/state/multifactor.db*
	cp "$1"/multifactor.db* "$tmp/state/"
}
must backup "$tmp/backup.db"
is "$(stat -c %a "$tmp/backup.db")" 600 "a backup is for its owner alone"
login alice "$P" "$(hotp "$(seed 1)" 1)"
engine_stop
copy "$tmp/copy"
engine_start

echo "# since the copy"
login alice "$P" "$(hotp "$(seed 1)" 2)"
is "$verdict" accept "a code was used"
next_step
totp_used=$(totp "$(seed 11)" 1)
login tom "$P" "$totp_used"
is "$verdict" accept "and one of TOTP, of a clock that is ahead"
must token lost 12-0000002
must account disable carl
must account delete hugo
must token unassign 12-0000004
must token assign 12-0000004 frida
must token unassign 12-0000004
new_password eve 'Another-2026'
must token assign 12-0000004 eve
login dora "$P"
is "$verdict" reject "a token was taken away"
set_pin 13-0000001 4071
must token pin 13-0000002 --must-change
pin_login pina 2 0 2580 4071 4071
is "$verdict" accept "a PIN that somebody saw was changed"
must token pin 13-0000003 --clear
must token pin 13-0000004 --must-change
set_pin 13-0000005 4071
must account recovery rita --yes
i=0
while [ $i -lt 5 ]; do
	login tess "$P" 000000
	i=$((i + 1))
done
say alice "$P"
asked=$state
engine_stop

echo "# put back"
put_back "$tmp/copy"
engine_spawn
wait "$engine_pid"
is $? 1 "it does not start with it"
like "$(cat "$tmp/engine.log")" '*lies behind its notes*--accept-restored*' \
    "and says what to do"
say alice "$P"
is "$verdict" none "nobody is let in meanwhile"
engine_does --accept-restored
is $? 0 "it is accepted by an explicit word"
like "$(cat "$tmp/engine.said")" \
    '*The PIN of 3 tokens was changed since*mfctl token pin SERIAL*13-0000001, 13-0000002, 13-0000005*' \
    "and says whose PINs nobody knows now"
engine_start
user=alice
state=$asked
answer "$(hotp "$(seed 1)" 3)"
is "$verdict" reject "a login that was under way has ended"
login alice "$P" "$(hotp "$(seed 1)" 2)"
unlike "$verdict" accept "the used code stays used"
login alice "$P" "$(hotp "$(seed 1)" 1)"
unlike "$verdict" accept "so does the one before"
login alice "$P" "$(hotp "$(seed 1)" 3)"
is "$verdict" accept "the next one opens"
login tom "$P" "$totp_used"
unlike "$verdict" accept "the TOTP code stays used"
next_step
next_step
login tom "$P" "$(totp "$(seed 11)" 1)"
is "$verdict" accept "the next one opens"
login bob "$P" "$(hotp "$(seed 2)" 0)"
unlike "$verdict" accept "the lost token stays lost"
say carl "$P"
is "$verdict" reject "the disabled account stays disabled"
login hugo "$P" "$(hotp "$(seed 9)" 0)"
is "$verdict" reject "the deleted one is back, and opens nothing"
must account show hugo
like "$ctl" '*disabled*' "for it is disabled"
must token show 12-0000009
unlike "$ctl" '*hugo*' "its token is not its any more"
must account delete hugo
login dora "$P" "$(hotp "$(seed 4)" 0)"
unlike "$verdict" accept "the token that was taken away stays away"
must token show 12-0000004
like "$ctl" '*eve*' "it is whose it was"
for who in 'pia 1' 'pina 2' 'polly 5'; do
	# shellcheck disable=SC2086
	set -- $who
	for pin in 2580 4071 ''; do
		pin_login "$1" "$2" 1 "$pin"
		is "$verdict" reject "$1: not with ${pin:-no PIN}"
	done
	must token show "13-000000$2"
	like "$ctl" '*PIN that nobody knows*' "the token shows it"
done
must why pia --last 1
like "$(echo "$ctl" | tr '\n' ' ')" \
    '*PIN of token 13-0000001 was changed after the backup*' \
    "the helpdesk is told why"
must what-if pia --nas nas
like "$ctl" '*13-0000001: its PIN is to be set again*' "and beforehand"
ctl token pin 13-0000001 --must-change
is $? 1 "there is none that could be typed before a new one is"
set_pin 13-0000001 8642
pin_login pia 1 2 8642
is "$verdict" accept "a PIN set anew opens"
must token pin 13-0000002 --clear
must token pin 13-0000002 --must-change
pin_login pina 2 3 '' 9753 9753
is "$verdict" accept "and one that is made at the prompt"
pin_login piet 3 1 2580
unlike "$verdict" accept "one that was taken away stays away"
pin_login piet 3 1 ''
is "$verdict" accept "and its codes are enough"
pin_login pit 4 1 2580
like "$prompt" '*Your new PIN*' "one that had to change still has to"
pin_login paul 6 1 2580
is "$verdict" accept "one that is as it was opens"
login rita "$P" "$recovery_before"
unlike "$verdict" accept "a recovery code of an earlier list opens nothing"
ctl audit verify
is $? 0 "the audit is whole"

echo "# put back by the engine"
engine_stop
engine_does --restore "$tmp/copy/multifactor.db"
is $? 0 "restored"
engine_start
login alice "$P" "$(hotp "$(seed 1)" 3)"
unlike "$verdict" accept "a code used since stays used"
login alice "$P" "$(hotp "$(seed 1)" 4)"
is "$verdict" accept "the next one opens"
pin_login pia 1 4 2580
is "$verdict" reject "the PIN of before stays dead"
pin_login pia 1 4 8642
is "$verdict" reject "the one of after the first time is not known"
pin_login polly 5 4 ''
is "$verdict" reject "nor do codes do alone where a PIN came before them"
pin_login paul 6 4 2580
is "$verdict" accept "one that is as it was opens"

echo "# put back from a backup of before all that"
engine_stop
engine_does --restore "$tmp/backup.db"
is $? 0 "restored"
engine_start
for i in 0 1 2 3 4; do
	login alice "$P" "$(hotp "$(seed 1)" $i)"
	unlike "$verdict" accept "code $i stays used"
	must account unlock alice
done
login alice "$P" "$(hotp "$(seed 1)" 5)"
is "$verdict" accept "the next one opens"
login bob "$P" "$(hotp "$(seed 2)" 0)"
unlike "$verdict" accept "the lost token stays lost"
# Three times put back, the notes are of the databases put back, not of her.
say frida "$P"
is "$verdict" reject "who had a token for a while may not claim one"
say grete "$P"
is "$verdict $prompt" "challenge Code: " "who never had one may"

echo "# put back without notes"
engine_stop
put_back "$tmp/copy"
rm -r "$tmp/notes"
mkdir "$tmp/notes"
engine_spawn
wait "$engine_pid"
is $? 1 "it does not start"
engine_does --accept-restored
is $? 0 "it is accepted"
code=$(totp "$(seed 12)" 0)
engine_start
login alice "$P" "$(hotp "$(seed 1)" 5)"
unlike "$verdict" accept "HOTP tokens open nothing until they are bound anew"
login tess "$P" "$code"
unlike "$verdict" accept "a TOTP code of now opens nothing"
next_step
next_step
next_step
login tess "$P" "$(totp "$(seed 12)" 0)"
is "$verdict" accept "one of later does"
must token unassign 12-0000001
must token assign 12-0000001 alice
login alice "$P" "$(hotp "$(seed 1)" 7)"
is "$verdict" accept "bound anew a HOTP token opens"

finish
