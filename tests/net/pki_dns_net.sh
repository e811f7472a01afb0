#!/bin/sh
# probe dns against dnsmasq: one as the resolver of this machine, one as the
# resolver of the world; and beside dig. Run by `make net`, as root.

. tests/net/lib.sh
trap finish EXIT

if ! make_net; then
	skip 'probe dns against real resolvers' 'no network namespaces here'
	summary
	exit
fi
if ! have dnsmasq; then
	skip 'probe dns against real resolvers' 'dnsmasq is not here'
	summary
	exit
fi

OWN=198.51.100.53 WORLD=198.51.100.54 DEAD=198.51.100.55
BOGUS=198.51.100.56
for ip in $OWN $WORLD $DEAD $BOGUS; do
	in_server ip addr add $ip/24 dev s0
done

# resolver IP OPTIONS...
resolver() {
	ip=$1
	shift
	in_server dnsmasq -k -C /dev/null --pid-file= --no-resolv --no-hosts \
		--bind-interfaces --listen-address="$ip" "$@" \
		>"$T/dnsmasq.$ip" 2>&1 &
	i=0
	while [ $i -lt 50 ] && ! in_server ss -Hlun "src $ip" | grep -q .; do
		sleep 0.1
		i=$((i + 1))
	done
}

resolver $OWN --local=/example.com/ \
	--host-record=vpn.example.com,192.0.2.80,2001:db8::80 \
	--host-record=two.example.com,192.0.2.80 \
	--host-record=two.example.com,192.0.2.81 \
	--host-record=six.example.com,2001:db8::80 \
	--host-record=inside.example.com,10.1.1.1 \
	--host-record=moved.example.com,192.0.2.99 \
	--txt-record=text.example.com,nothing \
	--cname=a.example.com,b.example.com \
	--cname=b.example.com,vpn.example.com
resolver $WORLD --local=/example.com/ \
	--host-record=vpn.example.com,192.0.2.80,2001:db8::80 \
	--host-record=inside.example.com,192.0.2.80 \
	--host-record=only.example.com,192.0.2.80 \
	--host-record=moved.example.com,192.0.2.80 \
	--host-record=leak.example.com,10.1.1.1

# Validates what nobody has signed, and so fails.
resolver $BOGUS --server=$WORLD --dnssec --dnssec-check-unsigned \
	--trust-anchor=.,20326,8,2,E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D

# use SERVER...: what /etc/resolv.conf holds for the probe
use() {
	: >"$T/resolv.conf"
	for s; do
		echo "nameserver $s" >>"$T/resolv.conf"
	done
}

ask() { # SECONDS ARGS...
	limit=$1
	shift
	under "dns $*" "$limit" in_client unshare -m sh -c '
		conf=$1 hosts=$2
		shift 2
		mount --bind "$conf" /etc/resolv.conf
		mount --bind "$hosts" /etc/hosts
		exec "$@"' - "$T/resolv.conf" "$T/hosts" "$PROG" probe dns "$@"
}

echo '127.0.0.1 localhost' >"$T/hosts"
use $OWN

ask 2 vpn.example.com
wants 'A and AAAA' "$out" dns=OK 'a=192\.0\.2\.80' 'aaaa=2001:db8::80' \
	private=NO
ask 2 six.example.com
wants 'AAAA alone is an address' "$out" dns=OK a=NO_ADDRESS
ask 2 a.example.com
wants 'a chain of CNAMEs is followed' "$out" dns=OK \
	'cname=b\.example\.com>vpn\.example\.com'
ask 2 nothing.example.com
wants 'no such name' "$out" dns=NXDOMAIN
[ "$rc" -eq 1 ] && pass 'which is exit 1' || fail 'which is exit 1' "$rc"
ask 2 text.example.com
wants 'a name without address' "$out" dns=NO_ADDRESS
ask 2 vpn.example.org
wants 'a resolver that refuses' "$out" dns=REFUSED
ask 2 vpn.example.com --expect 192.0.2.80,2001:db8::80
wants 'as expected' "$out" dns=OK
ask 2 vpn.example.com --expect 192.0.2.1
wants 'not as expected' "$out" dns=WRONG_IP
ask 2 two.example.com --expect 192.0.2.80
wants 'one right, one wrong' "$out" dns=EXTRA_IP
ask 2 vpn.example.com --server $WORLD
wants 'two resolvers of one mind' "$out" dns=OK same=YES server=OK
ask 2 inside.example.com --server $WORLD
wants 'private here, public there' "$out" dns=SPLIT same=NO private=YES \
	server_private=NO
ask 2 only.example.com --server $WORLD
wants 'nothing here, public there' "$out" dns=SPLIT a=NXDOMAIN
ask 2 moved.example.com --server $WORLD
wants 'two public answers are not judged' "$out" dns=INCONCLUSIVE same=NO
[ "$rc" -eq 5 ] && pass 'which is exit 5' || fail 'which is exit 5' "$rc"
ask 2 moved.example.com --server $WORLD --expect 192.0.2.80
wants 'unless it is known what is right' "$out" dns=SPLIT
use $WORLD
ask 2 leak.example.com --server $WORLD
wants 'a private address from a public resolver' "$out" dns=OK \
	server_private=YES '.*public resolver.*private address.*'
use $OWN
echo '192.0.2.7 vpn.example.com' >>"$T/hosts"
ask 2 vpn.example.com --expect 192.0.2.80
wants 'the hosts file goes first' "$out" dns=WRONG_IP 'hosts=192\.0\.2\.7'
echo '127.0.0.1 localhost' >"$T/hosts"

use $BOGUS
ask 4 vpn.example.com
wants 'a resolver that fails' "$out" dns=SERVFAIL
use $DEAD
ask 2 vpn.example.com
wants 'nobody listens there' "$out" dns=UNREACHABLE
ask 2 vpn.example.com --server $WORLD
wants 'a dead one beside a good one' "$out" dns=UNREACHABLE server=OK \
	'server_a=192\.0\.2\.80'
drop_in "ip daddr $DEAD drop"
ask 3 vpn.example.com --limit 2
wants 'silence is a TIMEOUT, within the limit' "$out" dns=TIMEOUT
ask 3 vpn.example.com --server $WORLD --limit 2
wants 'and does not hold the other up' "$out" dns=TIMEOUT server=OK
use $DEAD $OWN
ask 4 vpn.example.com
wants 'the second of two, after the first was silent, is SLOW' "$out" \
	dns=SLOW 'a=192\.0\.2\.80'
router

if have dig; then
	use $OWN
	begin=$(date +%s%N)
	dig=$(in_client dig @$OWN +short vpn.example.com A
		in_client dig @$OWN +short vpn.example.com AAAA)
	theirs=$((($(date +%s%N) - begin) / 1000000))
	ask 2 vpn.example.com
	echo "# vpntriage $took ms for both, dig $theirs ms in two calls"
	wants 'dig sees the same addresses' "$dig" '192\.0\.2\.80' \
		'2001:db8::80'
else
	skip 'beside dig' 'dig is not here'
fi
summary
