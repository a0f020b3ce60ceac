#!/bin/sh
#
# In whose language a prompt is: the realm's until the first factor is right,
# then the person's.  Last line: N passed, M failed.

# shellcheck source=tests/login/lib.sh
. "$(dirname "$0")/lib.sh"

P='Parole-2026'

raddb_make
client riga 127.0.0.2
client append 127.0.0.3
engine_conf <<-'EOF2'
	policies: (
		{ name = "riga"; match: { nas = [ "riga" ]; };
		  language = "lv"; },
		{ name = "append"; match: { nas = [ "append" ]; };
		  mode = "append-separator"; append_words = true; },
		{ name = "vpn"; }
	);
EOF2
engine_start
radius_start
account anna "$P" --language lv
token 12-3456789 "$(seed 1)" --factor hotp --account anna
account ben "$P" --language en
token 45-6700001 "$(seed 2)" --factor hotp --account ben
account chris "$P"
token 45-6700002 "$(seed 3)" --factor hotp --account chris
login anna "$P" "$(hotp "$(seed 1)" 0)"
login ben "$P" "$(hotp "$(seed 2)" 0)"
refused='Login failed. Reference *'
refused_lv='Pieteik?*an*s neizdev*s. Atsauce *'

echo "# where English is spoken"
say anna "$P"
is "$prompt" "Kods no marķiera 12-34567..: " "a Latvian reads Latvian"
answer 000000
is "$prompt" \
    "Kods nav pareizs, mēģiniet vēlreiz. Marķieris 12-34567..: " \
    "after a wrong code, too"
answer palīdzība
like "$prompt" 'Kods *marķiera 12-34567..*' "words are read in Latvian"
answer '?'
answer sinhronizet
like "$prompt" 'Kodi, divi nākamie no marķiera 12-34567..*' \
    "without their marks"
answer sync
like "$prompt" 'Kodi, divi nākamie *' "and in English"
answer 000001
answer 000002
like "$prompt" "$refused_lv" "the refusal is in Latvian"
say anna wrong-2026
like "$prompt" "$refused" "before the password is right it is in English"
state=AAAA
answer 000000
like "$prompt" "$refused" "to a State that is none, too"
say ben "$P"
is "$prompt" "Code from token 45-67000..: " "an English reader reads English"
answer sinhronizet
like "$prompt" 'Code not right*' "and is not read in Latvian"
login chris "$P"
is "$prompt" "Code from token 45-67000..: " "one without a language as well"

echo "# where Latvian is spoken"
nas_address=127.0.0.2
say ben wrong-2026
like "$prompt" "$refused_lv" "before the password is right it is Latvian"
face_of_wrong=$(face)
say nobody "$P"
is "$(face)" "$face_of_wrong" "for nobody, too"
say ben "$P"
is "$prompt" "Code from token 45-67000..: " "then English for who reads it"
say chris "$P"
like "$prompt" 'Kods no marķiera 45-67000..: ' \
    "Latvian for one without a language"
must account language chris en
say chris "$P"
is "$prompt" "Code from token 45-67000..: " "until one is set"
must token label 45-6700002 'mana atslēga "zils"'
say chris "$P"
like "$prompt" 'Code from "mana atslēga ?zils?": ' "a name in any language"

echo "# where code and password share one field"
nas_address=127.0.0.3
say anna "$P,?"
is "$verdict $prompt" "reject Kods no marķiera 12-34567..: " \
    "a list behind the right password is in Latvian"
say anna "$P,palīdzība"
is "$prompt" "Kods no marķiera 12-34567..: " "and so are the words there"
say anna "$P,000000"
like "$prompt" "$refused" "a refusal is in English"
face_of_wrong=$(face)
say anna "wrong-2026,?"
is "$(face)" "$face_of_wrong" "so that it does not tell the password"
say anna "wrong-2026,palīdzība"
is "$(face)" "$face_of_wrong" "with a word, too"
say anna "$P,pazaudēts"
must token show 12-3456789
like "$ctl" '*suspended*' "what is lost can be said in Latvian"

finish
