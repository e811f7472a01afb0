#!/bin/sh
# The probes of a host against peers that nobody here wrote: strongSwan,
# nginx, openssl s_server; behind a router that drops what it is told to.
# Everything happens in network namespaces made for it. TAP.
cd "$(dirname "$0")/../.." || exit 2
. tests/net/lib.sh
trap finish EXIT

AES='aes256-sha256-modp2048,aes256-sha1-modp1024'

tcp_tests() {
	probe 5 tcp $HOST 8443
	wants 'tcp: open' "$out" 'tcp8443=OPEN' 'tcp_v4=OPEN'
	probe 5 tcp $HOST6 8443
	wants 'tcp: open over IPv6' "$out" 'tcp8443=OPEN' 'tcp_v6=OPEN'
	probe 5 tcp $HOST 81
	wants 'tcp: refused' "$out" 'tcp81=REFUSED'
	probe 5 tcp $HOST6 81
	wants 'tcp: refused over IPv6' "$out" 'tcp81=REFUSED'
	drop_in 'tcp dport 8443 drop'
	probe 5 tcp $HOST 8443
	wants 'tcp: silence is FILTERED' "$out" 'tcp8443=FILTERED'
	probe 1 tcp --limit 0.5 $HOST 8443
	wants 'tcp: a limit of half a second' "$out" 'tcp8443=FILTERED'
	drop_in 'reject with icmpx type host-unreachable'
	probe 5 tcp $HOST 8443
	wants 'tcp: ICMP is UNREACHABLE' "$out" 'tcp8443=UNREACHABLE'
	probe 5 tcp $HOST6 8443
	wants 'tcp: ICMPv6 is UNREACHABLE' "$out" 'tcp8443=UNREACHABLE'
	router
}

# A name with eight addresses, of which six are dead.
half_dead() {
	{
		for i in 201 202 203; do
			echo "198.51.100.$i many.example.net"
			echo "2001:db8:2::$i many.example.net"
		done
		echo "$HOST many.example.net"
		echo "$HOST6 many.example.net"
	} >"$T/hosts"
	under 'half dead' 6 in_client unshare -m sh -c \
		"mount --bind $T/hosts /etc/hosts && exec \"\$@\"" - \
		"$PROG" probe "$@" many.example.net
}

half_dead_tests() {
	half_dead tcp --port 8443
	wants 'tcp: two of eight addresses live' "$out" 'tcp8443=OPEN' \
		'tcp_v4=OPEN' 'tcp_v6=OPEN' 'tcp_addresses=2/8'
	half_dead sstp --port 8443
	wants 'sstp: two of eight addresses live' "$out" 'sstp=HTTP_.*'
	half_dead ike
	wants 'ike: two of eight addresses live' "$out" \
		'ike500=ANSWERED' 'ike4500=ANSWERED' 'ikeres=SELECTED'
	half_dead fragments
	wants 'fragments: two of eight addresses live' "$out" 'ipfrag=PASS'
	half_dead all --limit 6
	wants 'all: two of eight addresses live' "$out" 'ike500=ANSWERED'
}

ike_tests() {
	probe 5 ike $HOST
	wants 'ike: answered in full' "$out" 'ike500=ANSWERED' \
		'ike4500=ANSWERED' 'ikeres=SELECTED' 'cookie=NOT_ASKED' \
		'sel=AES-CBC-256/SHA256-128/PRF-SHA256/MODP2048' \
		'policy=HARDENED' 'ikefrag=SUPPORTED' 'nat=NONE'
	[ "$rc" = 0 ] && pass 'ike: exit status 0' || fail 'ike: exit status' "$rc"
	stats=$(swanctl --stats --uri "unix://$T/full/vici" 2>&1)
	case $stats in
	*'IKE_SAs: 1 total, 1 half-open'*)
		pass 'ike: one half-open exchange is left, not more'
		;;
	*) fail 'ike: one half-open exchange is left, not more' "$stats" ;;
	esac
	probe 5 ike $HOST6
	wants 'ike: answered over IPv6' "$out" 'ike500=ANSWERED' \
		'ike4500=ANSWERED' 'ikeres=SELECTED' 'nat=NONE'
	drop_in 'udp dport 500 drop'
	probe 5 ike $HOST
	wants 'ike: UDP 500 dropped' "$out" 'ike500=NO_REPLY' \
		'ike4500=ANSWERED' 'ikeres=SELECTED'
	[ "$rc" = 1 ] && pass 'ike: exit status 1' || fail 'ike: exit status' "$rc"
	drop_in 'udp dport 4500 drop'
	probe 5 ike $HOST6
	wants 'ike: UDP 4500 dropped, IPv6' "$out" 'ike500=ANSWERED' \
		'ike4500=NO_REPLY' 'ikeres=SELECTED'
	drop_in 'meta l4proto udp drop'
	probe 5 ike $HOST
	wants 'ike: both dropped' "$out" 'ike500=NO_REPLY' 'ike4500=NO_REPLY' \
		'ikeres=UNKNOWN' 'ikefrag=UNKNOWN' 'nat=UNKNOWN'
	drop_in 'reject with icmpx type admin-prohibited'
	probe 5 ike $HOST
	wants 'ike: a firewall that says so' "$out" 'ike500=ADMIN_PROHIBITED' \
		'ike4500=ADMIN_PROHIBITED'
	probe 5 ike $HOST6
	wants 'ike: a firewall that says so, IPv6' "$out" \
		'ike500=ADMIN_PROHIBITED'
	drop_in 'reject with icmpx type no-route'
	probe 5 ike $HOST
	wants 'ike: no way there' "$out" 'ike500=HOST_UNREACHABLE'
	drop_in "ip saddr $HOST meta length > 400 drop"
	probe 5 ike $HOST
	wants 'ike: large answers are lost' "$out" 'ike500=BIG_REPLY_LOST'
	router 'table ip n { chain p {
		type nat hook postrouting priority 100
		oif rs masquerade
	}
	}'
	probe 5 ike $HOST
	wants 'ike: behind NAT' "$out" 'nat=CLIENT' 'ikeres=SELECTED'
	router 'table ip n { chain p {
		type nat hook prerouting priority -100
		ip daddr 192.0.2.1 dnat to 198.51.100.10
	}
	}'
	probe 5 ike 192.0.2.1
	wants 'ike: a server behind NAT' "$out" 'nat=SERVER' 'ikeres=SELECTED'
	router
}

