#!/bin/sh
# A real tmux, which drops OSC 52 without a word in its default setting: the
# text must be in its own buffer, and the screen must not claim more.
set -eu
: "${PROG:?the program}"
command -v tmux >/dev/null || { echo "tui: tmux is not there, skipped"; exit 0; }
dir=$(mktemp -d)
sock=vpntriage-clip-$$
trap 'tmux -L $sock kill-server 2>/dev/null || :; rm -rf "$dir"' EXIT
screen() { tmux -L "$sock" capture-pane -t t -p; }
sees() {
	i=0
	until screen | grep -qF -- "$1"; do
		i=$((i + 1))
		if [ $i -ge 100 ]; then
			echo "tui: '$1' does not come" >&2
			screen >&2
			exit 1
		fi
		sleep 0.1
	done
}
keys() { tmux -L "$sock" send-keys -t t "$@"; }

export LC_ALL=C.UTF-8
# No program of a desktop may take the text before tmux does.
env -u NO_COLOR -u ACCESSIBLE -u DISPLAY -u WAYLAND_DISPLAY \
	XDG_STATE_HOME="$dir/state" XDG_CONFIG_HOME="$dir/config" \
	tmux -L "$sock" -f /dev/null new-session -d -s t -x 80 -y 24 \
	"exec $PROG --trees tests/ui/trees desk"
sees 'Who gets the error?'
keys 1
sees 'User name'
keys 'ann@example.com' Enter Enter Enter
sees 'Which reason does the server log?'
keys c
sees 'As a block'
keys Enter
sees "in tmux's buffer"
sees 'cannot be confirmed'
tmux -L "$sock" show-buffer >"$dir/copied"
grep -q '^& {' "$dir/copied"
grep -q 'LastReasonCodeOfTheServer$' "$dir/copied"
keys v
sees '(any key comes back)'
screen | grep -q '^& {'
keys x
sees 'As a block'
keys o C-u "$dir/file.txt" Enter
sees 'written to'
cmp "$dir/copied" "$dir/file.txt" 2>/dev/null ||
	[ "$(cat "$dir/copied")" = "$(cat "$dir/file.txt")" ]
keys Escape
sees 'Which reason does the server log?'
keys q
echo "tui: copies in tmux, on a bare screen and in a file: good"
