#!/bin/sh
# Each program and file has a manual page, and mandoc finds no fault in it.

rc=0
for page in multifactord.8 mfctl.8 mfcourier.8 multifactord.conf.5 \
    mfcourier.conf.5 rlm_multifactor.5; do
	[ -e "engine/man/$page" ] || {
		echo "engine/man/$page is not there"
		rc=1
	}
done
command -v mandoc > /dev/null || {
	echo "mandoc is not installed"
	exit 1
}
# The pages refer to each other and to packages that are not installed here.
mandoc -Tlint -Wstyle engine/man/*.[1-9] 2>&1 |
    grep -vE 'referenced manual not found|outdated mandoc.db lacks' && rc=1
exit $rc
