#!/bin/sh
# html.sh PROGRAM DIR -- the HTML of a session in a real browser: light, dark,
# and printed to PDF; valid HTML, and Markdown that renders. Pictures are kept
# in DIR for a person to look at.
set -eu
prog=$1 dir=$2
root=$(cd "$(dirname "$0")/../.." && pwd)
rm -rf "$dir" && mkdir -p "$dir"
XDG_STATE_HOME=$dir/state
export XDG_STATE_HOME
passed=0 failed=0

it() { # sentence, command...
	what=$1
	shift
	if "$@"; then
		passed=$((passed + 1))
		echo "ok $what"
	else
		failed=$((failed + 1))
		echo "FAILED $what"
	fi
}

browser() {
	chromium --headless --no-sandbox --disable-gpu --disable-quic \
		--no-first-run --disable-background-networking \
		--disable-component-update --disable-sync \
		--user-data-dir="$dir/profile" --window-size=900,1400 "$@" \
		>"$dir/browser.log" 2>&1
}

larger() { # file, bytes
	[ -f "$1" ] && [ "$(wc -c <"$1")" -gt "$2" ]
}

"$prog" walk error-853 \
	--evidence "$root/tests/fixtures/evidence/rasclient-20227-853-text-en.txt" \
	--evidence "$root/tests/fixtures/evidence/nps-6273-v2-reason-258.xml.txt" \
	>"$dir/walk.txt" 2>&1 || true
id=$("$prog" sessions --json | sed -n 's/.*"id": *"\([^"]*\)".*/\1/p' | head -n 1)
"$prog" export "$id" --format html --output "$dir/session.html" >"$dir/said.txt" 2>&1

it "is one file that asks for nothing else" sh -c \
	'! grep -qiE "(src|href)=\"?(https?:)?//|@import|<script" "$0"' \
	"$dir/session.html"
it "names nobody" sh -c '! grep -qi "mara" "$0"' "$dir/session.html"
browser --screenshot="$dir/light.png" "file://$dir/session.html" || true
it "is drawn on a light ground" larger "$dir/light.png" 10000
browser --blink-settings=preferredColorScheme=0 --force-dark-mode \
	--screenshot="$dir/dark.png" "file://$dir/session.html" || true
it "is drawn on a dark ground" larger "$dir/dark.png" 10000
it "looks different there" sh -c '! cmp -s "$0/light.png" "$0/dark.png"' "$dir"
browser --print-to-pdf="$dir/session.pdf" "file://$dir/session.html" || true
it "prints" larger "$dir/session.pdf" 5000
browser --dump-dom "file://$dir/session.html" || true
it "holds the cause as text" grep -q "revocation" "$dir/browser.log"

it "is valid HTML" sh -c 'test -z "$(tidy -q -e "$0" 2>&1)"' "$dir/session.html"

"$prog" export "$id" --format markdown >"$dir/session.md" 2>/dev/null
cmark "$dir/session.md" >"$dir/markdown.html"
it "renders as Markdown: every step an item of one list" sh -c \
	'test "$(grep -c "^<ol" "$0")" = 1 && ! grep -q "\*\*" "$0"' \
	"$dir/markdown.html"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
