#!/bin/sh
#
# rlm_multifactor in a real FreeRADIUS, with a fake engine that misbehaves as
# told (fake_engine.c says why it is a fake).  Last line: N passed, M failed.

# shellcheck disable=SC2016,SC2086,SC2317
# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

U='user=vards.uzvards'
P='password=hello'
RAD_TIMEOUT_MS=1200

# refused 'ARGUMENTS' 'LOG PATTERN' WHAT: a plain, signed reject, a line in the
# log, and the engine is not asked
refused() {
	before=$(wc -l <"$tmp/questions")
	: >"$radius_log"
	# shellcheck disable=SC2086
	raw $1
	like "$raw" 'code=3 first=80 ma=first' "$3: refused"
	like "$(cat "$radius_log")" "*$2*" "$3: the log says why"
	is "$(wc -l <"$tmp/questions")" "$before" "$3: the engine is not asked"
}

x() { # a string of $1 times x
	head -c "$1" /dev/zero | tr '\0' x
}

raddb_make
cat >>"$raddb/clients.conf" <<-EOF
	client other {
		ipaddr = 127.0.0.2
		secret = $secret
	}
	client old {
		ipaddr = 127.0.0.3
		secret = $secret
		virtual_server = vpn
		multifactor_require_message_authenticator = no
	}
EOF
cat >"$raddb/module.conf" <<-EOF
	timeout_ms = 500
	breaker_failures = 3
	breaker_pause_ms = 400
EOF
# A second virtual server, which knows nothing of the engine.
other=$(free_port)
cat >"$raddb/sites-enabled/other" <<-EOF
	server other {
		listen {
			type = auth
			ipaddr = 127.0.0.1
			port = $other
		}
		authorize {
			update control {
				&Auth-Type := Accept
			}
		}
	}
EOF
# A third, where something stands in the reply before the module comes.
early=$(free_port)
cat >"$raddb/sites-enabled/early" <<-EOF
	server early {
		listen {
			type = auth
			ipaddr = 127.0.0.1
			port = $early
		}
		authorize {
			update reply {
				&Filter-Id := "early"
			}
			multifactor_authorize
		}
		authenticate {
			multifactor
		}
		post-auth {
			multifactor_sign
			Post-Auth-Type REJECT {
				multifactor_sign
			}
			Post-Auth-Type Challenge {
				multifactor_sign
			}
		}
	}
EOF

echo "# without an engine"
radius_start
fake login
raw "$port" $U $P
is "$raw" "no reply" "no engine: no answer, so that the NAS fails over"
like "$(cat "$radius_log")" "*login was not reached: No such file*" \
    "no engine: the log says so"

echo "# with one that comes later"
fake_start
healed() {
	raw "$port" $U $P
	[ "$raw" != "no reply" ]
}
until_true 10 healed
like "$raw" 'code=11 first=80*ma=first' "it is found without a restart"

echo "# two rounds"
rad 'User-Name = vards.uzvards' 'User-Password = hello' \
    'Calling-Station-Id = 198.51.100.7' 'NAS-Identifier = vpn-1' \
    'NAS-IP-Address = 192.0.2.1' 'NAS-Port-Type = Virtual' \
    'Called-Station-Id = vpn.example.org'
like "$rad" 'Access-Challenge | Message-Authenticator = * | Reply-Message = "Code from token 12-34567..: " | State = 0x* | Prompt = No-Echo*' \
    "challenge: signature, prompt, State, Prompt"
like "$(tail -n 1 "$tmp/questions")" "*user=vards.uzvards password:5 client=nas client_address=127.0.0.1 client_port:8 packet_id:8 authenticator:16 nas_identifier=vpn-1 nas_address=192.0.2.1 nas_port_type=Virtual station=198.51.100.7 called_station=vpn.example.org virtual_server=vpn threads:8 deadline:8" \
    "the engine is told the facts"
fake login 'Filter-Id = vpn-staff' 'Class := "a class"' \
    'Tunnel-Private-Group-Id:1 = 20' 'Cisco-AVPair += "a=b"' \
    'Cisco-AVPair += "c=d"'
rad 'User-Name = vards.uzvards' 'User-Password = 123456' \
    "State = $(rad_state)"
like "$rad" 'Access-Accept | Message-Authenticator = *' "accept: signed first"
like "$rad" '*| Filter-Id = "vpn-staff"*' "accept: an attribute"
like "$rad" '*| Class = 0x6120636c617373*' "accept: quotes are taken off"
like "$rad" '*Tunnel-Private-Group-Id:1 = "20"*' "accept: a tagged attribute"
like "$rad" '*Cisco-AVPair = "a=b"*Cisco-AVPair = "c=d"*' \
    "accept: one attribute twice"
