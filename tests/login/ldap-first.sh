#!/bin/sh
#
# Where FreeRADIUS checks the password: whoever is refused sees the same,
# whether it was the directory or the engine that refused.  For rlm_ldap, which
# is a package of its own, stands rlm_pap.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
echo 'pap ldap { normalise = no }' >"$raddb/mods-enabled/ldap"
sed "s/^		ldap {\$/		update control {\\
			\\&Cleartext-Password := \"$P\"\\
		}\\
		ldap {/" "$snippets/sites-available/vpn-ldap-first" \
    >"$raddb/sites-enabled/vpn-ldap-first"
client vpn 127.0.0.2 'virtual_server = vpn-ldap-first'
client decoy 127.0.0.3 'virtual_server = vpn-ldap-first'
client own 127.0.0.4 'virtual_server = vpn-ldap-first'
client code 127.0.0.5 'virtual_server = vpn-ldap-first'
engine_conf <<-'EOF2'
	lockout: { soft = 2; };
	policies: (
		{ name = "own"; match: { nas = [ "own" ]; }; },
		{ name = "code"; match: { nas = [ "code" ]; }; first = "none"; },
		{ name = "decoy"; match: { nas = [ "decoy" ]; };
		  first = "radius"; verifiers = [ "ldap" ]; decoys = true; },
		{ name = "vpn"; first = "radius"; verifiers = [ "ldap" ]; }
	);
EOF2
engine_start
radius_start

account alice "$P"
token 12-3456789 "$(seed 1)" --factor hotp --account alice
account bare 'Another-2026'
account idle 'Another-2026'
must account disable idle
account locked 'Another-2026'
token 12-0000002 "$(seed 2)" --factor hotp --account locked

nas_address=127.0.0.2
login alice "$P" "$(hotp "$(seed 1)" 0)"
is "$verdict" accept "the directory's password and a code let in"
login locked "$P" 000000 000001
is "$verdict" reject "(locked)"

echo "# refused"
say alice wrong-2026
is "$verdict" reject "a wrong password"
face_of_wrong=$(face)
like "$prompt" 'Login failed. Reference ????-????*' "it has a reference"
ctl why "$reference"
like "$ctl" '*FreeRADIUS did not say*' "which the helpdesk can ask for"
for who in bare idle locked nobody; do
	say $who "$P"
	is "$verdict" reject "the right one, of $who"
	is "$(face)" "$face_of_wrong" "the right one, of $who: the same bytes"
	say $who wrong-2026
	is "$(face)" "$face_of_wrong" "a wrong one, of $who: the same bytes"
done

echo "# decoys"
nas_address=127.0.0.3
login alice "$P" 000000
real="$verdict $(face)"
for who in alice bare idle nobody; do
	login $who wrong-2026 000000
	is "$verdict $(face)" "$real" "$who gets one for a wrong password"
done
login alice wrong-2026 "$(hotp "$(seed 1)" 1)"
unlike "$verdict" accept "and a right code opens nothing then"

echo "# where the policy does not ask for the directory's word"
nas_address=127.0.0.4
say alice "$P"
is "$verdict" challenge "(the engine knows the same password)"
say bare 'Another-2026'
is "$verdict" reject "what the directory refused the engine does not look at"
token 12-0000003 "$(seed 3)" --factor hotp --account bare
say bare 'Another-2026'
is "$verdict" reject "nor does it ask for a code then"
nas_address=127.0.0.5
say bare "$(hotp "$(seed 3)" 0)"
is "$verdict" reject "nor is it a code"

finish
