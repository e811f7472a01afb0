#!/bin/sh
# The program in a real terminal: it starts, walks error 809, survives a
# resize, a stop and an order to end, and gives the terminal back.
set -eu
: "${PROG:?the program}"
command -v tmux >/dev/null || { echo "tui: tmux is not there, skipped"; exit 0; }
dir=$(mktemp -d)
sock=vpntriage-$$
trap 'tmux -L $sock kill-server 2>/dev/null || :; rm -rf "$dir"' EXIT
tm() { tmux -L "$sock" "$@"; }
screen() { tm capture-pane -t t -p; }
die() {
	echo "tui: $*" >&2
	screen >&2
	exit 1
}
# Waits until the screen shows a text; a machine under load may be slow.
sees() {
	i=0
	until screen | grep -qF -- "$1"; do
		i=$((i + 1))
		[ $i -lt 100 ] || die "'$1' does not come"
		sleep 0.1
	done
}
keys() { tm send-keys -t t "$@"; }

export LC_ALL=C.UTF-8
env -u NO_COLOR -u ACCESSIBLE XDG_STATE_HOME="$dir/state" \
	XDG_CONFIG_HOME="$dir/config" \
	tmux -L "$sock" -f /dev/null new-session -d -s t -x 80 -y 24 \
	"exec sh -i"
sleep 0.3
keys "cd $dir; PS1='ready: '; clear" Enter
sees 'ready:'
keys "stty -g >$dir/before; $PROG" Enter
sees 'What does the caller see?'

# A whole walk, by code, field, number and letter.
keys '809'
sees 'ERROR_VPN_TIMEOUT'
keys Enter
sees 'User name of the caller'
keys 'ann@example.com'
tm resize-window -t t -x 60 -y 16
sees 'ann@example.com'
tm resize-window -t t -x 40 -y 10
sees 'nothing is lost'
tm resize-window -t t -x 100 -y 30
sees 'ann@example.com'
keys Enter 'Corp VPN' Enter Enter Enter
sees 'Name of the VPN server'
keys 'vpn.example.com' Enter Enter Enter
sees 'Who cannot connect?'
steps=0
# To the end: always the first answer by eye.
until screen | grep -q 'Next caller'; do
	steps=$((steps + 1))
	[ $steps -lt 40 ] || die "no end after 40 steps"
	if screen | grep -q ' 1 '; then
		keys 1
	else
		keys Enter
	fi
	sleep 0.3
done

# Stopped and taken up again.
keys C-z
sees 'topped'
keys 'fg' Enter
sees 'Next caller'
keys q
sees 'session kept: vpntriage resume'
keys "stty -g >$dir/after; echo came-back" Enter
sees 'came-back'
cmp "$dir/before" "$dir/after" || die "the terminal is not as it was"

# Ended from outside, in the middle of typing.
for sig in TERM HUP ABRT; do
	keys "clear; $PROG 809" Enter
	sees 'User name of the caller'
	keys 'half'
	sees 'half'
	pid=$(ps -o pid= --ppid "$(tm display -p -t t '#{pane_pid}')" | head -1)
	kill -$sig $pid
	sees 'ready:'
	keys "stty -g >$dir/after; echo after-$sig" Enter
	sees "after-$sig"
	cmp "$dir/before" "$dir/after" || die "SIG$sig: not given back"
	[ "$(tm display -p -t t '#{alternate_on}')" = 0 ] ||
		die "SIG$sig: the alternate screen stays"
done
grep -qr 'half typed' "$dir/state" || die "what was half typed is lost"
echo "tui: start, walk, resize, suspend, TERM, HUP, ABRT: good"
