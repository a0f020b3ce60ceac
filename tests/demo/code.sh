#!/bin/sh
#
# The codes of now, for one who has no phone at hand: code.sh FOLDER [app]
# The first line is what the app would show, the other what the token would.

app=$(sed -n 's/.*[?&]secret=\([A-Z2-7]*\).*/\1/p' "$1/uri") || exit 1
seed=$(sed -n 's/^12-3456789, \([0-9a-f]*\),.*/\1/p' \
    "$(dirname "$0")/tokens.csv")
code=$(echo "$app" | oathtool --totp --base32 -) || exit 1
if [ "${2:-}" = app ]; then
	echo "$code"
	exit
fi
echo "app               $code"
echo "token 12-3456789  $(echo "$seed" | oathtool --totp --digits=8 -)"
echo "New ones in $((30 - $(date +%s) % 30)) s. Each opens one login."
