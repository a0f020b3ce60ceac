#!/bin/sh
#
# The pieces of configuration in raddb-snippets, as they are: FreeRADIUS takes
# each, and they do what their comments say.  The engine is the fake one; for
# rlm_ldap, which is a package of its own, stands rlm_always.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

RAD_TIMEOUT_MS=1200

# ldap_says RCODE: what stands for rlm_ldap, from the next start on
ldap_says() {
	printf 'always ldap {\n\trcode = %s\n}\n' "$1" \
	    >"$raddb/mods-enabled/ldap"
}

raddb_make
ldap_says ok

echo "# FreeRADIUS takes them as they are"
cp "$raddb/mods-enabled/multifactor" "$tmp/multifactor.kept"
cp "$raddb/clients.conf" "$tmp/clients.kept"
cp "$snippets/mods-available/multifactor" "$raddb/mods-enabled/multifactor"
for site in vpn vpn-append vpn-ldap-first; do
	rm -f "$raddb"/sites-enabled/vpn*
	cp "$snippets/sites-available/$site" "$raddb/sites-enabled/"
	: >"$raddb/clients.conf"
	radius_check
	is $? 0 "$site"
	unlike "$(cat "$tmp/check.log")" "*[Uu]nused*multifactor*" \
	    "$site: nothing in it is unused"
done
cp "$snippets"/sites-available/* "$raddb/sites-enabled/"
cp "$snippets/multifactor-clients.conf" "$raddb/clients.conf"
radius_check
is $? 0 "all three, with multifactor-clients.conf"

# Each line that is commented out is the default it says it is.
sed 's/^#	\([a-z_]* = \)/	\1/' "$snippets/mods-available/multifactor" \
    >"$raddb/mods-enabled/multifactor"
radius_check
is $? 0 "mods-available/multifactor with every setting written out"
for setting in 'socket = "/run/multifactor/login"' 'timeout_ms = 1000' \
    'on_failure = "silent"' 'breaker_failures = 5' 'breaker_pause_ms = 1000' \
    'require_message_authenticator = yes'; do
	cp "$snippets/mods-available/multifactor" "$raddb/mods-enabled/"
	radius_check
	like "$(cat "$tmp/check.log")" "*	$setting*" "default: $setting"
done

cp "$tmp/multifactor.kept" "$raddb/mods-enabled/multifactor"
cp "$tmp/clients.kept" "$raddb/clients.conf"
cat >>"$raddb/clients.conf" <<-EOF
	client append {
		ipaddr = 127.0.0.2
		secret = $secret
		virtual_server = vpn-append
	}
	client ldap {
		ipaddr = 127.0.0.3
		secret = $secret
		virtual_server = vpn-ldap-first
	}
EOF
fake login
fake_start

echo "# vpn-append"
radius_start
: >"$tmp/questions"
raw -a 127.0.0.2 "$port" user=demo password=hello123456
is "$raw" "code=3 first=80 ma=first" "a challenge becomes a plain reject"
like "$(cat "$radius_log")" "*is append mode on for the service vpn-append*" \
    "and the log says what to look at"
like "$(cat "$tmp/questions")" "* service=vpn-append *" \
    "the engine is told the service"
fake accept 'Class = staff'
raw -a 127.0.0.2 "$port" user=demo password=hello123456
is "$raw" "code=2 first=80 25=0x7374616666 ma=first" "an accept stays one"

echo "# vpn-ldap-first"
fake login
: >"$tmp/questions"
raw -a 127.0.0.3 "$port" user=demo password=hello
like "$raw" "code=11 first=80 *ma=first" "ldap says ok: a challenge"
like "$(cat "$tmp/questions")" "* first_factor=ldap *" \
    "ldap says ok: the engine is told"
: >"$tmp/questions"
raw -a 127.0.0.3 "$port" user=demo password=123456 state=x
like "$raw" "code=2 first=80 *ma=first" "the reply is the engine's to check"
unlike "$(cat "$tmp/questions")" "* first_factor=*" \
    "of a reply nobody says that ldap has checked it"
radius_stop
fake reject
for rcode in reject invalid userlock notfound noop updated handled; do
	ldap_says $rcode
	radius_start
	: >"$tmp/questions"
	raw -a 127.0.0.3 "$port" user=demo password=hello
	like "$raw" 'code=3 * prompt="Login failed. *' \
	    "ldap says $rcode: refused by the engine, as anybody"
	like "$(cat "$tmp/questions")" "* first_factor=refused *" \
	    "ldap says $rcode: the engine is told"
	unlike "$(cat "$tmp/questions")" "* password*" \
	    "ldap says $rcode: but not what was typed"
	radius_stop
done
ldap_says ok
sed '0,/ldap {/s//ldap_finds {/' "$snippets/sites-available/vpn-ldap-first" \
    >"$raddb/sites-enabled/vpn-ldap-first"
for rcode in reject invalid userlock notfound handled; do
	printf 'always ldap_finds {\n\trcode = %s\n}\n' $rcode \
	    >"$raddb/mods-enabled/ldap_finds"
	radius_start
	: >"$tmp/questions"
	raw -a 127.0.0.3 "$port" user=demo password=hello
	like "$(cat "$tmp/questions")" "* first_factor=refused *" \
	    "ldap finds $rcode: the password is not looked at any more"
	radius_stop
done
cp "$snippets/sites-available/vpn-ldap-first" "$raddb/sites-enabled/"
rm "$raddb/mods-enabled/ldap_finds"
ldap_says fail
radius_start
: >"$tmp/questions"
raw -a 127.0.0.3 "$port" user=demo password=hello
unlike "$raw" "code=2 *" "ldap says fail: nobody gets in"
is "$(cat "$tmp/questions")" "" "ldap says fail: the engine is not asked"
radius_stop

finish
