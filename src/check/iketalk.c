/* Sending, repeating and taking answers; what they mean is the probes' job. */
#include "iketalk.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "os/clock.h"
#include "tls_hash.h"

#define MARKER 4 /* zero bytes before IKE on port 4500 (RFC 3948 2.2) */

static size_t marker(const struct ike_talk *talk)
{
	return talk->peer.port == 4500 ? MARKER : 0;
}

/* SHA-1 of both SPIs, address and port (RFC 7296 2.23). */
static void nat_hash(const uint8_t spi[IKE_SPI], const uint8_t other[IKE_SPI],
	const struct endpoint *e, uint8_t out[IKE_HASH])
{
	uint8_t bytes[2 * IKE_SPI + 16 + 2];
	size_t ip = e->version == 6 ? 16 : 4, n = 2 * IKE_SPI + ip;

	memcpy(bytes, spi, IKE_SPI);
	memcpy(bytes + IKE_SPI, other, IKE_SPI);
	memcpy(bytes + 2 * IKE_SPI, e->ip, ip);
	bytes[n++] = (uint8_t)(e->port >> 8);
	bytes[n++] = (uint8_t)e->port;
	tls_hash_sha1(bytes, n, out);
}

void ike_talk_open(struct ike_talk *talk, const struct endpoint *peer,
	enum udp_mtu mtu)
{
	static const uint8_t unknown[IKE_SPI];
	struct ike_request *r = &talk->request;

	memset(talk, 0, sizeof(*talk));
	str_init(&talk->bytes);
	talk->peer = *peer;
	talk->mtu = mtu;
	r->suites = ike_windows;
	r->nsuites = ike_windows_n;
	r->group = IKE_MODP2048;
	tls_hash_random(r->spi, sizeof(r->spi));
	r->spi[0] |= 1; /* never all zero */
	tls_hash_random(r->nonce, sizeof(r->nonce));
	talk->sock = udp_open(peer, mtu);
	if (talk->sock < 0 || !sock_local(talk->sock, &talk->self)) {
		talk->heard = IKE_HEARD_HOST_UNREACHABLE;
		return;
	}
	nat_hash(r->spi, unknown, &talk->self, r->source);
	nat_hash(r->spi, unknown, peer, r->destination);
}

void ike_talk_close(struct ike_talk *talk)
{
	sock_close(talk->sock);
	talk->sock = -1;
	talk->open = false;
	str_release(&talk->bytes);
}

static void conclude(struct ike_talk *talk, enum ike_heard heard)
{
	talk->heard = heard;
	talk->open = false;
}

/* What ICMP or this machine said; the rest is still waited for. */
static void take_event(struct ike_talk *talk, enum sock_event event)
{
	switch (event) {
	case SOCK_PORT_UNREACHABLE:
		conclude(talk, IKE_HEARD_PORT_UNREACHABLE);
		break;
	case SOCK_PROHIBITED:
		conclude(talk, IKE_HEARD_PROHIBITED);
		break;
	case SOCK_HOST_UNREACHABLE:
		conclude(talk, IKE_HEARD_HOST_UNREACHABLE);
		break;
	case SOCK_TOO_BIG:
		/* The system has learnt the path's MTU: the next send goes
		 * out in smaller fragments. */
		if (talk->mtu == UDP_MTU_PROBE)
			conclude(talk, IKE_HEARD_TOO_BIG);
		else
			talk->next = 0;
		break;
	case SOCK_FAILED:
		conclude(talk, IKE_HEARD_FAILED);
		break;
	case SOCK_OK:
	case SOCK_AGAIN:
	case SOCK_RESET:
	case SOCK_CLOSED:
		break;
	}
}

static void send_once(struct ike_talk *talk)
{
	talk->sent_us = clock_us();
	talk->sends++;
	talk->next = clock_ms() + talk->gap;
	talk->gap *= 2;
	take_event(talk, udp_send(talk->sock, talk->bytes.s, talk->bytes.len));
}

void ike_talk_ask(struct ike_talk *talk, unsigned max, int64_t gap, int64_t end)
{
	if (talk->sock < 0)
		return;
	str_reset(&talk->bytes);
	if (marker(talk))
		str_add(&talk->bytes, "\0\0\0", MARKER);
	ike_write(&talk->request, &talk->bytes);
	talk->sends = 0;
	talk->max = max;
	talk->gap = gap;
	talk->end = end;
	talk->open = true;
	talk->heard = IKE_HEARD_NOTHING;
	send_once(talk);
}

