/*
 * The CNAMEs of an answer, which c-ares only gives with addresses behind
 * them; a chain that ends in nothing is just what one wants to see.
 */
#ifndef CHECK_DNS_CHAIN_H
#define CHECK_DNS_CHAIN_H

#include <stddef.h>

/*
 * The targets of the CNAME records in a DNS message (RFC 1035, 4.1), in
 * their order and joined by '>', cut to what has room; how many there are. A
 * broken message gives those before the break.
 */
size_t dns_chain(const unsigned char *message, size_t n, char *out,
	size_t room);

#endif
