#!/bin/sh
#
# A login to type into: an engine and a FreeRADIUS of its own on loopback, an
# account with an authenticator app, and a NAS's side of a login at a prompt.
# Without a terminal it plays one login by itself; the exit status is then 0
# only if it ended in Access-Accept.
#
# Accounts and keys are kept from run to run; everything else goes, and what
# was started ends, with this script.
#
# DEMO	the folder for what is kept (default: build/demo)

. "$(dirname "$0")/../login/lib.sh"

demo=${DEMO:-$BUILD/demo}
user=demo
password='correct horse'
serial=12-3456789
shown=${demo#"$top/"}
secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

bail() {
	echo "The demo ends here; this did not go well: $*." >&2
	! [ -e "$demo" ] ||
		echo "To begin anew, with other keys: rm -r $shown" >&2
	exit 1
}

# mfctl as an admin of this engine; quiet unless it fails.
admin() {
	"$BUILD/mfctl" --yes --socket "$tmp/run/admin" "$@" \
	    > "$tmp/said" 2>&1 && return
	cat "$tmp/said" >&2
	bail "mfctl $1 $2 was refused"
}

there_is() {
	"$BUILD/mfctl" --socket "$tmp/run/admin" "$@" > /dev/null 2>&1
}

configure() {
	mkdir -p "$demo/state" "$demo/notes"
	chmod 700 "$demo" "$demo/state" "$demo/notes"
	cat > "$tmp/multifactord.conf" <<-EOF
		state = "$demo/state";
		notes = "$demo/notes";
		keyring = "$demo/keyring";
		sockets: {
			login: { path = "$tmp/run/login"; group = ""; };
			helpdesk: { path = "$tmp/run/helpdesk"; group = ""; };
			admin: { path = "$tmp/run/admin"; group = ""; };
			courier: { path = "$tmp/run/courier"; group = ""; };
		};
		policies: (
			{
				name = "demo";
				match: { nas = [ "demo-vpn" ]; };
				claim = true;
				attributes = [
					"Filter-Id = vpn-staff",
					"Class = 0x64656d6f",
					"Session-Timeout = 28800"
				];
			}
		);
	EOF
	raddb_make
	cat > "$raddb/clients.conf" <<-EOF
		client demo-vpn {
			ipaddr = 127.0.0.1
			secret = $secret
			shortname = demo-vpn
			virtual_server = vpn
			require_message_authenticator = yes
		}
	EOF
	echo "$secret" > "$tmp/secret"
}

# A command of two words for other terminals: script NAME COMMAND
script() {
	printf '#!/bin/sh\nexec %s "$@"\n' "$2" > "$demo/$1"
	chmod 755 "$demo/$1"
}

# Each step is left out when an earlier run has done it.
enrol() {
	admin token import --skip-known "$top/tests/demo/tokens.csv"
	printf '%s\n' "$password" > "$tmp/password"
	there_is account show $user ||
	    admin account add $user --password-file "$tmp/password"
	if ! [ -s "$demo/uri" ]; then
		admin token add --account $user --label app --qr
		sed -n 's/.*\(otpauth:[^ ]*\).*/\1/p' "$tmp/said" \
		    > "$tmp/uri"
		[ -s "$tmp/uri" ] || bail "the engine gave no otpauth address"
		(umask 077; cp "$tmp/said" "$demo/enrolment")
		(umask 077; cp "$tmp/uri" "$demo/uri")
	fi
	script code "sh '$top/tests/demo/code.sh' '$demo'"
	script mfctl "'$BUILD/mfctl' --socket '$tmp/run/admin'"
}

# On a terminal in colours of its own, or a light one shows the code inverted.
# A small one would lose its top with what follows: there it waits.
show_enrolment() {
	if ! [ -t 0 ] || ! [ -t 1 ]; then
		cat "$demo/enrolment"
		return
	fi
	esc=$(printf '\033')
	sed "/^█/!d; s/.*/${esc}[97;40m&${esc}[0m/" "$demo/enrolment" \
	    > "$tmp/drawn"
	grep otpauth: "$demo/enrolment"
	cat "$tmp/drawn"
	rows=$(stty size | cut -d ' ' -f 1)
	if [ "$rows" -gt 0 ] &&
	    [ "$rows" -lt $(($(wc -l < "$tmp/drawn") + 18)) ]; then
		printf 'Scan it now, or do without. Enter goes on: '
		read -r _ || exit 0
	fi
	grep -v -e otpauth: -e '^█' "$demo/enrolment"
}

show() {
	cat <<-EOF

		Engine and FreeRADIUS run on 127.0.0.1, port $port, for this demo alone.
		Three tokens of a vendor's file are imported, and there is an account
		with an authenticator app; scan this to have it on yours:

	EOF
	show_enrolment
	cat <<-EOF

		    user        $user
		    password    $password
		    code        from the app, or, without a phone, in another terminal:
		                $shown/code

		What the helpdesk can do while the demo runs:

		    $shown/mfctl why $user
		    $shown/mfctl token assign $serial $user
		    $shown/mfctl help

	EOF
}

as_nas() {
	"$BUILD/mfctl" try --secret-file "$tmp/secret" \
	    --nas-identifier demo-vpn --station 198.51.100.7 "$@" \
	    "127.0.0.1:$port"
}

# The code of now may have been used by the last run: each opens one login.
wait_for_code() {
	step=$(($(date +%s) / 30))
	if [ "$(cat "$demo/played" 2> /dev/null)" = $step ]; then
		echo "Waiting $((30 - $(date +%s) % 30)) s for a code that was" \
		    "not used yet."
		while [ $(($(date +%s) / 30)) = $step ]; do
			sleep 1
		done
	fi
	echo $(($(date +%s) / 30)) > "$demo/played"
}

play() {
	wait_for_code
	code=$("$demo/code" app) || bail "oathtool makes no code"
	printf '%s\n%s\n' "$password" "$code" > "$tmp/answers"
	echo "A login of $user: the password, then, at the prompt, $code."
	echo
	as_nas --user $user --script "$tmp/answers"
}

type_in() {
	echo "Log in as at a VPN client. Ctrl-C ends the demo."
	while :; do
		echo
		as_nas
		printf '\nEnter for another login, Ctrl-D to end: '
		read -r _ || break
	done
	echo
}

configure
engine_start
radius_start
enrol
show
if [ -t 0 ] && [ -t 1 ]; then
	type_in
else
	play
fi
