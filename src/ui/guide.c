/* The walk behind every front end: replies in, the next prompt out. */
#include "ui/guide.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xmem.h"
#include "model/evidence.h"
#include "store/session.h"

#define MOST_AUTO 500 /* answers in a row; a tree that loops stops here */

void guide_init(struct guide *g, const struct ui_options *o)
{
	memset(g, 0, sizeof(*g));
	g->o = o;
	reading_init(&g->reading);
	arena_init(&g->arena);
	str_init(&g->say);
	envelope_tag(g->tag);
	if (o->consent)
		g->consent = *o->consent;
	for (size_t i = 0; i < o->nplaces; i++)
		guide_place(g, o->places[i].machine, o->places[i].where);
	str_reset(&g->say);
	g->engine = o->engine;
	g->session = o->session;
	g->started = guide_now(g);
	if (g->engine) {
		size_t n;
		const struct step *s = engine_steps(g->engine, &n);

		if (n > 0 && s[0].reply->at)
			g->started = s[0].reply->at;
	}
}

void guide_release(struct guide *g)
{
	guide_close(g);
	runner_free(g->runner);
	listing_release(&g->recent);
	reading_release(&g->reading);
	for (size_t i = 0; i < g->nevidence; i++)
		evidence_release(&g->evidence[i]);
	free(g->evidence);
	for (size_t i = 0; i < g->nplaces; i++) {
		free(g->places[i].machine);
		free(g->places[i].where);
	}
	free(g->places);
	free(g->trail);
	arena_release(&g->arena);
	str_release(&g->say);
}

