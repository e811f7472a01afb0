/*
 * DNS questions: A and AAAA of one name, asked of several resolvers at once,
 * none of which can hold the others up. What comes back is what each said.
 */
#ifndef CHECK_DNS_ASK_H
#define CHECK_DNS_ASK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "os/sock.h"

#define DNS_CHAIN_ROOM 1024 /* four of the longest names */

/* How an answer (or none) is to be taken. */
enum dns_status {
	DNS_OK,
	DNS_NO_ADDRESS, /* the name exists without such an address */
	DNS_NXDOMAIN,
	DNS_SERVFAIL,
	DNS_REFUSED,
	DNS_TIMEOUT,
	DNS_UNREACHABLE, /* no resolver could be asked */
	DNS_BAD_NAME,
	DNS_GARBLED, /* an answer that cannot be read */
};

extern const char *const dns_status_words[];

struct dns_answer {
	enum dns_status status;
	struct endpoint address[ENDPOINT_MAX]; /* port 0 */
	size_t n;
	size_t aliases;             /* CNAMEs on the way */
	char chain[DNS_CHAIN_ROOM]; /* their targets, parted by '>' */
	int ms;                     /* -1: no answer */
};

struct dns_side {
	const char *server; /* "192.0.2.53", with ":port" or not; NULL: the
			       system's own */
	struct dns_answer v4, v6;
};

/* Asks all sides; every answer is set at the latest by the deadline. */
void dns_ask(struct dns_side *, size_t n, const char *name, int64_t deadline);

/* What the hosts file says, which goes before DNS; how many. */
size_t dns_hosts(const char *name, struct endpoint *, size_t max);

/* Can a server be written like that? */
bool dns_server_valid(const char *server);

#endif