like "$(tail -n 1 "$tmp/questions")" "*state:*" "the State came back"

echo "# a reject, and what is in it"
fake reject
raw "$port" $U $P
is "$raw" 'code=3 first=80 prompt="Login failed. 7F3K-2M9Q." ma=first' \
    "reject: signed first, after attr_filter, with its text"
like "$(cat "$radius_log")" "*Login incorrect (multifactor reference 7F3K-2M9Q)*" \
    "reject: the reference is in the log"

echo "# malformed requests"
fake accept
refused "$port $P" "has no User-Name" "no User-Name"
refused "$port $U user=other $P" "more than one User-Name" "two User-Names"
refused "$port user=0x $P" "User-Name" "an empty User-Name"
refused "$port user=0x610062 $P" "User-Name has a NUL" "NUL in User-Name"
refused "$port $U" "has no User-Password: set the NAS to PAP" "no password"
refused "$port $U $P $P" "more than one User-Password" "two passwords"
refused "$port $U password=" "User-Password is empty" "an empty password"
refused "$port $U password=0x610062" "User-Password has a NUL" "NUL in password"
refused "$port $U password=$(x 129)" "longer than 128" "a password of 129"
refused "$port $U password=$(x 200)" "longer than 128" "a password of 200"
refused "$port $U $P state=a state=b" "more than one State" "two States"
refused "$port $U 3=0x0100112233445566778899aabbccddeeff" "set the NAS to PAP" "CHAP"
refused "$port $U 26=0x00000137013400$(x 49 | sed 's/x/00/g')" \
    "MS-CHAP response" "MS-CHAP"
refused "-M $port $U $P" "multifactor_require_message_authenticator = no" \
    "no Message-Authenticator"
raw "$port" $U "password=$(x 128)"
like "$raw" 'code=2 *' "a password of 128 bytes goes through"
raw "$port" "user=$(x 253)" $P
like "$raw" 'code=2 *' "a name of 253 bytes goes through"
raw "$port" $U password= state=a
like "$raw" 'code=2 *' "an empty reply to a challenge goes through"
raw "$port" $U $P station=0x3132370031
like "$raw" 'code=2 *' "NUL in Calling-Station-Id does no harm"
like "$(tail -n 1 "$tmp/questions")" "*station=127 *" "and cuts it short"

echo "# reply attributes that cannot be given"
for bad in 'No-Such-Attribute = 1' 'Filter-Id' 'Framed-IP-Address = nonsense' \
    'Message-Authenticator = 0x00' 'State = 0x00' 'Auth-Type = Accept' \
    'Multifactor-Group = x'; do
	fake accept 'Filter-Id = x' "$bad"
	: >"$radius_log"
	raw "$port" $U $P
	is "$raw" 'code=3 first=80 prompt="Login failed. 7F3K-2M9Q." ma=first' \
	    "\"$bad\": rejected after all"
	like "$(cat "$radius_log")" \
	    "*reference 7F3K-2M9Q): FreeRADIUS does not take the reply attribute \"$bad\"*" \
	    "\"$bad\": the log says why"
	like "$(tail -n 1 "$tmp/questions")" "ungiven * attributes=$bad reason=?*" \
	    "\"$bad\": the engine is told"
done
# An engine that is older than the module makes nothing of the report.
fake accept-again 'No-Such-Attribute = 1'
: >"$radius_log"
raw "$port" $U $P
is "$raw" "code=3 first=80 ma=first" "not understood: rejected all the same"
like "$(cat "$radius_log")" "*the engine did not hear of it*No-Such-*" \
    "not understood: the log says so"
# shellcheck disable=SC2016  # FreeRADIUS's syntax, not the shell's
fake accept 'Filter-Id = "%{User-Name}`id`"'
rad 'User-Name = demo' 'User-Password = x'
like "$rad" '*Filter-Id = "%{User-Name}`id`"*' "nothing is expanded"

echo "# what others have put into the reply before"
for manner in login reject accept; do
	fake $manner
	raw -a 127.0.0.2 "$early" $U $P
	like "$raw" 'code=* first=80 * ma=first' \
	    "$manner: the signature comes before it"
	[ $manner = accept ] ||
	    unlike "$raw" '*11=0x6561726c79*' "$manner: it is taken out"
done

echo "# answers that are none"
for manner in garbage half oversize verdict9 close; do
	fake accept
	until_true 10 healed
	fake $manner
	: >"$radius_log"
	raw "$port" $U $P
	is "$raw" "no reply" "$manner: no answer"
	like "$(cat "$radius_log")" "*The engine at $tmp/run/login *" \
	    "$manner: the log says so"
done
fake accept
until_true 10 healed
fake silence
: >"$radius_log"
raw "$port" $U $P
is "$raw" "no reply" "silence: no answer"
like "$(cat "$radius_log")" "*wants no answer given: too many hashes wait*" \
    "silence: the log says why"

