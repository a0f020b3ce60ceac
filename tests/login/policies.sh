#!/bin/sh
#
# Which policy rules a login, by all that can tell them apart; and what
# FreeRADIUS has checked, believed of those that are named and nobody else.
# Last line: N passed, M failed.

# shellcheck disable=SC2016  # FreeRADIUS's syntax
# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

# policy NAME MATCH: one that says its name in Filter-Id
policy() {
	cat <<-EOF2
		{
			name = "$1";
			match: { $2; };
			second = "never";
			attributes = [ "Filter-Id = $1", "Class = $1",
			    "Tunnel-Private-Group-Id:1 = 20" ];
			${3:-}
		},
	EOF2
}

conf() {
	{
		echo 'names: { realms = [ "example.org", "example.com" ]; };'
		echo 'policies: ('
		policy by-nas 'nas = [ "riga", "oslo" ]'
		policy by-realm 'realm = [ "example.com" ]'
		policy by-port 'port_type = [ "Wireless-802.11" ]'
		policy by-called 'called = [ "guests", "vpn.example.org" ]'
		policy by-group 'group = [ "staff", "night shift" ]'
		policy by-service 'service = [ "admins" ]'
		policy by-server 'server = [ "second" ]'
		policy by-two 'nas = [ "both" ]; group = [ "network" ]'
		policy verified 'nas = [ "verified" ]' \
		    'first = "radius"; verifiers = [ "ldap", "files" ];'
		policy own-word 'nas = [ "own" ]'
		printf '{ name = "much"; match: { nas = [ "much" ]; };'
		printf 'second = "never"; attributes = ['
		for i in 1 2 3 4 5 6 7 8; do
			printf '"Class += %d%s",' $i "$(head -c 230 /dev/zero |
			    tr '\0' x)"
		done
		printf '"Filter-Id = much" ]; },\n'
		echo '{ name = "last"; match: { nas = [ "last" ]; }; } );'
	} | engine_conf
}

raddb_make
client riga 127.0.0.2
client oslo 127.0.0.3
client both 127.0.0.4
client last 127.0.0.5
client verified 127.0.0.6
client own 127.0.0.7
client much 127.0.0.9
client second 127.0.0.8 'virtual_server = second'
# A NAS-Identifier tells this site what to pretend.
awk '{ print } /multifactor_authorize/ && !done { done = 1
	print "if (&NAS-Identifier == \"group\") {"
	print "update control {"
	print "&Multifactor-Group += \"Night Shift\""
	print "&Multifactor-Group += \"other\""
	print "}"
	print "}"
	print "if (&NAS-Identifier == \"admins\") {"
	print "update control {"
	print "&Multifactor-Service := \"admins\""
	print "}"
	print "}"
	print "if (&NAS-Identifier =~ /^says-(.*)$/) {"
	print "update control {"
	print "&Multifactor-First-Factor := \"%{1}\""
	print "}"
	print "}"
}' "$snippets/sites-available/vpn" >"$raddb/sites-enabled/vpn"
sed 's/^server vpn {/server second {/' "$snippets/sites-available/vpn" \
    >"$raddb/sites-enabled/second"
conf
engine_start
radius_start
account alice "$P" --groups staff
account bob "$P"
account net "$P" --groups network

filter() { # the policy that let in, by the reply's Filter-Id
	echo "$attributes" | sed -n 's/.* 11=0x\([0-9a-f]*\).*/\1/p' |
	    sed 's/../\\x&/g' | xargs -0 printf '%b' | tr -d '\n'
}

rules() { # rules POLICY WHAT: the last login
	is "$verdict $(filter)" "accept $1" "$2"
}

echo "# by what"
nas_address=127.0.0.2
say bob "$P"
rules by-nas "the NAS"
nas_address=127.0.0.3
say bob "$P"
rules by-nas "another of its list"
nas_address=127.0.0.1
say bob@example.com "$P"
rules by-realm "the realm"
say bob@EXAMPLE.COM "$P"
rules by-realm "the realm in capitals"
say bob "$P" 61=0x00000013
rules by-port "the port's type"
say bob "$P" 30=00-11-22-33-44-55:guests
rules by-called "the wireless network"
say bob "$P" 30=vpn.example.org
rules by-called "Called-Station-Id as a whole"
say alice "$P"
rules by-group "a group of the account"
say bob "$P" nas=group
rules by-group "a group that FreeRADIUS names"
must group add bob staff
say bob "$P"
rules by-group "a group that was joined"
must group remove bob staff
say bob "$P" nas=admins
rules by-service "a service that FreeRADIUS names"
nas_address=127.0.0.8
say bob "$P"
rules by-server "the virtual server"

echo "# the first that fits; all of a match must"
nas_address=127.0.0.2
say alice@example.com "$P" 61=0x00000013
rules by-nas "the first of several"
nas_address=127.0.0.4
say net "$P"
rules by-two "both of two"
say bob "$P"
is "$verdict" reject "one of two is none"

echo "# none fits"
nas_address=127.0.0.1
say bob "$P"
is "$verdict" reject "no policy, nobody gets in"
must what-if bob --nas nas
like "$ctl" '*Next: add a policy to multifactord.conf*' \
    "what-if says what to do, and not to ask what-if"
unlike "$ctl" '*with mfctl what-if*' "once"
face_of_none=$(face)
say nobody "$P"
is "$(face)" "$face_of_none" "nobody the same way"
say bob "$P" 30=guests.example.org
is "$verdict" reject "another network"
say bob "$P" 61=0x00000005
is "$verdict" reject "another type of port"
say bob@example.org "$P"
is "$verdict" reject "another realm that is ours"
say bob "$P" nas=riga
is "$verdict" reject "what the NAS calls itself does not count"

echo "# what the accept carries"
nas_address=127.0.0.2
say alice "$P"
like "$attributes" '*11=0x62792d6e6173*25=0x62792d6e6173*' \
    "Filter-Id and Class"
like "$attributes" '* 81=0x013230*' "Tunnel-Private-Group-Id with its tag"
once=$attributes
say bob "$P"
is "$attributes" "$once" "the same for all"

nas_address=127.0.0.9
say bob "$P"
rules much "two thousand bytes of them"
is "$(echo "$attributes" | tr ' ' '\n' | grep -c '^25=0x3[1-8]7878')" 8 "whole"

echo "# what FreeRADIUS has checked"
nas_address=127.0.0.6
say bob 'whatever it took' nas=says-ldap
rules verified "a module that the policy names"
say bob 'whatever it took' nas=says-files
rules verified "another that it names"
for who in pam LDAP ldapx lda 'ldap ' ''; do
	say bob "$P" "nas=says-$who"
	is "$verdict" reject "\"$who\", which it does not"
done
say bob "$P"
is "$verdict" reject "without a word, though the password is right"
say nobody "$P" nas=says-ldap
is "$verdict" reject "nobody's account does not open by it"
must account disable bob
say bob "$P" nas=says-ldap
is "$verdict" reject "a disabled one neither"
must account enable bob
nas_address=127.0.0.7
say bob 'a wrong one' nas=says-ldap
is "$verdict" reject "a policy that wants our password believes nobody"
say bob "$P" nas=says-ldap
rules own-word "and takes its own"

finish
