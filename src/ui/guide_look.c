/* Looking back at a walk: the trail, the clock, what was done how often. */
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "store/session.h"
#include "ui/guide.h"

const char *guide_source(const struct reply *r)
{
	static const char *const words[] = {
		[BY_PERSON] = "you",
		[BY_EVIDENCE] = "evidence",
		[BY_CHECK] = "check",
		[BY_PROBE] = "probe",
		[BY_FILE] = "given",
	};

	if (r->source && *r->source)
		return r->source;
	if (r->kind == REPLY_RESULT && r->result.way == WAY_PASTE)
		return "pasted";
	return words[r->by];
}

static const char *form_label(struct guide *g, const struct reply *r)
{
	struct str text = STR_INIT;
	const char *kept;

	for (size_t i = 0; i < r->values.n; i++) {
		const struct pair *p = &r->values.p[i];
		const struct var *v = engine_var(g->engine, p->key);
		bool secret = v && v->type == VAR_SECRET;

		if (!p->value || !*p->value)
			continue;
		str_addf(&text, "%s%s", text.len ? ", " : "",
			secret ? "(secret)" : p->value);
	}
	kept = arena_strdup(&g->arena, text.len ? text.s : "nothing known");
	str_release(&text);
	return kept;
}

static const char *step_label(struct guide *g, const struct step *s)
{
	const struct reply *r = s->reply;

	if (r->kind == REPLY_NOTE || r->kind == REPLY_FLAG ||
		r->kind == REPLY_TRIED)
		return r->text;
	if (r->kind == REPLY_EVIDENCE)
		return strcmp(r->name, "typed") ? r->name : r->text;
	if (r->kind == REPLY_FORM || r->kind == REPLY_SET)
		return form_label(g, r);
	if (r->kind == REPLY_SKIP)
		return "skipped";
	return s->label ? s->label : s->outcome ? s->outcome : "";
}

static const char *step_title(const struct step *s)
{
	static const char *const words[] = {
		[REPLY_EVIDENCE] = "Evidence",
		[REPLY_NOTE] = "Note",
		[REPLY_FLAG] = "Flag for the author",
		[REPLY_TRIED] = "Already tried",
		[REPLY_EXPORT] = "Exported",
		[REPLY_SET] = "Given",
	};

	if (s->title)
		return s->title;
	return s->reply->kind < sizeof(words) / sizeof(*words) &&
			       words[s->reply->kind]
		       ? words[s->reply->kind]
		       : "";
}

/* Pages that were read and the going back itself are no answers. */
static bool is_shown(const struct step *s)
{
	return s->reply->kind != REPLY_BACK && s->reply->kind != REPLY_NEXT &&
	       s->reply->kind != REPLY_EXPORT;
}

const struct answered *guide_trail(struct guide *g, size_t *n)
{
	size_t nsteps = 0;
	const struct step *s =
		g->engine ? engine_steps(g->engine, &nsteps) : NULL;

	arena_release(&g->arena);
	arena_init(&g->arena);
	g->ntrail = 0;
	for (size_t i = 0; i < nsteps; i++) {
		struct answered *a;

		if (!is_shown(&s[i]))
			continue;
		g->trail = grow(g->trail, &g->captrail, g->ntrail,
			sizeof(*g->trail));
		a = &g->trail[g->ntrail++];
		*a = (struct answered){
			.number = s[i].number,
			.title = step_title(&s[i]),
			.label = step_label(g, &s[i]),
			.source = guide_source(s[i].reply),
			.note = s[i].note,
			.automatic = s[i].reply->by == BY_EVIDENCE,
			.live = s[i].live,
			.role = (int)s[i].role,
			.kind = s[i].reply->kind,
		};
	}
	*n = g->ntrail;
	return g->trail;
}

void guide_tally(struct guide *g, struct tally *t)
{
	size_t n;
	const struct step *s = engine_steps(g->engine, &n);

	memset(t, 0, sizeof(*t));
	for (size_t i = 0; i < n; i++) {
		const struct reply *r = s[i].reply;

		if (!s[i].live || !s[i].node)
			continue;
		if (r->kind == REPLY_RESULT && r->result.way != WAY_PASTE &&
			r->result.verdict == RESULT_RAN)
			t->ran++;
		if (r->kind == REPLY_SKIP)
			t->skipped++;
		if (s[i].role == STEP_FIX && r->choice &&
			!strcmp(r->choice, "skipped"))
			t->skipped++;
		else if (s[i].role == STEP_FIX)
			t->fixes++;
		if (s[i].role == STEP_VERIFY && s[i].note)
			*(strcmp(s[i].note, "verified") ? &t->not_verified
							: &t->verified) += 1;
		if (s[i].role == STEP_PLAIN && r->kind == REPLY_CHOICE)
			t->by_eye++;
	}
}

static int64_t seconds(const struct guide *g)
{
	int64_t s = (guide_now(g) - g->started) / 1000;

	return s > 0 ? s : 0;
}

static int limit(const struct guide *g)
{
	return g->engine ? engine_within(engine_tree(g->engine)) : 0;
}

enum clock_state guide_late(const struct guide *g)
{
	int64_t most = (int64_t)limit(g) * 60, now = seconds(g);

	if (most == 0 || now * 5 < most * 4)
		return CLOCK_EARLY;
	return now < most ? CLOCK_SOON : CLOCK_OVER;
}

bool guide_clock_warning(const struct guide *g, struct str *out)
{
	int64_t left = (int64_t)limit(g) * 60 - seconds(g);

	switch (guide_late(g)) {
	case CLOCK_EARLY:
		return false;
	case CLOCK_SOON:
		str_addf(out,
			"%d minutes are left before this is to be "
			"handed over",
			(int)(left / 60) + 1);
		break;
	case CLOCK_OVER:
		str_addf(out,
			"the %d minutes are over: hand over what you "
			"have (e shows it)",
			limit(g));
		break;
	}
	return true;
}

void guide_clock(const struct guide *g, struct str *out)
{
	int64_t s = seconds(g);

	if (s >= 3600)
		str_addf(out, "%d:%02d:%02d", (int)(s / 3600),
			(int)(s / 60 % 60), (int)(s % 60));
	else
		str_addf(out, "%d:%02d", (int)(s / 60), (int)(s % 60));
	if (limit(g))
		str_addf(out, " of %d min", limit(g));
}

const char *guide_session(const struct guide *g)
{
	return g->session ? session_id(g->session) : NULL;
}
