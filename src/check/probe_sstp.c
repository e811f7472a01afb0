/*
 * sstp HOST: is there an SSTP server behind TLS? First a GET of its address,
 * which Windows declines with 401 and which costs it nothing; only if that
 * is not telling, the real request, which holds one of its ports until we
 * hang up.
 */
#include <stdio.h>
#include <string.h>

#include "httpmsg.h"
#include "os/clock.h"
#include "os/sock.h"
#include "probe_kind.h"
#include "sstp_judge.h"
#include "tls_hash.h"
#include "tls_stream.h"

#define POST_MS 2000 /* a server that knows SSTP answers at once */
#define ADDRESS "/sra_{BA195980-CD49-458b-9E23-C84EE0ADCD75}/"

static void add_host(struct str *out, const char *host, unsigned port)
{
	bool six = strchr(host, ':') && host[0] != '[';

	str_addf(out, six ? "Host: [%s]" : "Host: %s", host);
	if (port != 443)
		str_addf(out, ":%u", port);
	str_adds(out, "\r\n");
}

static void make_get(struct str *out, const char *host, unsigned port)
{
	str_adds(out, "GET " ADDRESS " HTTP/1.1\r\n");
	add_host(out, host, port);
	str_adds(out, "Connection: close\r\n\r\n");
}

/* [MS-SSTP] 3.2.4.1. */
static void make_post(struct str *out, const char *host, unsigned port)
{
	uint8_t id[16];

	tls_hash_random(id, sizeof(id));
	str_adds(out, "SSTP_DUPLEX_POST " ADDRESS " HTTP/1.1\r\n"
		      "Content-Length: 18446744073709551615\r\n");
	add_host(out, host, port);
	str_adds(out, "SSTPCORRELATIONID: {");
	for (size_t i = 0; i < sizeof(id); i++)
		str_addf(out,
			i == 4 || i == 6 || i == 8 || i == 10 ? "-%02X"
							      : "%02X",
			id[i]);
	str_adds(out, "}\r\n\r\n");
}

static enum sstp_end from_tls(enum tls_event event)
{
	switch (event) {
	case TLS_OK:
		return SSTP_ANSWERED;
	case TLS_TIMEOUT:
		return SSTP_NO_REPLY;
	case TLS_RESET:
		return SSTP_RESET;
	case TLS_CLOSED:
		return SSTP_CLOSED;
	case TLS_NOT_TLS:
	case TLS_FAILED:
		return SSTP_NO_TLS;
	}
	return SSTP_NO_TLS;
}

/* Up to the blank line, for what follows may have no end. */
static enum sstp_end read_head(struct tls_stream *tls, struct http_reply *reply,
	int64_t deadline)
{
	static const enum sstp_end ends[] = {
		[HTTP_HEAD] = SSTP_ANSWERED,
		[HTTP_NOT] = SSTP_NOT_HTTP,
	};
	struct str head;
	enum sstp_end end;

	str_init(&head);
	for (;;) {
		char buf[2048];
		size_t n = 0;
		enum tls_event event =
			tls_stream_read(tls, buf, sizeof(buf), &n, deadline);
		enum http_reading reading;

		if (event != TLS_OK) {
			end = head.len > 0 ? SSTP_NOT_HTTP : from_tls(event);
			break;
		}
		str_add(&head, buf, n);
		reading = http_read(head.s, head.len, reply);
		if (reading != HTTP_MORE) {
			end = ends[reading];
			break;
		}
	}
	str_release(&head);
	return end;
}

static enum sstp_end from_tries(const struct tcp_try *tries, size_t n)
{
	enum sstp_end end = SSTP_UNREACHABLE;

	for (size_t i = 0; i < n; i++) {
		if (tries[i].event == SOCK_PORT_UNREACHABLE ||
			tries[i].event == SOCK_RESET)
			return SSTP_REFUSED;
		if (tries[i].event == SOCK_AGAIN)
			end = SSTP_FILTERED;
	}
	return end;
}

struct visit {
	const struct probe_args *args;
	unsigned port;
	struct endpoint addresses[ENDPOINT_MAX];
	size_t n;
	struct endpoint peer; /* the one that answered */
};

/* One request on a connection of its own. */
static enum sstp_end ask(struct visit *v, const struct str *request,
	struct http_reply *reply, int64_t deadline)
{
	struct tcp_try tries[ENDPOINT_MAX];
	struct tls_stream *tls;
	enum tls_event event;
	enum sstp_end end;
	size_t winner;
	int sock;

