/*
 * Connecting to all addresses of a name at once: dead ones cost no time,
 * and each says for itself what became of it.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/xmem.h"
#include "os/clock.h"
#include "os/sock.h"

static enum sock_event open_failed(void)
{
	switch (errno) {
	case ECONNREFUSED:
		return SOCK_PORT_UNREACHABLE;
	case EACCES:
	case EPERM:
		return SOCK_PROHIBITED;
	case EHOSTUNREACH:
	case ENETUNREACH:
	case EADDRNOTAVAIL:
	case EAFNOSUPPORT:
		return SOCK_HOST_UNREACHABLE;
	default:
		return SOCK_FAILED;
	}
}

static void start(struct tcp_try *tries, struct sock_wait *waits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		waits[i] = (struct sock_wait){.writing = true};
		waits[i].sock = tcp_open(&tries[i].peer);
		tries[i].event = SOCK_AGAIN;
		tries[i].ms = -1;
		if (waits[i].sock < 0) {
			tries[i].event = open_failed();
			tries[i].ms = 0;
		}
	}
}

static bool pending(const struct tcp_try *tries, const struct sock_wait *waits,
	size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (tries[i].event == SOCK_AGAIN && waits[i].sock >= 0)
			return true;
	return false;
}

/* Waits once; whether anybody is still waited for. */
static bool step(struct tcp_try *tries, struct sock_wait *waits, size_t n,
	int64_t began, int64_t deadline)
{
	bool open = false;

	if (!pending(tries, waits, n))
		return false;
	sock_wait(waits, n, deadline);
	for (size_t i = 0; i < n; i++) {
		if (tries[i].event != SOCK_AGAIN)
			continue;
		if (waits[i].ready)
			tries[i].event = tcp_connected(waits[i].sock);
		if (tries[i].event == SOCK_AGAIN && !waits[i].ready) {
			open = true;
			continue;
		}
		tries[i].ms = (int)(clock_ms() - began);
		if (tries[i].event == SOCK_AGAIN)
			tries[i].ms = -1; /* the system gave up waiting */
		waits[i].writing = false;
		if (tries[i].event != SOCK_OK) {
			sock_close(waits[i].sock);
			waits[i].sock = -1;
		}
	}
	return open;
}

static bool anybody(const struct tcp_try *tries, size_t n, size_t *who)
{
	for (size_t i = 0; i < n; i++)
		if (tries[i].event == SOCK_OK) {
			*who = i;
			return true;
		}
	return false;
}

int tcp_race(struct tcp_try *tries, size_t n, int64_t deadline, size_t *winner)
{
	struct sock_wait *waits = xcalloc(n ? n : 1, sizeof(*waits));
	int64_t began = clock_ms();
	int sock = -1;

	start(tries, waits, n);
	while (step(tries, waits, n, began, deadline) &&
		!anybody(tries, n, winner) && deadline_left(deadline) > 0)
		;
	if (anybody(tries, n, winner)) {
		sock = waits[*winner].sock;
		waits[*winner].sock = -1;
	}
	for (size_t i = 0; i < n; i++)
		sock_close(waits[i].sock);
	free(waits);
	return sock;
}

void tcp_survey(struct tcp_try *tries, size_t n, int64_t deadline)
{
	struct sock_wait *waits = xcalloc(n ? n : 1, sizeof(*waits));
	int64_t began = clock_ms();

	start(tries, waits, n);
	while (step(tries, waits, n, began, deadline) &&
		deadline_left(deadline) > 0)
		;
	for (size_t i = 0; i < n; i++)
		sock_close(waits[i].sock);
	free(waits);
}
