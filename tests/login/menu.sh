#!/bin/sh
#
# More devices than fit a prompt: "?" shows them part by part, and a number
# means the same in each.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client short 127.0.0.2
client append 127.0.0.3
engine_conf <<-'EOF2'
	lockout: { soft = 100; device = 500; device_kept = 0; month = 1000;
	    month_kept = 0; year = 5000; };
	policies: (
		{ name = "short"; match: { nas = [ "short" ]; };
		  prompt_max = 60; },
		{ name = "append"; match: { nas = [ "append" ]; };
		  mode = "append-separator"; append_words = true; },
		{ name = "vpn"; tries = 10; }
	);
EOF2
engine_start
radius_start

# nine ACCOUNT FIRST: with the tokens FIRST0-0000001 to FIRST0-0000009
nine() {
	account "$1" "$P"
	for i in 1 2 3 4 5 6 7 8 9; do
		token "${2}0-000000$i" "$(seed "$2$i")" --factor hotp --account "$1"
	done
}
# is_part NUMBER ... WHAT: the numbers that the prompt has, and no other; it
# says that there is more if "?" is among them
is_part() {
	numbers=
	while [ $# -gt 1 ]; do
		numbers="$numbers $1"
		shift
	done
	is "$(echo "$prompt" | sed 's/: *$//; s/ or /, /; s/ more//' |
	    tr ',' '\n' | sed -n 's/^ *\([0-9?]\)\( .*\)*$/\1/p' |
	    sort | tr '\n' ' ')" \
	    "$(echo "$numbers" | tr ' ' '\n' | grep . | sort | tr '\n' ' ')" \
	    "$1"
}

echo "# nine tokens"
nine anna 1
login anna "$P" '?'
first=$prompt
like "$prompt" 'Code of token 10-00000.., or 2 token *, ? more: ' \
    "a list says that there is more of it"
is_part 2 3 4 '?' "which has what fits"
answer '?'
second=$prompt
is_part 5 6 7 '?' "? again: what comes next, by its own number"
answer '?'
like "$prompt" 'Code of token 10-00000.., or 8 token *, 9 token *..: ' \
    "the last part says of no more"
is_part 8 9 "(and has the rest)"
answer '?'
is "$prompt" "$first" "behind the last comes the first"
answer help
is "$prompt" "$second" "a word for ? does the same"
answer 9
like "$prompt" 'Code from token 10-00000.. *' "a number of another part counts"
answer "$(hotp "$(seed 19)" 0)"
is "$verdict" accept "and its code opens"
login anna "$P" '?'
answer '?'
answer '000000'
like "$prompt" 'Code not right*' "a wrong code in between"
answer '?'
like "$prompt" '*or 2 token *' "and the list begins anew"
answer '?'
answer "$(hotp "$(seed 19)" 1)"
is "$verdict" accept "whatever is shown, the code asked for opens"

echo "# the same list"
login anna "$P" '?'
answer '?'
next=$prompt
answer '?'
last=$prompt
token 10-0000010 "$(seed 110)" --factor hotp --account anna
answer '?'
like "$prompt" '*or 2 token *, ? more: ' "another device: it begins anew"
answer '?'
unlike "$prompt" "$last" "(and goes on)"
must token unassign 10-0000010
login anna "$P" '?'
answer '?'
is "$prompt" "$next" "(as before)"
old_state=$state
engine_stop
engine_start
answer '?'
is "$prompt" "$last" "an engine started anew goes on where it was"
state=$old_state
answer '?'
is "$prompt" "$last" "the same question gets the same answer"

echo "# in the person's language"
must account language anna el
login anna "$P" '?'
like "$prompt" '*, ? κι άλλα: ' "it says so in theirs"
shown=
n=1
while :; do
	shown="$shown$(echo "$prompt" | grep -oE ' [2-9] ' | tr -d '\n')"
	[ ${#prompt} -le 100 ] || not_ok "too long: $prompt"
	case $prompt in
	*'? κι άλλα'*) ;;
	*) break ;;
	esac
	n=$((n + 1))
	[ $n -le 9 ] || break
	answer '?'
done
is "$shown" ' 2  3  4  5  6  7  8  9 ' "and has each of them once"
must account language anna en

echo "# short prompts"
nas_address=127.0.0.2
login anna "$P" '?'
for i in 2 3 4 5 6 7 8; do
	is_part $i '?' "part by part: $i"
	answer '?'
done
is_part 9 "the last"
answer 5 # the one of latest use is the first, and the fourth the fifth
answer "$(hotp "$(seed 14)" 0)"
is "$verdict" accept "a number of any part counts"

echo "# behind the password"
nas_address=127.0.0.3
say anna "$P,?"
like "$verdict $prompt" 'reject Code *' "the list, where nothing can be typed"
unlike "$prompt" '*more*' "which cannot be asked for more"

echo "# enough rounds"
nas_address=127.0.0.1
login anna "$P" '?'
for i in 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	answer '?'
done
is "$verdict" challenge "sixteen rounds"
answer '?'
is "$verdict" reject "and no more"
finish
