#!/bin/sh
# Side by side in one run: what vpntriage sees of a host and what ike-scan,
# nmap, openssl s_client and dig see of it, and how long each takes. Prints a
# table; fails when a peer sees a thing that vpntriage does not.
cd "$(dirname "$0")/../.." || exit 2
. tests/net/lib.sh
trap finish EXIT

# row WHAT TOOL PATTERN COMMAND...: does its output show it, and when
row() {
	what=$1 tool=$2 pattern=$3
	shift 3
	have "$1" || [ -x "$1" ] || {
		printf '%-22s %-10s %9s  not installed\n' "$what" "$tool" -
		return
	}
	begin=$(date +%s%N)
	out=$(in_client "$@" 2>&1 </dev/null)
	took=$((($(date +%s%N) - begin) / 100000))
	if printf '%s\n' "$out" | grep -Eq "$pattern"; then
		seen=yes
		[ "$tool" = vpntriage ] || peer_saw=$peer_saw$tool\ 
	else
		seen=no
	fi
	if [ "$tool" = vpntriage ]; then
		ours=$seen peer_saw=
	elif [ $seen = yes ] && [ "$ours" = no ]; then
		worse="$worse$what ($tool) "
	fi
	printf '%-22s %-10s %6d.%d ms  %s\n' "$what" "$tool" \
		$((took / 10)) $((took % 10)) "$seen"
}

echo "nameserver $HOST" >"$T/resolv.conf"

# Everybody asks the same name server.
in_client() {
	ip netns exec "$C" unshare -m sh -c \
		"mount --bind $T/resolv.conf /etc/resolv.conf && exec \"\$@\"" \
		- "$@"
}

make_net || {
	echo '# SKIP side by side: network namespaces are not permitted'
	exit 0
}
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=vpn.example.com \
	-keyout "$T/key.pem" -out "$T/cert.pem" 2>/dev/null
in_server openssl s_server -quiet -accept 443 -www -key "$T/key.pem" \
	-cert "$T/cert.pem" </dev/null >/dev/null 2>&1 &
have dnsmasq && {
	in_server dnsmasq -k -C /dev/null --no-resolv --no-hosts -i s0 -u root \
		--pid-file="$T/dnsmasq.pid" \
		--address=/vpn.example.com/$HOST >/dev/null 2>&1 &
}
strongswan peers aes256-sha256-modp2048 yes 30
sleep 0.5
worse=

v="$PROG probe"
printf '%-22s %-10s %12s  %s\n' question tool time seen
row 'TCP 443 open' vpntriage 'tcp443=OPEN' $v tcp $HOST
row 'TCP 443 open' nmap '443/tcp +open' nmap -n -Pn -p 443 $HOST
drop_in 'tcp dport 444 drop'
row 'TCP 444 filtered' vpntriage 'tcp444=FILTERED' $v tcp $HOST 444
row 'TCP 444 filtered' nmap '444/tcp +filtered' nmap -n -Pn -p 444 $HOST
router
row 'certificate' vpntriage 'subject=.*vpn.example.com' $v tls $HOST
row 'certificate' openssl 'CN *= *vpn.example.com' \
	openssl s_client -connect $HOST:443
row 'certificate' nmap 'commonName=vpn.example.com' \
	nmap -n -Pn -p 443 --script ssl-cert $HOST
row 'name by a server' vpntriage "$HOST" $v dns vpn.example.com --server $HOST
row 'name by a server' dig "$HOST" dig +short @$HOST vpn.example.com
row 'IKEv2 on 500' vpntriage 'ike500=ANSWERED' $v ike $HOST
row 'IKEv2 on 500' ike-scan '1 returned' ike-scan --ikev2 --sport=0 $HOST
row 'IKEv2 on 500' nmap '500/udp +open +' nmap -n -Pn -sU -p 500 $HOST
row 'IKEv2 on 4500' vpntriage 'ike4500=ANSWERED' $v ike $HOST
row 'IKEv2 on 4500' ike-scan '1 returned' \
	ike-scan --ikev2 --nat-t --sport=0 $HOST
row 'IKEv2 on 4500' nmap '4500/udp +open +' nmap -n -Pn -sU -p 4500 $HOST
row 'proposal chosen' vpntriage 'sel=AES-CBC-256/SHA256' $v ike $HOST
row 'proposal chosen' ike-scan 'Enc=AES' ike-scan --ikev2 --sport=0 $HOST
row 'IKE fragmentation' vpntriage 'ikefrag=SUPPORTED' $v ike $HOST
row 'IKE fragmentation' ike-scan '[Ff]ragmentation' \
	ike-scan --ikev2 --sport=0 $HOST
row 'NAT or none' vpntriage 'nat=NONE' $v ike $HOST
drop_fragments
row 'fragments dropped' vpntriage 'ipfrag=DROPPED' $v fragments $HOST
row 'fragments dropped' nmap '[Ff]ragments? (are )?(dropped|lost)' \
	nmap -n -Pn -sU -p 500 -f $HOST
router 'table inet t { chain f {
	type filter hook forward priority 0
	udp dport 500 drop
}
}'
row 'silent UDP 500' vpntriage 'ike500=NO_REPLY' $v ike $HOST
row 'silent UDP 500' ike-scan '0 returned' ike-scan --ikev2 --sport=0 $HOST
end_strongswan
router
row 'closed UDP 500' vpntriage 'ike500=PORT_UNREACHABLE' $v ike $HOST
row 'closed UDP 500' nmap '500/udp +closed' nmap -n -Pn -sU -p 500 $HOST
row 'closed UDP 500' ike-scan '[Uu]nreachable|refused' \
	ike-scan --ikev2 --sport=0 $HOST
[ -z "$worse" ] || echo "# a peer sees more: $worse"
[ -z "$worse" ]
