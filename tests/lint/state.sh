#!/bin/sh
# There is no global mutable state: no object has a variable of its own.

# The logger is set up before any thread; FreeRADIUS's type is not const; what
# mmap() gives to a thread cannot be handed through libsodium.
known=' logger rlm_multifactor kept '
for f in "$O"/engine/*/*.o "$O"/rlm_multifactor/*.o; do
	[ -e "$f" ] || {
		echo "$f: there is no such object: make first"
		continue
	}
	nm --format=sysv "$f" | awk -F'|' -v f="$f" -v known="$known" '
	    $7 ~ /^ *\.(data|bss|tdata|tbss)(\..*)?$/ &&
	    $7 !~ /\.data\.rel\.ro/ && $4 ~ /OBJECT|TLS/ {
		gsub(/ /, "", $1)
		if (!index(known, " " $1 " "))
			print f ": " $1 " can be changed"
	    }'
done | {
	! grep .
}
