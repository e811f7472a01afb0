/*
 * `probe tls HOST[:443]`: the certificate that the listener really sends,
 * judged as a Windows client would. The words are in doc/probes-pki.md.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/xmem.h"
#include "os/clock.h"
#include "os/sock.h"
#include "probe_kind.h"
#include "probe_pki.h"
#include "tls_judge.h"
#include "tls_peer.h"
#include "tls_stream.h"
#include "x509_set.h"

#define HTTPS 443

struct meeting {
	struct arena arena;
	struct x509_set sent, ca;
	struct x509_info leaf;
	struct x509_trust trust;
	struct tls_case at;
	const struct probe_args *args;
};

static void tell_trust(const struct meeting *m, struct probe_result *r)
{
	const struct x509_trust *t = &m->trust;
	const char *word = "NOT_TRUSTED";

	if (t->trusted)
		word = m->args->ca ? "CA_FILE" : "SYSTEM";
	else if (m->at.no_anchors)
		word = "UNKNOWN";
	probe_fact(r, "sent", "%zu", m->sent.n);
	probe_fact(r, "chain", "%s", x509_chain_words[t->chain]);
	if (t->missing)
		probe_fact(r, "missing_issuer", "%s", t->missing);
	if (t->broken)
		probe_fact(r, "broken", "%s", t->broken);
	probe_fact(r, "trust", "%s", word);
	if (m->leaf.weak_key)
		probe_fact(r, "weak_key", "YES");
	if (m->leaf.weak_hash)
		probe_fact(r, "weak_signature", "YES");
}

static void say_findings(const struct meeting *m, unsigned findings,
	struct probe_result *r)
{
	struct str all;

	str_init(&all);
	for (size_t i = 0; i < TLS_FINDINGS; i++)
		if (findings & 1u << i)
			str_addf(&all, "%s%s", all.len ? "; " : "",
				tls_finding_says[i]);
	probe_say(r, "%s: %s.", m->args->target, all.s);
	str_release(&all);
}

static void say_good(const struct meeting *m, struct probe_result *r)
{
	long long days = (long long)(m->leaf.not_after - m->at.now) / 86400;

	if (days < EXPIRES_SOON_DAYS)
		probe_say(r,
			"The certificate of %s is good, but only for %lld "
			"more days.",
			m->args->target, days);
	else
		probe_say(r,
			"The certificate of %s is good for %lld more "
			"days.",
			m->args->target, days);
}

static void tell_verdict(const struct meeting *m, struct probe_result *r)
{
	unsigned findings = tls_judge(&m->at);
	struct str words, codes;

	str_init(&words);
	str_init(&codes);
	tls_words(findings, &words);
	tls_codes(&m->at, findings, &codes);
	if (codes.len)
		probe_fact(r, "windows", "%s", codes.s);
	if (findings) {
		probe_found(r, words.s, true);
		say_findings(m, findings, r);
	} else if (!m->trust.trusted) {
		probe_unknown(r, "INCONCLUSIVE");
		probe_say(r, "This machine has no roots to judge the "
			     "certificate by; name them with --ca.");
	} else {
		probe_found(r, words.s, false);
		say_good(m, r);
	}
	str_release(&words);
	str_release(&codes);
}

static void judge_certificates(struct meeting *m, struct probe_result *r)
{
	struct x509_anchors *anchors =
		m->args->ca ? x509_anchors_of(&m->ca) : x509_anchors_system();

	m->at.now = (int64_t)time(NULL);
	m->at.leaf = &m->leaf;
	m->at.trust = &m->trust;
	m->at.no_anchors = x509_anchors_empty(anchors);
	m->at.name_fits = x509_names(m->sent.list[0],
		m->args->name ? m->args->name : m->args->target);
	x509_info_read(&m->leaf, &m->arena, m->sent.list[0]);
	x509_trust_judge(&m->trust, &m->sent, anchors, m->at.now, &m->arena);
	x509_anchors_free(anchors);
	pki_tell_certificate(&m->leaf, m->at.now, r);
	probe_fact(r, "name", "%s", m->at.name_fits ? "MATCH" : "MISMATCH");
	tell_trust(m, r);
	tell_verdict(m, r);
}

static void say_failed(enum tls_event event, const struct tls_stream *tls,
	const struct probe_args *args, struct probe_result *r)
{
	switch (event) {
	case TLS_TIMEOUT:
		probe_found(r, "TIMEOUT", true);
		probe_say(r, "%s takes the connection and then stays silent.",
			args->target);
		break;
	case TLS_RESET:
	case TLS_CLOSED:
		probe_found(r, "RESET", true);
		probe_say(r,
			"%s ends the connection instead of speaking TLS: "
			"a firewall, or no certificate is bound.",
			args->target);
		break;
	case TLS_NOT_TLS:
		probe_found(r, "NO_TLS", true);
		probe_say(r, "What answers on %s does not speak TLS.",
			args->target);
		break;
	case TLS_FAILED:
	case TLS_OK:
		probe_found(r, "HANDSHAKE_FAILED", true);
		probe_say(r, "%s and this machine agree on no TLS: %s.",
			args->target, tls_stream_why(tls));
		break;
	}
}

static void speak(int sock, struct meeting *m, int64_t deadline,
	struct probe_result *r)
{
	struct tls_stream *tls = tls_stream_new(sock,
		m->args->name ? m->args->name : m->args->target);
	enum tls_event event;

	if (!tls)
		return;
	event = tls_stream_handshake(tls, deadline);
	if (event == TLS_OK)
		tls_peer_certificates(tls, &m->sent);
	if (m->sent.n) {
		probe_fact(r, "protocol", "%s", tls_peer_protocol(tls));
		probe_fact(r, "cipher", "%s", tls_peer_cipher(tls));
		m->at.old_protocol = tls_peer_is_old(tls);
		judge_certificates(m, r);
	} else {
		say_failed(event, tls, m->args, r);
	}
	tls_stream_free(tls);
}

/*
 * Nothing connected: of several addresses, the one that said most. The list
 * of words has no others: a refusal is a reset in answer to the first packet,
 * and what cannot be reached does not answer; `connect` tells them apart.
 */