bool ike_talk_follow(struct ike_talk *talk)
{
	struct ike_request *r = &talk->request;
	const struct ike_reply *reply = &talk->reply;

	if (reply->cookie.n > 0 && r->ncookie == 0) {
		memcpy(r->cookie, reply->cookie.bytes, reply->cookie.n);
		r->ncookie = reply->cookie.n;
		return true;
	}
	if (reply->refusal == IKE_INVALID_KE_PAYLOAD &&
		ike_group_known(reply->wanted) && reply->wanted != r->group) {
		r->group = reply->wanted;
		return true;
	}
	return false;
}

static void take_datagram(struct ike_talk *talk, size_t n)
{
	static const uint8_t zero[MARKER];
	const uint8_t *p = talk->datagram;
	size_t skip = marker(talk);

	if (n < skip || memcmp(p, zero, skip) != 0) {
		talk->garbage = true;
		return;
	}
	switch (ike_read(p + skip, n - skip, talk->request.spi, &talk->reply)) {
	case IKE_VALID:
		talk->size = n - skip;
		talk->us = (int)(clock_us() - talk->sent_us);
		conclude(talk, IKE_HEARD_ANSWER);
		break;
	case IKE_VERSION1:
		talk->version1 = true;
		talk->garbage = true;
		break;
	case IKE_ECHO:
	case IKE_OTHER_SPI:
	case IKE_MALFORMED:
		/* Perhaps forged: the true answer may still come. */
		talk->garbage = true;
		break;
	}
}

/* A flood of garbage must not hold us: a few at a time. */
static void receive(struct ike_talk *talk)
{
	for (int i = 0; i < 8 && talk->open; i++) {
		size_t n = 0;
		enum sock_event event = udp_recv(talk->sock, talk->datagram,
			sizeof(talk->datagram), &n);

		if (event == SOCK_AGAIN)
			return;
		if (event == SOCK_OK)
			take_datagram(talk, n);
		else
			take_event(talk, event);
	}
}

static void when_due(struct ike_talk *talk)
{
	int64_t now = clock_ms();

	if (!talk->open)
		return;
	if (now >= talk->end)
		conclude(talk, IKE_HEARD_NOTHING);
	else if (talk->sends < talk->max && now >= talk->next)
		send_once(talk);
}

static int64_t first_due(struct ike_talk *const *talks, size_t n,
	int64_t deadline)
{
	for (size_t i = 0; i < n; i++) {
		const struct ike_talk *t = talks[i];

		if (!t->open)
			continue;
		deadline = deadline_first(deadline, t->end);
		if (t->sends < t->max)
			deadline = deadline_first(deadline, t->next);
	}
	return deadline;
}

bool ike_talks_step(struct ike_talk *const *talks, size_t n, int64_t deadline)
{
	struct sock_wait *waits = xcalloc(n ? n : 1, sizeof(*waits));
	bool open = false;

	for (size_t i = 0; i < n; i++) {
		waits[i].sock = talks[i]->open ? talks[i]->sock : -1;
		waits[i].reading = true;
		open = open || talks[i]->open;
	}
	if (open)
		sock_wait(waits, n, first_due(talks, n, deadline));
	open = false;
	for (size_t i = 0; i < n; i++) {
		if (waits[i].ready && talks[i]->open)
			receive(talks[i]);
		when_due(talks[i]);
		open = open || talks[i]->open;
	}
	free(waits);
	return open && deadline_left(deadline) > 0;
}

static bool among(const struct ike_span *list, size_t n,
	const uint8_t hash[IKE_HASH])
{
	for (size_t i = 0; i < n; i++)
		if (list[i].n == IKE_HASH &&
			memcmp(list[i].bytes, hash, IKE_HASH) == 0)
			return true;
	return false;
}

const char *ike_talk_nat(const struct ike_talk *talk)
{
	const struct ike_reply *reply = &talk->reply;
	uint8_t server[IKE_HASH], client[IKE_HASH];
	bool at_server, at_client;

	if (talk->heard != IKE_HEARD_ANSWER || !reply->nsources ||
		!reply->ndestinations)
		return "UNKNOWN";
	nat_hash(talk->request.spi, reply->spi, &talk->peer, server);
	nat_hash(talk->request.spi, reply->spi, &talk->self, client);
	at_server = !among(reply->sources, reply->nsources, server);
	at_client = !among(reply->destinations, reply->ndestinations, client);
	if (at_server)
		return at_client ? "BOTH" : "SERVER";
	return at_client ? "CLIENT" : "NONE";
}
