/*
 * fragments HOST: do IP fragments arrive there? The same IKE request small,
 * padded below the MTU, and padded so far that it must travel in fragments.
 * Every request offers a group on purpose that the host has to decline, so
 * that none of them leaves a half-open exchange behind.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "fragment_judge.h"
#include "iketalk.h"
#include "os/clock.h"
#include "os/here.h"
#include "probe_kind.h"

#define IP_BYTES_MAX 9800 /* IKE servers fall silent before 12,000 */
#define BEYOND_BYTES 400  /* more than the link takes */
#define UNITS 15          /* of the limit; the pauses follow (400 ms of 6 s) */
#define UNIT_MAX 500      /* ms; a longer limit does not stretch it */
#define CONTROLS 16       /* ports of addresses that are tried */

enum {
	BELOW,
	ABOVE,
	FULL,
	MIDDLE,
	TALKS,
};

struct trial {
	struct endpoint peer; /* port 500, or 4500 if only that answers */
	struct fragment_samples samples;
	struct ike_talk talks[TALKS];
	size_t bytes[TALKS]; /* of IP */
	unsigned mtu;        /* of the link towards the peer */
	int64_t unit, end;
	size_t largest; /* DF packet answered, bytes of IP; 0: none */
};

static size_t overhead(const struct endpoint *peer)
{
	return (peer->version == 6 ? 40u : 20u) + 8u +
	       (peer->port == 4500 ? 4u : 0u);
}

static enum sample sample(const struct ike_talk *talk)
{
	switch (talk->heard) {
	case IKE_HEARD_ANSWER:
		return SAMPLE_ANSWERED;
	case IKE_HEARD_TOO_BIG:
		return SAMPLE_TOO_BIG;
	case IKE_HEARD_FAILED:
		return SAMPLE_NOT_SENT;
	case IKE_HEARD_NOTHING:
	case IKE_HEARD_PORT_UNREACHABLE:
	case IKE_HEARD_PROHIBITED:
	case IKE_HEARD_HOST_UNREACHABLE:
		break;
	}
	return SAMPLE_SILENT;
}

/* Opens a talk whose request the host must decline. */
static void open_declined(struct ike_talk *talk, const struct endpoint *peer,
	enum udp_mtu mtu)
{
	ike_talk_open(talk, peer, mtu);
	talk->request.group = IKE_MODP2048_256;
}

/* The small request, to both ports of the addresses; who answers first. */
static bool control(struct trial *t, const struct endpoint *peers, size_t n)
{
	struct ike_talk *talks = xcalloc(n, sizeof(*talks));
	struct ike_talk *list[CONTROLS];
	bool found = false;

	for (size_t i = 0; i < n; i++) {
		list[i] = &talks[i];
		open_declined(&talks[i], &peers[i], UDP_MTU_SYSTEM);
		ike_talk_ask(&talks[i], 3, t->unit,
			deadline_first(deadline_in(4 * t->unit), t->end));
	}
	for (bool open = true; open && !found;) {
		open = ike_talks_step(list, n, t->end);
		for (size_t i = 0; i < n && !found; i++)
			if (talks[i].heard == IKE_HEARD_ANSWER) {
				t->peer = peers[i];
				t->mtu = udp_path_mtu(talks[i].sock);
				found = true;
			}
	}
	for (size_t i = 0; i < n; i++)
		ike_talk_close(&talks[i]);
	free(talks);
	return found;
}

static void ask_padded(struct trial *t, int which, enum ike_padding padding,
	size_t ip_bytes)
{
	struct ike_talk *talk = &t->talks[which];

	t->bytes[which] = ip_bytes;
	open_declined(talk, &t->peer,
		which == FULL || which == MIDDLE ? UDP_MTU_PROBE
						 : UDP_MTU_FRAGMENT);
	ike_pad(&talk->request, padding, ip_bytes - overhead(&t->peer));
	ike_talk_ask(talk, 3, t->unit,
		deadline_first(deadline_in(4 * t->unit), t->end));
}

/* The largest packet that came through whole is remembered. */
static void take_samples(struct trial *t)
{
	t->samples.below = sample(&t->talks[BELOW]);
	t->samples.above = sample(&t->talks[ABOVE]);
	t->samples.full = sample(&t->talks[FULL]);
	for (int i = 0; i < TALKS; i++)
		if (i != ABOVE && sample(&t->talks[i]) == SAMPLE_ANSWERED &&
			t->bytes[i] > t->largest)
			t->largest = t->bytes[i];
}

/* Four sizes at once. Whether the padding as such was answered. */
static bool try_padding(struct trial *t, enum ike_padding padding)
{
	struct ike_talk *list[TALKS];

	ask_padded(t, BELOW, padding, t->mtu > 1300 ? 1280 : t->mtu - 20);
	ask_padded(t, ABOVE, padding, t->mtu + BEYOND_BYTES);
	ask_padded(t, FULL, padding, t->mtu);
	ask_padded(t, MIDDLE, padding, t->mtu > 1420 ? 1400 : t->mtu - 10);
	for (int i = 0; i < TALKS; i++)
		list[i] = &t->talks[i];
	while (ike_talks_step(list, TALKS, t->end))
		;
	take_samples(t);
	for (int i = 0; i < TALKS; i++)
		ike_talk_close(&t->talks[i]);
	return t->samples.below == SAMPLE_ANSWERED;
}

