#!/bin/sh
# What make install puts there works, says no word too much, and goes again.
set -eu
: "${PREFIX:?where it is installed}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
fail() {
	echo "install: $*" >&2
	exit 1
}
make -s install DESTDIR="$dir" PREFIX="$PREFIX" >"$dir/out" 2>&1 ||
	fail "$(cat "$dir/out")"
at=$dir$PREFIX
for f in bin/vpntriage share/man/man1/vpntriage.1 \
	share/bash-completion/completions/vpntriage \
	share/vpntriage/trees/error-853.yaml \
	share/vpntriage/trees/common/identity.yaml \
	share/vpntriage/trees/tables/codes.yaml \
	share/vpntriage/themes/dark.yaml \
	share/vpntriage/schema/tree-1.schema.json; do
	[ -s "$at/$f" ] || fail "$f is not there"
done
export XDG_STATE_HOME="$dir/state" XDG_DATA_HOME="$dir/data"
"$at/bin/vpntriage" --version | grep -q '^vpntriage ' || fail "it does not start"
# The trees that are installed are those inside: no note, and still trusted.
"$at/bin/vpntriage" --trees "$at/share/vpntriage/trees" trees >"$dir/out" 2>&1
! grep -q 'hides\|\[from' "$dir/out" ||
	fail "installed trees count as foreign: $(grep -m1 'hides\|\[from' "$dir/out")"
make -s uninstall DESTDIR="$dir" PREFIX="$PREFIX" >/dev/null
[ -z "$(find "$at" -type f)" ] || fail "left behind: $(find "$at" -type f)"
