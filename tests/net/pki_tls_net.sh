#!/bin/sh
# probe tls against openssl s_server and nginx, with certificates that are
# wrong in every way that callers meet; and beside openssl s_client and nmap.
# Run by `make net`, as root, from the top of the repository.

. tests/net/lib.sh
. tests/net/pki_lib.sh
trap finish EXIT

if ! make_net; then
	skip 'probe tls against real servers' 'no network namespaces here'
	summary
	exit
fi
make_pki

port=4430
# serve CERT [OPTIONS...]: one more s_server, on the next port
serve() {
	port=$((port + 1))
	cert=$1
	shift
	in_server openssl s_server -quiet -accept $port -cert "$T/$cert.pem" \
		-key "$T/$cert.key" "$@" >"$T/s_server.$port" 2>&1 &
	wait_for $port
}

wait_for() { # PORT
	i=0
	while [ $i -lt 50 ] && ! in_server ss -Hltn "sport = :$1" |
		grep -q .; do
		sleep 0.1
		i=$((i + 1))
	done
}

CHAIN="-cert_chain $T/ca.pem"

# sees NAME LINES... of the server just started
sees() {
	title=$1
	shift
	probe 8 tls $HOST $port --name vpn.example.com --ca "$T/root.pem"
	wants "$title" "$out" "$@"
}

serve good $CHAIN
sees 'a good certificate is OK' tls=OK name=MATCH chain=COMPLETE \
	trust=CA_FILE key=RSA-2048 signature=SHA256 sent=2 \
	'protocol=TLSv1\.3' expires=LATER 'eku=1\.3\.6\.1\.5\.5\.7\.3\.1'
good_port=$port

want=$(openssl x509 -in "$T/good.pem" -noout -fingerprint -sha1 |
	sed 's/.*=//; s/://g' | tr A-F a-f)
wants 'the thumbprint is that of openssl x509' "$out" "thumbprint=$want"

probe 8 tls $HOST6 $port --name vpn.example.com --ca "$T/root.pem"
wants 'IPv6 does as well' "$out" tls=OK

probe 8 tls "$HOST:$port" --ca "$T/root.pem" --name www.example.com
wants 'the name asked for is the one that counts' "$out" \
	tls=NAME_MISMATCH windows=0x800B010F

probe 8 tls $HOST $port --name vpn.example.com
wants 'a root of our own is not known to the system' "$out" \
	'tls=(UNTRUSTED_ROOT|INCONCLUSIVE)'

serve soon $CHAIN
sees 'five days are SOON' tls=OK expires=SOON 'days_left=[45]'
serve expired $CHAIN
sees 'an expired one' tls=EXPIRED windows=0x800B0101 expires=EXPIRED
serve misnamed $CHAIN
sees 'one for another name' tls=NAME_MISMATCH 'san=www\.example\.com'
serve self
sees 'one that signed itself' tls=SELF_SIGNED windows=0x800B0109
serve good
sees 'a chain without its CA' tls=INCOMPLETE_CHAIN windows=0x800B010A \
	sent=1 missing_issuer=CN=Example_Issuing
serve client $CHAIN
sees 'one for clients' tls=EKU_MISSING windows=0x800B0110
serve expired
sees 'several faults at once' tls=EXPIRED\\+INCOMPLETE_CHAIN
serve good $CHAIN -tls1_1 -cipher DEFAULT:@SECLEVEL=0
sees 'TLS 1.1' tls=OLD_PROTOCOL 'protocol=TLSv1\.1'
serve good $CHAIN -tls1_2 -cipher PSK-AES128-GCM-SHA256
sees 'no cipher in common' tls=HANDSHAKE_FAILED
[ "$rc" -eq 1 ] && pass 'a bad finding is exit 1' ||
	fail 'a bad finding is exit 1' "exit $rc"

if have nginx; then
	cat >"$T/nginx.conf" <<-E
		daemon off;
		pid $T/nginx.pid;
		error_log $T/nginx.log;
		events { }
		http {
			access_log off;
			server {
				listen 8080;
			}
			server {
				listen 8443 ssl;
				ssl_certificate $T/chain.pem;
				ssl_certificate_key $T/good.key;
			}
		}
	E
	cat "$T/good.pem" "$T/ca.pem" >"$T/chain.pem"
	chmod 755 "$T"
	in_server nginx -c "$T/nginx.conf" >"$T/nginx.out" 2>&1 &
	wait_for 8443
	port=8080
	sees 'plain HTTP is NO_TLS' tls=NO_TLS
	port=8443
	sees 'nginx with a certificate' tls=OK 'sent=2'
else
	skip 'nginx as just a web server' 'nginx is not here'
fi

if have dnsmasq; then
	# DNS over TCP waits for as many bytes as a ClientHello seems to announce
	in_server dnsmasq -k -C /dev/null --pid-file= --no-resolv -p 5300 \
		>"$T/dnsmasq" 2>&1 &
	wait_for 5300
	probe 3 tls $HOST 5300 --limit 2
	wants 'a listener that says nothing' "$out" tls=TIMEOUT
else
	skip 'a listener that says nothing' 'dnsmasq is not here'
fi

port=9999
sees 'nothing listening' tls=RESET connect=REFUSED
drop_in 'tcp dport 9999 drop'
probe 3 tls $HOST 9999 --limit 2
wants 'silence is a TIMEOUT, within the limit' "$out" tls=TIMEOUT \
	connect=FILTERED
router

# Eight addresses, of which six are dead ends
drop_in 'ip daddr 198.51.100.100-198.51.100.102 drop
	ip6 daddr 2001:db8:2::100-2001:db8:2::102 drop'
{
	echo '127.0.0.1 localhost'
	for i in 100 101 102; do
		echo "198.51.100.$i many.example.com"
		echo "2001:db8:2::$i many.example.com"
	done
	echo "$HOST many.example.com"
	echo "$HOST6 many.example.com"
} >"$T/hosts"
under 'eight addresses' 4 in_client unshare -m sh -c '
	mount --bind "$1" /etc/hosts
	shift
	exec "$@"' - "$T/hosts" "$PROG" probe tls many.example.com $good_port \
	--name vpn.example.com --ca "$T/root.pem" --limit 4
wants 'eight addresses, six of them dead ends' "$out" tls=OK
router

# Beside the others
now_ms() { echo $(($(date +%s%N) / 1000000)); }
probe 8 tls $HOST $good_port --name vpn.example.com --ca "$T/root.pem"
ours=$took
begin=$(now_ms)
theirs=$(in_client openssl s_client -connect $HOST:$good_port \
	-servername vpn.example.com -CAfile "$T/root.pem" \
	-verify_hostname vpn.example.com </dev/null 2>/dev/null)
s_client=$(($(now_ms) - begin))
wants 'openssl s_client says the same' "$theirs" \
	' *Verify return code: 0 \(ok\)' 'subject=CN = vpn\.example\.com'
echo "# vpntriage $ours ms, openssl s_client $s_client ms"
if have nmap; then
	begin=$(now_ms)
	nmap=$(in_client nmap -Pn -n -p $good_port --script ssl-cert $HOST 2>&1)
	took=$(($(now_ms) - begin))
	echo "# nmap ssl-cert $took ms"
	case $nmap in
	*'Not valid after'*) pass 'nmap sees the certificate as well' ;;
	*) fail 'nmap sees the certificate as well' "$nmap" ;;
	esac
	[ "$ours" -le "$took" ] && pass 'no slower than nmap' ||
		fail 'no slower than nmap' "$ours ms, nmap $took ms"
else
	skip 'beside nmap' 'nmap is not here'
fi
summary
