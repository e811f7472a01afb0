/*
 * ike HOST: does anybody answer IKEv2 on UDP 500 and 4500, and with what?
 * A run costs the host at most one half-open exchange: 500 is asked in full,
 * 4500 only for a sign of life, with a group that it must decline (which
 * leaves nothing behind), and in full when 500 is silent.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "iketalk.h"
#include "os/clock.h"
#include "probe_kind.h"

/* Of a limit; the pauses follow from it (300 ms of 2.7 s). */
#define UNITS 9
#define UNIT_MAX 500 /* ms: patience that a longer limit does not stretch */

enum stage {
	STAGE_WAITING, /* its turn has not come */
	STAGE_KNOCK,   /* a request that must be declined */
	STAGE_ASK,     /* the full request; COOKIE and INVALID_KE followed */
	STAGE_REFUSE,  /* after silence: one whose refusal is small */
	STAGE_DONE,
};

/* One port of one address. */
struct side {
	struct ike_talk talk;
	enum stage stage;
	bool knocked;             /* nothing but the knock was answered */
	bool answered;            /* by anything valid */
	bool big_lost;            /* only the small refusal got through */
	bool cookie, other_group; /* asked for, and followed */
	int us;                   /* round trip of the first answer; 0: none */
};

struct hunt {
	struct side sides[2 * ENDPOINT_MAX]; /* 500, 4500; next address ... */
	struct ike_talk *talks[2 * ENDPOINT_MAX];
	size_t n;          /* sides */
	int64_t unit, end; /* ms; nothing is waited for after `end` */
	int64_t began;
};

static void ask(struct hunt *h, struct side *side, enum stage stage,
	unsigned sends, int64_t units)
{
	int64_t end = deadline_in(units * h->unit);

	side->stage = stage;
	ike_talk_ask(&side->talk, sends, h->unit, deadline_first(end, h->end));
}

static void ask_in_full(struct hunt *h, struct side *side, int64_t units)
{
	side->talk.request.group = IKE_MODP2048;
	ask(h, side, STAGE_ASK, 3, units);
}

static void begin(struct hunt *h, struct side *side)
{
	if (side->talk.peer.port == 500) {
		ask_in_full(h, side, 5);
		return;
	}
	side->talk.request.group = IKE_MODP2048_256;
	ask(h, side, STAGE_KNOCK, 2, 2);
}

static void take_answer(struct hunt *h, struct side *side)
{
	const struct ike_reply *reply = &side->talk.reply;

	if (side->us == 0)
		side->us = side->talk.us > 0 ? side->talk.us : 1;
	if (side->stage == STAGE_REFUSE) {
		side->big_lost = true;
		side->stage = STAGE_DONE;
		return;
	}
	side->answered = true;
	side->knocked = side->stage == STAGE_KNOCK;
	side->cookie = side->cookie || reply->cookie.n > 0;
	if (side->knocked) {
		side->stage = STAGE_DONE;
		return;
	}
	if (!ike_talk_follow(&side->talk)) {
		side->stage = STAGE_DONE;
		return;
	}
	/* Each is followed once: the cookie is kept, a second one is not
	 * taken, and a second group ends it. */
	if (reply->cookie.n == 0) {
		if (side->other_group) {
			side->stage = STAGE_DONE;
			return;
		}
		side->other_group = true;
	}
	ask(h, side, STAGE_ASK, 3, 4);
}

static void take_silence(struct hunt *h, struct side *side)
{
	if (side->stage == STAGE_KNOCK) {
		ask_in_full(h, side, 3);
	} else if (side->stage == STAGE_ASK && !side->answered &&
		   !side->talk.garbage) {
		side->talk.request.suites = ike_refused;
		side->talk.request.nsuites = 1;
		side->talk.request.group = IKE_MODP768;
		ask(h, side, STAGE_REFUSE, 2, 3);
	} else {
		side->stage = STAGE_DONE;
	}
}

/* After a wait: moves on whoever has an answer or has waited enough. */
static void advance(struct hunt *h, struct side *side)
{
	if (side->stage == STAGE_WAITING || side->stage == STAGE_DONE ||
		side->talk.open)
		return;
	if (side->talk.heard == IKE_HEARD_ANSWER)
		take_answer(h, side);
	else if (side->talk.heard == IKE_HEARD_NOTHING)
		take_silence(h, side);
	else
		side->stage = STAGE_DONE;
}

