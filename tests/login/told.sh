#!/bin/sh
#
# What was done at the prompt is told afterwards: by "why", by the history of
# the token.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
engine_conf <<-'EOF2'
	policies: ( { name = "vpn"; claim = true; } );
EOF2
engine_start
radius_start

A=$(seed 1)
B=$(seed 2)
token 12-3456789 "$A" --factor hotp
token 45-6789012 "$B" --factor hotp

# tells PATTERN WHAT: "why" of the account's last login, on one line
tells() {
	must why "$user" --last 1
	like "$(echo "$ctl" | tr '\n' ' ')" "$1" "$2"
}

# history SERIAL PATTERN WHAT
history() {
	must token history "$1"
	like "$(echo "$ctl" | tr -s ' \n' '  ')" "$2" "$3"
}

echo "# a claim"
account anna "$P"
login anna "$P" "12-3456789 $(hotp "$A" 0) $(hotp "$A" 1)"
is "$verdict" accept "(anna claims a token)"
tells '*Accepted*Token 12-3456789 was claimed at the prompt, by its*assigned to anna.*' \
    "why: it was claimed"
unlike "$ctl" '*So was the code*' "why: and not just used"
history 12-3456789 '*device.claim login anna claimed it at the prompt: *nas*' \
    "history: by whom, and where"

echo "# a resynchronisation"
login anna "$P" sync "$(hotp "$A" 40) $(hotp "$A" 41)"
is "$verdict" accept "(anna resynchronises it)"
tells '*Two codes in a row of token 12-3456789 were right*resynchronised*' \
    "why: it was resynchronised"
history 12-3456789 '*device.resync login anna resynchronised it at the prompt: *' \
    "history: by whom"
login anna "$P" "$(hotp "$A" 42)"
is "$verdict" accept "(and a code alone)"
tells '*So was the code of token 12-3456789.*' "why: a code is a code"

echo "# a token reported lost, and the login goes on with another"
must token assign 45-6789012 anna
login anna "$P" lost "$(hotp "$B" 0)"
is "$verdict" accept "(anna reports one, and has another)"
tells '*So was the code of token 45-6789012. Before that, token 12-3456789 was reported lost at the prompt and suspended; mfctl token enable 12-3456789 lifts*' \
    "why: which one, and how it is lifted"
history 12-3456789 '*device.suspend login anna reported it lost at the prompt*' \
    "history: by whom"
must token resync 45-6789012 "$(hotp "$B" 7)" "$(hotp "$B" 8)"
history 45-6789012 '*token.resync root(*) anna: serial=*' \
    "history: what the desk did tells whose it is"
history 45-6789012 '*token.assign*owner="anna"*' \
    "history: and whose it became"
login anna "$P" lost
tells '*"lost" was typed instead of a code; it is good once a day for an account, and had been used. A code was asked for again.*' \
    "why: lost once more on one day"
answer sync
answer '?'
answer 1
tells '*A number of the list was typed*' "why: a number of the list"
must why anna --last 1
like "$(echo "$ctl" | tr '\n' ' ')" '*Earlier in the same login: *word "lost" at *, word "sync" at *, word "?" at *' \
    "why: which words came before"
is "$(echo "$ctl" | awk 'length > 78' | wc -l)" 0 "why: no line is too long"
later 86500
login anna "$P" lost
is "$verdict" reject "(the other one, too)"
tells '*Rejected*Token 45-6789012 was reported lost at the prompt*' \
    "why: the last one"

echo "# the audit itself was changed"
engine_stop
sqlite3 "$tmp/state/multifactor.db" \
    "UPDATE audit SET actor = 'nobody' WHERE seq = 3"
engine_start
until_true 5 grep -q event=audit-damaged "$tmp/engine.log"
is $? 0 "the log has an alarm"
ctl status
like "$ctl" '*audit.health *alarm *record 3 *' "status has it, too"
must token enable 12-3456789
login anna "$P" "$(hotp "$A" 43)"
is "$verdict" accept "and logins go on"

finish
