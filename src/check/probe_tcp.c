/*
 * tcp HOST [PORT]: does a connection come about? Every address is tried, all
 * at once, and IPv4 and IPv6 are told apart.
 */
#include "probe_kind.h"

#include <stdio.h>

#include "os/sock.h"

struct family {
	unsigned version;
	size_t n, open;
	enum sock_event best; /* of those that are not open */
	int ms;               /* of the fastest that is open */
};

/* Which answer tells more than silence; OK most of all. */
static int weight(enum sock_event event)
{
	switch (event) {
	case SOCK_OK:
		return 4;
	case SOCK_PORT_UNREACHABLE:
	case SOCK_RESET:
	case SOCK_CLOSED:
		return 3;
	case SOCK_PROHIBITED:
	case SOCK_HOST_UNREACHABLE:
	case SOCK_TOO_BIG:
		return 1;
	case SOCK_AGAIN:
		return 2; /* an address that is routed, at least */
	case SOCK_FAILED:
		return 0;
	}
	return 0;
}

static const char *word(enum sock_event event)
{
	switch (event) {
	case SOCK_OK:
		return "OPEN";
	case SOCK_PORT_UNREACHABLE:
	case SOCK_RESET:
	case SOCK_CLOSED:
		return "REFUSED";
	case SOCK_PROHIBITED:
	case SOCK_HOST_UNREACHABLE:
	case SOCK_TOO_BIG:
		return "UNREACHABLE";
	case SOCK_AGAIN:
		return "FILTERED";
	case SOCK_FAILED:
		return "UNKNOWN";
	}
	return "UNKNOWN";
}

static struct family sum(const struct tcp_try *tries, size_t n,
	unsigned version)
{
	struct family f = {.version = version, .best = SOCK_FAILED, .ms = -1};

	for (size_t i = 0; i < n; i++) {
		const struct tcp_try *t = &tries[i];

		if (version && t->peer.version != version)
			continue;
		f.n++;
		if (weight(t->event) > weight(f.best))
			f.best = t->event;
		if (t->event != SOCK_OK)
			continue;
		f.open++;
		if (f.ms < 0 || t->ms < f.ms)
			f.ms = t->ms;
	}
	return f;
}

static void tell_family(struct probe_result *r, const char *key,
	const struct tcp_try *tries, size_t n, unsigned version)
{
	struct family f = sum(tries, n, version);
	char name[16];

	if (f.n == 0)
		return;
	probe_fact(r, key, "%s", word(f.best));
	snprintf(name, sizeof(name), "%s_ms", key);
	if (f.ms >= 0)
		probe_fact(r, name, "%d", f.ms);
}

static void say(struct probe_result *r, const char *host, unsigned port,
	const struct family *all)
{
	switch (all->best) {
	case SOCK_OK:
		if (all->open == all->n)
			probe_say(r, "TCP port %u of %s is open (%d ms).", port,
				host, all->ms);
		else
			probe_say(r,
				"TCP port %u of %s is open, but only %zu of "
				"its %zu addresses answer.",
				port, host, all->open, all->n);
		break;
	case SOCK_PORT_UNREACHABLE:
	case SOCK_RESET:
	case SOCK_CLOSED:
		probe_say(r,
			"%s refuses TCP port %u: the host is reached, but "
			"nothing listens there, or a firewall rejects it.",
			host, port);
		break;
	case SOCK_AGAIN:
		probe_say(r,
			"TCP port %u of %s stays silent: a firewall drops it, "
			"or the host is off.",
			port, host);
		break;
	case SOCK_PROHIBITED:
	case SOCK_HOST_UNREACHABLE:
	case SOCK_TOO_BIG:
		probe_say(r,
			"%s can not be reached from here: a router or this "
			"machine says that there is no way to it.",
			host);
		break;
	case SOCK_FAILED:
		probe_say(r, "This machine could not try TCP port %u of %s.",
			port, host);
		break;
	}
}

static void run(const struct probe_args *args, int64_t deadline,
	struct probe_result *r)
{
	unsigned port = args->port ? args->port : 443;
	struct endpoint addresses[ENDPOINT_MAX];
	struct tcp_try tries[ENDPOINT_MAX];
	struct family all;
	char key[16];
	size_t n = probe_addresses(args, (uint16_t)port, addresses,
		ENDPOINT_MAX, deadline, r);

	snprintf(key, sizeof(key), "tcp%u", port);
	if (n == 0) {
		probe_fact(r, key, "UNKNOWN");
		return;
	}
	for (size_t i = 0; i < n; i++)
		tries[i].peer = addresses[i];
	tcp_survey(tries, n, deadline);
	all = sum(tries, n, 0);
	if (all.best == SOCK_FAILED)
		probe_unknown(r, "UNKNOWN");
	else
		probe_found(r, word(all.best), all.best != SOCK_OK);
	probe_fact(r, key, "%s", r->verdict);
	if (all.ms >= 0)
		probe_fact(r, "tcp_ms", "%d", all.ms);
	tell_family(r, "tcp_v4", tries, n, 4);
	tell_family(r, "tcp_v6", tries, n, 6);
	if (n > 1)
		probe_fact(r, "tcp_addresses", "%zu/%zu", all.open, n);
	say(r, args->target, port, &all);
}

const struct probe_kind probe_tcp = {
	.name = "tcp",
	.usage = "HOST [PORT]",
	.summary = "does a TCP connection come about (443 unless told)",
	.takes = PROBE_PORT,
	.limit_ms = 2000,
	.run = run,
};
