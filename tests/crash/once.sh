#!/bin/sh
#
# A code opens the door once, though 64 dialogues send it at the same moment;
# a packet is one login, however often it comes.
#
# ROUNDS: of the double use (default 500 for HOTP, for TOTP, and 20 through
# FreeRADIUS).

# shellcheck source=tests/crash/lib.sh
. "$(dirname "$0")/lib.sh"

rounds=${ROUNDS:-500}
crash_begin
crash_conf "$wide"
people hotp "$rounds"
people totp "$rounds" totp
people copy 50
people radius 20
people keep 1
crash_stock hotp totp copy radius keep
engine_start

echo "# one code in 64 dialogues"
play once hotp -n "$rounds"
play once totp -n "$rounds"

echo "# one packet many times"
play repeat copy -n 10

echo "# through FreeRADIUS"
raddb_make
cat >"$raddb/sites-enabled/vpn" <<EOF
server vpn {
authorize {
	multifactor_authorize
	if (!&State) {
		update control {
			&Multifactor-First-Factor := "ledger"
		}
	}
}
authenticate {
	multifactor
}
post-auth {
	multifactor_sign
	Post-Auth-Type REJECT {
		attr_filter.access_reject
		multifactor_sign
	}
	Post-Auth-Type Challenge {
		multifactor_sign
	}
}
}
EOF
radius_start
"$ledger" -x "$SEED" -r "127.0.0.1:$port" -S "$secret" -n 20 once \
    "$tmp/radius/people.csv" >"$tmp/play"
like "$(cat "$tmp/play")" "ok - 20 rounds*1 passed, 0 failed" \
    "$(sed -n 's/.*ok - //p' "$tmp/play"), through FreeRADIUS"
radius_stop

echo "# and after a while"
said() { # what is said to the same reply now
	"$ledger" -s "$socket" -l "$tmp/kept" late "$tmp/keep/people.csv" |
	    sed -n 's/^said=//p'
}
play keep keep -l "$tmp/kept"
later 0
is "$(said)" accept "after a restart: the same answer"
if [ "$faketime" ]; then
	later 20
	is "$(said)" accept "20 s later, too"
	later 15
	is "$(said)" reject "more than 30 s later: refused"
fi

echo "# what the database says of it"
engine_stop
whole
spends() { # spends LIKE: accounts by number of accepted logins
	db "SELECT n || ':' || COUNT(*) FROM (SELECT COUNT(u.seq) AS n
	    FROM account a LEFT JOIN audit u ON u.account = a.id
	    AND u.event = 'login.accept' WHERE a.name LIKE '$1%'
	    GROUP BY a.id) GROUP BY n ORDER BY n" | xargs
}
is "$(spends hotp)" "1:$rounds" "each HOTP code was spent once"
is "$(spends totp)" "1:$rounds" "each TOTP code was spent once"
is "$(spends radius)" "1:20" "and those through FreeRADIUS"
is "$(spends keep)" "1:1" "what was asked for again was one login"
# One stranger's name, 10 that typed wrong codes, 25 nobody asked for.
is "$(spends copy)" "0:36 1:14" "each repeated packet was one login"
is "$(db "SELECT MAX(h.counter) FROM device_hot h JOIN device d USING (id)
    JOIN account a ON a.id = d.account WHERE a.name LIKE 'copy%'")" 1 \
    "and spent one code"
is "$(db "SELECT COUNT(*) || ' ' || MAX(n) FROM budget b JOIN account a
    ON a.id = b.account WHERE a.name LIKE 'copy%'")" "12 15" \
    "64 copies of a wrong code were counted once, a fourth repeat as a guess"
finish
