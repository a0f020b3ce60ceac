#!/bin/sh
# No catalogue lacks a text or a plural form, and gettext finds no fault in it.

# The rule for plurals that gettext knows for a language.  It does not know
# Maltese, and of Irish but three forms: for these, CLDR's.
plurals() {
	case $1 in
	ga)
		echo 'nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 :' \
		    'n>2 && n<7 ? 2 : n>6 && n<11 ? 3 : 4);'
		;;
	mt)
		echo 'nplurals=4; plural=(n==1 ? 0 :' \
		    'n==0 || (n%100>1 && n%100<11) ? 1 :' \
		    'n%100>10 && n%100<20 ? 2 : 3);'
		;;
	*)
		msginit --no-translator --no-wrap -l "$1" \
		    -i po/multifactor.pot -o - 2> /dev/null | rule_of
		;;
	esac
}

rule_of() {
	msgcat --no-wrap - | sed -n 's/^"Plural-Forms: \(.*\)\\n"$/\1/p'
}

rc=0
for f in po/*.po; do
	msgfmt --check -o /dev/null "$f" || rc=1
	says=$(rule_of < "$f")
	known=$(plurals "$(basename "$f" .po)")
	[ "$(echo "$says" | tr -d ' ')" = "$(echo "$known" | tr -d ' ')" ] || {
		echo "$f: Plural-Forms: $says; it should be: $known"
		rc=1
	}
done
"$O/po2c" --whole po/*.po || rc=1
"$O/po2c" --pot | diff po/multifactor.pot - || {
	echo "po/multifactor.pot: make it anew: $O/po2c --pot > po/multifactor.pot"
	rc=1
}
exit $rc
