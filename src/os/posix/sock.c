/*
 * BSD sockets behind os/sock.h. What ICMP said is taken from the error queue
 * (IP_RECVERR), which only Linux has; elsewhere errno says less.
 */
#define _DEFAULT_SOURCE /* IP_MTU_DISCOVER, IP_RECVERR */
#include "os/sock.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <linux/errqueue.h>
#endif

#include "base/str.h"
#include "base/xmem.h"
#include "os/clock.h"
#include "os/crew.h"

static socklen_t to_sockaddr(const struct endpoint *e,
	struct sockaddr_storage *out)
{
	memset(out, 0, sizeof(*out));
	if (e->version == 6) {
		struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)out;

		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons(e->port);
		in6->sin6_scope_id = e->scope;
		memcpy(&in6->sin6_addr, e->ip, 16);
		return sizeof(*in6);
	}
	struct sockaddr_in *in = (struct sockaddr_in *)out;

	in->sin_family = AF_INET;
	in->sin_port = htons(e->port);
	memcpy(&in->sin_addr, e->ip, 4);
	return sizeof(*in);
}

static bool from_sockaddr(const struct sockaddr *sa, struct endpoint *e)
{
	memset(e, 0, sizeof(*e));
	if (sa->sa_family == AF_INET) {
		const struct sockaddr_in *in = (const void *)sa;

		e->version = 4;
		e->port = ntohs(in->sin_port);
		memcpy(e->ip, &in->sin_addr, 4);
		return true;
	}
	if (sa->sa_family == AF_INET6) {
		const struct sockaddr_in6 *in6 = (const void *)sa;

		e->version = 6;
		e->port = ntohs(in6->sin6_port);
		e->scope = in6->sin6_scope_id;
		memcpy(e->ip, &in6->sin6_addr, 16);
		return true;
	}
	return false;
}

static void strip_brackets(const char *literal, char *out, size_t cap)
{
	size_t n = strlen(literal);

	if (n > 2 && n - 1 < cap && literal[0] == '[' &&
		literal[n - 1] == ']') {
		memcpy(out, literal + 1, n - 2);
		out[n - 2] = '\0';
	} else {
		memcpy(out, literal, n < cap ? n : cap - 1);
		out[n < cap ? n : cap - 1] = '\0';
	}
}

bool endpoint_parse(const char *literal, uint16_t port, struct endpoint *e)
{
	char text[ENDPOINT_TEXT + IF_NAMESIZE];
	struct endpoint got = {.port = port};
	char *scope;

	if (strlen(literal) >= sizeof(text))
		return false;
	strip_brackets(literal, text, sizeof(text));
	scope = strchr(text, '%');
	if (scope)
		*scope++ = '\0';
	if (inet_pton(AF_INET6, text, got.ip) == 1) {
		got.version = 6;
		if (scope)
			got.scope = if_nametoindex(scope);
	} else if (!scope && inet_pton(AF_INET, text, got.ip) == 1) {
		got.version = 4;
	} else {
		return false;
	}
	*e = got;
	return true;
}

void endpoint_text(const struct endpoint *e, char text[ENDPOINT_TEXT])
{
	if (!inet_ntop(e->version == 6 ? AF_INET6 : AF_INET, e->ip, text,
		    ENDPOINT_TEXT))
		text[0] = '\0';
}

bool endpoint_same_ip(const struct endpoint *a, const struct endpoint *b)
{
	return a->version == b->version &&
	       memcmp(a->ip, b->ip, a->version == 6 ? 16 : 4) == 0;
}

static bool known(const struct endpoint *list, size_t n, struct endpoint *e)
{
	for (size_t i = 0; i < n; i++)
		if (endpoint_same_ip(&list[i], e))
			return true;
	return false;
}

/* getaddrinfo() knows no deadline, so it blocks a child and not us. */
static void lookup_work(void *name, struct str *out)
{
	const struct addrinfo hints = {.ai_socktype = SOCK_DGRAM};
	struct endpoint list[ENDPOINT_MAX];
	struct addrinfo *found;
	size_t n = 0;

	if (getaddrinfo(name, NULL, &hints, &found) != 0)
		return;
	for (struct addrinfo *a = found; a && n < ENDPOINT_MAX; a = a->ai_next)
		if (from_sockaddr(a->ai_addr, &list[n]) &&
			!known(list, n, &list[n]))
			n++;
	str_add(out, (const char *)list, n * sizeof(*list));
}