echo "# an exception"
fake accept
until_true 10 healed
raw -M -a 127.0.0.3 "$port" $U $P
is "$raw" "code=2 first=80 ma=first" "a client is excepted, and signed for"

echo "# a hung engine"
other_answers() {
	raw -a 127.0.0.2 "$other" $U $P
	[ "$raw" = "code=2 first=0 ma=none" ]
}
other_answers || not_ok "the other virtual server answers ($raw)"
fake hang
jobs=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16; do
	"$radcheck" -t 2000 "$port" "user=u$i" $P >"$tmp/hung.$i" 2>&1 &
	jobs="$jobs $!"
done
until_true 5 grep -q 'did not answer in time' "$radius_log"
start=$(milliseconds)
n=0
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	"$radcheck" -t 100 "$port" "user=v$i" $P >/dev/null &
	jobs="$jobs $!"
	other_answers && n=$((n + 1))
done
took=$(($(milliseconds) - start))
is $n 20 "hung: another virtual server answers, 20 times in $took ms"
[ $took -lt 1000 ] || not_ok "hung: it is not held up ($took ms)"
# shellcheck disable=SC2086
wait $jobs
is "$(cat "$tmp"/hung.* | sort -u)" "no reply" "hung: nobody is let in"
fake accept
until_true 10 healed
like "$raw" "code=2 *" "hung: heals by itself"
like "$(cat "$radius_log")" "*login answers again*" "hung: the log says so"

echo "# a stopped engine"
kill -STOP "$engine_pid"
raw "$port" $U $P
is "$raw" "no reply" "stopped: no answer"
kill -CONT "$engine_pid"
until_true 10 healed
like "$raw" "code=2 *" "stopped: heals by itself"

echo "# an engine that restarts again and again"
lost=0
for i in 1 2 3 4 5 6 7 8 9 10; do
	{
		stop "$engine_pid"
		fake_start
	}
	for j in 1 2 3 4; do
		raw -t 400 -r 2 "$port" "user=r$i-$j" $P
		case $raw in
		code=2*) ;;
		*) lost=$((lost + 1)) ;;
		esac
	done
done
is $lost 0 "restarts: no login of 40 is lost"
stop "$engine_pid"
"$radcheck" -t 2000 "$port" "user=late" $P >"$tmp/late" &
job=$!
fake_start
wait $job
like "$(cat "$tmp/late")" "code=2 *" "restart: a login that came meanwhile is answered"

echo "# on_failure = reject"
radius_stop
echo "on_failure = reject" >>"$raddb/module.conf"
radius_start
fake 'late 2000'
start=$(milliseconds)
raw "$port" $U $P
took=$(($(milliseconds) - start))
is "$raw" "code=3 first=80 ma=first" "reject: signed"
[ $took -ge 450 ] && [ $took -lt 800 ]
is $? 0 "the deadline of 500 ms is kept ($took ms)"
stop "$engine_pid"
raw "$port" $U $P
is "$raw" "code=3 first=80 ma=first" "no engine: a reject, signed"

echo "# settings that cannot be meant"
radius_stop
wrong() {
	cp "$raddb/module.conf" "$tmp/module.conf.kept"
	echo "$1" >"$raddb/module.conf"
	radius_check
	is $? 1 "\"$1\": FreeRADIUS does not start"
	like "$(cat "$tmp/check.log")" "*$2*" "\"$1\": it says why"
	cp "$tmp/module.conf.kept" "$raddb/module.conf"
}
wrong 'timeout_ms = 0' 'timeout_ms = 0: give a whole number of milliseconds from 50 to 5000'
wrong 'timeout_ms = 5001' 'from 50 to 5000'
wrong 'timeout_ms = 1s' 'timeout_ms = 1s: give a whole number'
wrong 'on_failure = accept' 'on_failure = "accept": give silent or reject'
wrong 'breaker_failures = 0' 'from 1 to 1000'
wrong 'breaker_pause_ms = 99' 'from 100 to 60000'
wrong 'time_out = 1000' 'There is no setting "time_out"'
wrong 'pool { }' 'A section has no place here'
wrong 'socket = /run/x' '"socket" is set a second time'
wrong 'require_message_authenticator = maybe' 'require_message_authenticator'
sed -i "s,socket = .*,socket = run/login," "$raddb/mods-enabled/multifactor"
wrong '' 'give the whole path'
sed -i "s,socket = .*,socket = /$(x 120)," "$raddb/mods-enabled/multifactor"
wrong '' 'File name too long'
: >"$raddb/dictionary"
wrong '' 'The dictionary has no Multifactor-First-Factor'

finish
