#!/bin/sh
# ci.sh -- the campaigns about sessions, short; called by `make store-ci`.
# Each argument is a target of make.
passed=0 failed=0
for gate in "$@"; do
	if ${MAKE:-make} -s "$gate"; then
		passed=$((passed + 1))
	else
		echo "FAILED: $gate"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