size_t endpoint_lookup(const char *name, uint16_t port, struct endpoint *out,
	size_t max, int64_t deadline, bool *late)
{
	struct hand hand;
	size_t n;

	*late = false;
	if (max > 0 && endpoint_parse(name, port, out))
		return 1;
	hand_start(&hand, lookup_work, (void *)name);
	hands_wait(&hand, 1, deadline);
	*late = !hand.done;
	n = hand.done ? hand.out.len / sizeof(*out) : 0;
	if (n > max)
		n = max;
	if (n > 0)
		memcpy(out, hand.out.s, n * sizeof(*out));
	for (size_t i = 0; i < n; i++)
		out[i].port = port;
	hand_release(&hand);
	return n;
}

static int open_socket(const struct endpoint *peer, int type)
{
	int s = socket(peer->version == 6 ? AF_INET6 : AF_INET, type, 0);

	if (s < 0)
		return -1;
	fcntl(s, F_SETFD, FD_CLOEXEC);
	fcntl(s, F_SETFL, fcntl(s, F_GETFL) | O_NONBLOCK);
	return s;
}

void sock_close(int sock)
{
	if (sock >= 0)
		close(sock);
}

static void set(int s, int level, int option, int value)
{
	setsockopt(s, level, option, &value, sizeof(value));
}

static void set_udp(int s, const struct endpoint *peer, enum udp_mtu mtu)
{
#ifdef __linux__
	bool six = peer->version == 6;
	int level = six ? IPPROTO_IPV6 : IPPROTO_IP;
	int option = six ? IPV6_MTU_DISCOVER : IP_MTU_DISCOVER;

	set(s, level, six ? IPV6_RECVERR : IP_RECVERR, 1);
	if (mtu == UDP_MTU_FRAGMENT)
		set(s, level, option,
			six ? IPV6_PMTUDISC_DONT : IP_PMTUDISC_DONT);
	else if (mtu == UDP_MTU_PROBE)
		set(s, level, option,
			six ? IPV6_PMTUDISC_PROBE : IP_PMTUDISC_PROBE);
#else
	(void)s, (void)peer, (void)mtu;
#endif
}

int udp_open(const struct endpoint *peer, enum udp_mtu mtu)
{
	struct sockaddr_storage sa;
	socklen_t len = to_sockaddr(peer, &sa);
	int s = open_socket(peer, SOCK_DGRAM);

	if (s < 0)
		return -1;
	set_udp(s, peer, mtu);
	if (connect(s, (struct sockaddr *)&sa, len) < 0) {
		int saved = errno;

		close(s);
		errno = saved;
		return -1;
	}
	return s;
}

static enum sock_event from_errno(int err)
{
	if (err == EAGAIN || err == EWOULDBLOCK || err == EINTR ||
		err == EINPROGRESS)
		return SOCK_AGAIN;
	switch (err) {
	case ECONNREFUSED:
		return SOCK_PORT_UNREACHABLE;
	case EACCES:
	case EPERM:
		return SOCK_PROHIBITED;
	case EHOSTUNREACH:
	case ENETUNREACH:
	case EHOSTDOWN:
	case ENOPROTOOPT: /* ICMP 3/2 */
	case EPROTO:      /* ICMPv6 4 */
		return SOCK_HOST_UNREACHABLE;
	case EMSGSIZE:
		return SOCK_TOO_BIG;
	case ECONNRESET:
	case EPIPE:
		return SOCK_RESET;
	case ETIMEDOUT:
		return SOCK_AGAIN;
	default:
		return SOCK_FAILED;
	}
}

#ifdef __linux__
static enum sock_event from_icmp4(unsigned type, unsigned code)
{
	if (type != 3)
		return SOCK_HOST_UNREACHABLE;
	switch (code) {
	case 3:
		return SOCK_PORT_UNREACHABLE;
	case 4:
		return SOCK_TOO_BIG;
	case 9:
	case 10:
	case 13:
		return SOCK_PROHIBITED;
	default:
		return SOCK_HOST_UNREACHABLE;
	}
}

static enum sock_event from_icmp6(unsigned type, unsigned code)
{
	if (type == 2)
		return SOCK_TOO_BIG;
	if (type != 1)
		return SOCK_HOST_UNREACHABLE;
	if (code == 4)
		return SOCK_PORT_UNREACHABLE;
	if (code == 1 || code == 5 || code == 6)
		return SOCK_PROHIBITED;
	return SOCK_HOST_UNREACHABLE;
}

/* One entry of the error queue. */
static enum sock_event queued_error(int sock)
{
	union {
		struct cmsghdr align;
		char room[512];
	} control;
	struct msghdr m = {
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};

