#!/bin/sh
# Disasters with the real engine and mfctl: kill -9, an old backup put back by
# the engine or by hand, notes lost, records changed.  Run from the top; O is
# the folder that was built into.  Needs oathtool; without sqlite3 the last
# story is skipped.

O=${O:-build}
CC=${CC:-cc}
top=$(pwd)
dir=$(mktemp -d /tmp/restore.XXXXXX) || exit 1
passed=0
failed=0
pid=
seed=3132333435363738393031323334353637383930

cleanup() {
	[ -n "$pid" ] && kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null
	[ -z "$KEEP" ] && rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM

ok() {
	if [ "$1" -eq 0 ]; then
		echo "ok - $2"
		passed=$((passed + 1))
	else
		echo "not ok - $2"
		[ -n "$3" ] && echo "$3" | sed 's/^/# /'
		failed=$((failed + 1))
	fi
}

# has TEXT NAME: the last answer has the text
has() {
	case $said in
	*"$1"*) ok 0 "$2" ;;
	*) ok 1 "$2" "$said" ;;
	esac
}

engine() {
	"$top/$O/multifactord" -c "$dir/conf" "$@"
}

start() {
	"$top/$O/multifactord" -c "$dir/conf" -d 2>>"$dir/log" &
	pid=$!
	for _ in $(seq 60); do
		"$top/$O/mfctl" -s "$dir/admin" status >/dev/null 2>&1
		[ $? -ne 4 ] && return 0
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.3
	done
	kill "$pid" 2>/dev/null
	wait "$pid"
	pid=
	return 1
}

stop() {
	kill "$1" "$pid"
	wait "$pid" 2>/dev/null
	pid=
}

# What is looked for in the background is found: status tells of an alarm.
alarm() {
	for _ in $(seq 60); do
		ctl status
		[ $? -eq 8 ] && return 0
		sleep 0.3
	done
	return 1
}

ctl() {
	said=$("$top/$O/mfctl" -y -s "$dir/admin" "$@" 2>&1)
}

code() {
	oathtool --hotp -d 6 -c "$1" "$seed"
}

login() {
	said=$("$dir/knock" "$dir/login" anna 'Parole-12345' "$(code "$1")")
	set -- $said
	[ "$1" = accepted ]
}

reference() {
	echo "$said" | sed -n 's/^rejected //p'
}

