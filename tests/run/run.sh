#!/bin/sh
# run.sh BUILD_FOLDER -- the tests of running checks; ends with their sum.
set -u
build=$1
dir=$(pwd)/$build/run/work
bin=$(pwd)/$build/run/bin
rm -rf "$dir"
mkdir -p "$dir"
passed=0 failed=0

ok() { # NAME -- counts $? of what ran before
	if [ $? -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1"
	fi
}

# What a program of ours counted: "... N passed, M failed" in its last line.
counted() { # NAME FILE
	sum=$(awk 'END { for (i = 2; i + 2 <= NF + 1; i++)
		if ($i == "passed,") print $(i - 1), $(i + 1) }' "$2")
	grep -v ' passed, ' "$2"
	if [ -z "$sum" ]; then
		failed=$((failed + 1))
		echo "FAIL $1 did not finish"
	else
		passed=$((passed + ${sum% *})) failed=$((failed + ${sum#* }))
	fi
}

RUN_RECORDINGS=$dir/rec
export RUN_RECORDINGS
tests/run/sshd.sh "$dir/ssh" "$bin:/usr/bin:/bin" 2>"$dir/sshd.log" &
server=$!
trap 'kill $server 2>/dev/null' EXIT
n=0
while ! ssh -F "$dir/ssh/config" -oBatchMode=yes standin true 2>/dev/null; do
	n=$((n + 1))
	[ $n -lt 50 ] || { cat "$dir/sshd.log"; echo "0 passed, 1 failed"; exit 1; }
	sleep .2
done

# The same outputs here, over ssh and pasted.
PATH=$bin:$PATH "$build/run/ways" "$dir" "$dir/ssh/config" >"$dir/ways.log"
grep 'recorded outputs' "$dir/ways.log"
counted ways "$dir/ways.log"

# And the same outcomes: the trees' own tests with what came back. A comment
# makes each tree a foreign one, whose tests lie beside it.
for way in local ssh paste; do
	cp -r trees/common trees/tables "$dir/$way/" 2>/dev/null
	copies=
	for tree in trees/*.yaml; do
		case $tree in *.test.yaml) continue ;; esac
		copy=$dir/$way/${tree##*/}
		copies="$copies $copy"
		{ cat "$tree"; echo '# copied'; } >"$copy"
	done
	# shellcheck disable=SC2086 # a list of names without blanks
	"$build/vpntriage" test $copies --trees "$dir/$way" \
		>"$dir/$way.log" 2>&1
	tail -n 1 "$dir/$way.log" | grep -q '^[1-9][0-9]* passed, 0 failed$'
	ok "outcomes by $way: $(grep -c '^FAIL' "$dir/$way.log") cases"
	tail -n 1 "$dir/$way.log" | sed "s/^/outcomes by $way: /"
done

"$build/run/nasty" "$dir" "$dir/ssh/config" >"$dir/nasty.log"
counted nasty "$dir/nasty.log"

for part in tests/run/part_*.sh; do
	[ -f "$part" ] || continue
	"$part" "$build" "$dir" >"$dir/part.log" 2>&1
	counted "$part" "$dir/part.log"
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
