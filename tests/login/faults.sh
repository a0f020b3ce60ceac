#!/bin/sh
#
# What happens to logins when the engine is stopped, hangs, is given a broken
# configuration, or finds things not as it left them.  Last line: N passed, M
# failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'
RAD_TIMEOUT_MS=800

policies() { # policies FILTER-ID: what an accept carries
	cat <<-EOF2
		policies: (
			{
				name = "plain";
				second = "never";
				attributes = [ "Filter-Id = $1" ];
			}
		);
	EOF2
}

raddb_make
printf '%s\n' 'timeout_ms = 500' 'breaker_pause_ms = 200' >"$raddb/module.conf"
policies a | engine_conf
radius_start

echo "# before it is there"
say demo "$P"
is "$verdict" none "no engine yet: no answer"
engine_start
account demo "$P"
works() {
	say demo "$P"
	[ "$verdict" = accept ]
}
until_true 5 works
is "$verdict" accept "it comes, and logins work without a restart"

echo "# stopped, hung, killed"
engine_stop
say demo "$P"
is "$verdict" none "stopped: no answer"
engine_start
until_true 5 works
is "$verdict" accept "started again: works"
kill -STOP "$engine_pid"
for i in 1 2 3; do
	say demo "$P"
	is "$verdict" none "hung: no answer ($i)"
done
kill -CONT "$engine_pid"
until_true 5 works
is "$verdict" accept "goes on: works"
late=$(grep -c 'nobody waits' "$tmp/engine.log")
unlike "$late" 0 "and drops what nobody waits for"
is "$(grep -c 'event=login-unanswered' "$tmp/engine.log")" "$late" \
    "and nothing else"
engine_kill
say demo "$P"
is "$verdict" none "killed: no answer"
engine_start
until_true 5 works
is "$verdict" accept "started again after a kill: works"

echo "# a broken configuration"
broken() { # broken WHAT PATTERN: what was written is not taken in
	engine_reread
	like "$(tail -n 5 "$tmp/engine.log")" "*event=not-reloaded*" \
	    "$1: not taken in"
	like "$(cat "$tmp/engine.log")" "*$2*" "$1: the log says why"
	say demo "$P"
	like "$verdict $attributes" 'accept *11=0x61*' \
	    "$1: goes on with the old one"
}
cp "$tmp/multifactord.conf" "$tmp/good.conf"
sed -i 's/second = "never"/second = "newer"/' "$tmp/multifactord.conf"
broken "a value that cannot be meant" 'policies.second*newer*'
{
	cat "$tmp/good.conf"
	echo 'lockout: { soft = 0; };'
} >"$tmp/multifactord.conf"
broken "a value out of range" 'lockout.soft: 0 is too small'
echo 'policies: (' >>"$tmp/multifactord.conf"
broken "half a file" 'multifactord.conf:*'
rm "$tmp/multifactord.conf"
broken "no file" 'multifactord.conf*'
sed "s,$tmp/state,$tmp/elsewhere," "$tmp/good.conf" >"$tmp/multifactord.conf"
broken "what needs a restart" 'state*restart*'
policies b | engine_conf
engine_reload
say demo "$P"
like "$verdict $attributes" 'accept *11=0x62*' "a right one is taken in"
policies a | engine_conf
engine_reload

echo "# a second engine"
sed "s,run/,run/second-," "$tmp/multifactord.conf" >"$tmp/second.conf"
# shellcheck disable=SC2086
$ENGINE "$tmp/second.conf" >"$tmp/second.log" 2>&1
is $? 1 "on the same database: does not start"
like "$(cat "$tmp/second.log")" '*another engine holds the database*' \
    "and says why"
say demo "$P"
is "$verdict" accept "the first goes on"

echo "# things not as they were"
engine_stop
not_started() { # not_started WHAT PATTERN
	engine_spawn
	wait "$engine_pid"
	is $? 1 "$1: does not start"
	like "$(cat "$tmp/engine.log")" "*$2*" "$1: says why"
}
mv "$tmp/keyring" "$tmp/keyring.saved"
not_started "no keyring" 'the keyring * is gone, but the database*'
is "$(ls "$tmp/keyring" 2>/dev/null)" '' "no keyring: none is made"
mv "$tmp/keyring.saved" "$tmp/keyring"
chmod 644 "$tmp/keyring"
not_started "a keyring others can read" 'has the permissions 0644*'
chmod 600 "$tmp/keyring"
cp "$tmp/state/multifactor.db" "$tmp/db.saved"
sqlite3 "$tmp/state/multifactor.db" 'PRAGMA user_version = 99' 2>/dev/null
sqlite3 "$tmp/state/multifactor.db" \
    "UPDATE meta SET value = 99 WHERE name = 'schema'" 2>/dev/null
not_started "a newer schema" 'newer*'
cp "$tmp/db.saved" "$tmp/state/multifactor.db"
rm -f "$tmp"/state/multifactor.db-*
mv "$tmp/notes" "$tmp/notes.saved"
mkdir "$tmp/notes"
not_started "no notes" 'no notes*accept-restored*'
rmdir "$tmp/notes" 2>/dev/null || rm -r "$tmp/notes"
mv "$tmp/notes.saved" "$tmp/notes"
head -c 100 /dev/urandom |
    dd of="$tmp/state/multifactor.db" bs=1 seek=20 conv=notrunc 2>/dev/null
not_started "a damaged database" 'database*'
cp "$tmp/db.saved" "$tmp/state/multifactor.db"
engine_start
until_true 5 works
is "$verdict" accept "all of it as it was: works"

finish
