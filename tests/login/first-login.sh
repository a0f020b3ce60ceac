#!/bin/sh
#
# A first login from end to end: a box of tokens is imported, one is handed
# out by its serial, and its owner gets in with password and code.  Last line:
# N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client oslo 127.0.0.2
engine_conf <<-'EOF2'
	policies: (
		{
			name = "vpn";
			match: { nas = [ "nas" ]; };
			attributes = [
				"Filter-Id = staff",
				"Class := \"group staff\"",
				"Tunnel-Type:1 = VLAN",
				"Tunnel-Medium-Type:1 = IEEE-802",
				"Tunnel-Private-Group-Id:1 = 20",
				"Cisco-AVPair += \"shell:priv-lvl=1\"",
				"Cisco-AVPair += \"ip:inacl#1=permit ip any any\""
			];
		}
	);
EOF2
engine_start
radius_start

echo "# the box"
i=1
while [ $i -le 20 ]; do
	printf '12-34567%02d,%s,totp,8,30,sha1\n' $i "$(seed $i)"
	printf '20-00000%02d,%s,hotp,6\n' $i "$(seed $((100 + i)))"
	i=$((i + 1))
done >"$tmp/box.csv"
ctl token import --dry-run "$tmp/box.csv"
is $? 0 "it is checked"
helpdesk token show 12-3456701
is $? 3 "and nothing kept"
ctl token import "$tmp/box.csv"
is $? 0 "it is imported"
like "$ctl" '*40*' "and says how many there are"
must --json token list --state free
is "$(echo "$ctl" | grep -c '"row":"token"\|"row": "token"')" 40 \
    "all of them free"
cp "$tmp/box.csv" "$tmp/again.csv"
echo '12-9999999,00112233445566778899aabbccddeeff00112233' >>"$tmp/again.csv"
ctl token import "$tmp/again.csv"
is $? 1 "a second time it is refused"
ctl token show 12-9999999
is $? 3 "whole"

echo "# the person"
account vards.uzvards "$P" --email v.uzvards@example.org
say vards.uzvards "$P"
is "$verdict" reject "without a token nobody gets in"
helpdesk token assign 12-3456707 vards.uzvards
is $? 0 "the helpdesk hands one out"
like "$ctl" 'Token 12-3456707 (TOTP, 8 digits) now belongs to vards.uzvards*' \
    "and can read out what is true"
helpdesk token assign 123456707 demo
is $? 3 "not to somebody who is not there"
account demo "$P"
helpdesk token assign '12 3456707' demo
is $? 1 "not to a second one"
like "$ctl" '*belongs to vards.uzvards*' "and says whose it is"

echo "# the login"
S=$(seed 7)
say vards.uzvards "$P"
is "$verdict" challenge "after the password a code is asked for"
is "$prompt" "Code from token 12-34567..: " "by a prompt that names the token"
like "$raw" '* 76=0x00000001*' "which may be shown as it is typed"
state_bytes=$(((${#state} - 2) / 2))
[ $state_bytes -le 128 ]
is $? 0 "State is of $state_bytes bytes, 128 at most"
answer "$(totp "$S" 0 8)"
is "$verdict" accept "password and code let in"
accepted=$attributes
like "$accepted" '* 11=0x7374616666 *' "Filter-Id"
like "$accepted" '* 25=0x67726f7570207374616666 *' "Class"
like "$accepted" '* 64=0x0100000d 65=0x01000006 81=0x013230*' "the VLAN"
is "$(echo "$accepted" | tr ' ' '\n' | grep -c '^26=0x00000009')" 2 \
    "an attribute twice"
unlike "$raw" '*state=*' "no State in the accept"
later 31
login VARDS.UZVARDS "$P" "$(totp "$S" 0 8)"
is "$verdict" accept "and the next time"
is "$attributes" "$accepted" "with the same attributes"
must --json token show 12-3456707
used=$(echo "$ctl" | grep -o '"last_used": "[^"]*"')
must --json account show vards.uzvards
like "$(echo "$ctl" | head -n 1)" "*$used*" \
    "the helpdesk sees when it was used last, and the account"

echo "# by another kind of token"
must token assign 20-0000003 demo
login demo "$P" "$(hotp "$(seed 103)" 0)"
is "$verdict" accept "a HOTP token"
is "$attributes" "$accepted" "with the same attributes"

echo "# as an admin tries it"
echo "$secret" >"$tmp/secret"
printf '%s\n' "$P" "$(hotp "$(seed 103)" 1)" >"$tmp/script"
ctl try --secret-file "$tmp/secret" --user demo --script "$tmp/script" \
    "127.0.0.1:$port"
is $? 0 "mfctl try gets in"
like "$ctl" '*Code from token 20-00000..*staff*' "and shows each answer"
ctl try --secret-file "$tmp/secret" --user demo --script "$tmp/script" \
    "127.0.0.1:$port"
unlike $? 0 "and does not with a used code"

echo "# what the helpdesk may not"
helpdesk token import "$tmp/box.csv"
is $? 5 "import a box"
helpdesk backup "$tmp/backup.db"
is $? 5 "take a backup"

echo "# somewhere else"
nas_address=127.0.0.2
say vards.uzvards "$P"
is "$verdict" reject "a NAS without a policy lets nobody in"

echo "# and back"
nas_address=127.0.0.1
must token unassign 12-3456707
say vards.uzvards "$P"
is "$verdict" reject "a token that was taken back opens nothing"
must token assign 12-3456707 demo
later 31
login demo "$P" "12-3456707 $(totp "$S" 0 8)"
is "$verdict" accept "until it is handed out again"

finish
