#!/bin/bash
#
# Each of the 24 languages, at a prompt and in an SMS, and with its own words.
# Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/sms_lib.sh
. "$(dirname "$0")/sms_lib.sh"

P='Parole-2026'

raddb_make
engine_conf <<-'EOF2'
	sending: { source_hour = 1000; };
	policies: ( { name = "vpn"; } );
EOF2
engine_start
radius_start
inbox_start

# text NAME [N]: what the catalogue of $language has, the Nth of its words; in
# English, the word itself
text() {
	LC_ALL=C.UTF-8 msggrep --no-wrap -J -e "^$1\$" "$top/po/$language.po" |
	    sed -n '/^msgctxt/,$s/^msgstr\(\[0\]\)\{0,1\} "\(.*\)"$/\2/p' |
	    cut -d'|' -f"${2:-1-}"
}

letters() {
	printf '%s' "$1" | LC_ALL=C.UTF-8 wc -m
}

is "$(find "$top/po" -name '*.po' | wc -l)" 23 \
    "there is a catalogue of each language but English"
n=0
for catalogue in "$top"/po/*.po; do
	n=$((n + 1))
	language=$(basename "$catalogue" .po)
	number=+3712000$((1000 + n))
	echo "# $language"
	account "$language" "$P" --language "$language"
	token "12-34567$((10 + n))" "$(seed $n)" --factor hotp \
	    --account "$language"
	must phone add "$language" "$number" --confirmed
	first=$(printf '%s' "$(text prompt.generic)" | LC_ALL=C.UTF-8 cut -c1-3)
	login "$language" "$P" "$(hotp "$(seed $n)" 0)"
	wrong=$(text prompt.wrong | sed 's/{.*//')
	prompts='' asked=0
	for typed in '' "$(text word.menu 1)" "$(text word.sms 1)" \
	    "$(text word.resend 1)" "$(text word.token 1)" \
	    "$(text word.sync 1)"; do
		if [ -z "$typed" ]; then
			say "$language" "$P"
		else
			answer "$typed"
		fi
		asked=$((asked + 1))
		case $asked in
		1 | 5 | 6) names='12-34567..' ;;
		2) names="2 * ..$((1000 + n))" ;;
		*) names="+371....$((1000 + n))" ;;
		esac
		# shellcheck disable=SC2254
		case $prompt in
		"$wrong"*) not_ok "\"$typed\" is a word ($prompt)" ;;
		"$first"*$names*) ;;
		*) not_ok "\"$typed\" is understood ($prompt)" ;;
		esac
		prompts="$prompts$prompt
"
		[ "$(letters "$prompt")" -le 100 ] ||
			not_ok "a prompt fits: $prompt"
	done
	is "$(printf '%s' "$prompts" | sort -u | wc -l)" 4 \
	    "its words are understood: three questions and a list"
	like "$(arrived "$number" | tail -n 1)" "*$(sent "$number")*" \
	    "the code came"
	is "$(all_sent "$number")" 2 "twice, for it was asked for again"
	unlike "$(arrived "$number" | tail -n 1)" '*is your code*' \
	    "with its own words around it"
	say "$language" "$P"
	answer sync
	answer 000000
	answer 000000
	answer 000000
	like "$verdict $prompt" "reject $(text prompt.refused |
	    sed 's/{reference}/*/')" "and so is the refusal"
done
finish
