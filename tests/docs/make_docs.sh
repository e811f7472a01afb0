#!/bin/sh
# make_docs.sh PROGRAM FOLDER -- every generated page into the folder.
set -eu
prog=$1 to=$2
mkdir -p "$to/schema" "$to/completions"
"$prog" docs tree-format doc/tree-format.in.md >"$to/tree-format.md"
"$prog" docs messages doc/messages.in.md >"$to/messages.md"
"$prog" docs man doc/vpntriage.in.1 >"$to/vpntriage.1"
"$prog" docs bash >"$to/completions/vpntriage.bash"
"$prog" docs schema >"$to/schema/tree-1.schema.json"
