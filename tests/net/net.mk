# Probes against real peers in network namespaces (root, and what the scripts
# say they miss): `make net`.

NET = $(wildcard tests/net/*_net.sh)

net: $(B)/$(PROG)
	@rc=0; for t in $(NET); do PROG=$(B)/$(PROG) sh $$t || rc=1; done; \
		exit $$rc

.PHONY: net
