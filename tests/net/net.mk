# Probes against real peers in network namespaces of their own, about a
# minute: `make net`; and what other tools see there beside us: `make peers`.
# Root is needed, and on Debian: iproute2 nftables strongswan-swanctl
# strongswan-charon nginx-light libnginx-mod-http-headers-more-filter
# dnsmasq-base tshark jq; for the peers ike-scan nmap bind9-dnsutils.
# What is missing is skipped by name.

NET = $(wildcard tests/net/*_net.sh)

net: $(B)/$(PROG)
	@rc=0; for t in $(NET); do PROG=$(B)/$(PROG) sh $$t || rc=1; done; \
		exit $$rc

peers: $(B)/$(PROG)
	@PROG=$(B)/$(PROG) sh tests/net/peers.sh

.PHONY: net peers
