#!/bin/sh
#
# mfctl account, identity and group against the engine.
# Last line: N passed, M failed.

# shellcheck source=tests/ctl/lib/engine.sh
. "$(dirname "$0")/lib/engine.sh"

engine_start

echo "# an account and what leads to it"
says 0 'Account vards.uzvards is there with e-mail address v.uzvards@example.org, phone number +37120008899, unique id AB12, in group staff, vpn; it has no password yet.' \
    admin account add Vards.Uzvards --email V.Uzvards@Example.org \
    --phone '2000 8899' --id AB12 --groups staff,VPN --language lv
for name in vards.uzvards VARDS.UZVARDS v.uzvards@example.org 20008899 \
    '+371 20008899' AB12; do
	says 0 'vards.uzvards' desk account show "$name"
done
says 3 'account ab12 is not there' desk account show ab12
says 1 'account vards.uzvards is there already' \
    desk account add VARDS.uzvards
says 1 'e-mail address v.uzvards@example.org leads to account vards.uzvards' \
    desk account add other --email v.uzvards@example.org
says 3 'account other is not there' desk account show other
says 2 'is not of the form' desk account add 'two words'
says 2 'phone number 12' desk account add other --phone 12
says 1 'name 20008899 is read as +37120008899, too, which leads to account vards.uzvards.' \
    desk account add 20008899
says 3 'is not there' desk account show 20008890
says 0 'is there' admin account add 20008890
says 0 'deleted' admin --yes account delete 20008890
says 2 'language xx' desk account add other --language xx

echo "# no name is another's number, however it comes about"
says 0 'is there' admin account add name1
says 1 'name 20008899 is read as +37120008899, too, which leads to account vards.uzvards.' \
    admin account rename name1 20008899
says 1 'name 00371-2000-8899 is read as +37120008899, too' \
    admin account rename name1 00371-2000-8899
says 1 'name 20008899 is read as +37120008899, too, which leads to account vards.uzvards.' \
    admin identity add name1 name 20008899
says 1 'name v.uzvards@example.org leads to account vards.uzvards already' \
    admin identity add name1 name v.uzvards@example.org
says 1 'account vards.uzvards is there already' \
    admin account rename name1 Vards.Uzvards
says 1 'Nothing is to be done' admin account rename name1 NAME1
says 2 'name two words is not of the form' \
    admin account rename name1 'two words'
says 0 'now called 20001111' admin account rename name1 20001111
says 1 'phone number +37120001111 is read as 20001111, too, which leads to account 20001111.' \
    admin identity add vards.uzvards phone '2000 1111'
says 1 'phone number +37120001111 is read as 20001111, too' \
    admin account add other --phone 0037120001111
says 0 'now called 0037120002222' admin account rename 20001111 0037120002222
says 1 'phone number +37120002222 is read as 0037120002222, too' \
    admin account add other --phone 20002222
says 0 'phone +37120002222 now leads' \
    admin identity add 0037120002222 phone 20002222
says 0 'now called 20002222' admin account rename 0037120002222 20002222
says 0 'deleted' admin --yes account delete 20002222

echo "# identities and groups"
says 0 'email second@example.org now leads to account vards.uzvards' \
    desk identity add vards.uzvards email Second@example.org
says 1 'Nothing is to be done' \
    desk identity add vards.uzvards email second@example.org
says 0 'no longer leads' \
    desk identity remove vards.uzvards email second@example.org
says 3 'does not lead' \
    desk identity remove vards.uzvards email second@example.org
says 1 "is the account's own" \
    desk identity remove vards.uzvards name vards.uzvards
says 2 'no kind of identity' desk identity add vards.uzvards fax 123
says 0 'in group net admins' admin group add vards.uzvards 'Net Admins'
says 1 'is in group net admins already' \
    admin group add vards.uzvards 'net admins'
says 0 'no longer in group net admins' \
    admin group remove vards.uzvards 'net admins'
says 3 'is not in that group' admin group remove vards.uzvards 'net admins'
says 5 'not for the helpdesk' desk group add vards.uzvards admins
# pasted STATUS TEXT: the command of the last answer's last line, as a shell
# reads it
pasted() {
	line=$(tail -n 1 "$out")
	eval "says $1 \"$2\" desk ${line#*mfctl }"
}
says 0 "Account o'brien is there" desk account add "o'brien"
says 1 "account o'brien is there already." desk account add "o'brien"
pasted 0 "o'brien"
says 0 "Codes for o'brien go to" desk phone add "o'brien" 20007766 --confirmed
says 1 'in use already' desk phone add "o'brien" 20007766
says 3 "none of o'brien's" desk phone remove "o'brien" 20007767
pasted 0 +37120007766
says 0 "o'neil@example.org now leads to account o'brien." \
    desk identity add "o'brien" email "o'neil@example.org"
