# What the tests of probes share: three network namespaces of our own
# (client - router - server) and peers that nobody here wrote. Sourced.
#
#   192.0.2.10, 2001:db8:1::10  client -- router  192.0.2.1, 2001:db8:1::1
#   198.51.100.1, 2001:db8:2::1 router -- server  198.51.100.10, 2001:db8:2::10
#
# Nothing leaves the namespaces.

PROG=${PROG:-build/gcc-plain/vpntriage}
T=$(mktemp -d) # everything the peers write
C=vt$$c R=vt$$r S=vt$$s
HOST=198.51.100.10 HOST6=2001:db8:2::10
n=0 bad=0 skipped=0

in_client() { ip netns exec "$C" "$@"; }
in_router() { ip netns exec "$R" "$@"; }
in_server() { ip netns exec "$S" "$@"; }

finish() {
	for ns in "$C" "$R" "$S"; do
		for pid in $(ip netns pids "$ns" 2>/dev/null); do
			kill "$pid" 2>/dev/null
		done
		ip netns del "$ns" 2>/dev/null
	done
	rm -rf "$T"
}

have() { command -v "$1" >/dev/null 2>&1; }

# tap WORD NAME
tap() {
	n=$((n + 1))
	echo "$1 $n - $2"
}

skip() { # NAME REASON
	skipped=$((skipped + 1))
	tap ok "$1 # SKIP $2"
}

pass() { tap ok "$1"; }

fail() { # NAME TEXT
	bad=$((bad + 1))
	tap 'not ok' "$1"
	printf '%s\n' "$2" | sed 's/^/# /'
}

summary() {
	echo "1..$n"
	echo "# $((n - bad - skipped)) passed, $bad failed, $skipped skipped"
	[ "$bad" -eq 0 ]
}

# wants NAME OUTPUT PATTERN...: every pattern is a whole line of it
wants() {
	name=$1 output=$2
	shift 2
	for pattern; do
		printf '%s\n' "$output" | grep -Eqx "$pattern" || {
			fail "$name" "no line is '$pattern' in:
$output"
			return
		}
	done
	pass "$name"
}

# under NAME SECONDS COMMAND...: its output in $out, status in $rc
under() {
	name=$1 most=$2
	shift 2
	begin=$(date +%s%N)
	out=$("$@" 2>&1)
	rc=$?
	took=$((($(date +%s%N) - begin) / 1000000))
	[ "$took" -le $((most * 1000)) ] ||
		fail "$name ends in time" "took $took ms, may take $most s"
}

probe() { # seconds KIND ARGS...
	limit=$1
	shift
	under "$*" "$limit" in_client "$PROG" probe "$@"
}


make_net() {
	[ "$(id -u)" = 0 ] || return 1
	for ns in "$C" "$R" "$S"; do
		ip netns add "$ns" 2>/dev/null || return 1
		ip netns exec "$ns" ip link set lo up
		# no waiting until an IPv6 address is known to be ours alone
		ip netns exec "$ns" sh -c 'for f in default all; do
			echo 0 >/proc/sys/net/ipv6/conf/$f/accept_dad
			echo 0 >/proc/sys/net/ipv6/conf/$f/dad_transmits; done'
	done
	ip link add c0 netns "$C" type veth peer name rc netns "$R" || return 1
	ip link add s0 netns "$S" type veth peer name rs netns "$R" || return 1
	in_client ip addr add 192.0.2.10/24 dev c0
	in_client ip addr add 2001:db8:1::10/64 dev c0
	in_router ip addr add 192.0.2.1/24 dev rc
	in_router ip addr add 2001:db8:1::1/64 dev rc
	in_router ip addr add 198.51.100.1/24 dev rs
	in_router ip addr add 2001:db8:2::1/64 dev rs
	in_server ip addr add $HOST/24 dev s0
	in_server ip addr add $HOST6/64 dev s0
	in_client ip link set c0 up
	in_router ip link set rc up
	in_router ip link set rs up
	in_server ip link set s0 up
	in_client ip route add default via 192.0.2.1
	in_client ip -6 route add default via 2001:db8:1::1
	in_server ip route add default via 198.51.100.1
	in_server ip -6 route add default via 2001:db8:2::1
	in_router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
		echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
		echo 0 >/proc/sys/net/ipv4/icmp_ratelimit'
	in_server sh -c 'echo 0 >/proc/sys/net/ipv4/icmp_ratelimit'
}

# What the router does to packets: rules 'CHAIN-TEXT' ...; none clears it
router() {
	in_router nft flush ruleset
	for rules; do
		in_router nft -f - <<-E || fail "nft takes the rules" "$rules"
			$rules
		E
	done
}

drop_in() { # RULE: dropped while being routed
	router "table inet t { chain f {
		type filter hook forward priority 0
		$1
	}
	}"
}

# Fragments are put together again before a forward chain sees them; so
# they go where they come in.
drop_fragments() {
	router 'table netdev t { chain i {
		type filter hook ingress device "rc" priority 0
		ip frag-off & 0x3fff != 0 drop
		ip6 nexthdr 44 drop
	}
	}'
}

# strongswan NAME PROPOSALS FRAGMENTATION COOKIE-THRESHOLD [BLOCK-THRESHOLD]
# A block threshold of 0: it never falls silent at half-open exchanges.
strongswan() {
	dir=$T/$1
	mkdir -p "$dir"
	cat >"$dir/strongswan.conf" <<-E
		charon {
			install_routes = no
			cookie_threshold = $4
			cookie_threshold_ip = $4
			block_threshold = ${5:-0}
			filelog {
				log {
					path = $dir/log
					default = 1
				}
			}
			plugins {
				include /etc/strongswan.d/charon/*.conf
				vici {
					socket = unix://$dir/vici
				}
			}
		}
	E
	cat >"$dir/swanctl.conf" <<-E
		connections {
			clients {
				version = 2
				proposals = $2
				fragmentation = $3
				local {
					auth = psk
					id = vpn.example.com
				}
				remote {
					auth = psk
				}
				children {
					all {
						local_ts = 10.0.0.0/8
					}
				}
			}
		}
		secrets {
			ike-1 {
				secret = "only for the test"
			}
		}
	E
	# charon's pid file is always the same: a /run of its own
	STRONGSWAN_CONF=$dir/strongswan.conf ip netns exec "$S" unshare -m \
		sh -c 'mount -t tmpfs tmpfs /run &&
		exec /usr/lib/ipsec/charon' >"$dir/out" 2>&1 &
	ike_pid=$!
	i=0
	while [ $i -lt 50 ] && ! [ -S "$dir/vici" ]; do
		sleep 0.1
		i=$((i + 1))
	done
	swanctl --load-all --file "$dir/swanctl.conf" \
		--uri "unix://$dir/vici" >"$dir/load" 2>&1
}

end_strongswan() {
	kill "$ike_pid" 2>/dev/null
	wait "$ike_pid" 2>/dev/null
}
