#!/bin/sh
#
# How long a refusal takes tells nothing: not that the password was right, not
# that the account exists, even where the disk is slow.  Last line: N passed,
# M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'
# shellcheck disable=SC2034  # lib.sh starts the engine by these
ENGINE="env LD_PRELOAD=$BUILD/tests/login/slow_disk.so SLOW_MS=45
    $BUILD/multifactord -c"

raddb_make
client append 127.0.0.2
client decoy 127.0.0.3
client code 127.0.0.4
client group 127.0.0.5
conf() {
	engine_conf <<-'EOF2'
		lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
		    month_kept = 0; year = 5000; password_soft = 100;
		    password_hour = 10000; };
		policies: (
			{ name = "append"; match: { nas = [ "append" ]; };
			  mode = "append-length"; },
			{ name = "decoy"; match: { nas = [ "decoy" ]; };
			  decoys = true; tries = 10; },
			{ name = "code"; match: { nas = [ "code" ]; }; first = "none"; },
			{ name = "group"; match: { nas = [ "group" ];
			  group = [ "staff" ]; }; },
			{ name = "vpn"; match: { nas = [ "nas" ]; }; }
		);
	EOF2
}
conf
engine_start
radius_start

account bare "$P"
account alice "$P"
token 12-3456789 "$(seed 1)" --factor hotp --account alice

# pace WHO PASSWORD [REPLY]: the fastest of twelve answers, in milliseconds; with
# a reply, of those to that.  They begin all over the grid of 50 ms: what comes
# right after another answer begins where that left, always at the same place.
pace() {
	: >"$tmp/took"
	for at in 00 04 08 12 16 20 24 28 32 36 40 44; do
		[ -z "${3:-}" ] || say "$1" "$2"
		sleep 0.0$at
		options="-w $tmp/took"
		if [ -n "${3:-}" ]; then
			answer "$3"
		else
			say "$1" "$2"
		fi
		options=
	done
	sort -n "$tmp/took" | head -n 1
}

# as_fast A B WHAT
as_fast() {
	[ $(($1 - $2)) -le 30 ] && [ $(($2 - $1)) -le 30 ]
	is $? 0 "$3: $1 ms and $2 ms"
}

echo "# after the password"
wrong=$(pace bare wrong-2026)
as_fast "$(pace bare "$P")" "$wrong" "no token: the right password and a wrong"
as_fast "$(pace nobody "$P")" "$wrong" "nobody, and a wrong password"

echo "# in one field"
nas_address=127.0.0.2
wrong=$(pace alice wrong-2026000000)
as_fast "$(pace alice "${P}000000")" "$wrong" \
    "the right password with a wrong code, and a wrong password"
as_fast "$(pace nobody "${P}000000")" "$wrong" "nobody, and a wrong password"

echo "# decoys"
nas_address=127.0.0.3
first=$(pace alice "$P")
as_fast "$(pace alice wrong-2026)" "$first" \
    "the first answer to a wrong password and to the right one"
as_fast "$(pace nobody wrong-2026)" "$first" "and to nobody"
as_fast "$(pace alice "$P" 000000)" "$(pace alice wrong-2026 000000)" \
    "a wrong code after the right password and after a wrong"

echo "# where the code alone opens the door"
nas_address=127.0.0.4
as_fast "$(pace alice 000000)" "$(pace nobody 000000)" \
    "somebody's wrong code and nobody's"

echo "# where a group decides"
nas_address=127.0.0.5
as_fast "$(pace alice "$P")" "$(pace nobody "$P")" \
    "who is not in the group and who is not there"

echo "# after a reload that makes passwords dearer"
nas_address=127.0.0.1
ARGON2_KIB=65536 ARGON2_PASSES=3
conf
engine_reload
account dear "$P"
dear=$(pace dear wrong-2026)
nobody=$(pace nobody wrong-2026)
[ $((2 * nobody)) -ge "$dear" ]
is $? 0 "nobody costs as much: $nobody ms, and a wrong password $dear ms"

finish
