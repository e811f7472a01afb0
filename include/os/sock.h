/*
 * Sockets that never block: UDP and TCP over IPv4 and IPv6, waiting for
 * several at once until a deadline, and telling apart what the network says
 * by ICMP. A socket is an int that sock_close() gives back.
 */
#ifndef OS_SOCK_H
#define OS_SOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ENDPOINT_TEXT 64
#define ENDPOINT_MAX 16 /* addresses of one name that are looked at */

struct endpoint {
	unsigned version; /* 4 or 6; 0: none */
	uint8_t ip[16];   /* 4 or 16 bytes are used, network order */
	uint16_t port;
	uint32_t scope; /* of a link-local IPv6 address, or 0 */
};

/* A literal address ("192.0.2.1", "2001:db8::1", "[2001:db8::1]"). */
bool endpoint_parse(const char *literal, uint16_t port, struct endpoint *);
/* The address without the port. */
void endpoint_text(const struct endpoint *, char text[ENDPOINT_TEXT]);
bool endpoint_same_ip(const struct endpoint *, const struct endpoint *);

/*
 * The addresses of a name or of a literal, each once, in the system's order;
 * how many, at most `max`. 0: no such name or none in time (*late tells).
 */
size_t endpoint_lookup(const char *name, uint16_t port, struct endpoint *out,
	size_t max, int64_t deadline, bool *late);

enum sock_event {
	SOCK_OK,               /* data, sent, or connected */
	SOCK_AGAIN,            /* nothing yet */
	SOCK_PORT_UNREACHABLE, /* ICMP 3/3, ICMPv6 1/4; a TCP reset on connect
				*/
	SOCK_PROHIBITED,       /* ICMP 3/9, 3/10, 3/13, ICMPv6 1/1, 1/5, 1/6 */
	SOCK_HOST_UNREACHABLE, /* other ICMP 3, ICMPv6 1; no route here */
	SOCK_TOO_BIG,          /* ICMP 3/4, ICMPv6 2; larger than the link */
	SOCK_RESET,            /* an open connection was reset */
	SOCK_CLOSED,           /* the far side has ended the connection */
	SOCK_FAILED,           /* this machine could not; errno tells */
};

enum udp_mtu {
	UDP_MTU_SYSTEM,   /* as the system does it */
	UDP_MTU_FRAGMENT, /* no DF: fragment here or on the way */
	UDP_MTU_PROBE,    /* DF, whatever the cached path MTU says */
};

/* Connected, so that only the peer is heard; -1 with errno. */
int udp_open(const struct endpoint *peer, enum udp_mtu);
enum sock_event udp_send(int sock, const void *, size_t n);
/* One datagram; what ICMP said comes first. A longer one is cut to `cap`. */
enum sock_event udp_recv(int sock, void *, size_t cap, size_t *n);
/* What the system knows of the path, in bytes of IP; 0: nothing. */
unsigned udp_path_mtu(int sock);

/* Starts to connect; -1 with errno. tcp_connected() once it is writable. */
int tcp_open(const struct endpoint *peer);
enum sock_event tcp_connected(int sock);
enum sock_event tcp_send(int sock, const void *, size_t n, size_t *sent);
enum sock_event tcp_recv(int sock, void *, size_t cap, size_t *n);

/* Which of them was tried how; `ms` is -1 for one still silent. */
struct tcp_try {
	struct endpoint peer;
	enum sock_event event; /* SOCK_AGAIN: silence */
	int ms;
};

/*
 * All at once; the first that connects is returned (-1: none did) and the
 * others are closed. tries[0..n) must have `peer` set; *winner is its index.
 */
int tcp_race(struct tcp_try *tries, size_t n, int64_t deadline, size_t *winner);
/* All at once, until each has answered or the deadline; all are closed. */
void tcp_survey(struct tcp_try *tries, size_t n, int64_t deadline);

bool sock_local(int sock, struct endpoint *);
void sock_close(int sock); /* -1 is accepted */

struct sock_wait {
	int sock; /* -1: passed over */
	bool reading, writing;
	bool ready; /* something can be done, or has gone wrong */
};

/* How many are ready; 0 at the deadline. */
size_t sock_wait(struct sock_wait *, size_t n, int64_t deadline);

#endif
