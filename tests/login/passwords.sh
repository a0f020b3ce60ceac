#!/bin/sh
#
# The engine's own passwords: what is right, what is the same to a stranger,
# how often one may guess.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

x() { # a string of $1 times x
	head -c "$1" /dev/zero | tr '\0' x
}

bytes() { # "a b" in UTF-8 as radcheck takes what has odd bytes in it
	printf '0x%s' "$(printf "$1" | od -An -v -tx1 | tr -d ' \n')"
}

conf() {
	engine_conf <<-EOF2
		policies: (
			{
				name = "plain";
				match: { nas = [ "plain", "other" ]; };
				second = "never";
				attributes = [ "Filter-Id = plain" ];
			},
			{ name = "vpn"; }
		);
	EOF2
}

raddb_make
echo "timeout_ms = 5000" >"$raddb/module.conf"
client plain 127.0.0.2
client other 127.0.0.3
conf
engine_start
radius_start
nas_address=127.0.0.2

echo "# right and wrong"
account demo 'Parole-2026'
say demo 'Parole-2026'
is "$verdict" accept "the right password"
like "$attributes" '*11=0x706c61696e' "and the policy's attribute"
for wrong in 'Parole-2027' 'parole-2026' 'Parole-2026 ' ' Parole-2026' \
    'Parole-202' 'Parole-2026x' "$(x 128)"; do
	say demo "$wrong"
	is "$verdict" reject "\"$wrong\" is another"
done

echo "# the same to a stranger"
say demo 'a wrong one'
face_of_wrong=$(face)
like "$prompt" 'Login failed. Reference ????-????.' "a reject has a reference"
same_face() {
	is "$verdict" reject "$1: refused"
	is "$(face)" "$face_of_wrong" "$1: with the same bytes"
	unlike "$reference" "$reference_before" "$1: and a reference of its own"
	reference_before=$reference
}
reference_before=$reference
say nobody 'a wrong one'
same_face "an unknown name"
say 'no such@realm.example' 'a wrong one'
same_face "a name that cannot be one"
account idle 'Parole-2026'
must account disable idle
say idle 'Parole-2026'
same_face "a disabled account, its right password"
must account enable idle
say idle 'Parole-2026'
is "$verdict" accept "enabled again it works"
must account add bare
say bare 'Parole-2026'
same_face "an account without a password"
nas_address=127.0.0.1
say demo 'Parole-2026'
same_face "no second factor, where one is wanted"
nas_address=127.0.0.2
state=AAAA
answer '123456'
same_face "a State that is none"

echo "# length and letters"
printf '%s\n' "$(x 129)" >"$tmp/password"
ctl account add long --password-file "$tmp/password"
is $? 2 "129 bytes cannot be a password"
like "$ctl" '*128*' "and it says what can"
account long "$(x 128)"
say long "$(x 128)"
is "$verdict" accept "128 bytes can"
say long "$(x 127)"
is "$verdict" reject "one less is another"
say long "$(x 129)"
is "$verdict" reject "129 are refused, not cut"
say long "$(x 144)"
is "$verdict" reject "144 too"
say demo "$(bytes 'Parole\000-2026')"
is "$verdict" reject "a NUL within is refused"
account accent "$(printf 'Caf\303\251-p\304\201rsla')"
say accent "$(bytes 'Caf\303\251-p\304\201rsla')"
is "$verdict" accept "UTF-8, composed"
say accent "$(bytes 'Cafe\314\201-pa\314\204rsla')"
is "$verdict" accept "the same decomposed"
say accent "$(bytes 'Cafe-parsla')"
is "$verdict" reject "without its accents it is another"
say accent "$(bytes 'Caf\351-p\342rsla')"
is "$verdict" reject "in Latin-1 it is another"
account spaces "$(printf 'one two three')"
say spaces "$(bytes 'one\302\240two\302\240three')"
is "$verdict" accept "any space is a space"
say spaces "$(bytes 'one  two three')"
is "$verdict" reject "but two are not one"
nas_address=127.0.0.3
i=0
while [ $i -lt 15 ]; do
	say demo "$(bytes 'Parole\001-2026')"
	i=$((i + 1))
