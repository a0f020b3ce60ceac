# What the bench asks of engine and FreeRADIUS together: the only file here
# that knows how the two are started.  Sourced by bench.sh, which sets:
#
#   O       build folder with multifactord, mfctl and rlm_multifactor.so
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

stack_lib=$top/tests/login/lib.sh
stack_up=no stack_plain='' stack_hashed='' stack_ready_ms=''

# Whether everything is there; says what is missing.
stack_available() {
	for f in "$O/multifactord" "$O/mfctl" "$stack_lib"; do
		[ -e "$f" ] && continue
		say "No $f: the engine's side of the scenes is left out."
		return 1
	done
	# shellcheck disable=SC1090
	. "$stack_lib"
	command -v bench_stack_start > /dev/null && return 0
	say "$stack_lib has no bench_stack_start: the engine's side is left out."
	return 1
}

# stack_prepare FOLDER TOKENS [USERS_WITH_PASSWORD]: a new database in FOLDER
# with the tokens of TOKENS/tokens.csv, owned as TOKENS/owners.csv says; the
# first USERS_WITH_PASSWORD of them get the password "password" (each costs
# a hash).
stack_prepare() {
	bench_stack_prepare "$@"
}

# stack_start FOLDER: engine and FreeRADIUS on a prepared database.
stack_start() {
	bench_stack_start "$@"
	stack_up=yes
}

# Resident memory of the engine in KiB: all, then without files mapped.
stack_rss() {
	awk '/^VmRSS/ { all = $2 } /^RssAnon/ { own = $2 }
	    END { print all, own }' "/proc/$stack_engine_pid/status"
}

# Both end; the database stays.
stack_stop() {
	stack_up=no
	bench_stack_stop
}
