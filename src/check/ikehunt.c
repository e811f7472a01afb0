/* Which request goes to which port when; see the header for why. */
#include "ikehunt.h"

#include <stdlib.h>

#include "base/xmem.h"
#include "os/clock.h"

/* Of a limit; the pauses follow from it (300 ms of 2.7 s). */
#define UNITS 9
#define UNIT_MAX 500 /* ms: patience that a longer limit does not stretch */

struct ike_hunt {
	struct ike_side sides[2 * ENDPOINT_MAX]; /* 500, 4500, 500 ... */
	struct ike_talk *talks[2 * ENDPOINT_MAX];
	size_t n;          /* sides */
	int64_t unit, end; /* ms; nothing is waited for after `end` */
	int64_t began;
};

static void ask(struct ike_hunt *h, struct ike_side *side, enum ike_stage stage,
	unsigned sends, int64_t units)
{
	int64_t end = deadline_in(units * h->unit);

	side->stage = stage;
	ike_talk_ask(&side->talk, sends, h->unit, deadline_first(end, h->end));
}

static void ask_in_full(struct ike_hunt *h, struct ike_side *side,
	int64_t units)
{
	side->talk.request.group = IKE_MODP2048;
	ask(h, side, IKE_STAGE_ASK, 3, units);
}

static void begin(struct ike_hunt *h, struct ike_side *side)
{
	if (side->talk.peer.port == 500) {
		ask_in_full(h, side, 5);
		return;
	}
	side->talk.request.group = IKE_MODP2048_256;
	ask(h, side, IKE_STAGE_KNOCK, 2, 2);
}

static void take_answer(struct ike_hunt *h, struct ike_side *side)
{
	const struct ike_reply *reply = &side->talk.reply;

	if (side->us == 0)
		side->us = side->talk.us > 0 ? side->talk.us : 1;
	if (side->stage == IKE_STAGE_REFUSE) {
		side->big_lost = true;
		side->stage = IKE_STAGE_DONE;
		return;
	}
	side->answered = true;
	side->knocked = side->stage == IKE_STAGE_KNOCK;
	side->cookie = side->cookie || reply->cookie.n > 0;
	if (side->knocked) {
		side->stage = IKE_STAGE_DONE;
		return;
	}
	if (!ike_talk_follow(&side->talk)) {
		side->stage = IKE_STAGE_DONE;
		return;
	}
	/* Each is followed once: the cookie is kept, a second one is not
	 * taken, and a second group ends it. */
	if (reply->cookie.n == 0) {
		if (side->other_group) {
			side->stage = IKE_STAGE_DONE;
			return;
		}
		side->other_group = true;
	}
	ask(h, side, IKE_STAGE_ASK, 3, 4);
}

static void take_silence(struct ike_hunt *h, struct ike_side *side)
{
	if (side->stage == IKE_STAGE_KNOCK) {
		ask_in_full(h, side, 3);
	} else if (side->stage == IKE_STAGE_ASK && !side->answered &&
		   !side->talk.garbage) {
		side->talk.request.suites = ike_refused;
		side->talk.request.nsuites = 1;
		side->talk.request.group = IKE_MODP768;
		ask(h, side, IKE_STAGE_REFUSE, 2, 3);
	} else {
		side->stage = IKE_STAGE_DONE;
	}
}

/* After a wait: moves on whoever has an answer or has waited enough. */
static void advance(struct ike_hunt *h, struct ike_side *side)
{
	if (side->stage == IKE_STAGE_WAITING || side->stage == IKE_STAGE_DONE ||
		side->talk.open)
		return;
	if (side->talk.heard == IKE_HEARD_ANSWER)
		take_answer(h, side);
	else if (side->talk.heard == IKE_HEARD_NOTHING)
		take_silence(h, side);
	else
		side->stage = IKE_STAGE_DONE;
}

/* The first address that answers is the one that is asked on. */
static bool somebody(const struct ike_hunt *h, size_t *address)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->sides[i].answered || h->sides[i].big_lost) {
			*address = i / 2;
			return true;
		}
	return false;
}

static void drop_the_others(struct ike_hunt *h, size_t address)
{
	for (size_t i = 0; i < h->n; i++)
		if (i / 2 != address) {
			h->sides[i].talk.open = false;
			h->sides[i].stage = IKE_STAGE_DONE;
		}
}

/* Only 4500 answered, and only the knock: now it is asked in full. */
static void ask_4500_in_full(struct ike_hunt *h, struct ike_side *s500)
{
	struct ike_side *s4500 = s500 + 1;

	if (s500->stage != IKE_STAGE_DONE || s500->answered ||
		s4500->stage != IKE_STAGE_DONE || !s4500->knocked)
		return;
	s4500->knocked = false;
	if (s4500->talk.reply.has_sa || !ike_talk_follow(&s4500->talk))
		return;
	s4500->other_group = s4500->talk.reply.cookie.n == 0;
	ask(h, s4500, IKE_STAGE_ASK, 3, 4);
}

/* Addresses start one after the other, a quarter of a unit apart. */
static void start_due(struct ike_hunt *h)
{
	for (size_t i = 0; i < h->n; i++) {
		struct ike_side *side = &h->sides[i];
		int64_t due = h->began + (int64_t)(i / 2) * h->unit / 4;

		if (side->stage == IKE_STAGE_WAITING && clock_ms() >= due)
			begin(h, side);
	}
}

static bool over(const struct ike_hunt *h)
{
	for (size_t i = 0; i < h->n; i++)
		if (h->sides[i].stage != IKE_STAGE_DONE)
			return false;
	return true;
}

static void wait_for_all(struct ike_hunt *h)
{
	int64_t tick = h->end;

	for (size_t i = 0; i < h->n; i++)
		if (h->sides[i].stage == IKE_STAGE_WAITING)
			tick = deadline_first(tick, deadline_in(h->unit / 8));
	ike_talks_step(h->talks, h->n, tick);
}

void ike_hunt_run(struct ike_hunt *h)
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

/* Without an answer: the address of which most is known. */
static size_t telling(const struct ike_hunt *h)
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

const struct ike_side *ike_hunt_result(const struct ike_hunt *h)
{
	return &h->sides[2 * telling(h)];
}

static void open_sides(struct ike_hunt *h, const struct endpoint *addresses,
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

struct ike_hunt *ike_hunt_new(const struct endpoint *addresses, size_t n,
	int64_t deadline)
{
	struct ike_hunt *h = xcalloc(1, sizeof(*h));

	h->began = clock_ms();
	h->unit = deadline_first(deadline_left(deadline) / UNITS, UNIT_MAX);
	h->end = deadline - 20;
	open_sides(h, addresses, n);
	return h;
}

void ike_hunt_free(struct ike_hunt *h)
{
	for (size_t i = 0; i < h->n; i++)
		ike_talk_close(&h->sides[i].talk);
	free(h);
}
