#!/bin/sh
#
# How long a refusal takes tells nothing: not that the password was right, not
# that the account exists, even where the disk is slow.  Last line: N passed,
# M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'
# shellcheck disable=SC2034  # lib.sh starts the engine by it
ENGINE="env LD_PRELOAD=$BUILD/tests/login/slow_disk.so SLOW_MS=35
    $BUILD/multifactord -c"

raddb_make
client append 127.0.0.2
client decoy 127.0.0.3
client code 127.0.0.4
client group 127.0.0.5
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
engine_start
radius_start

account bare "$P"
account alice "$P"
token 12-3456789 "$(seed 1)" --factor hotp --account alice

# pace WHO PASSWORD [REPLY]: the fastest of twelve answers, in milliseconds; with
# a reply, of those to that.
pace() {
	: >"$tmp/took"
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
		options="-w $tmp/took"
		[ -z "${3:-}" ] || options=
		say "$1" "$2"
		[ -n "${3:-}" ] || continue
		options="-w $tmp/took"
		answer "$3"
	done
	options=
	sort -n "$tmp/took" | head -n 1
}

# as_fast A B WHAT
as_fast() {
	[ $(($1 - $2)) -le 20 ] && [ $(($2 - $1)) -le 20 ]
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
as_fast "$(pace alice "$P")" "$(pace alice wrong-2026)" \
    "the first answer to the right password and to a wrong"
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

finish