says 1 "e-mail address o'neil@example.org leads to account o'brien already." \
    desk identity add vards.uzvards email "o'neil@example.org"
pasted 0 "email o'neil@example.org no longer leads to account o'brien."
# A name may be what a shell would run; pasted, it is a name.
says 0 "leads to account vards.uzvards" \
    desk identity add vards.uzvards id "x';false;'\`false\`|&<(a)"
says 1 "leads to account vards.uzvards already" \
    desk identity add "o'brien" id "x';false;'\`false\`|&<(a)"
pasted 0 "no longer leads to account vards.uzvards."
says 0 "Codes for o'brien go to" \
    desk email add "o'brien" 'r&d@example.org' --confirmed
says 0 'deleted' admin --yes account delete "o'brien"
says 5 'groups are given by an admin' desk account add eve --groups admins
says 5 'another name to log in by' desk identity add vards.uzvards name root

echo "# passwords"
types 'a good password' 0 'its password is set' \
    admin account add demo --password
types 'short' 2 'the password is too short' desk account password demo
types 'another good one' 0 'The password of demo is a new one' \
    desk account password demo
types 'another good one' 3 'account nobody is not there' \
    desk account password nobody
hides 'good' cat "$tmp/log"

echo "# states"
says 0 'Account demo is disabled' desk account disable demo
says 1 'is disabled already' desk account disable demo
says 5 'not for the helpdesk' desk account enable demo
says 0 'demo' desk account list --state disabled
hides 'vards' desk account list --state disabled
says 1 'account demo is disabled' desk account temporary demo
says 0 'is active again' admin account enable demo
says 0 'may try again' desk account unlock demo
says 0 'is now called demo2' admin account rename demo Demo2
says 3 'is not there' desk account show demo
says 1 'leads to account vards.uzvards' \
    admin account rename demo2 v.uzvards@example.org
says 0 'reads prompts in "de" from the next login on' desk account language demo2 de

echo "# temporary codes"
says 0 'these codes, once with each' \
    desk account temporary demo2 --codes 3 --valid 2h
is "$(grep -cE '^[0-9]{8}  2' "$out")" 3 "three codes of eight digits"
says 0 'earlier codes have ended' desk account temporary demo2
hides "$(grep -oE '^[0-9]{8}' "$out")" cat "$tmp/log"
says 2 'valid 10d is out of range' desk account temporary demo2 --valid 10d
also 'good for 5m to 7d here; temporary.hours_max in multifactord.conf'
says 2 'valid 169h is out of range' desk account temporary demo2 --valid 169h

echo "# lists go on where a page ends"
i=0
while [ $i -lt 45 ]; do
	admin account add "page$i" >/dev/null || not_ok "page$i"
	i=$((i + 1))
done
is "$(rows account list --match page)" 45 "all of 45"
is "$(rows account list --match page --limit 7)" 7 "seven of them"
is "$(rows account list --match page --limit 7 --after page7)" 2 \
    "what follows page7"
says 0 'There is no such account' desk account list --match nowhere
says 2 'state odd' desk account list --state odd

echo "# deleting"
says 6 'will be deleted' admin account delete demo2
says 0 'demo2' desk account show demo2
says 0 'Account demo2 is deleted' admin --yes account delete demo2
says 3 'is not there' desk account show demo2
says 0 'Account demo2 is there' admin account add demo2

echo "# all of it is there after a power cut"
engine_kill
engine_start
says 0 'vards.uzvards' desk account show 20008899
is "$(rows account list --match page)" 45 "all of 45"

echo "# what-if takes what a login can have"
for address in 192.0.2.7 2001:db8::7; do
	says 0 'would be' desk what-if vards.uzvards --nas vpn \
	    --client-address $address
done
says 2 'client-address: "1.2.3" is no IP address.' \
    desk what-if vards.uzvards --nas vpn --client-address 1.2.3
for type in Virtual ethernet 5 4294967295; do
	says 0 'would be' desk what-if vards.uzvards --nas vpn \
	    --port-type $type
done
for type in bogus -1 4294967296; do
	says 2 "port-type: \"$type\" is none of FreeRADIUS's." \
	    desk what-if vards.uzvards --nas vpn --port-type=$type
	also 'Give one of Async, Sync,'
done

finish