	for (size_t i = 0; i < v->n; i++)
		tries[i].peer = v->addresses[i];
	sock = tcp_race(tries, v->n, deadline, &winner);
	if (sock < 0)
		return from_tries(tries, v->n);
	v->peer = tries[winner].peer;
	tls = tls_stream_new(sock, v->args->target);
	if (!tls)
		return SSTP_NOT_TRIED;
	event = tls_stream_handshake(tls, deadline);
	if (event == TLS_OK)
		event = tls_stream_write(tls, request->s, request->len,
			deadline);
	end = event == TLS_OK ? read_head(tls, reply, deadline)
			      : from_tls(event);
	tls_stream_free(tls);
	return end;
}

static void say(struct probe_result *r, const struct sstp_finding *f)
{
	const char *host = r->target;

	if (strcmp(f->word, "OK") == 0)
		probe_say(r, "The SSTP service at %s is alive.", host);
	else if (strcmp(f->who, "WINDOWS_WITHOUT_SSTP") == 0)
		probe_say(r,
			"Windows answers at %s, but without the SSTP service "
			"(%s): see whether Routing and Remote Access runs.",
			host, f->word);
	else if (strcmp(f->who, "PROXY") == 0)
		probe_say(r,
			"A proxy or load balancer answers at %s in place of "
			"the SSTP server (%s).",
			host, f->word);
	else if (strcmp(f->who, "WEB_SERVER") == 0)
		probe_say(r,
			"A web server answers at %s, but no SSTP server (%s).",
			host, f->word);
	else if (strcmp(f->word, "NO_TLS") == 0)
		probe_say(r, "What listens at %s does not speak TLS.", host);
	else if (strcmp(f->word, "NOT_HTTP") == 0)
		probe_say(r, "What speaks TLS at %s does not speak HTTP.",
			host);
	else if (strcmp(f->word, "UNKNOWN") == 0 ||
		 strcmp(f->who, "UNKNOWN") == 0)
		probe_say(r, "Whether %s has SSTP can not be told (%s).", host,
			f->word);
	else
		probe_say(r, "%s gives no answer to SSTP (%s).", host, f->word);
}

/* Of the connection under it, as the tcp probe calls it. */
static const char *tcp_word(enum sstp_end end)
{
	switch (end) {
	case SSTP_REFUSED:
		return "REFUSED";
	case SSTP_FILTERED:
		return "FILTERED";
	case SSTP_UNREACHABLE:
		return "UNREACHABLE";
	case SSTP_NOT_TRIED:
		return "UNKNOWN";
	case SSTP_ANSWERED:
	case SSTP_NO_TLS:
	case SSTP_NO_REPLY:
	case SSTP_RESET:
	case SSTP_CLOSED:
	case SSTP_NOT_HTTP:
		break;
	}
	return "OPEN";
}

static void tell(struct probe_result *r, const struct visit *v,
	const struct sstp_finding *f, const struct http_reply *last)
{
	char ip[ENDPOINT_TEXT];

	if (strcmp(f->word, "UNKNOWN") == 0)
		probe_unknown(r, f->word);
	else
		probe_found(r, f->word, f->bad);
	probe_fact(r, "sstp_who", "%s", f->who);
	if (last->server[0])
		probe_fact(r, "sstp_software", "%s", last->server);
	if (v->peer.version) {
		endpoint_text(&v->peer, ip);
		probe_fact(r, "sstp_ip", "%s", ip);
	}
	say(r, f);
}

static void run(const struct probe_args *args, int64_t deadline,
	struct probe_result *r)
{
	struct visit v = {.args = args, .port = args->port ? args->port : 443};
	struct http_reply get = {0}, post = {0};
	enum sstp_end get_end, post_end = SSTP_NOT_TRIED;
	struct sstp_finding finding;
	struct str request;

	v.n = probe_addresses(args, (uint16_t)v.port, v.addresses, ENDPOINT_MAX,
		deadline, r);
	if (v.n == 0) {
		probe_fact(r, "sstp", "UNKNOWN");
		return;
	}
	str_init(&request);
	make_get(&request, args->target, v.port);
	get_end = ask(&v, &request, &get,
		deadline_first(deadline,
			deadline_in(deadline_left(deadline) * 2 / 3)));
	if (!sstp_get_is_enough(get_end, &get)) {
		str_reset(&request);
		make_post(&request, args->target, v.port);
		post_end = ask(&v, &request, &post,
			deadline_first(deadline, deadline_in(POST_MS)));
	}
	str_release(&request);
	sstp_judge(get_end, &get, post_end, &post, &finding);
	probe_fact(r, "sstp", "%s", finding.word);
	probe_fact(r, "sstp_tcp", "%s", tcp_word(get_end));
	tell(r, &v, &finding, get_end == SSTP_ANSWERED ? &get : &post);
}

const struct probe_kind probe_sstp = {
	.name = "sstp",
	.usage = "HOST [PORT]",
	.summary = "is there an SSTP server behind TLS",
	.takes = PROBE_PORT,
	.limit_ms = 5000,
	.run = run,
};
