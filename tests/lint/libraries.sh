#!/bin/sh
# Each library is named where the table here says, and nowhere else.

git ls-files 'engine/*.[ch]' 'rlm_multifactor/*.[ch]' | xargs awk '
BEGIN {
	in_files["sodium"] = "^engine/util/crypto\\.c$"
	in_files["openssl"] = "^engine/util/cipher\\.c$"
	in_files["sqlite3"] = "^engine/store/sqlite[a-z_]*\\.[ch]$"
	in_files["uv"] = "^engine/server/"
	in_files["libconfig"] = "^engine/(server/conf_reader\\.h|courier/conf)"
	in_files["seccomp"] = "^engine/(server/sandbox_calls|courier/sandbox)\\.c$"
	in_files["curl"] = "^engine/courier/"
	in_files["linux"] = "^engine/util/(landlock\\.h|background\\.c)$"
	in_files["systemd"] = "^engine/util/notify\\.c$"
	in_files["syslog"] = "^engine/util/log\\.c$"
	in_files["liboath"] = "^engine/(factor|import|ctl|server/otpauth)"
	in_files["libxml"] = "^engine/import/xml"
	in_files["jansson"] = "^engine/ctl/"
	in_files["yubikey"] = "^engine/core/yubico\\.c$"
	in_files["qrencode"] = "^engine/ctl/qr\\.c$"
	in_files["unicase"] = in_files["uniconv"] = "^engine/core/"
	in_files["unictype"] = in_files["unitypes"] = "^engine/core/"
	in_files["uninorm"] = in_files["unistr"] = "^engine/core/"
	in_files["freeradius-devel"] = "^rlm_multifactor/rlm_multifactor\\.h$"
	libc = " arpa assert ctype endian err errno fcntl getopt grp inttypes" \
	    " langinfo libgen limits locale math netdb netinet poll pthread" \
	    " pwd regex sched search signal stdalign stdarg stdatomic stdbool" \
	    " stddef stdint stdio stdlib stdnoreturn string strings sys" \
	    " termios time unistd wchar "
}
/^#[ \t]*include[ \t]*</ {
	split($0, part, /[<>]/)
	name = part[2]
	sub(/[\/.].*/, "", name)
	if (index(libc, " " name " "))
		next
	if (!(name in in_files))
		why = " is a library that tests/lint/libraries.sh does not know"
	else if (FILENAME !~ in_files[name])
		why = " has no place here"
	else
		next
	print FILENAME ":" FNR ": <" part[2] ">" why
	bad = 1
}
END { exit bad }'
