/*
 * The only user of c-ares. One channel a resolver, so that a dead one cannot
 * slow the others; all of them are polled in one loop until the deadline.
 */
#include "dns_ask.h"

#include <sys/select.h> /* ares.h needs it */
#include <sys/time.h>

#include <ares.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <string.h>

#include "dns_chain.h"
#include "os/clock.h"

#define CLASS_IN 1
#define TYPE_A 1
#define TYPE_AAAA 28
#define FIRST_WAIT 1200 /* ms for the first try of one resolver */
#define TRIES 2

const char *const dns_status_words[] = {
	[DNS_OK] = "OK",
	[DNS_NO_ADDRESS] = "NO_ADDRESS",
	[DNS_NXDOMAIN] = "NXDOMAIN",
	[DNS_SERVFAIL] = "SERVFAIL",
	[DNS_REFUSED] = "REFUSED",
	[DNS_TIMEOUT] = "TIMEOUT",
	[DNS_UNREACHABLE] = "UNREACHABLE",
	[DNS_BAD_NAME] = "BAD_NAME",
	[DNS_GARBLED] = "GARBLED",
};

struct question {
	struct dns_answer *answer;
	unsigned version;
	int64_t asked;
};

struct line {
	ares_channel channel;
	bool open;
	struct question v4, v6;
};

static enum dns_status status_of(int status)
{
	switch (status) {
	case ARES_SUCCESS:
		return DNS_OK;
	case ARES_ENODATA:
		return DNS_NO_ADDRESS;
	case ARES_ENOTFOUND:
		return DNS_NXDOMAIN;
	case ARES_ESERVFAIL:
	case ARES_ENOTIMP:
	case ARES_EFORMERR:
		return DNS_SERVFAIL;
	case ARES_EREFUSED:
		return DNS_REFUSED;
	case ARES_ETIMEOUT:
	case ARES_ECANCELLED:
	case ARES_EDESTRUCTION:
		return DNS_TIMEOUT;
	case ARES_ECONNREFUSED:
		return DNS_UNREACHABLE;
	case ARES_EBADNAME:
	case ARES_EBADQUERY:
		return DNS_BAD_NAME;
	default:
		return DNS_GARBLED;
	}
}

static size_t add_addresses(const struct hostent *host, struct endpoint *out,
	size_t n, size_t max)
{
	char text[INET6_ADDRSTRLEN];

	for (char **a = host->h_addr_list; *a && n < max; a++)
		if (inet_ntop(host->h_addrtype, *a, text, sizeof(text)) &&
			endpoint_parse(text, 0, &out[n]))
			n++;
	return n;
}

static void on_answer(void *data, int status, int timeouts,
	unsigned char *bytes, int n)
{
	const struct question *q = data;
	struct dns_answer *answer = q->answer;
	struct hostent *host = NULL;

	if (bytes && n > 0)
		answer->aliases = dns_chain(bytes, (size_t)n, answer->chain,
			sizeof(answer->chain));
	if (status == ARES_SUCCESS)
		status = q->version == 4 ? ares_parse_a_reply(bytes, n, &host,
						   NULL, NULL)
					 : ares_parse_aaaa_reply(bytes, n,
						   &host, NULL, NULL);
	answer->status = status_of(status);
	if (answer->status != DNS_TIMEOUT)
		answer->ms = (int)(clock_ms() - q->asked);
	if (host) {
		answer->n =
			add_addresses(host, answer->address, 0, ENDPOINT_MAX);
		ares_free_hostent(host);
	}
	if (answer->status == DNS_OK && !answer->n)
		answer->status = DNS_NO_ADDRESS;
}

static bool open_line(struct line *line, const char *server, int flags)
{
	struct ares_options options = {
		.flags = flags,
		.timeout = FIRST_WAIT,
		.tries = TRIES,
	};

	if (ares_init_options(&line->channel, &options,
		    ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES) !=
		ARES_SUCCESS)
		return false;
	if (!server || ares_set_servers_ports_csv(line->channel, server) ==
			       ARES_SUCCESS)
		return true;
	ares_destroy(line->channel);
	return false;
}

static void ask_line(struct line *line, struct question *q,
	struct dns_answer *answer, const char *name)
{
	*answer = (struct dns_answer){.status = DNS_TIMEOUT, .ms = -1};
	q->answer = answer;
	q->asked = clock_ms();
	if (!line->open)
		answer->status = DNS_UNREACHABLE;
	else if (strchr(name, '.'))
		ares_query(line->channel, name, CLASS_IN,
			q->version == 4 ? TYPE_A : TYPE_AAAA, on_answer, q);
	else
		ares_search(line->channel, name, CLASS_IN,
			q->version == 4 ? TYPE_A : TYPE_AAAA, on_answer, q);
}

