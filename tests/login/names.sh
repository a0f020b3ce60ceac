#!/bin/sh
#
# One account, however its name is written; and no other name leads to it.
# Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

raddb_make
engine_conf <<-'EOF2'
	names: {
		realms = [ "example.org", "Example.COM" ];
		domains = [ "EXAMPLE" ];
	};
	policies: (
		{
			name = "plain";
			second = "never";
		}
	);
EOF2
engine_start
radius_start
P='Parole-2026'

account alice "$P" --email Alice.Liepa@example.net --phone '+371 2000 0000' \
    --id 120189-12345
account 'zane@other.org' "$P"

leads() {
	say "$1" "$P"
	is "$verdict" accept "$2"
}

leads_nowhere() {
	say "$1" "$P"
	is "$verdict" reject "$2"
	is "$(face)" "$face_of_unknown" "$2: as a name nobody has"
}

say nobody "$P"
face_of_unknown=$(face)

echo "# names that are hers"
leads alice "as it is"
leads ALICE "in capitals"
leads aLiCe "in both"
leads alice@example.org "with a realm that is ours"
leads ALICE@EXAMPLE.ORG "in capitals, with a realm"
leads alice@example.com "with the other realm"
leads 'EXAMPLE\alice' "with a domain that is ours"
leads 'example\Alice' "in any case"
leads "0x$(printf 'ＡＬＩＣＥ' | od -An -v -tx1 | tr -d ' \n')" "in full width"
leads alice.liepa@example.net "by e-mail address"
leads ALICE.LIEPA@EXAMPLE.NET "by e-mail address in capitals"
leads 120189-12345 "by unique id"
leads zane@other.org "an account with a foreign realm"
leads Zane@OTHER.org "in capitals"

echo "# names that are nobody's"
leads_nowhere 'alice ' "a space behind it"
leads_nowhere ' alice' "a space before it"
leads_nowhere 'al ice' "a space within"
leads_nowhere "0x616cc2a0696365" "a no-break space within"
leads_nowhere "0x616ce2808b696365" "a zero-width space within"
leads_nowhere "0x616c696365e2808d" "a zero-width joiner behind it"
leads_nowhere "0x616cc2ad696365" "a soft hyphen within"
leads_nowhere "0xefbbbf616c696365" "a byte order mark before it"
leads_nowhere "0x616c69636509" "a tab behind it"
leads_nowhere "0x616c6963650a" "a line end behind it"
leads_nowhere "0x616c696365ff" "a byte that is no UTF-8"
leads_nowhere "0xd0b06c696365" "a Cyrillic first letter"
leads_nowhere alice@other.org "a foreign realm"
leads_nowhere 'OTHER\alice' "a foreign domain"
leads_nowhere alice@ "no realm behind the @"
leads_nowhere @example.org "nothing before the @"
leads_nowhere 'EXAMPLE\' "nothing behind the backslash"
leads_nowhere alice@example.org@example.org "two realms"
leads_nowhere 'EXAMPLE\alice@example.org' "a domain and a realm"
leads_nowhere alice@example.org. "a dot behind the realm"
leads_nowhere zane "a name whose realm is part of it"
leads_nowhere 'alice%00' "a percent sign"
leads_nowhere "alice'--" "an apostrophe"
leads_nowhere "$(head -c 253 /dev/zero | tr '\0' a)" "the longest there is"

echo "# counted as one"
station=198.51.100.9
for name in alice ALICE alice@example.org 'EXAMPLE\alice' Alice@Example.Com \
    alice.liepa@example.net 120189-12345 aLICE 'example\ALICE' \
    ALICE@example.org; do
	say "$name" 'a wrong one'
done
say alice "$P"
is "$verdict" reject "ten wrong ones under ten names lock the account"
say zane@other.org "$P"
is "$verdict" accept "and no other"

echo "# names that change"
station=198.51.100.7
must account rename alice alise
leads_nowhere alice "the old name"
leads Alise@example.org "the new one"
must identity add alise name alice
leads ALICE "the old one, kept as another"
must identity remove alise name alice
leads_nowhere alice "and taken away"

finish
