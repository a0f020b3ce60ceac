# What a telephone shows of what fakesmsc was given: "NUMBER TEXT", a line a
# message, its parts put together and its letters in UTF-8.  Each line that
# comes in is one of
#
#	FROM NUMBER text TEXT
#	FROM NUMBER ucs-2 BYTES
#	FROM NUMBER udh %05%00%03%CD%02%01 data BYTES	part 1 of the 2 of CD
#
# Run with LC_ALL=C.

BEGIN {
	digits = "0123456789ABCDEF"
	for (i = 32; i < 127; i++)
		code[sprintf("%c", i)] = i
}

function digit(s, i) {
	return index(digits, toupper(substr(s, i, 1))) - 1
}

# The bytes that s spells as a URL does, in byte[]; how many.
function spell(s,	n) {
	for (n = 0; s != ""; n++)
		if (substr(s, 1, 1) == "%") {
			byte[n] = digit(s, 2) * 16 + digit(s, 3)
			s = substr(s, 4)
		} else {
			byte[n] = substr(s, 1, 1) == "+" ? 32 : \
			    code[substr(s, 1, 1)]
			s = substr(s, 2)
		}
	return n
}

function utf8(u) {
	if (u < 128)
		return sprintf("%c", u)
	if (u < 2048)
		return sprintf("%c%c", 192 + int(u / 64), 128 + u % 64)
	return sprintf("%c%c%c", 224 + int(u / 4096), \
	    128 + int(u / 64) % 64, 128 + u % 64)
}

# No alphabet of ours has its letters above U+20FF, and no text of ours that
# goes as single bytes begins with a control character.
function letters(s,	n, i, out) {
	n = spell(s)
	if (byte[0] >= 33)
		for (i = 0; i < n; i++)
			out = out utf8(byte[i])
	else
		for (i = 0; i < n; i += 2)
			out = out utf8(byte[i] * 256 + byte[i + 1])
	return out
}

$3 == "text" {
	number = $2
	sub(/^[^ ]+ [^ ]+ text /, "")
	print number, $0
}

$3 == "ucs-2" { print $2, letters($4) }

$3 == "udh" {
	which = $2 substr($4, 1, length($4) - 3)
	text[which] = text[which] letters($6)
	total = substr($4, length($4) - 4, 2)
	if (substr($4, length($4) - 1) == total) {
		print $2, text[which]
		delete text[which]
	}
}