done
is "$verdict" reject "a control character is refused"
say demo 'Parole-2026'
is "$verdict" accept "and is no guess that counts"

echo "# costs that rise"
record_of() {
	sqlite3 -readonly "$tmp/state/multifactor.db" \
	    "SELECT hex(password) FROM account WHERE name = '$1'"
}
is_hashing() { # by the memory it takes
	awk '/VmRSS/ { exit !($2 > 100000) }' "/proc/$engine_pid/status"
}
before=$(record_of demo)
say demo 'Parole-2026'
is "$(record_of demo)" "$before" "a login leaves the record as it is"
ARGON2_KIB=8192 ARGON2_PASSES=2
conf
engine_reload
say demo 'wrong'
is "$(record_of demo)" "$before" "a wrong password changes nothing"
say demo 'Parole-2026'
is "$verdict" accept "after costs were raised it still works"
after=$(record_of demo)
unlike "$after" "$before" "and is hashed anew"
say demo 'Parole-2026'
is "$verdict" accept "and again"
is "$(record_of demo)" "$after" "once"

echo "# a password changed while the old one is being hashed"
ARGON2_KIB=131072 ARGON2_PASSES=16
conf
engine_reload
RAD_TIMEOUT_MS=6000
say demo 'Parole-2026' >"$tmp/slow" &
job=$!
until_true 2 is_hashing || bail "a slow hash is under way"
ARGON2_KIB=7168 ARGON2_PASSES=1
conf
engine_reload
new_password demo 'Another-2026'
wait $job
say demo 'Parole-2026'
is "$verdict" reject "the old one stays gone"
say demo 'Another-2026'
is "$verdict" accept "the new one is right"

echo "# ten in a row"
RAD_TIMEOUT_MS=3000
i=0
while [ $i -lt 10 ]; do
	say demo 'a wrong one'
	i=$((i + 1))
done
say demo 'Another-2026'
is "$verdict" reject "the eleventh is not heard, though it is right"
is "$(face)" "$face_of_wrong" "and looks like a wrong one"
station=198.51.100.8
say demo 'Another-2026'
is "$verdict" accept "another station gets in"
station=198.51.100.7
nas_address=127.0.0.2
say demo 'Another-2026'
is "$verdict" accept "the same station at another NAS, too"
nas_address=127.0.0.3
say accent "$(bytes 'Caf\303\251-p\304\201rsla')"
is "$verdict" accept "and another account from the same source"
later 25
say demo 'Another-2026'
is "$verdict" reject "the lock outlives a restart"
later 10
say demo 'a wrong one'
later 31
say demo 'Another-2026'
is "$verdict" reject "the next lock is twice as long"
later 31
say demo 'Another-2026'
is "$verdict" accept "then the right one is heard again"
i=0
while [ $i -lt 9 ]; do
	say demo 'a wrong one'
	i=$((i + 1))
done
say demo 'Another-2026'
is "$verdict" accept "it ends the row: nine more do not lock"

echo "# all at once"
later 1
i=0
jobs=
while [ $i -lt 40 ]; do
	"$radcheck" -a "$nas_address" -t 5000 "$port" user=accent \
	    "password=guess $i" "station=$station" >"$tmp/guess.$i" 2>&1 &
	jobs="$jobs $!"
	i=$((i + 1))
done
# shellcheck disable=SC2086
wait $jobs
say accent "$(bytes 'Caf\303\251-p\304\201rsla')"
is "$verdict" reject "forty at once lock as well"
is "$(grep -c 'user="accent".*reason="wrong-password"' "$tmp/engine.log")" 10 \
    "and ten of them were heard"
helpdesk account unlock accent
is $? 0 "the helpdesk unlocks"
say accent "$(bytes 'Caf\303\251-p\304\201rsla')"
is "$verdict" accept "and the right one is heard"

finish
