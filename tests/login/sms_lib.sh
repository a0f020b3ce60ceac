# shellcheck shell=sh
#
# What the stories about codes that are sent share.  Sourced after lib.sh:
# somebody who takes what leaves, and reads it.
#
#	inbox_start
#	say anna "$P"
#	answer "$(sent +37120000000)"
#
# shellcheck disable=SC2154

inbox=$tmp/inbox

# inbox_start [keep]: takes every message; "keep" never reports one
inbox_start() {
	: >>"$inbox"
	"$BUILD/tests/login/inbox" "$tmp/run/courier" "$inbox" "$@" &
	inbox_pid=$!
	pids="$pids $inbox_pid"
}

inbox_stop() {
	stop "$inbox_pid"
}

# sent_lines [ADDRESS]: how many messages have left; one that was handed out a
# second time, as its report was lost, is the same message
sent_lines() {
	grep -F "${1:+ $1 }" "$inbox" | cut -d ' ' -f 1 | sort -u | wc -l
}

# all_sent [ADDRESS]: the same once nothing waits any more
all_sent() {
	until_true 5 nothing_waits || echo "# not all has left: $ctl" >&2
	sent_lines "$@"
}

# Nor has the courier one that it has not reported.
nothing_waits() {
	for waits in waiting taken; do
		ctl --json outbox list --state $waits
		case $ctl in
		*'"row": "message"'*) return 1 ;;
		esac
	done
}

has_more() {
	[ "$(sent_lines "$1")" -gt "$2" ]
}

# sent ADDRESS: the code of the message that comes there, or came last if none
# does; each is handed out once
sent() {
	seen_file=$tmp/seen.$(echo "$1" | tr -dc 'a-z0-9')
	seen=$(cat "$seen_file" 2>/dev/null || echo 0)
	until_true 5 has_more "$1" "$seen" || echo "# nothing came to $1" >&2
	sent_lines "$1" >"$seen_file"
	grep -F " $1 " "$inbox" | tail -n 1 | cut -d ' ' -f 5
}

# told ADDRESS TEXT: whether such a message came there
told() {
	until_true 5 grep -q " $1 .*$2" "$inbox"
}

# is_told ADDRESS TEXT WHAT: it must
is_told() {
	if told "$1" "$2"; then
		ok "$3"
	else
		not_ok "$3 (nothing like it came to $1)"
	fi
}
