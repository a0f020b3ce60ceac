# Engine and FreeRADIUS together, for the bench: the only file here that knows
# how the two are started.  Sourced by bench.sh, which sets:
#
#   O       build folder with multifactord and rlm_multifactor.so
#   top     the project's top folder
#   SECRET  the RADIUS secret of 127.0.0.1
#
# It sets, by stack_start:
#
#   stack_plain     address:port where FreeRADIUS has verified the first
#                   factor itself (password "password"), as a policy names it
#   stack_hashed    address:port where the engine checks it with Argon2id
#   stack_ready_ms  from starting the engine to its first answer
#   stack_engine_pid
#
# FreeRADIUS runs with start_servers = max_servers = 32 and reject_delay = 0,
# require_message_authenticator = yes, on loopback.

# shellcheck shell=sh disable=SC2034,SC2154

stack_up=no stack_plain='' stack_hashed='' stack_ready_ms=''

# Whether everything is there; says what is missing.
stack_available() {
	for f in "$O/multifactord" "$O/bench/seed" "$O/rlm_multifactor.so"; do
		[ -e "$f" ] && continue
		say "No $f: the engine's side of the scenes is left out."
		return 1
	done
}

# stack_prepare FOLDER TOKENS [USERS_WITH_PASSWORD]: a new database in FOLDER
# with the tokens of TOKENS/tokens.csv, owned as TOKENS/owners.csv says; the
# first USERS_WITH_PASSWORD of them get the password "password".
stack_prepare() {
	mkdir -p "$1/state" "$1/notes" "$1/run"
	"$O/bench/seed" "$1/state" "$1/keyring" "$2/tokens.csv" \
	    "$2/owners.csv" "${3:-0}"
	cat > "$1/multifactord.conf" <<-CONF
		state = "$1/state";
		notes = "$1/notes";
		keyring = "$1/keyring";
		sockets = {
		  login = { path = "$1/run/login"; mode = "0600"; group = ""; };
		  helpdesk = { path = "$1/run/helpdesk"; mode = "0600"; group = ""; };
		  admin = { path = "$1/run/admin"; mode = "0600"; group = ""; };
		  courier = { path = "$1/run/courier"; mode = "0600"; group = ""; };
		};
		sending = { account_hour = 1000; account_day = 10000;
		  address_hour = 1000; address_day = 10000;
		  source_hour = 100000; all_day = 100000000; };
		policies = (
		  { name = "hashed"; match = { server = ["hashed"]; }; },
		  { name = "plain"; first = "radius"; verifiers = ["bench"]; }
		);
	CONF
}

# One virtual server: stack_server NAME PORT, its authorize section on stdin.
stack_server() {
	cat <<-CONF
		server $1 {
			listen {
				type = auth
				ipaddr = 127.0.0.1
				port = $2
			}
			authorize {
				$(cat)
				multifactor
			}
			authenticate {
				multifactor
			}
		}
	CONF
}

stack_raddb() {
	mkdir -p "$1"
	echo "\$INCLUDE $top/dictionaries/dictionary.multifactor" \
	    > "$1/dictionary"
	"$here/ceiling/raddb.sh" "$1/ceiling" 1 "$SECRET" 32 32 1 32
	{
		sed -e '/^modules {/,$d' -e "s|^raddbdir = .*|raddbdir = $1|" \
		    -e 's|reject_delay = 1|reject_delay = 0|' \
		    -e "s|^libdir = .*|libdir = $O:/usr/lib/freeradius|" \
		    "$1/ceiling/radiusd.conf"
		cat <<-CONF
			modules {
				multifactor {
					socket = $2/run/login
				}
			}
		CONF
		echo 'if (!&State && &User-Password == "password") {
			update control {
				Multifactor-First-Factor := "bench"
			}
		}' | stack_server plain "$3"
		: | stack_server hashed "$4"
	} > "$1/radiusd.conf"
}

# A FreeRADIUS on free ports, in front of the engine of FOLDER.
stack_radius() {
	for _ in 1 2 3 4 5; do
		plain_port=$(shuf -i 20000-24999 -n 1)
		hashed_port=$(shuf -i 25000-29999 -n 1)
		rm -rf "$1/raddb"
		stack_raddb "$1/raddb" "$1" "$plain_port" "$hashed_port"
		"$FREERADIUS" -f -d "$1/raddb" > "$1/radius.out" 2>&1 &
		stack_radius_pid=$!
		server_wait $stack_radius_pid "$1/raddb/ceiling/radius.log" \
		    "Ready to process" && return
		wait $stack_radius_pid 2> /dev/null || :
	done
	echo "bench: FreeRADIUS does not start; see $1/radius.out." >&2
	exit 1
}

# stack_start FOLDER: engine and FreeRADIUS on a prepared database.
stack_start() {
	: > "$1/engine.log"
	begin=$(date +%s%N)
	"$O/multifactord" -c "$1/multifactord.conf" 2> "$1/engine.log" &
	stack_engine_pid=$!
	until grep -q engine-ready "$1/engine.log"; do
		kill -0 "$stack_engine_pid" || { cat "$1/engine.log"; exit 1; }
		sleep 0.005
	done
	stack_ready_ms=$((($(date +%s%N) - begin) / 1000000))
	stack_up=yes
	stack_radius "$1"
	stack_plain=127.0.0.1:$plain_port stack_hashed=127.0.0.1:$hashed_port
}

# Resident memory of the engine in KiB: all, then without files mapped.
stack_rss() {
	awk '/^VmRSS/ { all = $2 } /^RssAnon/ { own = $2 }
	    END { print all, own }' "/proc/$stack_engine_pid/status"
}

# CPU time in ms so far of all that does not hash: FreeRADIUS, and the engine
# but for its threads that have stepped back.
stack_busy_ms() {
	cat "/proc/$stack_radius_pid/stat" \
	    "/proc/$stack_engine_pid/task"/*/stat |
	    awk -v hz="$(getconf CLK_TCK)" '{
		sub(/.*\) /, "") # the name may have spaces; the state is first
		if ($17 < 10) # nice
			ticks += $12 + $13
	    } END { printf "%d\n", ticks * 1000 / hz }'
}

# Both end; the database stays.
stack_stop() {
	stack_up=no
	kill "$stack_radius_pid" "$stack_engine_pid" 2> /dev/null
	wait "$stack_radius_pid" "$stack_engine_pid" 2> /dev/null || :
}
