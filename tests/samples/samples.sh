#!/bin/sh
# samples.sh PROGRAM SAMPLES -- real Windows output, published by others and
# kept outside this repository: each file through `diagnose --json`, its facts
# held against tests/samples/expected. Prints a table of file, expected, found.
set -eu
prog=$1 samples=$2
here=$(dirname "$0")
passed=0 failed=0

facts() { # file -- "key=value" lines
	"$prog" diagnose --json "$1" 2>/dev/null | awk '
		/^  "codes"/ { part = "codes" }
		/^  "facts"/ { part = "facts" }
		/^  "trees"/ { part = "" }
		part == "codes" && /"code":/ { gsub(/[^-0-9]/, ""); print "code=" $0 }
		part == "facts" && /^    "/ { split($0, k, "\""); key = k[2] }
		part == "facts" && /"value":/ {
			sub(/^ *"value": "/, ""); sub(/",?$/, "")
			print key "=" $0
		}'
}

if [ "${3:-}" = --write ]; then
	for f in "$samples"/*.txt; do
		facts "$f" | sed "s|^|$(basename "$f")	|"
	done
	exit 0
fi
[ -d "$samples" ] || { echo "samples: none beside the project"; exit 0; }
found=$(mktemp)
trap 'rm -f "$found"' EXIT
for f in "$samples"/*.txt; do
	facts "$f" | sed "s|^|$(basename "$f")	|"
done >"$found"
tab=$(printf '\t')
while IFS=$tab read -r file want; do
	if grep -qxF "$file$tab$want" "$found"; then
		got=$want
		passed=$((passed + 1))
	else
		got=$(grep -F "$file$tab${want%%=*}=" "$found" | cut -f2 | head -n 1)
		failed=$((failed + 1))
		want="MISSING $want"
	fi
	printf '%-55s %-50.50s %-50.50s\n' "$file" "$want" "$got"
done <"$here/expected"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
