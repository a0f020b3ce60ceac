#!/bin/sh
# Write a FreeRADIUS configuration of its own that asks for a code and takes
# it, two rounds, with nothing behind it: what no engine can be faster than.
#
#   raddb.sh FOLDER PORT SECRET START MAX MIN_SPARE MAX_SPARE
#
# The password is "password" and the code 123456, for everybody; radload -1
# types them.  Everything else is as FreeRADIUS has it by default, so that
# only the thread pool differs from scene to scene.
set -eu

[ $# -eq 7 ] || { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
dir=$1 port=$2 secret=$3

mkdir -p "$dir"
: > "$dir/dictionary"
cat > "$dir/radiusd.conf" <<CONF
prefix = /usr
name = ceiling
raddbdir = $dir
logdir = $dir
run_dir = $dir
libdir = /usr/lib/freeradius
pidfile = $dir/radiusd.pid
max_request_time = 30
cleanup_delay = 5
max_requests = 16384
hostname_lookups = no
proxy_requests = no

log {
	destination = files
	file = $dir/radius.log
	auth = no
}

security {
	allow_core_dumps = no
	max_attributes = 200
	reject_delay = 1
	status_server = no
}

thread pool {
	start_servers = $4
	max_servers = $5
	min_spare_servers = $6
	max_spare_servers = $7
	max_requests_per_server = 0
	auto_limit_acct = no
}

client loopback {
	ipaddr = 127.0.0.1
	secret = $secret
	require_message_authenticator = yes
}

modules {
	always handled {
		rcode = handled
	}
	always reject {
		rcode = reject
	}
}

server default {
	listen {
		type = auth
		ipaddr = 127.0.0.1
		port = $port
	}

	authorize {
		update reply {
			Message-Authenticator := 0x00
		}
		if (!&State) {
			if (&User-Password == "password") {
				update reply {
					Reply-Message := "Code: "
					State := 0x63656c696e67
				}
				update control {
					Response-Packet-Type := Access-Challenge
				}
				handled
			}
			reject
		}
		elsif (&State == 0x63656c696e67) {
			if (&User-Password == "123456") {
				update control {
					Auth-Type := Accept
				}
			}
			else {
				reject
			}
		}
		else {
			reject
		}
	}

	authenticate {
	}
}
CONF
