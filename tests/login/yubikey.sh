#!/bin/sh
#
# YubiKeys that type Yubico OTPs, with AES keys of our own: each opens one
# login, in their order.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client keyed 127.0.0.2
client strict 127.0.0.3
client short 127.0.0.4
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: (
		{ name = "append"; match: { nas = [ "keyed" ]; };
		  mode = "append-separator"; },
		{ name = "strict"; match: { nas = [ "strict" ]; };
		  factors = [ "hotp" ]; },
		{ name = "length"; match: { nas = [ "short" ]; };
		  mode = "append-length"; },
		{ name = "vpn"; factors = [ "yubikey", "hotp" ]; tries = 10; }
	);
EOF2
engine_start
radius_start

AES=ecde18dbe76fbd0c33330f1c354871db
ID=8792ebfe26cc
PUBLIC=vvgutbiedkvi
press() { # press SESSION USE [AES [PUBLIC]]: what the key types
	printf '%s%s' "${4:-$PUBLIC}" "$(ykgenerate "${3:-$AES}" $ID \
	    "$(printf '%04x' "$1")" c230 00 "$(printf '%02x' "$2")")"
}

echo "# adding one"
account alice "$P"
printf '%s\n' "$AES" >"$tmp/aes"
printf '%s\n' "$ID" >"$tmp/id"
key() { # key SERIAL PUBLIC [OPTION ...]
	key_serial=$1 key_public=$2
	shift 2
	ctl token add "$key_serial" --factor yubikey --public-id "$key_public" \
	    --secret hex --secret-file "$tmp/aes" \
	    --private-id-file "$tmp/id" "$@"
}
key 10944003 $PUBLIC --account alice
is "$ctl" \
    "Token 10944003 (Yubico OTP) now belongs to alice, who had no token before." \
    "a key is added by its ids and its AES key"
key 10944004 vvgutbiedkva
is $? 2 "a public id that is not modhex is refused"
like "$ctl" "*twelve letters of modhex*" "and says what one is"
printf '%s\n' 00112233 >"$tmp/short"
ctl token add 10944005 --factor yubikey --public-id $PUBLIC --secret hex \
    --secret-file "$tmp/short" --private-id-file "$tmp/id"
is $? 2 "and so is an AES key that is too short"
ctl token add 10944005 --factor yubikey --secret hex --secret-file "$tmp/aes"
is $? 2 "and a key without ids"
ctl token add 10944005 --factor yubikey
is $? 2 "and one without anything"

echo "# logins"
say alice "$P"
is "$prompt" "Code from YubiKey 109440..: " "the prompt names the key"
answer "$(press 1 0)"
is "$verdict" accept "what it types opens the door"
answer "$(press 1 0)"
is "$verdict" accept "the packet again is the same login"
login alice "$P" "$(press 1 0)"
like "$verdict $prompt" "challenge Code not right*" "it opens nothing else"
must why alice --last 1
like "$(echo "$ctl" | tr '\n' ' ')" "*had already opened a login*" \
    "the helpdesk is told that it was used"
login alice "$P" "$(press 1 1 00000000000000000000000000000000)"
must why alice --last 1
like "$(echo "$ctl" | tr '\n' ' ')" "*one that token 10944003 types.*touch it*" \
    "or that it was wrong, and that a touch gives another one"
unlike "$ctl" "*resync*" "for nothing is out of step"
login alice "$P" 123456
must why alice --last 1
like "$(echo "$ctl" | tr '\n' ' ')" "*touch token 10944003 once at the prompt*" \
    "or that it was not touched at all"
login alice "$P" "$(press 1 1 | tr '[:lower:]' '[:upper:]')"
is "$verdict" accept "in capitals, as keyboards with caps lock have it"
login alice "$P" "$(press 7 3)"
is "$verdict" accept "later sessions"
login alice "$P" "$(press 7 2)"
is "$verdict" challenge "never an earlier use"
login alice "$P" "$(press 6 200)"
is "$verdict" challenge "nor an earlier session"
login alice "$P" "$(press 8 0 00112233445566778899aabbccddeeff)"
is "$verdict" challenge "nor another AES key"
login alice "$P" "$(press 8 0 $AES vvgutbiedkvc)"
is "$verdict" challenge "nor another public id"
must token show 10944003
like "$ctl" "*public id*$PUBLIC*" "the helpdesk sees the public id"
like "$ctl" "*last used: session 7, use 3*" "and the counters"
unlike "$ctl" "*$ID*" "but no secret"
must token label 10944003 'my key'
say alice "$P"
is "$prompt" "Code from \"my key\": " "its owner's name for it"
login alice "$P" "10944003 $(press 8 0)"
is "$verdict" accept "behind its serial"
nas_address=127.0.0.2
say alice "$P,$(press 8 1)"
is "$verdict" accept "behind the password and a separator"
nas_address=127.0.0.4
say alice "$P$(press 8 2)"
is "$verdict" accept "or by its length"
nas_address=127.0.0.3
say alice "$P"
is "$verdict" reject "not where the policy has other factors"
nas_address=127.0.0.1
engine_kill
engine_start
login alice "$P" "$(press 8 2)"
is "$verdict" challenge "what was used stays used when the engine is killed"

echo "# beside a token"
token 12-3456789 "$(seed 1)" --factor hotp --account alice
login alice "$P" "$(hotp "$(seed 1)" 0)"
is "$verdict" accept "the token works"
say alice "$P"
answer yubikey
is "$prompt" "Code from \"my key\" (? for other ways): " "the word asks for it"
say alice "$P"
answer "$(press 9 0)"
is "$verdict" accept "touching it is enough"

echo "# imported"
cat >"$tmp/keys.csv" <<-EOF2
	10944010,cccccccccccb,$ID,$AES,,2013-06-03T12:00:00,
EOF2
must token import "$tmp/keys.csv"
account bob "$P"
must token assign 10944010 bob
login bob "$P" "$(press 1 0 $AES cccccccccccb)"
is "$verdict" accept "a key of Yubico's own file"

echo "# sixty-four at once"
many_begin 64 alice "$P"
code=$(press 10 0)
is "$(crowd answer_in <"$tmp/many" | grep -c accept)" 1 \
    "one code in 64 dialogues opens one login"

echo "# put back"
must backup "$tmp/backup.db"
login alice "$P" "$(press 11 0)"
is "$verdict" accept "(one is used after the copy)"
engine_stop
engine_does --restore "$tmp/backup.db"
is $? 0 "a backup is put back"
engine_start
login alice "$P" "$(press 11 0)"
is "$verdict" challenge "it is not good again"
login alice "$P" "$(press 11 1)"
is "$verdict" accept "the next one is"
engine_stop
is "$(cat "$tmp/engine.log" "$tmp/engine.old" | grep -c "$PUBLIC")" 0 \
    "no log has a code"
finish