other_responders() {
	strongswan cookies "$AES" no 1
	probe 5 ike $HOST
	probe 5 ike $HOST
	wants 'ike: a cookie is followed, fragmentation is off' "$out" \
		'cookie=ASKED' 'ikeres=SELECTED' 'ikefrag=NOT_SUPPORTED'
	end_strongswan
	strongswan defaults aes256-sha1-modp1024 yes 30
	probe 5 ike $HOST
	wants "ike: Windows' default after INVALID_KE_PAYLOAD" "$out" \
		'ikeres=SELECTED' 'policy=WINDOWS_DEFAULT' \
		'sel=AES-CBC-256/SHA1-96/PRF-SHA1/MODP1024'
	end_strongswan
	strongswan gcm aes128gcm16-prfsha256-ecp256 yes 30
	probe 5 ike $HOST
	wants 'ike: GCM with ECP256' "$out" \
		'sel=AES-GCM-128/NONE/PRF-SHA256/ECP256'
	end_strongswan
	strongswan other chacha20poly1305-prfsha512-curve25519 yes 30
	probe 5 ike $HOST
	wants 'ike: no proposal fits' "$out" 'ike500=ANSWERED' \
		'ikeres=NO_PROPOSAL_CHOSEN' 'ikefrag=UNKNOWN'
	probe 7 fragments $HOST
	wants 'fragments: a refusal is as good as an answer' "$out" \
		'ipfrag=PASS'
	end_strongswan
	probe 5 ike $HOST
	wants 'ike: nobody listens' "$out" 'ike500=PORT_UNREACHABLE' \
		'ike4500=PORT_UNREACHABLE'
}

# Answers that are none: an echo, and garbage.
impostors() {
	have python3 || {
		skip 'ike: an echo and garbage are not taken' 'no python3'
		return
	}
	in_server python3 -c '
import socket, select
s = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
s[0].bind(("", 500)); s[1].bind(("", 4500))
while True:
    for r in select.select(s, [], [])[0]:
        data, who = r.recvfrom(9000)
        r.sendto(data if r is s[0] else b"\0\0\0\0garbage" * 50, who)
' &
	sleep 0.5
	probe 5 ike $HOST
	wants 'ike: an echo and garbage are not taken' "$out" \
		'ike500=NOT_IKE' 'ike4500=NOT_IKE' 'ikeres=UNKNOWN'
	kill $!
}

