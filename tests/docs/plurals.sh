#!/bin/bash
#
# What docs/translators.md says of numbers: a catalogue whose rule for plurals
# is not gettext's, or gives no form for a number, is refused with file and line,
# and is never compiled; one with a form missing is not whole.
# BUILD  folder of the built programs (default: build)

set -u
cd "$(dirname "$0")/../.." || exit 2
po2c=${BUILD:-build}/po2c
[ -x "$po2c" ] || {
	echo "$po2c is not there: run make first" >&2
	exit 2
}
tmp=$(mktemp -d "${TMPDIR:-/tmp}/multifactor.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0

# report RC WHAT
report() {
	if [ "$1" = 0 ]; then
		passed=$((passed + 1))
		echo "ok - $2"
	else
		failed=$((failed + 1))
		echo "not ok - $2"
		sed 's/^/# /' "$tmp/says"
	fi
}

# catalogue SCRIPT: Latvian, with what sed makes of it
catalogue() {
	sed "$1" po/lv.po >"$tmp/lv.po"
}

# refused TEXT WHAT: it is not compiled, and this is said
refused() {
	"$po2c" "$tmp/lv.po" >"$tmp/lv.h" 2>"$tmp/says"
	[ $? = 1 ] && grep -qF -- "$1" "$tmp/says"
	report $? "$2"
}

# rule RULE TEXT: of the catalogue's head, on its line
rule() {
	catalogue "s/^\"Plural-Forms: .*/\"Plural-Forms: $1\\\\n\"/"
	line=$(grep -n '^"Plural-Forms' "$tmp/lv.po" | cut -d : -f 1)
	refused "$tmp/lv.po:$line: Plural-Forms: $2" "refused: $1"
}

catalogue ''
"$po2c" "$tmp/lv.po" >"$tmp/lv.h" 2>"$tmp/says" && [ ! -s "$tmp/says" ]
report $? "the catalogue as it is"
rule 'nplurals=3; plural=n;' '"nplurals=3; plural=n;": nplurals = 3 but'
rule 'nplurals=3; plural=n%0;' '"nplurals=3; plural=n%0;": plural expression'
rule 'nplurals=3; plural=n>999 ? 1%(n-1000) : 0;' '"nplurals=3; plural=n>999'
rule 'nplurals=3; plural=n=1;' '"nplurals=3; plural=n=1;": invalid'
rule 'nplurals=3; plural=n++;' '"nplurals=3; plural=n++;": invalid'
rule 'nplurals=3; plural=(n;' '"nplurals=3; plural=(n;": invalid'
rule 'nplurals=3; plural=;' '"nplurals=3; plural=;": invalid'
rule 'nplurals=3; plural=abort();' 'plural is "abort();"'
rule 'nplurals=3; plural=0; abort();' 'plural is "0; abort();"'
rule 'nplurals=0; plural=0;' 'nplurals is 0; give 1 to 6'
rule 'nplurals=7; plural=0;' 'nplurals is 7; give 1 to 6'
rule 'plural=0; nplurals=3;' '"plural=0; nplurals=3;"; give it as in'
rule 'nplurals=2; plural=n != 1;' '"nplurals=2; plural=n != 1;": nplurals = 2'
catalogue '/^"Plural-Forms/d'
refused 'lv.po:1: Plural-Forms: is missing' "refused: no rule"
catalogue 's/^msgstr\[1\] "{code} ir jūsu kods.*/msgstr[1] "{code} ({service})."/'
refused 'message.code.sms: msgstr[1]: its {words} are others' \
    "refused: a form without the number"
catalogue '/^msgstr\[2\] "{code} paraksta: /d'
refused 'message.signature.sms: but some messages have only 2 plural forms' \
    "refused: a form too few"
catalogue 's/^msgstr\[2\] "{code} paraksta: .*/msgstr[2] ""/'
"$po2c" --whole "$tmp/lv.po" >"$tmp/says" 2>&1
[ $? = 1 ] && grep -qF 'message.signature.sms: is missing' "$tmp/says"
report $? "an empty form: the text is missing"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
