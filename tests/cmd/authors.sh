#!/bin/sh
# What authors of trees use: new, lint, test, graph, schema, simulate, doctor.
# Each line is a sentence and the command that proves it.
set -u
: "${PROG:?the program}"
src=$(pwd)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
export XDG_STATE_HOME="$dir/state" XDG_CONFIG_HOME="$dir/config" \
	XDG_DATA_HOME="$dir/data"
unset VPNTRIAGE_TREES
passed=0 failed=0
cd "$dir" || exit 1

it() { # sentence, command...
	sentence=$1
	shift
	if "$@" >out 2>err; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $sentence" >&2
		cat out err >&2
	fi
}
says() { # text, command...: it succeeds and prints the text
	text=$1
	shift
	"$@" | grep -qF -- "$text"
}
gives() { # status, command...
	want=$1
	shift
	"$@"
	[ $? = "$want" ]
}

it "new writes a tree and its cases" gives 0 "$PROG" new my-fault
it "both files are there" test -s my-fault.yaml -a -s my-fault.test.yaml
it "the new tree lints without a word" says "0 errors, 0 warnings" \
	"$PROG" lint my-fault.yaml
it "its cases pass and reach every way" gives 0 \
	"$PROG" test --coverage my-fault.yaml
cp my-fault.yaml before
it "new never writes over a file" gives 2 "$PROG" new my-fault
rm my-fault.test.yaml
it "nor over the tree alone" gives 2 "$PROG" new my-fault.yaml
it "and the tree stays as it was" cmp my-fault.yaml before
it "nor is a test file made then" test ! -e my-fault.test.yaml
it "a name that no tree can have is refused" gives 2 "$PROG" new 'My fault'
mkdir -p sub
it "new takes a folder before the name" gives 0 "$PROG" new sub/other
it "and names the tree by the file" says "tree: other " cat sub/other.yaml
it "a folder that is missing is said" gives 2 "$PROG" new none/other

it "graph draws Mermaid" says "flowchart TD" "$PROG" graph my-fault.yaml
it "with the words of the nodes" says "Who has this fault?" \
	"$PROG" graph my-fault.yaml
it "and every way" says 'n0 -->|"all"| n4' "$PROG" graph my-fault.yaml
it "graph draws for Graphviz" says 'digraph "error-853" {' \
	"$PROG" graph --format dot error-853
it "graph lists as text" says "scope (question): Who has this fault?" \
	"$PROG" graph --format text my-fault.yaml
it "an unknown format is refused" gives 2 "$PROG" graph --format png error-853
it "an unknown tree is refused" gives 2 "$PROG" graph error-85
sed 's/Who has this fault?/He said \\"no\\" \& <b>#1<\/b>/' before >my-fault.yaml
it "quotes and marks cannot break Mermaid" \
	says 'He said #34;no#34; #38; #60;b#62;#35;1' "$PROG" graph my-fault.yaml
it "nor Graphviz" says 'He said \"no\" & <b>#1' \
	"$PROG" graph --format dot my-fault.yaml
for id in $("$PROG" trees --json | sed -n 's/.*"tree": "\(.*\)",/\1/p'); do
	it "$id draws with a node line for each node" sh -c '
		"$0" graph "$1" >m; "$0" graph --format text "$1" >t
		[ "$(grep -c "<br/>" m)" = "$(grep -c "^[a-z].* (.*): " t)" ]
		' "$PROG" "$id"
done

it "schema is JSON with a definition of each kind" sh -c '"$0" schema >schema &&
	for k in question form check fix rank link note end; do
		grep -q "^    \"$k\": {" schema || exit 1; done' "$PROG"