/* The first address that answers is the one that is asked on. */
static bool somebody(const struct hunt *h, size_t *address)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->sides[i].answered || h->sides[i].big_lost) {
			*address = i / 2;
			return true;
		}
	return false;
}

static void drop_the_others(struct hunt *h, size_t address)
{
	for (size_t i = 0; i < h->n; i++)
		if (i / 2 != address) {
			h->sides[i].talk.open = false;
			h->sides[i].stage = STAGE_DONE;
		}
}

/* Only 4500 answered, and only the knock: now it is asked in full. */
static void ask_4500_in_full(struct hunt *h, struct side *s500)
{
	struct side *s4500 = s500 + 1;

	if (s500->stage != STAGE_DONE || s500->answered ||
		s4500->stage != STAGE_DONE || !s4500->knocked)
		return;
	s4500->knocked = false;
	if (s4500->talk.reply.has_sa || !ike_talk_follow(&s4500->talk))
		return;
	s4500->other_group = s4500->talk.reply.cookie.n == 0;
	ask(h, s4500, STAGE_ASK, 3, 4);
}

/* Addresses start one after the other, a quarter of a unit apart. */
static void start_due(struct hunt *h)
{
	for (size_t i = 0; i < h->n; i++) {
		struct side *side = &h->sides[i];
		int64_t due = h->began + (int64_t)(i / 2) * h->unit / 4;

		if (side->stage == STAGE_WAITING && clock_ms() >= due)
			begin(h, side);
	}
}

static bool over(const struct hunt *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->sides[i].stage != STAGE_DONE)
			return false;
	return true;
}

static void wait_for_all(struct hunt *h)
{
	int64_t tick = h->end;

	for (size_t i = 0; i < h->n; i++)
		if (h->sides[i].stage == STAGE_WAITING)
			tick = deadline_first(tick, deadline_in(h->unit / 8));
	ike_talks_step(h->talks, h->n, tick);
}

static void hunt(struct hunt *h)
{
	size_t address;

	while (!over(h) && deadline_left(h->end) > 0) {
		start_due(h);
		wait_for_all(h);
		for (size_t i = 0; i < h->n; i++)
			advance(h, &h->sides[i]);
		if (somebody(h, &address)) {
			drop_the_others(h, address);
			ask_4500_in_full(h, &h->sides[2 * address]);
		}
	}
}

/* ---- what it comes to ---- */

/* Declined in a few bytes, then silent when the answer would be large. */
static bool declined_then_silent(const struct side *side)
{
	return side->answered && side->other_group &&
	       side->talk.heard == IKE_HEARD_NOTHING;
}

static const char *port_word(const struct side *side)
{
	if (side->big_lost || declined_then_silent(side))
		return "BIG_REPLY_LOST";
	if (side->answered)
		return "ANSWERED";
	switch (side->talk.heard) {
	case IKE_HEARD_PORT_UNREACHABLE:
		return "PORT_UNREACHABLE";
	case IKE_HEARD_PROHIBITED:
		return "ADMIN_PROHIBITED";
	case IKE_HEARD_HOST_UNREACHABLE:
		return "HOST_UNREACHABLE";
	case IKE_HEARD_TOO_BIG:
	case IKE_HEARD_FAILED:
		return "UNKNOWN";
	case IKE_HEARD_NOTHING:
	case IKE_HEARD_ANSWER:
		break;
	}
	return side->talk.garbage ? "NOT_IKE" : "NO_REPLY";
}

static const struct {
	uint16_t number;
	const char *word;
} refusals[] = {
	{IKE_INVALID_MAJOR_VERSION, "INVALID_MAJOR_VERSION"},
	{IKE_INVALID_SYNTAX, "INVALID_SYNTAX"},
	{IKE_NO_PROPOSAL_CHOSEN, "NO_PROPOSAL_CHOSEN"},
	{IKE_INVALID_KE_PAYLOAD, "INVALID_KE_PAYLOAD"},
};

static void tell_refusal(struct probe_result *r, uint16_t number)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (refusals[i].number == number) {
			probe_fact(r, "ikeres", "%s", refusals[i].word);
			return;
		}
	probe_fact(r, "ikeres", "NOTIFY_%u", number);
}