int64_t guide_now(const struct guide *g)
{
	struct timespec t;

	if (g->fixed_now)
		return g->fixed_now;
	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void tell(struct guide *g, bool trouble, const char *fmt, va_list ap)
{
	str_reset(&g->say);
	str_vaddf(&g->say, fmt, ap);
	g->trouble = trouble;
	g->changes++;
}

void guide_tell(struct guide *g, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(g, false, fmt, ap);
	va_end(ap);
}

static bool complain(struct guide *g, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	tell(g, true, fmt, ap);
	va_end(ap);
	return false;
}

/* On the disk before the screen moves on. */
static void keep(struct guide *g)
{
	g->changes++;
	if (!g->session || session_keep(g->session, g->engine) == 0)
		return;
	complain(g, "not saved: %s", session_trouble(g->session));
}

static bool give(struct guide *g, struct reply *r)
{
	const char *why = NULL;

	str_reset(&g->say);
	r->at = guide_now(g);
	if (!engine_reply(g->engine, r, &why))
		return complain(g, "%s", why ? why : "that does not fit here");
	keep(g);
	return true;
}

/* Walk by itself as far as evidence decides. */
static void go_on(struct guide *g)
{
	size_t n = 0;

	while (n < MOST_AUTO &&
		engine_auto(g->engine, PACE_EVIDENCE, guide_now(g)))
		n++;
	g->took = n;
	if (n == 0)
		return;
	keep(g);
	if (!g->trouble)
		guide_tell(g,
			"%zu answer%s taken from the evidence; "
			"b goes back, h shows all",
			n, n == 1 ? "" : "s");
}

static bool answer(struct guide *g, struct reply *r)
{
	g->took = 0;
	if (!give(g, r))
		return false;
	go_on(g);
	return true;
}

static void give_evidence(struct guide *g, const struct evidence *e)
{
	struct reply r = {.kind = REPLY_EVIDENCE,
		.by = BY_FILE,
		.name = e->name,
		.text = e->text,
		.len = e->len};

	if (!strcmp(e->name, "paste") || !strcmp(e->name, "typed"))
		r.by = BY_PERSON;
	give(g, &r);
}

bool guide_evidence(struct guide *g, const char *name, const char *bytes,
	size_t n)
{
	struct evidence e;

	if (n > EVIDENCE_MOST)
		return complain(g,
			"%s is larger than %zu MB; cut out the part "
			"around the error",
			name, EVIDENCE_MOST >> 20);
	evidence_init(&e, name, bytes, n);
	if (e.binary) {
		complain(g, "%s is not text; export the event as text or XML",
			name);
		evidence_release(&e);
		return false;
	}
	g->changes++;
	if (g->engine) {
		give_evidence(g, &e);
		go_on(g);
		if (!g->took && !g->trouble)
			guide_tell(g,
				"%s was read; it does not decide what is "
				"asked here",
				name);
		evidence_release(&e);
		return true;
	}
	reading_add(&g->reading, g->o->catalog, g->o->codes, &e);
	g->evidence = grow(g->evidence, &g->capevidence, g->nevidence,
		sizeof(*g->evidence));
	g->evidence[g->nevidence++] = e;
	return true;
}

static void give_ticket(struct guide *g)
{
	struct pair p = {.key = "ticket", .value = g->o->ticket};
	struct reply r = {.kind = REPLY_SET, .by = BY_FILE, .values = {&p, 1}};

	if (g->o->ticket && engine_var(g->engine, "ticket"))
		give(g, &r);
}

bool guide_open(struct guide *g, const char *tree)
{
	struct session_start start = {.ticket = g->o->ticket,
		.program = g->o->version,
		.at = guide_now(g)};

	guide_close(g);
	g->engine = engine_new(g->o->catalog, tree);
	if (!g->engine)
		return complain(g, "there is no tree '%s'", tree);
	g->started = start.at;
	g->consent.given = false;
	if (g->o->store)
		g->session = session_new(g->o->store, g->engine, &start);
	str_reset(&g->say);
	g->trouble = false;
	give_ticket(g);
	for (size_t i = 0; i < g->nevidence; i++)
		give_evidence(g, &g->evidence[i]);
	go_on(g);
	g->changes++;
	return true;
}

void guide_close(struct guide *g)
{
	session_free(g->session);
	engine_free(g->engine);
	g->session = NULL;
	g->engine = NULL;
	g->ntrail = 0;
	/* It is among the last ones now. */
	listing_release(&g->recent);
	g->listed = false;
	g->changes++;
}

void guide_begin(struct guide *g)
{
	const struct ui_options *o = g->o;
	struct offer *list;
	size_t n;

	for (size_t i = 0; i < o->nevidence; i++)
		guide_evidence(g, o->evidence[i].name, o->evidence[i].bytes,
			o->evidence[i].len);
	if (g->engine)
		return;
	if (o->text)
		guide_evidence(g, "typed", o->text, strlen(o->text));
	if (o->tree) {
		guide_open(g, o->tree);
		return;
	}
	if (!o->text)
		return;
	list = guide_offers(g, "", &n);
	if (n > 0 && list[0].by_evidence)
		guide_open(g, list[0].tree->id);
	free(list);
}

const struct prompt *guide_prompt(struct guide *g)
{
	return g->engine ? engine_prompt(g->engine) : NULL;
}

bool guide_choose(struct guide *g, const char *id)
{
	struct reply r = {.kind = REPLY_CHOICE, .by = BY_PERSON, .choice = id};
	const struct suggestion *s = &engine_prompt(g->engine)->suggestion;

	/* What was known keeps its source. */
	if (s->there && !s->earlier && s->choice && !strcmp(s->choice, id))
		return guide_accept(g);
	return answer(g, &r);
}

bool guide_accept(struct guide *g)
{
	str_reset(&g->say);
	g->took = 0;
	if (!engine_accept(g->engine, guide_now(g)))
		return complain(g, "nothing is known here yet");
	keep(g);
	go_on(g);
	return true;
}

bool guide_next(struct guide *g)
{
	struct reply r = {.kind = REPLY_NEXT, .by = BY_PERSON};

	return answer(g, &r);
}

bool guide_skip(struct guide *g)
{
	struct reply r = {.kind = REPLY_SKIP, .by = BY_PERSON};

	return answer(g, &r);
}

bool guide_form(struct guide *g, const struct pairs *values)
{
	struct reply r = {
		.kind = REPLY_FORM, .by = BY_PERSON, .values = *values};

	return answer(g, &r);
}

bool guide_set(struct guide *g, const char *var, const char *value)
{
	struct pair p = {.key = var, .value = value};
	struct reply r = {
		.kind = REPLY_SET, .by = BY_PERSON, .values = {&p, 1}};

	return give(g, &r);
}

bool guide_result(struct guide *g, const struct result *result)
{
	struct reply r = {
		.kind = REPLY_RESULT, .by = BY_CHECK, .result = *result};

	if (result->way == WAY_PROBE)
		r.by = BY_PROBE;
	else if (result->way == WAY_PASTE || result->way == WAY_FILE)
		r.by = BY_PERSON;
	return answer(g, &r);
}

bool guide_back(struct guide *g)
{
	str_reset(&g->say);
	g->took = 0;
	if (!engine_back(g->engine, guide_now(g)))
		return complain(g, "this is the beginning of the walk");
	keep(g);
	return true;
}

bool guide_jump(struct guide *g, size_t number)
{
	str_reset(&g->say);
	g->took = 0;
	if (!engine_jump(g->engine, number, guide_now(g)))
		return complain(g, "that answer is set aside already");
	keep(g);
	return true;
}

static bool remark(struct guide *g, enum reply_kind kind, const char *text)
{
	struct reply r = {.kind = kind,
		.by = BY_PERSON,
		.text = text,
		.len = strlen(text)};

	if (!g->engine || !*text)
		return false;
	if (kind != REPLY_NOTE)
		r.node = engine_prompt(g->engine)->node->id;
	return give(g, &r);
}

bool guide_note(struct guide *g, const char *text)
{
	if (!remark(g, REPLY_NOTE, text))
		return false;
	guide_tell(g, "noted; it goes into the ticket");
	return true;
}

bool guide_flag(struct guide *g, const char *text)
{
	if (!remark(g, REPLY_FLAG, text))
		return false;
	guide_tell(g, "flagged for the author of this tree");
	return true;
}

bool guide_tried(struct guide *g, const char *reason)
{
	if (!remark(g, REPLY_TRIED, reason))
		return false;
	guide_tell(g, "noted as tried before");
	return true;
}
