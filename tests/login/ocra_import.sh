#!/bin/sh
#
# Challenge-response tokens out of vendors' files: imported, assigned by
# serial, listed, and asked at the prompt.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/login/ocra_lib.sh
. "$(dirname "$0")/ocra_lib.sh"

P='Parole-2026'
K20=3132333435363738393031323334353637383930

raddb_make
engine_conf <<-'EOF2'
	policies: ( { name = "vpn"; tries = 10; } );
EOF2
engine_start
radius_start
account alice "$P"

opens() { # opens SEED SUITE WHAT [COUNTER [PIN]]
	say alice "$P"
	answer "$(ocra "$1" "$2" "$(asked)" "${4:-0}" "${5:-}")"
	is "$verdict" accept "$3"
}

echo "# PSKC"
must token import "$top/tests/import/pskc/plain.xml"
must --json token show 12-0000003
like "$ctl" '*"factor": "ocra"*"digits": 6*"suite": "OCRA-1:HOTP-SHA1-6:QN08"*' \
    "show has the suite"
must token assign 12-0000003 alice
is "$ctl" 'Token 12-0000003 (OCRA, 6 digits) now belongs to alice, who had no token before.' \
    "assigned by its serial"
opens $K20 OCRA-1:HOTP-SHA1-6:QN08 "it opens a login"
must token unassign 12-0000003

echo "# OATH CSV"
printf '%s\n' '# serial, seed, type, suite' \
    "OC-1, $K20, ocra, OCRA-1:HOTP-SHA1-8:QH10" \
    "OC-2, $K20, ocra, OCRA-1:HOTP-SHA1-6:C-QA08" \
    "OC-3, $K20, ocra, OCRA-1:HOTP-SHA512-0:QH64-S512-T48H" \
    >"$tmp/tokens.csv"
must token import "$tmp/tokens.csv"
must token list --factor ocra
for serial in OC-1 OC-2 OC-3 12-0000003; do
	like "$ctl" "*$serial *" "the list has $serial"
done
must token export --factor ocra
like "$ctl" '*OCRA-1:HOTP-SHA1-6:C-QA08*' "the export has suites"
unlike "$ctl" "*$K20*" "and no seeds"
must token assign OC-1 alice
opens $K20 OCRA-1:HOTP-SHA1-8:QH10 "a hexadecimal challenge opens"
must token unassign OC-1
must token assign OC-2 alice
opens $K20 OCRA-1:HOTP-SHA1-6:C-QA08 "one of letters with a counter does" 0
opens $K20 OCRA-1:HOTP-SHA1-6:C-QA08 "and goes on" 1
must token unassign OC-2
for bad in OCRA-1:HOTP-SHA1-6:QX08 OCRA-1:HOTP-SHA1-3:QN08 ''; do
	echo "OC-9, $K20, ocra, $bad" >"$tmp/bad.csv"
	ctl token import "$tmp/bad.csv"
	is "$?" 1 "not imported: '$bad'"
	like "$ctl" '*line 1 (serial OC-9): *suite*' "and the place is told"
done

echo "# a vendor's, with counter and PIN"
sample=../shared/samples/pskc-vendors/nagraid-ocra.pskcxml
cd "$top" || exit 2
if [ -r $sample ]; then
	suite=OCRA-1:HOTP-SHA1-6:C-QN08-PSHA1
	echo 4A057F6AB6FCB57AB5408E46A9835E68 >"$tmp/key"
	must token import $sample --key-file "$tmp/key"
	key=$("$BUILD/tests/import/seed_dump" -k "$(cat "$tmp/key")" $sample 2>&1 |
	    sed -n "s,^306EUO4-00960\,\([0-9a-f]*\).*,\1,p")
	must token assign 306EUO4-00960 alice
	echo 2468 >"$tmp/pin"
	must token pin 306EUO4-00960 --pin-file "$tmp/pin"
	opens "$key" $suite "it opens a login" 0 2468
	opens "$key" $suite "and the next one" 1 2468
else
	echo "# skipped: $sample is not there"
fi
finish