/* Fills in the samples, as far as time allows. */
static void ask_all(struct trial *t, const struct endpoint *peers, size_t n)
{
	struct fragment_samples *s = &t->samples;

	s->small = SAMPLE_SILENT;
	if (!control(t, peers, n))
		return;
	s->small = SAMPLE_ANSWERED;
	if (t->mtu == 0)
		t->mtu = 1500;
	s->too_large = t->mtu + BEYOND_BYTES > IP_BYTES_MAX;
	if (s->too_large)
		return;
	for (int padding = 0; padding < IKE_PADDINGS; padding++)
		if (try_padding(t, (enum ike_padding)padding) ||
			deadline_left(t->end) == 0)
			break;
	if (s->above == SAMPLE_ANSWERED)
		return;
	s->wsl = here_is_wsl();
	s->small_again =
		control(t, &t->peer, 1) ? SAMPLE_ANSWERED : SAMPLE_SILENT;
}

static const struct {
	const char *why, *say;
} doubts[] = {
	{"NO_ANSWER", "not even the small request was answered"},
	{"LINK_TOO_LARGE",
		"the link from here takes larger packets whole than an IKE "
		"server reads"},
	{"NOT_SENT", "this machine could not send large packets"},
	{"PADDING_REFUSED",
		"the host does not answer a request of that kind even when it "
		"fits into one packet"},
	{"WSL", "the Windows Subsystem for Linux loses fragments by itself; "
		"run it on a machine outside of it"},
	{"WENT_SILENT", "the host stopped answering small requests as well"},
};

static void tell_path(struct probe_result *r, const struct trial *t)
{
	bool measured = t->largest > 0 && t->samples.small == SAMPLE_ANSWERED;

	if (!measured)
		return;
	probe_fact(r, "pmtu", "%zu", t->largest);
	probe_fact(r, "blackhole", "%s",
		t->samples.full == SAMPLE_SILENT ? "YES" : "NO");
}

static void say_doubt(struct probe_result *r, const char *why)
{
	for (size_t i = 0; i < sizeof(doubts) / sizeof(*doubts); i++)
		if (strcmp(doubts[i].why, why) == 0)
			probe_say(r,
				"Whether IP fragments reach %s can not be "
				"told: %s.",
				r->target, doubts[i].say);
}

static void judge(struct probe_result *r, const struct trial *t)
{
	const char *why;
	enum fragment_verdict verdict = fragment_judge(&t->samples, &why);
	const char *word = fragment_words[verdict];

	probe_found(r, word, verdict != FRAGMENTS_PASS);
	probe_fact(r, "ipfrag", "%s", word);
	switch (verdict) {
	case FRAGMENTS_PASS:
		probe_say(r, "IP fragments arrive at %s.", r->target);
		break;
	case FRAGMENTS_DROPPED:
		probe_say(r,
			"IP fragments to %s are dropped on the way, so large "
			"IKE_AUTH messages get lost unless both sides do "
			"IKEv2 fragmentation.",
			r->target);
		break;
	case FRAGMENTS_BIG_DROPPED:
		probe_say(r,
			"Even one full packet of %u bytes to %s gets lost on "
			"the way: look at the path MTU first.",
			t->mtu, r->target);
		break;
	case FRAGMENTS_INCONCLUSIVE:
		probe_unknown(r, word);
		probe_fact(r, "ipfrag_why", "%s", why);
		say_doubt(r, why);
		break;
	}
}

static size_t both_ports(struct endpoint *peers,
	const struct endpoint *addresses, size_t n)
{
	if (n > CONTROLS / 2)
		n = CONTROLS / 2;
	for (size_t i = 0; i < 2 * n; i++) {
		peers[i] = addresses[i / 2];
		peers[i].port = i % 2 ? 4500 : 500;
	}
	return 2 * n;
}

static void run(const struct probe_args *args, int64_t deadline,
	struct probe_result *r)
{
	struct endpoint addresses[ENDPOINT_MAX], peers[CONTROLS];
	size_t n = probe_addresses(args, 500, addresses, ENDPOINT_MAX, deadline,
		r);
	struct trial *t;
	char ip[ENDPOINT_TEXT];

	if (n == 0) {
		probe_unknown(r, "INCONCLUSIVE");
		probe_fact(r, "ipfrag", "INCONCLUSIVE");
		probe_fact(r, "ipfrag_why", "NO_ADDRESS");
		return;
	}
	t = xcalloc(1, sizeof(*t));
	t->unit = deadline_first(deadline_left(deadline) / UNITS, UNIT_MAX);
	t->end = deadline - 20;
	ask_all(t, peers, both_ports(peers, addresses, n));
	judge(r, t);
	if (t->samples.small == SAMPLE_ANSWERED) {
		endpoint_text(&t->peer, ip);
		probe_fact(r, "ipfrag_ip", "%s", ip);
		probe_fact(r, "ipfrag_port", "%u", t->peer.port);
	}
	tell_path(r, t);
	free(t);
}

const struct probe_kind probe_fragments = {
	.name = "fragments",
	.usage = "HOST",
	.summary = "do IP fragments of UDP arrive there",
	.limit_ms = 6000,
	.run = run,
};
