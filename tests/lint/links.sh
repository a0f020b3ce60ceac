#!/bin/sh
# The engine carries no parser of foreign files, mfcourier nothing of the engine's keys; the module shows one symbol.

rc=0
fault() {
	echo "$*"
	rc=1
}

[ -x "$O/multifactord" ] || fault "$O/multifactord is not built"
readelf -d "$O/multifactord" |
    grep -E 'NEEDED.*lib(xml2|jansson|qrencode|curl|microhttpd)' && rc=1
strange=$(nm --defined-only "$O"/engine/import/*.o "$O"/engine/ctl/*.o |
    awk '$2 == "T" { print $3 }' | sort)
there=$(nm --defined-only "$O/multifactord" |
    awk '$2 == "T" { print $3 }' | sort)
both=$( (echo "$strange"; echo "$there") | grep -v '^main$' | sort | uniq -d)
# A name may be that of another's function.
own=$(for d in util core factor wire store server; do
	nm --defined-only "$O/engine/$d"/*.o
done | awk '$2 == "T" || $2 == "t" { print $3 }')
for s in $both; do
	echo "$own" | grep -qx "$s" || fault "multifactord has $s()"
done

[ -x "$O/mfcourier" ] || fault "$O/mfcourier is not built"
for s in $(nm --defined-only "$O/mfcourier" |
    awk '$2 == "T" && $3 ~ /^(keyring|ticket|store|sent)_/ { print $3 }'); do
	fault "mfcourier has $s()"
done

if [ -e "$O/rlm_multifactor.so" ]; then
	shown=$(nm -D --defined-only "$O/rlm_multifactor.so" |
	    awk '{ print $3 }')
	[ "$shown" = rlm_multifactor ] || fault "rlm_multifactor.so shows $shown"
else
	fault "$O/rlm_multifactor.so is not built: make module"
fi
exit $rc
