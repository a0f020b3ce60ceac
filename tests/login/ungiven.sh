#!/bin/sh
#
# A reply attribute of a policy that FreeRADIUS does not take: nobody is let
# in, and everybody who asks learns why.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client append 127.0.0.2
client alone 127.0.0.3
conf() {
	engine_conf <<-EOF2
		policies: (
			{ name = "append"; match: { nas = [ "append" ]; };
			  mode = "append-separator"; append_repeat = $2;
			  attributes = [ "$1" ]; },
			{ name = "alone"; match: { nas = [ "alone" ]; };
			  second = "never"; attributes = [ "$1" ]; },
			{ name = "vpn";
			  attributes = [ "Class = right", "$1" ]; }
		);
	EOF2
}
conf 'Filter-Ids = staff' false
engine_start
radius_start
S=$(seed 1)
account anna "$P"
token 12-3456789 "$S" --factor hotp --account anna

# line: what mfctl said, on one line
line() {
	echo "$ctl" | tr '\n' ' '
}

echo "# a name that is in no dictionary"
login anna "$P" "$(hotp "$S" 0)"
like "$verdict $prompt" "reject Login failed. Reference $reference." \
    "a reject, with a reference"
unlike "$raw" '*25=*' "and none of the policy's other attributes"
like "$(cat "$radius_log")" "*Rejected after all (multifactor reference $reference): FreeRADIUS does not take the reply attribute \"Filter-Ids = staff\" of the engine's policy: *Filter-Ids*. Correct policies.attributes*" \
    "FreeRADIUS's log: which, why, the reference, what to do"
like "$(cat "$tmp/engine.log")" "*event=attribute-refused*Filter-Ids = staff*policy vpn*" \
    "the engine's log, too"
first=$reference
must why "$reference"
like "$(line)" 'Rejected*The password was right. All was right, but FreeRADIUS did not take the reply attribute "Filter-Ids = staff" of policy vpn (*Filter-Ids*), so it let nobody in.*Next: an admin corrects policies.attributes*Earlier in the same login: accepted at*' \
    "why: tells it"
must why anna --last 1
like "$(line)" 'Rejected*Filter-Ids*' "why: of an account, not \"Accepted\""
ctl status
is $? 8 "status: an alarm"
like "$(line)" '*reply.attributes *alarm *"Filter-Ids = staff" of policy vpn*' \
    "status: which one"
answer "$(hotp "$S" 0)"
is "$verdict $reference" "reject $first" \
    "a repeat from another server: the same, with its reference"
is "$(audited anna login.accept accepted)" 1 "the code was accepted once"
is "$(audited anna login.reject attribute-refused)" 1 "and refused once"
login anna "$P" "$(hotp "$S" 0)"
unlike "$verdict" accept "the code is spent"
must audit verify

echo "# password and code in one field"
nas_address=127.0.0.2
say anna "$P,$(hotp "$S" 1)"
is "$verdict" reject "a reject"
must why "$reference"
like "$(line)" 'Rejected*Filter-Ids = staff*of policy append*' "why: tells it"
conf 'Filter-Ids = staff' true
engine_reload
say anna "$P,$(hotp "$S" 2)"
first=$reference
say anna "$P,$(hotp "$S" 2)"
is "$verdict $reference" "reject $first" "a repeat: the same"
is "$(audited anna login.accept accepted)" 3 "each code was accepted once"

echo "# a password alone"
nas_address=127.0.0.3
say anna "$P"
is "$verdict" reject "a reject"
must why "$reference"
like "$(line)" 'Rejected*Filter-Ids = staff*of policy alone*' "why: tells it"
nas_address=127.0.0.1

echo "# a value that is none"
conf 'Framed-IP-Address = nonsense' false
engine_reload
ctl status
like "$(line)" '*reply.attributes *ok *' \
    "status: policies that are new may be right"
login anna "$P" "$(hotp "$S" 3)"
must why "$reference"
like "$(line)" '*did not take*"Framed-IP-Address = nonsense" of policy vpn (its value is no address*' \
    "why: tells it"

echo "# what no dictionary is needed for"
for bad in 'State = x' 'message-authenticator := 0x00' 'Auth-Type = Accept' \
    'Multifactor-Group = x' 'Filter-Id'; do
	conf "$bad" false
	engine_does -n
	is $? 1 "\"$bad\": multifactord -n refuses it"
	like "$(cat "$tmp/engine.said")" "*policies.attributes: *" \
	    "\"$bad\": and says so"
done

echo "# corrected"
conf 'Framed-IP-Address := 192.0.2.7' false
engine_reload
login anna "$P" "$(hotp "$S" 4)"
like "$verdict $attributes" 'accept *8=0xc0000207*' "an address is one"
conf 'Filter-Id = staff' false
engine_reload
login anna "$P" "$(hotp "$S" 5)"
is "$verdict" accept "it lets in"
like "$attributes" '*11=0x7374616666*' "with what it should"

finish