static void say_unconnected(const struct tcp_try *tries, size_t n,
	const struct probe_args *args, struct probe_result *r)
{
	bool refused = false, silent = false;

	for (size_t i = 0; i < n; i++) {
		refused |= tries[i].event == SOCK_PORT_UNREACHABLE;
		silent |= tries[i].event == SOCK_AGAIN;
	}
	probe_found(r, refused ? "RESET" : "TIMEOUT", true);
	probe_fact(r, "connect", "%s",
		refused  ? "REFUSED"
		: silent ? "FILTERED"
			 : "UNREACHABLE");
	if (refused)
		probe_say(r,
			"Nothing listens on this port of %s, or a firewall "
			"rejects it.",
			args->target);
	else if (silent)
		probe_say(r, "%s does not answer on this port.", args->target);
	else
		probe_say(r, "%s cannot be reached from here.", args->target);
}

static void meet(struct meeting *m, int64_t deadline, struct probe_result *r)
{
	uint16_t port = m->args->port ? m->args->port : HTTPS;
	struct endpoint addresses[ENDPOINT_MAX];
	struct tcp_try tries[ENDPOINT_MAX] = {0};
	char text[ENDPOINT_TEXT];
	size_t winner, n;
	int sock;

	n = probe_addresses(m->args, port, addresses, ENDPOINT_MAX, deadline,
		r);
	if (!n)
		return;
	for (size_t i = 0; i < n; i++)
		tries[i].peer = addresses[i];
	sock = tcp_race(tries, n, deadline, &winner);
	if (sock < 0) {
		say_unconnected(tries, n, m->args, r);
		return;
	}
	endpoint_text(&tries[winner].peer, text);
	probe_fact(r, "address", "%s", text);
	speak(sock, m, deadline, r);
}

/*
 * "host:443" and "[2001:db8::1]:443": the port, and the host alone in `host`.
 * 0 when there is no port in it.
 */
static uint16_t split_port(const char *target, char *host, size_t room)
{
	const char *colon = strrchr(target, ':');
	size_t n = colon ? (size_t)(colon - target) : 0;
	unsigned port = 0;

	if (!n || n >= room)
		return 0;
	if (strchr(target, ':') != colon &&
		(target[0] != '[' || target[n - 1] != ']'))
		return 0; /* an IPv6 address without brackets */
	for (colon++; *colon >= '0' && *colon <= '9' && port <= UINT16_MAX;)
		port = port * 10 + (unsigned)(*colon++ - '0');
	if (*colon || port > UINT16_MAX)
		return 0;
	if (target[0] == '[') {
		target++;
		n -= 2;
	}
	memcpy(host, target, n);
	host[n] = '\0';
	return (uint16_t)port;
}

static void run(const struct probe_args *args, int64_t deadline,
	struct probe_result *r)
{
	struct meeting *m = xcalloc(1, sizeof(*m));
	struct probe_args mine = *args;
	char host[256];
	uint16_t port = split_port(args->target, host, sizeof(host));

	if (port) {
		mine.target = host;
		mine.port = port;
	}
	m->args = &mine;
	arena_init(&m->arena);
	probe_fact(r, "tls", "UNKNOWN");
	if (!args->ca || pki_load(args->ca, &m->ca, r) == 0)
		meet(m, deadline, r);
	probe_fact(r, "tls", "%s", r->verdict ? r->verdict : "UNKNOWN");
	x509_set_release(&m->sent);
	x509_set_release(&m->ca);
	arena_release(&m->arena);
	free(m);
}

const struct probe_kind probe_tls = {
	.name = "tls",
	.usage = "HOST[:PORT] [PORT]",
	.summary = "the certificate that a server really sends, judged",
	.takes = PROBE_PORT | PROBE_CA | PROBE_NAME,
	.limit_ms = 6000,
	.run = run,
};