fragment_tests() {
	probe 7 fragments $HOST
	wants 'fragments: arrive' "$out" 'ipfrag=PASS' 'pmtu=1500' \
		'blackhole=NO'
	probe 7 fragments $HOST6
	wants 'fragments: arrive over IPv6' "$out" 'ipfrag=PASS' 'pmtu=1500'
	drop_fragments
	probe 7 fragments $HOST
	wants 'fragments: dropped' "$out" 'ipfrag=DROPPED' 'pmtu=1500'
	[ "$rc" = 1 ] && pass 'fragments: exit status 1' ||
		fail 'fragments: exit status 1' "$rc"
	probe 7 fragments $HOST6
	wants 'fragments: dropped over IPv6' "$out" 'ipfrag=DROPPED'
	probe 5 ike $HOST
	wants 'ike: is not touched by lost fragments' "$out" 'ike500=ANSWERED'
	echo 'Linux version 5.15 microsoft-standard-WSL2' >"$T/version"
	under 'WSL' 7 in_client unshare -m sh -c \
		"mount --bind $T/version /proc/version && exec \"\$@\"" - \
		"$PROG" probe fragments $HOST
	wants 'fragments: lost in WSL means nothing' "$out" \
		'ipfrag=INCONCLUSIVE' 'ipfrag_why=WSL'
	drop_in 'meta length > 1420 drop'
	probe 7 fragments $HOST
	wants 'fragments: full packets are lost too' "$out" \
		'ipfrag=BIG_DROPPED' 'pmtu=1400' 'blackhole=YES'
	drop_in 'meta l4proto udp drop'
	probe 7 fragments $HOST
	wants 'fragments: silence to both is never DROPPED' "$out" \
		'ipfrag=INCONCLUSIVE' 'ipfrag_why=NO_ANSWER'
	[ "$rc" = 5 ] && pass 'fragments: exit status 5' ||
		fail 'fragments: exit status 5' "$rc"
	drop_in 'udp dport 500 drop'
	probe 7 fragments $HOST
	wants 'fragments: by way of 4500' "$out" 'ipfrag=PASS' \
		'ipfrag_port=4500'
	router
	in_router ip link set rs mtu 1400
	probe 7 fragments $HOST
	wants 'fragments: a smaller path that says so' "$out" 'ipfrag=PASS' \
		'pmtu=1400' 'blackhole=NO'
	probe 7 fragments $HOST6
	wants 'fragments: a smaller path that says so, IPv6' "$out" \
		'ipfrag=PASS'
	in_router ip link set rs mtu 1500
	in_client ip route flush cache
	in_client ip -6 route flush cache
}

make_certificate() {
	openssl req -x509 -newkey rsa:2048 -nodes -days 30 \
		-subj /CN=vpn.example.com -keyout "$T/key.pem" \
		-out "$T/cert.pem" 2>/dev/null
}

