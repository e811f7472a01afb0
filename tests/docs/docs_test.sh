#!/bin/sh
# The manual formats without a word from man, and bash completes by the table.
set -u
failed=0
fail() {
	echo "docs: $*" >&2
	failed=1
}
if command -v mandoc >/dev/null; then
	mandoc -T lint -W warning doc/vpntriage.1 || fail "mandoc finds faults"
fi
if command -v man >/dev/null; then
	said=$(LC_ALL=C.UTF-8 man --warnings=all -E UTF-8 -l doc/vpntriage.1 \
		2>&1 >/dev/null)
	[ -z "$said" ] || fail "man says: $said"
fi
if command -v bash >/dev/null; then
	complete() { # words...: what is offered for the last
		bash -c '. doc/completions/vpntriage.bash
			COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
			_vpntriage; echo "${COMPREPLY[@]}"' bash "$@"
	}
	[ "$(complete vpntriage dia)" = diagnose ] || fail "no command is completed"
	[ "$(complete vpntriage lint --for)" = --format ] ||
		fail "no option of a command is completed"
	[ "$(complete vpntriage lint --tick)" = --ticket ] ||
		fail "no common option is completed"
	[ "$(complete vpntriage --trees tre)" = trees ] ||
		fail "no folder is completed"
fi
exit $failed