case $O in /*) top= ;; esac
$CC -std=gnu17 -D_GNU_SOURCE -Iengine -o "$dir/knock" \
    tests/crash/knock/knock.c engine/wire/wire.c || exit 1
mkdir "$dir/state" "$dir/notes"
cat >"$dir/conf" <<EOF
state = "$dir/state"; notes = "$dir/notes"; keyring = "$dir/keyring";
sockets: {
	login: { path = "$dir/login"; group = ""; };
	helpdesk: { path = "$dir/helpdesk"; group = ""; };
	admin: { path = "$dir/admin"; group = ""; };
	courier: { path = "$dir/courier"; group = ""; };
};
policies = ( { name = "all"; tries = 1; } );
EOF

# --- a backup, and life after it -------------------------------------------
start || { cat "$dir/log"; exit 1; }
printf 'Parole-12345\n' >"$dir/password"
printf '%s' "$seed" >"$dir/seed"
ctl account add anna --password-file "$dir/password"
ctl token add H-1 --factor hotp --digits 6 --account anna --secret hex \
    --secret-file "$dir/seed"
ctl token add T-2 --digits 6 --account anna --secret hex \
    --secret-file "$dir/seed"
for i in 0 1 2; do login $i || ok 1 "code $i opens" "$said"; done
ctl backup "$dir/backup"
ok $? "a backup is made" "$said"
test ! -e "$dir/state/backup.tmp"
ok $? "no copy of it is left in the state folder"
rest=0
for i in 3 4 5 6 7 8 9; do login $i || rest=1; done
ok $rest "codes open after the backup" "$said"
ctl token lost T-2
ctl key rotate
has "Key 2 seals from now on" "a new key"

ctl status
has "backup.last         ok" "status knows of the backup"
said=$(engine --restore "$dir/backup" 2>&1)
[ $? -ne 0 ]
ok $? "nothing is restored under a running engine" "$said"
has "another engine holds" "and it says why"
login 10
ok $? "the running engine did not notice" "$said"

# --- killed, and the backup put back ----------------------------------------
stop -9
touch "$dir/state/backup.tmp"
said=$(engine --restore "$dir/backup" 2>&1)
ok $? "the backup is put back" "$said"
has "No code that was used before opens anything again" "it says what is true"
start
ok $? "the engine starts with it" "$(tail -3 "$dir/log")"
test ! -e "$dir/state/backup.tmp"
ok $? "a copy that a crash left is gone"
rest=0
for i in 2 3 7 10; do login $i && rest=1; done
ok $rest "used codes open nothing, before the backup or after"
ctl why "$(reference)"
has "The code was an earlier one of token H-1" "why says so"
login 11
ok $? "the next code opens" "$said"
ctl --json token show T-2
has '"status": "lost"' "what was reported lost stays lost"
ctl audit verify
ok $? "the audit is whole" "$said"
ctl audit --event engine.restore
has "notes=whole" "and tells of the restore"

# --- put back by hand ----------------------------------------------------------
stop -TERM
rm -f "$dir/state/multifactor.db-wal" "$dir/state/multifactor.db-shm"
cp "$dir/backup" "$dir/state/multifactor.db"
start
[ $? -ne 0 ]
ok $? "a copy put back by hand does not start"
said=$(tail -1 "$dir/log")
has "accept-restored" "but says what to run"
said=$(engine --accept-restored 2>&1)
ok $? "accepting it takes the notes in" "$said"
start
login 11
[ $? -ne 0 ]
ok $? "a code used before the first restore opens nothing" "$said"
login 12
ok $? "the next one does" "$said"

# --- notes lost ------------------------------------------------------------------
stop -TERM
rm "$dir"/notes/*
start
[ $? -ne 0 ]
ok $? "without its notes the database does not start"
said=$(engine --accept-restored 2>&1)
has "have to be bound again (1)" "accepting that binds counters anew"
start
login 13
[ $? -ne 0 ]
ok $? "until then their codes open nothing" "$said"
ctl --json token show H-1
has '"status": "rebind"' "the helpdesk sees it"

# --- the database lost -----------------------------------------------------------
stop -TERM
mv "$dir/state/multifactor.db" "$dir/away.db"
mv "$dir/keyring" "$dir/away.keyring"
start
[ $? -ne 0 ]
ok $? "without its database the engine does not start"
said=$(tail -1 "$dir/log")
has "is missing or empty, but its notes are in" "and says what is missing"
has "multifactord --restore FILE" "and what to do"
test ! -e "$dir/state/multifactor.db" -a ! -e "$dir/keyring"
ok $? "it makes neither a database nor a keyring"
touch "$dir/state/multifactor.db"
start
[ $? -ne 0 ] && [ ! -s "$dir/state/multifactor.db" ]
ok $? "an empty file is no database either"
mv "$dir/away.db" "$dir/state/multifactor.db"
mv "$dir/away.keyring" "$dir/keyring"
start
ok $? "with the file put back it goes on" "$(tail -1 "$dir/log")"

# --- a page damaged ----------------------------------------------------------------
if command -v sqlite3 >/dev/null; then
	login 13
	stop -9
	page=$(sqlite3 "$dir/state/multifactor.db" \
	    "SELECT rootpage FROM sqlite_schema WHERE name = 'membership'")
	cp "$dir/state/multifactor.db" "$dir/good.db"
	dd if=/dev/zero bs=4096 seek=$((page - 1)) count=1 conv=notrunc \
	    of="$dir/state/multifactor.db" 2>/dev/null
	start
	ok $? "after a kill the engine answers before it has checked all"
	alarm
	ok $? "damage found meanwhile is an alarm" "$said"
	has "nobody is let in" "that says what it means"
	ctl account temporary anna
	said=$("$dir/knock" "$dir/login" anna 'Parole-12345' \
	    "$(echo "$said" | grep -oE '[0-9]{8}' | head -1)")
	has "unanswered" "a right code opens nothing then"
	stop -TERM
	test -e "$dir/state/running"
	ok $? "the next start looks again"
	cp "$dir/good.db" "$dir/state/multifactor.db"
	start || { engine --accept-restored >/dev/null && start; }
	ctl status
	has "database.health     ok" "and is content with a whole one"
fi

# --- damaged, after the engine was stopped well -------------------------------------
# garbage TABLE: its root page is overwritten
garbage() {
	page=$(sqlite3 "$dir/state/multifactor.db" \
	    "SELECT rootpage FROM sqlite_schema WHERE name = '$1'")
	yes garbage | dd bs=4096 seek=$((page - 1)) count=1 conv=notrunc \
	    iflag=fullblock of="$dir/state/multifactor.db" 2>/dev/null
}

if command -v sqlite3 >/dev/null; then
	stop -TERM
	cp "$dir/state/multifactor.db" "$dir/good.db"
	for table in account identity device device_hot audit; do
		garbage $table
		start
		[ $? -ne 0 ]
		ok $? "garbage for table $table is no start"
		[ -n "$pid" ] && stop -TERM
		said=$(tail -1 "$dir/log")
		has "is damaged (" "the log says so"
		has "Restore a backup: multifactord --restore FILE" \
		    "and what to do"
		cp "$dir/good.db" "$dir/state/multifactor.db"
	done
	yes garbage | head -c 8192 >"$dir/state/multifactor.db"
	start
	[ $? -ne 0 ]
	ok $? "neither is what is no database at all"
	[ -n "$pid" ] && stop -TERM
	said=$(tail -1 "$dir/log")
	has "restore a backup: multifactord --restore FILE" "that says it, too"
	cp "$dir/good.db" "$dir/state/multifactor.db"
	garbage membership
	start
	ok $? "with a table that it has no need of now, it starts"
	alarm
	ok $? "and finds the damage by itself" "$said"
	stop -TERM
	rm -f "$dir"/state/multifactor.db-*
	cp "$dir/good.db" "$dir/state/multifactor.db"
	start || { engine --accept-restored >/dev/null && start; }
	ok $? "a whole one starts" "$(tail -1 "$dir/log")"
fi

# --- records changed ---------------------------------------------------------------
if command -v sqlite3 >/dev/null; then
	stop -TERM
	sqlite3 "$dir/state/multifactor.db" \
	    "UPDATE audit SET detail = 'nothing' WHERE seq = 3"
	start
	ctl audit verify
	[ $? -eq 8 ]
	ok $? "a changed record is an alarm" "$said"
	has "record 3 was changed" "and is named"
	stop -TERM
	sqlite3 "$dir/state/multifactor.db" \
	    "DELETE FROM audit WHERE seq = (SELECT MAX(seq) FROM audit)"
	start
	[ $? -ne 0 ]
	ok $? "a tail cut off is found at the start" "$(tail -1 "$dir/log")"
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