if ${PYTHON:-python3} -c 'import jsonschema, yaml' 2>/dev/null; then
	it "the schema fits every tree that ships, and no mistake" sh -c '
		${PYTHON:-python3} "$0/tests/cmd/schema_check.py" schema before \
		$(ls "$0"/trees/*.yaml "$0"/trees/common/*.yaml |
			grep -v "[.]test[.]yaml")' "$src"
else
	echo "authors: python3 lacks jsonschema, one test skipped"
fi

it "simulate walks a tree" says "100 walks of my-fault" \
	"$PROG" simulate --runs 100 my-fault.yaml
it "the same seed gives the same walks" sh -c '
	"$0" simulate --runs 200 --seed 7 error-853 >a &&
	"$0" simulate --runs 200 --seed 7 error-853 >b && cmp a b' "$PROG"
it "another seed gives others" sh -c '
	"$0" simulate --runs 200 --seed 8 error-853 >b && ! cmp -s a b' "$PROG"
it "every walk is counted once" sh -c '
	"$0" simulate --json --runs 300 error-809 >j
	n=$(sed -n "/\"ends\"/,/\"drawn\"/s/.*\"walks\": //p" j |
		paste -sd+ | sed "s/^/0+/")
	[ $(($n)) = 300 ]' "$PROG"
it "simulate refuses a number that is none" \
	gives 2 "$PROG" simulate --runs many error-853
cat >loop.yaml <<'EOF'
format: 1
tree: loop
version: 1.0.0
title: "Mostly round and round"
start: a
nodes:
  a:
    kind: question
    ask: "Again?"
    no_unknown: "a loop"
    options:
      - {id: again, label: "Again", goto: b}
      - {id: more, label: "More", goto: b}
  b:
    kind: question
    ask: "And again?"
    no_unknown: "a loop"
    options:
      - {id: again, label: "Again", goto: a, evidence: {stuck: 20}}
      - {id: out, label: "Out", goto: done, evidence: {stuck: 0.05}}
  done: {kind: end, outcome: resolved}
causes:
  stuck: {title: "Stuck", prior: 1}
EOF
it "simulate says where walks do not end" sh -c '
	"$0" simulate --runs 50 loop.yaml >l; [ $? = 1 ] && grep -q "no end" l' \
	"$PROG"
for id in $("$PROG" trees --json | sed -n 's/.*"tree": "\(.*\)",/\1/p'); do
	case $id in loop | my-fault) continue ;; esac
	it "every random walk of $id ends" \
		gives 0 "$PROG" simulate --runs 50 "$id"
done

look() { # name, state, then NAME=VALUE for the environment
	what=$1 state=$2
	shift 2
	env "$@" "$PROG" doctor </dev/null 2>/dev/null |
		grep -Eq "^$state +$what "
}
it "doctor finds nothing bad here" gives 0 "$PROG" doctor
it "doctor prints JSON" says '"name": "clipboard"' "$PROG" doctor --json
it "doctor says that it is on no terminal" look terminal less TERM=xterm
it "doctor knows a locale without UTF-8" look letters less LC_ALL=C
it "doctor knows one with it" look letters ok LC_ALL=C.UTF-8
mkdir -p bin
for tool in ssh pwsh xclip; do
	printf '#!/bin/sh\n' >bin/$tool
	chmod +x bin/$tool
done
it "doctor finds ssh on PATH" look ssh ok PATH="$dir/bin:$PATH"
it "doctor finds PowerShell" look powershell ok PATH="$dir/bin:$PATH"
it "xclip counts where a display is" \
	look clipboard ok PATH="$dir/bin:$PATH" DISPLAY=:0
echo plain >file
it "a state folder that cannot be made is bad" \
	look sessions bad XDG_STATE_HOME="$dir/file"
it "and the exit status says so" \
	gives 1 env XDG_STATE_HOME="$dir/file" "$PROG" doctor
it "doctor leaves nothing behind" test -z "$(ls "$XDG_STATE_HOME/vpntriage/trust")"
echo 'format: 1' >broken.yaml
it "doctor says that a tree is left out" \
	look trees less VPNTRIAGE_TREES="$dir"

cp before my-fault.yaml
"$PROG" new fresh >/dev/null 2>&1
sed 's/fresh/my-fault/' fresh.test.yaml >my-fault.test.yaml
it "lint knows a file of cases" says "2 files, 0 errors, 0 warnings" \
	"$PROG" lint my-fault.yaml my-fault.test.yaml
it "the cases that ship have no mistake" sh -c \
	'"$0" lint "$1"/trees/*.test.yaml' "$PROG" "$src"
cp my-fault.test.yaml good.test.yaml
finds() { # sed script, message
	sed "$1" good.test.yaml >my-fault.test.yaml
	"$PROG" lint my-fault.test.yaml >said
	[ $? = 1 ] && grep -qF -- "$2" said || { cat said; return 1; }
}
it "a key of a case that there is not" \
	finds 's/expect_end/expect_ent/' "VT010 unknown key 'expect_ent'"
it "a case without a name" finds '0,/- name:.*/s//- paste: x/' "VT011 a case lacks 'name'"
it "two cases of one name" \
	finds 's/- name:.*/- name: same/' "VT026 a case 'same' stands twice"
it "a node that there is not" finds 's/answers: {scope/answers: {scop/' \
	"VT020 there is no node 'scop'; did you mean 'scope'?"
it "an end that there is not" finds 's/expect_end: solved/expect_end: sold/' \
	"VT020 there is no node 'sold'"
it "an answer that the node has not" finds 's/scope: all/scope: both/' \
	"VT046 'scope' has no answer 'both'"
it "an outcome that the check has not" finds 's/outcome: stopped/outcome: halted/' \
	"VT046 'service' has no answer 'halted'"
it "an unknown key in a result" finds 's/timeout: true/timout: true/' \
	"VT010 unknown key 'timout' in the result of a check; did you mean 'timeout'?"
it "a cause that there is not" finds 's/cause: service_off/cause: off/' \
	"VT022 there is no cause 'off'"
it "a list where a text belongs" finds 's/expect_end: solved/expect_end: [solved]/' \
	"VT012 'expect_end' needs a text, not a list"
it "cases that name another tree" finds 's/^tests: .*/tests: other/' "VT029"
it "cases of a later format" finds 's/^format: 1/format: 2/' "VT028"
it "cases without a tree" sh -c 'cp good.test.yaml alone.test.yaml
	"$0" lint alone.test.yaml >said; [ $? = 1 ] && grep -q VT059 said' "$PROG"

if python3 -c 'import jsonschema' 2>/dev/null; then
	fits() { # schema, command...
		schema=$1
		shift
		"$@" >json 2>/dev/null
		python3 "$src/tests/cmd/json_check.py" \
			"$src/doc/schema/$schema-1.schema.json" json
	}
	it "doctor --json is as its schema says" fits doctor "$PROG" doctor --json
	it "simulate --json is as its schema says" \
		fits simulate "$PROG" simulate --json error-853
	it "so it is where walks do not end" \
		fits simulate "$PROG" simulate --json --runs 50 loop.yaml
	it "lint --json is as its schema says" \
		fits lint "$PROG" lint --json broken.yaml
fi

echo "authors: $passed passed, $failed failed"
[ "$failed" = 0 ]