static void tell_outcome(struct probe_result *r, const struct side *side)
{
	const struct ike_reply *reply = &side->talk.reply;

	if (!side->answered)
		probe_fact(r, "ikeres", "%s",
			side->big_lost        ? "NO_PROPOSAL_CHOSEN"
			: side->talk.version1 ? "IKEV1_ONLY"
					      : "UNKNOWN");
	else if (side->talk.heard != IKE_HEARD_ANSWER)
		probe_fact(r, "ikeres", "%s",
			side->other_group ? "INVALID_KE_THEN_SILENCE"
					  : "COOKIE_THEN_SILENCE");
	else if (reply->has_sa)
		probe_fact(r, "ikeres", "SELECTED");
	else if (reply->refusal)
		tell_refusal(r, reply->refusal);
	else
		probe_fact(r, "ikeres", "COOKIE_AGAIN");
}

static void tell_vendors(struct probe_result *r, const struct ike_reply *reply)
{
	struct str names;

	str_init(&names);
	for (size_t i = 0; i < reply->nvendors; i++) {
		if (i > 0)
			str_addc(&names, ',');
		ike_vendor_text(&reply->vendors[i], &names);
	}
	if (names.len > 0)
		probe_fact(r, "vendor", "%s", names.s);
	str_release(&names);
}

/* What only a full answer tells. */
static void tell_answer(struct probe_result *r, const struct side *side)
{
	const struct ike_reply *reply = &side->talk.reply;
	bool selected = side->answered && reply->has_sa &&
			side->talk.heard == IKE_HEARD_ANSWER;
	struct str suite;

	str_init(&suite);
	if (selected)
		ike_suite_text(&reply->chosen, &suite);
	if (side->answered)
		probe_fact(r, "cookie", side->cookie ? "ASKED" : "NOT_ASKED");
	else
		probe_fact(r, "cookie", "UNKNOWN");
	probe_fact(r, "sel", "%s", selected ? suite.s : "UNKNOWN");
	probe_fact(r, "policy", "%s",
		!selected                             ? "UNKNOWN"
		: reply->chosen.group == IKE_MODP1024 ? "WINDOWS_DEFAULT"
						      : "HARDENED");
	probe_fact(r, "ikefrag", "%s",
		!selected              ? "UNKNOWN"
		: reply->fragmentation ? "SUPPORTED"
				       : "NOT_SUPPORTED");
	probe_fact(r, "nat", "%s",
		selected ? ike_talk_nat(&side->talk) : "UNKNOWN");
	if (selected) {
		probe_fact(r, "ike_bytes", "%zu", side->talk.size);
		tell_vendors(r, reply);
	}
	str_release(&suite);
}

static void tell_ms(struct probe_result *r, const char *key,
	const struct side *side)
{
	if (side->us > 0)
		probe_fact(r, key, "%d.%d", side->us / 1000,
			side->us / 100 % 10);
}

/* How much a word says of a port; the verdict is the better one's. */
static const struct {
	const char *word, *say;
} silent[] = {
	{"BIG_REPLY_LOST",
		"%s hears IKE, but its large answers are lost on the way back: "
		"look for a firewall or a path MTU that drops them."},
	{"NOT_IKE",
		"Something at %s answers on UDP 500 or 4500, but it does not "
		"speak IKEv2."},
	{"PORT_UNREACHABLE",
		"%s is reached but nothing listens on UDP 500 and 4500: the "
		"VPN service does not run there, or a firewall rejects it."},
	{"ADMIN_PROHIBITED",
		"A firewall on the way to %s rejects UDP 500 and 4500 and says "
		"so."},
	{"NO_REPLY",
		"%s does not answer on UDP 500 nor 4500: a firewall drops the "
		"packets, or the host is off or speaks no IKEv2."},
	{"HOST_UNREACHABLE",
		"A router or this machine says that there is no way to %s."},
	{"UNKNOWN", "This machine could not send to %s."},
};

static void judge_silent(struct probe_result *r, const struct side *s500)
{
	const char *a = port_word(s500), *b = port_word(s500 + 1);

	for (size_t i = 0; i < sizeof(silent) / sizeof(*silent); i++) {
		if (strcmp(a, silent[i].word) != 0 &&
			strcmp(b, silent[i].word) != 0)
			continue;
		if (strcmp(silent[i].word, "UNKNOWN") == 0)
			probe_unknown(r, silent[i].word);
		else
			probe_found(r, silent[i].word, true);
		str_reset(&r->say);
		for (const char *p = silent[i].say; *p; p++)
			if (p[0] == '%' && p[1] == 's')
				str_adds(&r->say, r->target), p++;
			else
				str_addc(&r->say, *p);
		return;
	}
}

