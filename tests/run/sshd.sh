#!/bin/sh
# sshd.sh FOLDER PATH -- prepare a private OpenSSH server on loopback in FOLDER
# and serve until killed. FOLDER/config is the client's configuration; the
# hosts in it are one per way to fail. PATH is that of the shells it starts.
set -eu
dir=$1 path=$2
sshd=$(command -v sshd || echo /usr/sbin/sshd)
port=$((20000 + $$ % 20000))
mkdir -p "$dir"
for key in host other_host client; do
	[ -f "$dir/$key" ] || ssh-keygen -q -t ed25519 -N '' -f "$dir/$key"
done
cp "$dir/client.pub" "$dir/authorized"
# sshd wants an empty folder for its unprivileged half when root starts it.
[ "$(id -u)" != 0 ] || mkdir -p /run/sshd
cat >"$dir/sshd_config" <<END
Port $port
Port $((port + 1))
ListenAddress 127.0.0.1
HostKey $dir/host
AuthorizedKeysFile $dir/authorized
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
PasswordAuthentication no
KbdInteractiveAuthentication no
MaxStartups 200
LogLevel QUIET
SetEnv PATH=$path RUN_RECORDINGS=${RUN_RECORDINGS:-$dir}
Match LocalPort $((port + 1))
	ForceCommand echo This account is not available.
END
awk '{print "standin", $1, $2}' "$dir/host.pub" >"$dir/known"
awk '{print "changed", $1, $2}' "$dir/other_host.pub" >>"$dir/known"
cat >"$dir/config.new" <<END
Host refused
	Port $((port + 2))
Host notashell
	Port $((port + 1))
Host denied
	User nobody-of-that-name
Host changed
	HostKeyAlias changed
Host unknown
	HostKeyAlias unknown
Host *.invalid
	HostName no-such-host.invalid
Host *
	HostName 127.0.0.1
	Port $port
	HostKeyAlias standin
	IdentityFile $dir/client
	IdentitiesOnly yes
	UserKnownHostsFile $dir/known
	GlobalKnownHostsFile /dev/null
END
mv "$dir/config.new" "$dir/config"
exec "$sshd" -D -e -f "$dir/sshd_config"
