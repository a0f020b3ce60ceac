#!/bin/sh
# No catalogue lacks a text, and gettext finds no fault in it.

for f in po/*.po; do
	msgfmt --check-format --check-domain -o /dev/null "$f"
done
"$O/po2c" --whole po/*.po