/* Waits for this line's sockets; 0 when nothing is left to wait for. */
static size_t collect(const struct line *line, struct pollfd *fds)
{
	ares_socket_t socks[ARES_GETSOCK_MAXNUM];
	unsigned wanted = (unsigned)ares_getsock(line->channel, socks,
		ARES_GETSOCK_MAXNUM);
	size_t n = 0;

	for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
		short events = 0;

		/* The library's own macros shift a 1 into the sign. */
		if (wanted >> i & 1)
			events |= POLLIN;
		if (wanted >> (i + ARES_GETSOCK_MAXNUM) & 1)
			events |= POLLOUT;
		if (events)
			fds[n++] = (struct pollfd){socks[i], events, 0};
	}
	return n;
}

static void process(const struct line *line, const struct pollfd *fds, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool in = fds[i].revents & (POLLIN | POLLERR | POLLHUP);
		bool out = fds[i].revents & POLLOUT;

		if (in || out)
			ares_process_fd(line->channel,
				in ? fds[i].fd : ARES_SOCKET_BAD,
				out ? fds[i].fd : ARES_SOCKET_BAD);
	}
	ares_process_fd(line->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
}

#define MOST_LINES 4

/* The earliest that any line wants to be called again, in ms. */
static int next_wait(const struct line *lines, size_t n, int left)
{
	struct timeval max, tv, *wait;

	for (size_t i = 0; i < n; i++) {
		int ms;

		if (!lines[i].open)
			continue;
		max.tv_sec = left / 1000;
		max.tv_usec = left % 1000 * 1000L;
		wait = ares_timeout(lines[i].channel, &max, &tv);
		ms = (int)(wait->tv_sec * 1000 + (wait->tv_usec + 999) / 1000);
		if (ms < left)
			left = ms;
	}
	return left;
}

static void run_lines(const struct line *lines, size_t n, int64_t deadline)
{
	struct pollfd fds[MOST_LINES * ARES_GETSOCK_MAXNUM];
	size_t count[MOST_LINES], total;

	for (;;) {
		int left = deadline_left(deadline);
		size_t at = 0;

		total = 0;
		for (size_t i = 0; i < n; i++) {
			count[i] = lines[i].open
					   ? collect(&lines[i], fds + total)
					   : 0;
			total += count[i];
		}
		if (!total || left <= 0)
			return;
		poll(fds, (nfds_t)total, next_wait(lines, n, left));
		for (size_t i = 0; i < n; at += count[i++])
			if (lines[i].open)
				process(&lines[i], fds + at, count[i]);
	}
}

static void ask_with(struct dns_side *sides, size_t n, const char *name,
	int64_t deadline, int flags)
{
	struct line lines[MOST_LINES] = {0};

	for (size_t i = 0; i < n; i++) {
		lines[i].v4.version = 4;
		lines[i].v6.version = 6;
		lines[i].open = open_line(&lines[i], sides[i].server, flags);
		ask_line(&lines[i], &lines[i].v4, &sides[i].v4, name);
		ask_line(&lines[i], &lines[i].v6, &sides[i].v6, name);
	}
	run_lines(lines, n, deadline);
	for (size_t i = 0; i < n; i++)
		if (lines[i].open)
			ares_destroy(lines[i].channel);
}

static bool is_unreachable(const struct dns_side *side)
{
	return side->v4.status == DNS_UNREACHABLE ||
	       side->v6.status == DNS_UNREACHABLE;
}

/*
 * c-ares passes a resolver that answers SERVFAIL or REFUSED over, as the
 * system does, and when that was the last one it says that none could be
 * reached. Asked again to take answers as they are, it tells what was said.
 */
void dns_ask(struct dns_side *sides, size_t n, const char *name,
	int64_t deadline)
{
	if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS)
		return;
	if (n > MOST_LINES)
		n = MOST_LINES;
	ask_with(sides, n, name, deadline, 0);
	for (size_t i = 0; i < n; i++)
		if (is_unreachable(&sides[i]))
			ask_with(&sides[i], 1, name, deadline,
				ARES_FLAG_NOCHECKRESP);
	ares_library_cleanup();
}

static size_t hosts_of(ares_channel channel, const char *name, int family,
	struct endpoint *out, size_t max)
{
	struct hostent *host = NULL;
	size_t n = 0;

	if (ares_gethostbyname_file(channel, name, family, &host) ==
		ARES_SUCCESS) {
		n = add_addresses(host, out, 0, max);
		ares_free_hostent(host);
	}
	return n;
}

size_t dns_hosts(const char *name, struct endpoint *out, size_t max)
{
	struct line line = {0};
	size_t n = 0;

	if (ares_library_init(ARES_LIB_INIT_ALL) != ARES_SUCCESS)
		return 0;
	if (open_line(&line, NULL, 0)) {
		n = hosts_of(line.channel, name, AF_INET, out, max);
		n += hosts_of(line.channel, name, AF_INET6, out + n, max - n);
		ares_destroy(line.channel);
	}
	ares_library_cleanup();
	return n;
}

bool dns_server_valid(const char *server)
{
	struct line line = {0};

	if (!*server || strchr(server, ',') || !open_line(&line, server, 0))
		return false;
	ares_destroy(line.channel);
	return true;
}
