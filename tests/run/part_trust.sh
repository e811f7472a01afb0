#!/bin/sh
# part_trust.sh BUILD WORK -- what a foreign tree may and may not start. Whoever
# is started anyway leaves a file as a witness.
set -u
program=$(pwd)/$1/vpntriage work=$(cd "$2" && pwd)/trust
trees=$work/trees
passed=0 failed=0
rm -rf "$work"
mkdir -p "$trees"
cp tests/run/trees/*.yaml "$trees"
RUN_WITNESS=$work/witness XDG_STATE_HOME=$work/state
XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/data
export RUN_WITNESS XDG_STATE_HOME XDG_CONFIG_HOME XDG_DATA_HOME
# The leak checker starts a thread of its own and cannot be traced.
export ASAN_OPTIONS=detect_leaks=0
unset VPNTRIAGE_TREES
identity=$(pwd)/trees/common/identity.yaml
cd "$work" || exit 1

ok() { # NAME -- counts $?
	if [ $? -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $1"
	fi
}

traced() { # COMMAND... -- the processes that it makes go to trace
	strace -f -qq -e trace=process -e signal=none -o "$work/trace" "$@"
}

made_none() { # beside the program itself
	! grep -E 'clone|fork|execve' "$work/trace" | grep -v "execve(\"$program\"" |
		grep -q .
}

# Everything that might start something, at the check and at the fix.
keys() {
	for key in r yes run R '!' ':!' "$@" r yes run R '!' c d done q; do
		echo "$key"
	done
}

wizard() { # KEYS... -- in lines, at a tree that wants to run something
	keys "$@" | "$program" wizard runs-something --plain --trees "$trees" \
		>"$work/out" 2>&1
}

witness() {
	[ -e "$RUN_WITNESS.check" ]
}

keys g >"$work/keys"
traced "$program" wizard runs-something --plain --trees "$trees" \
	<"$work/keys" >"$work/out" 2>&1
made_none
ok "a walk through an untrusted tree starts no process"
grep -q 'vpntriage trust' "$work/out"
ok "it is said what to do"
grep -q 'Put it back' "$work/out"
ok "the walk came to the fix"

traced "$program" walk runs-something --trees "$trees" --answer look=gone \
	--answer repair=done --answer look=found >/dev/null 2>&1
made_none
ok "a walk without a terminal starts no process"

VPNTRIAGE_TREES=$trees traced "$program" wizard runs-something --plain \
	<"$work/keys" >/dev/null 2>&1
made_none
ok "a folder from the environment is not trusted either"

if command -v script >/dev/null; then
	(sleep 1; printf 'r'; sleep .3; printf 'y\r'; sleep .3; printf 'g\r'
	 sleep .3; printf 'rx\r'; sleep .3; printf 'q'; sleep .3; printf 'qy\003'
	 sleep .3) | TERM=xterm timeout 20 script -qc "strace -f -qq \
		-e trace=process -e signal=none -o '$work/trace' \
		'$program' runs-something --trees '$trees'" /dev/null \
		>/dev/null 2>&1
	grep -q exit_group "$work/trace" && made_none
	ok "the full screen starts no process"
fi
! ls "$RUN_WITNESS".* >/dev/null 2>&1
ok "nothing left a witness"

"$program" trust --yes "$trees/runs-something.yaml" >"$work/out" 2>&1
ok "it can be allowed"
grep -q 'RUN_WITNESS.check' "$work/out"
ok "the command is shown before"
"$program" trust | grep -q runs-something
ok "it is listed"
printf 'r\nno\n' | "$program" wizard runs-something --plain --trees "$trees" \
	>"$work/out" 2>&1
! witness && grep -q 'RUN_WITNESS.check' "$work/out"
ok "allowed, it is still shown and asked before the first run"
printf 'r\nyes\n' | "$program" wizard runs-something --plain --trees "$trees" \
	>"$work/out" 2>&1
witness
ok "asked and allowed, the check runs"
{ printf 'r\nyes\n'; keys; } | "$program" wizard \
	runs-something --plain --trees "$trees" >"$work/out" 2>&1
[ ! -e "$RUN_WITNESS.fix" ] && [ ! -e "$RUN_WITNESS.undo" ] &&
	grep -q 'Put it back' "$work/out"
ok "a fix is never run"

rm -f "$RUN_WITNESS".*
echo '# one more line' >>"$trees/runs-something.yaml"
printf 'r\nyes\n' | "$program" wizard runs-something --plain --trees "$trees" \
	>"$work/out" 2>&1
! witness && grep -q 'has changed' "$work/out"
ok "changed, it runs nothing and says so"
"$program" trust --diff "$trees/runs-something.yaml" | grep -q '^+# one more line'
ok "the difference is shown"
"$program" trust --yes "$trees/runs-something.yaml" >/dev/null 2>&1
"$program" trust --revoke "$trees/runs-something.yaml"
ok "it can be revoked"
wizard
! witness
ok "revoked, it runs nothing"

# A part in a folder of one's own makes a built-in tree a foreign one.
mkdir -p "$trees/common"
sed 's/^title: /title: X/' "$identity" >"$trees/common/identity.yaml"
echo '#' >>"$trees/common/identity.yaml"
"$program" trees --trees "$trees" --json | grep -A9 '"error-853"' |
	grep -q '"shipped": false'
ok "a built-in tree with a foreign part is foreign"
echo "$passed passed, $failed failed"
