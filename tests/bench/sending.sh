# The scenes of codes that are sent: sms and hang.  Sourced by bench.sh, which
# has say, load, row and so on.
#
# People with telephones log in with a password that FreeRADIUS has verified;
# the engine puts the message into its outbox, mfcourier fetches it and hands
# it to the simulated gateway (gateway.c) on loopback; radload reads the code
# at the gateway's other end and types it.

# shellcheck shell=sh disable=SC2034,SC2154

PHONES=20000

# mixed: the folder of 20,000 tokens and as many telephones in one database
mixed() {
	dir=$work/mixed
	[ -d "$dir" ] || {
		mkdir "$dir" "$dir/tokens" "$dir/phones"
		"$O/bench/mktokens" $PHONES "$dir/tokens"
		"$O/bench/mktokens" -t sms -p s $PHONES "$dir/phones"
		for f in tokens owners; do
			cat "$dir/tokens/$f.csv" "$dir/phones/$f.csv" \
			    > "$dir/$f.csv"
		done
		stack_prepare "$work/db-mixed" "$dir" 0
	}
}

# Engine and FreeRADIUS on a copy of that database: what one measurement left
# there, used codes and messages that wait, is not there for the next.
mixed_start() {
	mixed
	rm -rf "$work/db-now"
	cp -r "$work/db-mixed" "$work/db-now"
	sed -i "s|$work/db-mixed|$work/db-now|" \
	    "$work/db-now/multifactord.conf"
	stack_start "$work/db-now"
}

# by_sms NAME OPTIONS...: people with telephones
by_sms() {
	name=$1
	shift
	load "$name" -u "$dir/phones/people.csv" -g "$work/phones" "$@" \
	    -t "$T" -w "$W" "$stack_plain"
}

ms() { # NAME FILTER TEXT
	printf '  %-36s %7.2f ms\n' "$3" "$(median "$1" "$2 / 1000")"
}

scene_sms() {
	say "sms: 64 in flight, $PHONES telephones, each code sent and read"
	[ "$engine" = yes ] && courier_available || return 0
	mixed_start
	courier_start "$work/db-now" "$work/phones"
	for _ in $(seq "$ROUNDS"); do
		load sms-tokens -u "$dir/tokens/people.csv" \
		    -s "$work/counters-m" -c 64 -t "$T" -w "$W" "$stack_plain"
		by_sms sms-64 -c 64
		by_sms sms-1 -c 1
	done
	courier_stop
	stack_stop
	heading
	row sms-tokens "tokens, 64 in flight"
	row sms-64 "SMS, 64 in flight"
	row sms-1 "SMS, one at a time"
	share sms-64 sms-tokens "logins by SMS, of those by token"
	printf '  %-36s %7.0f a second\n' "messages that reached a telephone" \
	    "$(median sms-64 .codes_per_s)"
	for p in p50 p99; do
		ms sms-64 ".first_us.$p" "SMS, first answer, $p"
		ms sms-64 ".code_us.$p" "SMS, until the code is there, $p"
		ms sms-64 ".second_us.$p" "SMS, second answer, $p"
	done
	faults sms-64 "SMS"
	uncoded sms-64
}

uncoded() {
	jq -rs '"  SMS: \(map(.uncoded) | add) codes did not come, " +
	    "\(map(.strays) | add) were of nobody"' "$work/$1.json"
}

# beside NAME OPTIONS...: a load in the background
beside() {
	name=$1-beside
	shift
	load "$name" "$@" -c 1024 -r "$SMS" -t "$T" -w "$W" "$stack_plain" &
	background=$!
}

# others NAME [tokens|SOCKET|-h]: half of the people with tokens; and beside
# them, in the background, the other half, or those with telephones, whose
# gateway hangs at -h.  Gateway and people are on other machines in life: here
# what is beside takes no core from what is measured.
others() {
	mixed_start
	aside="chrt --idle 0"
	head -n $((PHONES / 2)) "$dir/tokens/people.csv" > "$work/others.csv"
	tail -n $((PHONES / 2)) "$dir/tokens/people.csv" > "$work/more.csv"
	case ${2:-} in
	'') ;;
	tokens)
		beside "$1" -u "$work/more.csv"
		;;
	*)
		courier_start "$work/db-now" "$2"
		beside "$1" -u "$dir/phones/people.csv" -g "$work/phones" \
		    -a 1000
		;;
	esac
	aside=
	load "$1" -u "$work/others.csv" -r "$OTHERS" \
	    -t "$T" -w "$W" "$stack_plain"
	[ -z "$background" ] || wait "$background"
	background=
	courier_stop
	stack_stop
}

# to NAME BASE FILTER TEXT: a round of one by the same round of the other; the
# median of that, the least and the greatest.
to() {
	# shellcheck disable=SC2046,SC2183 # jq says three numbers
	printf '  %-48s %6.2f (%.2f..%.2f)\n' "$4" $(jq -rs --slurpfile base \
	    "$work/$2.json" "[., \$base] | transpose | map((.[0] | $3) /
		(.[1] | $3)) | sort | [.[length / 2 | floor], .[0], .[-1]] |
		@tsv" "$work/$1.json")
}

# hang_row NAME TEXT: of each percentile, the share of the alternatives.
hang_row() {
	for p in p50 p99; do
		to "$1" hang-alone ".login_us.$p" "$p $2, of $p alone"
		to "$1" hang-more ".login_us.$p" \
		    "$p $2, of $p beside as many tokens"
	done
}

# The slowest hundredth of a short round is a handful of logins.
scene_hang() {
	usual="$ROUNDS $T"
	ROUNDS=$HANG_ROUNDS T=$HANG_T
	hang
	ROUNDS=${usual% *} T=${usual#* }
}

hang() {
	say "hang: $OTHERS/s by token, and $SMS/s by SMS whose gateway hangs;" \
	    "$ROUNDS rounds of $T s"
	[ "$engine" = yes ] && courier_available || return 0
	for _ in $(seq "$ROUNDS"); do
		others hang-alone
		others hang-hung -h
		others hang-more tokens
		others hang-well "$work/phones"
	done
	heading
	row hang-alone "tokens, nothing else"
	row hang-more "tokens, beside as many more by token"
	row hang-well "tokens, beside SMS"
	row hang-hung "tokens, beside SMS, the gateway hangs"
	hang_row hang-well "beside SMS"
	hang_row hang-hung "while it hangs"
	for p in p50 p99; do
		to hang-hung hang-well ".login_us.$p" \
		    "$p while it hangs, of $p when it answers"
	done
	faults hang-hung "tokens while the gateway hangs"
}