	if (recvmsg(sock, &m, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
		return SOCK_AGAIN;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c)) {
		struct sock_extended_err e;

		if (!(c->cmsg_level == IPPROTO_IP &&
			    c->cmsg_type == IP_RECVERR) &&
			!(c->cmsg_level == IPPROTO_IPV6 &&
				c->cmsg_type == IPV6_RECVERR))
			continue;
		memcpy(&e, CMSG_DATA(c), sizeof(e));
		if (e.ee_origin == SO_EE_ORIGIN_ICMP)
			return from_icmp4(e.ee_type, e.ee_code);
		if (e.ee_origin == SO_EE_ORIGIN_ICMP6)
			return from_icmp6(e.ee_type, e.ee_code);
		return from_errno((int)e.ee_errno);
	}
	return SOCK_AGAIN;
}
#else
static enum sock_event queued_error(int sock)
{
	(void)sock;
	return SOCK_AGAIN;
}
#endif

enum sock_event udp_send(int sock, const void *bytes, size_t n)
{
	ssize_t sent = send(sock, bytes, n, 0);

	/* An older error is reported in place of sending: once more. */
	if (sent < 0 && errno != EMSGSIZE && errno != EAGAIN)
		sent = send(sock, bytes, n, 0);
	return sent < 0 ? from_errno(errno) : SOCK_OK;
}

enum sock_event udp_recv(int sock, void *bytes, size_t cap, size_t *n)
{
	enum sock_event said = queued_error(sock);
	ssize_t got;

	if (said != SOCK_AGAIN)
		return said;
	got = recv(sock, bytes, cap, 0);
	if (got < 0)
		return from_errno(errno);
	*n = (size_t)got;
	return SOCK_OK;
}

unsigned udp_path_mtu(int sock)
{
#ifdef __linux__
	struct endpoint self;
	socklen_t len = sizeof(int);
	int mtu = 0;

	if (!sock_local(sock, &self))
		return 0;
	if (self.version == 6
			? getsockopt(sock, IPPROTO_IPV6, IPV6_MTU, &mtu, &len)
			: getsockopt(sock, IPPROTO_IP, IP_MTU, &mtu, &len))
		return 0;
	return mtu > 0 ? (unsigned)mtu : 0;
#else
	(void)sock;
	return 0;
#endif
}

bool sock_local(int sock, struct endpoint *e)
{
	struct sockaddr_storage sa;
	socklen_t len = sizeof(sa);

	return getsockname(sock, (struct sockaddr *)&sa, &len) == 0 &&
	       from_sockaddr((struct sockaddr *)&sa, e);
}

int tcp_open(const struct endpoint *peer)
{
	struct sockaddr_storage sa;
	socklen_t len = to_sockaddr(peer, &sa);
	int s = open_socket(peer, SOCK_STREAM);

	if (s < 0)
		return -1;
	if (connect(s, (struct sockaddr *)&sa, len) < 0 &&
		errno != EINPROGRESS) {
		int saved = errno;

		close(s);
		errno = saved;
		return -1;
	}
	return s;
}

enum sock_event tcp_connected(int sock)
{
	socklen_t len = sizeof(int);
	int err = 0;

	if (getsockopt(sock, SOL_SOCKET, SO_ERROR, &err, &len) < 0)
		return SOCK_FAILED;
	if (err)
		return from_errno(err);
	return SOCK_OK;
}

enum sock_event tcp_send(int sock, const void *bytes, size_t n, size_t *sent)
{
#ifdef MSG_NOSIGNAL
	ssize_t put = send(sock, bytes, n, MSG_NOSIGNAL);
#else
	ssize_t put = send(sock, bytes, n, 0);
#endif

	if (put < 0)
		return from_errno(errno);
	*sent = (size_t)put;
	return SOCK_OK;
}

enum sock_event tcp_recv(int sock, void *bytes, size_t cap, size_t *n)
{
	ssize_t got = recv(sock, bytes, cap, 0);

	if (got < 0)
		return from_errno(errno);
	if (got == 0)
		return SOCK_CLOSED;
	*n = (size_t)got;
	return SOCK_OK;
}

size_t sock_wait(struct sock_wait *list, size_t n, int64_t deadline)
{
	struct pollfd *p = xcalloc(n ? n : 1, sizeof(*p));
	int got;

	for (size_t i = 0; i < n; i++) {
		p[i].fd = list[i].sock;
		p[i].events = (short)((list[i].reading ? POLLIN : 0) |
				      (list[i].writing ? POLLOUT : 0));
	}
	do
		got = poll(p, (nfds_t)n, deadline_left(deadline));
	while (got < 0 && errno == EINTR && deadline_left(deadline) > 0);
	for (size_t i = 0; i < n; i++)
		list[i].ready = got > 0 && p[i].revents != 0;
	free(p);
	return got > 0 ? (size_t)got : 0;
}
