#!/bin/sh
# Each folder includes only the layers below it.

git ls-files 'engine/*/*.[ch]' 'rlm_multifactor/*.[ch]' | xargs awk '
BEGIN {
	may["util"] = ""
	may["core"] = "util"
	may["factor"] = "core util"
	may["wire"] = "util"
	may["store"] = "core util"
	may["server"] = "core factor store wire util"
	may["import"] = "util"
	may["ctl"] = "import wire util"
	may["courier"] = "wire util"
	may["rlm_multifactor"] = "wire"
}
FNR == 1 {
	n = split(FILENAME, f, "/")
	here = f[n - 1]
	if (!(here in may)) {
		print FILENAME ": the folder " here " is no layer"
		bad = 1
	}
}
/^#[ \t]*include[ \t]*"/ {
	split($0, quoted, "\"")
	there = here
	if (split(quoted[2], h, "/") > 1)
		there = h[1]
	if (here != there && index(" " may[here] " ", " " there " ") == 0) {
		print FILENAME ":" FNR ": " here " may not include " there
		bad = 1
	}
	# The wire is shared with the module, which gets nothing else.
	if (here == "wire" && there == "util" && h[2] != "verdict.h") {
		print FILENAME ":" FNR ": wire may include util/verdict.h only"
		bad = 1
	}
}
END { exit bad }'