# nginx as it is, as what answers like Windows, and without TLS.
start_nginx() {
	have nginx || return 1
	more=/usr/share/nginx/modules/ngx_http_headers_more_filter_module.so
	{
		[ -f $more ] && echo "load_module $more;"
		cat <<-E
		pid $T/nginx.pid;
		error_log $T/nginx.log;
		events { }
		http {
			access_log off;
			ssl_certificate $T/cert.pem;
			ssl_certificate_key $T/key.pem;
			server { listen 8443 ssl; listen [::]:8443 ssl; }
			server {
				listen 8444 ssl;
				location / {
					auth_basic x;
					auth_basic_user_file /dev/null;
				}
			}
			server { listen 8445; }
			server { listen 8447 ssl; location / { return 200 hi; } }
		E
		[ -f $more ] && cat <<-E
			server {
				listen 8446 ssl;
				more_set_headers "Server: Microsoft-HTTPAPI/2.0";
				location / { return 401; }
			}
			server {
				listen 8448 ssl;
				more_set_headers "Server: Microsoft-HTTPAPI/2.0";
				location / { return 503; }
			}
		E
		echo '}'
	} >"$T/nginx.conf"
	in_server nginx -p "$T" -c "$T/nginx.conf" 2>"$T/nginx.out"
}

sstp_tests() {
	probe 6 sstp $HOST 8443
	wants 'sstp: nginx is a web server' "$out" 'sstp=HTTP_40[34]' \
		'sstp_who=WEB_SERVER'
	probe 6 sstp $HOST6 8443
	wants 'sstp: nginx over IPv6' "$out" 'sstp_who=WEB_SERVER'
	probe 6 sstp $HOST 8444
	wants 'sstp: a web server with passwords' "$out" 'sstp=HTTP_401' \
		'sstp_who=WEB_SERVER'
	probe 6 sstp $HOST 8445
	wants 'sstp: no TLS' "$out" 'sstp=NO_TLS'
	probe 6 sstp $HOST 8447
	wants 'sstp: 200 without an endless length' "$out" \
		'sstp=HTTP_200_NOT_SSTP'
	probe 6 sstp $HOST 8449
	wants 'sstp: closed port' "$out" 'sstp=CLOSED' 'sstp_tcp=REFUSED'
	in_server openssl s_server -quiet -accept 8450 -key "$T/key.pem" \
		-cert "$T/cert.pem" -rev </dev/null >/dev/null 2>&1 &
	sleep 0.5
	probe 6 sstp $HOST 8450
	wants 'sstp: TLS without HTTP' "$out" 'sstp=NOT_HTTP'
	if grep -q headers_more "$T/nginx.conf"; then
		probe 6 sstp $HOST 8446
		wants 'sstp: 401 as Windows sends it' "$out" 'sstp=OK' \
			'sstp_who=RRAS'
		probe 6 sstp $HOST 8448
		wants 'sstp: Windows without the service' "$out" \
			'sstp=HTTP_503' 'sstp_who=WINDOWS_WITHOUT_SSTP'
	else
		skip 'sstp: 401 as Windows sends it' 'no headers-more for nginx'
	fi
}

all_tests() {
	probe 9 all $HOST
	tokens=$(printf '%s\n' "$out" | grep -Evx '[a-z0-9_]+=[!-~]+' |
		grep -Ev '^(Problems at|Name, ports)')
	[ -z "$tokens" ] && pass 'all: nothing but key=WORD lines' ||
		fail 'all: nothing but key=WORD lines' "$tokens"
	wants 'all: every key' "$out" 'dns=OK' 'tcp443=REFUSED' 'tls=.*' \
		'sstp=CLOSED' 'ike500=ANSWERED' 'ipfrag=PASS'
	if have jq; then
		in_client "$PROG" probe all --json $HOST 2>&1 |
			jq -e '.probe == "all" and .facts.ikefrag ==
			"SUPPORTED"' >/dev/null &&
			pass 'all: JSON' || fail 'all: JSON' "$out"
	else
		skip 'all: JSON' 'no jq'
	fi
	drop_in drop
	probe 9 all $HOST
	wants 'all: silence everywhere' "$out" 'tcp443=FILTERED' \
		'sstp=NO_REPLY' 'sstp_tcp=FILTERED' \
		'ike500=NO_REPLY' 'ipfrag=INCONCLUSIVE'
	probe 2 all --limit 2 $HOST
	wants 'all: within two seconds' "$out" 'tcp443=FILTERED'
	router
}

# Every probe's JSON, by a validator that nobody here wrote.
schema_test() {
	python3 -c 'import jsonschema' 2>/dev/null || {
		skip 'JSON is as the schema says' 'no jsonschema for python3'
		return
	}
	for kind in tcp sstp ike fragments all; do
		in_client "$PROG" probe $kind --json $HOST 2>/dev/null
	done >"$T/json"
	said=$(python3 -c '
import json, jsonschema, sys
schema = json.load(open("doc/schema/probe-1.schema.json"))
for line in open(sys.argv[1]):
    jsonschema.validate(json.loads(line), schema)
    print(json.loads(line)["probe"])
' "$T/json" 2>&1 | tr '\n' ' ')
	[ "$said" = 'tcp sstp ike fragments all ' ] &&
		pass 'JSON is as the schema says' ||
		fail 'JSON is as the schema says' "$said"
}

# What went over the wire, read by somebody else.
decode_test() {
	kill "$dump" 2>/dev/null
	wait "$dump" 2>/dev/null
	sent=$(tshark -r "$T/wire.pcap" -Y "isakmp && (ip.src == 192.0.2.10 ||
		ipv6.src == 2001:db8:1::10)" 2>/dev/null | wc -l)
	wrong=$(tshark -r "$T/wire.pcap" -Y "(ip.src == 192.0.2.10 ||
		ipv6.src == 2001:db8:1::10) && isakmp && !icmp && !icmpv6 &&
		(_ws.malformed || _ws.expert.severity >= 0x600000)" 2>/dev/null)
	if [ "$sent" -gt 20 ] && [ -z "$wrong" ]; then
		pass "tshark reads $sent requests without a complaint"
	else
		fail 'tshark reads the requests without a complaint' \
			"$sent read, but: $wrong"
	fi
}

if ! make_net; then
	for t in tcp ike fragments sstp all; do
		skip "$t against real peers" 'network namespaces are not permitted'
	done
	summary
	exit
fi
for tool in nft openssl; do
	have $tool || {
		skip 'everything against real peers' "no $tool"
		summary
		exit
	}
done
if have tshark && have dumpcap; then
	in_client dumpcap -q -i c0 -f 'udp' -w "$T/wire.pcap" 2>/dev/null &
	dump=$!
fi
make_certificate
if start_nginx; then
	tcp_tests
	sstp_tests
else
	skip 'tcp and sstp against nginx' 'no nginx'
fi
if have swanctl && [ -x /usr/lib/ipsec/charon ]; then
	strongswan full "$AES" yes 30
	ike_tests
	fragment_tests
	all_tests
	schema_test
	half_dead_tests
	end_strongswan
	other_responders
else
	skip 'ike and fragments against strongSwan' 'no strongSwan (charon)'
fi
impostors
if [ -n "$dump" ]; then
	decode_test
else
	skip 'tshark reads the requests without a complaint' 'no tshark'
fi
summary
