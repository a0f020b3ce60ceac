# shellcheck shell=sh disable=SC2154
#
# A challenge-response token as RFC 6287 has it, without the engine's code:
# sourced after lib.sh.

# hash_of HASH [HMAC-KEY]: of hexadecimal on standard input, in hexadecimal
hash_of() {
	tr a-f A-F | basenc --base16 -d |
	    openssl dgst -"$1" ${2:+-mac HMAC -macopt "hexkey:$2"} |
	    sed 's/.* //'
}

in_hex() {
	printf '%s' "$1" | od -An -v -tx1 | tr -d ' \n'
}

# filled HEX DIGITS: zeros behind it
filled() {
	printf "%-$2s" "$1" | tr ' ' 0
}

# question SUITE CHALLENGE: numbers of 18 digits at most
question() {
	case $1 in
	*:QN* | *-QN*) printf '%x' "$(echo "$2" | sed 's/^0*\(.\)/\1/')" ;;
	*:QA* | *-QA*) in_hex "$2" ;;
	*) printf '%s' "$2" ;;
	esac
}

# The last nibble says where; 31 bits, of which the last digits are shown.
cut_to() { # cut_to HMAC DIGITS
	from=$(($(printf '%d' "0x${1#"${1%?}"}") * 2 + 1))
	bits=$(printf '%s' "$1" | cut -c "$from-$((from + 7))")
	printf "%0$2d\n" \
	    $(((0x$bits & 0x7fffffff) % $(printf '1%0*d' "$2" 0)))
}

# ocra SEED SUITE CHALLENGE [COUNTER [PIN [STEPS]]]
ocra() {
	function=${2#*:}
	hash=$(echo "${function%%:*}" | cut -d- -f2 | tr A-Z a-z)
	digits=$(echo "${function%%:*}" | cut -d- -f3)
	text=$(in_hex "$2")00
	case $2 in *:C-*) text=$text$(printf '%016x' "${4:-0}") ;; esac
	text=$text$(filled "$(question "$2" "$3")" 256)
	case $2 in *-PSHA1*) text=$text$(in_hex "${5:-}" | hash_of sha1) ;; esac
	case $2 in *-T*) text=$text$(printf '%016x' "${6:-0}") ;; esac
	cut_to "$(printf '%s' "$text" | hash_of "$hash" "$1")" "$digits"
}

# The challenge of the last prompt, as it is keyed in.
asked() {
	echo "$prompt" |
	    sed -n 's/.* \(for\|par\) \([0-9A-Z ]*\)\([ ,].*\)*: $/\2/p' |
	    tr -d ' '
}
