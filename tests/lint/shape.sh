#!/bin/sh
# No struct hides behind a typedef, no #if in code, no jump but to out.

found() {
	grep -HnE "$@" && rc=1
}

rc=0
c=$(git ls-files 'engine/*.c' 'rlm_multifactor/*.c')
h=$(git ls-files 'engine/*.h' 'rlm_multifactor/*.h')
# shellcheck disable=SC2086
{
	# rlm_multifactor_t is FreeRADIUS's habit.
	grep -HnE '^[ 	]*typedef[ 	]+(struct|union)\>' $c $h |
	    grep -v ' rlm_multifactor_t {$' && rc=1
	# FreeRADIUS's build options, in the module's one file that asks.
	grep -HnE '^#[ 	]*(if|ifdef|ifndef)\>' $c |
	    grep -vE '^engine/util/|^rlm_multifactor/request\.c.*WITH_TLS' &&
	    rc=1
	grep -HnE '\<goto\>' $c | grep -vE 'goto out;' && rc=1
	# Without bounds, or with a state of their own.
	found '[^_a-z](gets|sprintf|vsprintf|strtok|rand|srand|system|popen|alloca|localtime|gmtime|ctime|asctime|setenv|putenv)\(' $c
}
exit $rc