static void judge_answered(struct probe_result *r, const struct side *s500)
{
	const char *result = probe_fact_value(r, "ikeres");

	if (strcmp(result, "SELECTED") != 0) {
		probe_found(r, result, true);
		probe_say(r,
			"%s answers IKEv2 but ends with %s: its IPsec policy "
			"does not fit what Windows offers, or it is under "
			"load.",
			r->target, result);
	} else if (!s500[1].answered) {
		probe_found(r, "ONLY_500", true);
		probe_say(r,
			"%s answers on UDP 500 but not on UDP 4500 (%s), and "
			"a client behind NAT needs both.",
			r->target, port_word(s500 + 1));
	} else if (!s500->answered) {
		probe_found(r, "ONLY_4500", true);
		probe_say(r,
			"%s answers on UDP 4500 but not on UDP 500 (%s), "
			"where Windows begins.",
			r->target, port_word(s500));
	} else {
		probe_found(r, "ANSWERED", false);
		probe_say(r,
			"%s answers IKEv2 on UDP 500 and 4500 and chose %s.",
			r->target, probe_fact_value(r, "sel"));
	}
}

/* Without an answer: the address of which most is known. */
static size_t telling(const struct hunt *h)
{
	size_t address;

	if (somebody(h, &address))
		return address;
	for (size_t i = 0; i < h->n; i += 2)
		if (h->sides[i].talk.heard != IKE_HEARD_HOST_UNREACHABLE &&
			h->sides[i].talk.heard != IKE_HEARD_FAILED)
			return i / 2;
	return 0;
}

static void tell(struct probe_result *r, const struct hunt *h)
{
	const struct side *s500 = &h->sides[2 * telling(h)];
	bool first = s500->answered || !s500[1].answered;
	const struct side *side = first ? s500 : s500 + 1;
	char ip[ENDPOINT_TEXT];

	endpoint_text(&s500->talk.peer, ip);
	probe_fact(r, "ike_ip", "%s", ip);
	probe_fact(r, "ike500", "%s", port_word(s500));
	probe_fact(r, "ike4500", "%s", port_word(s500 + 1));
	tell_outcome(r, side);
	tell_answer(r, side);
	tell_ms(r, "ike500_ms", s500);
	tell_ms(r, "ike4500_ms", s500 + 1);
	if (side->answered && !declined_then_silent(side))
		judge_answered(r, s500);
	else
		judge_silent(r, s500);
}

static void open_sides(struct hunt *h, const struct endpoint *addresses,
	size_t n)
{
	for (size_t i = 0; i < 2 * n; i++) {
		struct endpoint peer = addresses[i / 2];

		peer.port = i % 2 ? 4500 : 500;
		ike_talk_open(&h->sides[i].talk, &peer, UDP_MTU_SYSTEM);
		h->talks[i] = &h->sides[i].talk;
	}
	h->n = 2 * n;
}

static void run(const struct probe_args *args, int64_t deadline,
	struct probe_result *r)
{
	struct endpoint addresses[ENDPOINT_MAX];
	size_t n = probe_addresses(args, 500, addresses, ENDPOINT_MAX, deadline,
		r);
	struct hunt *h;

	if (n == 0) {
		probe_fact(r, "ike500", "UNKNOWN");
		probe_fact(r, "ike4500", "UNKNOWN");
		return;
	}
	h = xcalloc(1, sizeof(*h));
	h->began = clock_ms();
	h->unit = deadline_first(deadline_left(deadline) / UNITS, UNIT_MAX);
	h->end = deadline - 20;
	open_sides(h, addresses, n);
	hunt(h);
	tell(r, h);
	for (size_t i = 0; i < h->n; i++)
		ike_talk_close(&h->sides[i].talk);
	free(h);
}

const struct probe_kind probe_ike = {
	.name = "ike",
	.usage = "HOST",
	.summary = "is IKEv2 answered on UDP 500 and 4500, and with what",
	.limit_ms = 2700,
	.run = run,
};
