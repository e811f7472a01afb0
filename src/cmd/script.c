/* Serving prompts from a list. */
#include "script.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

void script_init(struct script *s)
{
	*s = (struct script){.by = BY_FILE};
}

void script_release(struct script *s)
{
	free(s->list);
	*s = (struct script){0};
}

struct script_answer *script_add(struct script *s, const char *node)
{
	s->list = grow(s->list, &s->cap, s->n, sizeof(*s->list));
	s->list[s->n] = (struct script_answer){.node = node};
	return &s->list[s->n++];
}

static bool has_choice(const struct prompt *p, const char *id)
{
	for (size_t i = 0; id && i < p->nchoices; i++)
		if (strcmp(p->choices[i].id, id) == 0)
			return true;
	return false;
}

/* Does a fix ask whether its precondition holds? */
static bool is_precondition(const struct prompt *p)
{
	return p->kind == PROMPT_RUN && p->fix_node && has_choice(p, "holds");
}

/* "done" for a fix must not answer its precondition, nor the reverse. */
static bool may_answer(const struct script_answer *a, const struct prompt *p)
{
	if (p->is_fix || (is_precondition(p) && !a->has_result))
		return has_choice(p, a->choice);
	return true;
}

/* The first answer for the node that was not used yet; when all were, the
 * last, over and over. */
static struct script_answer *find(struct script *s, const char *node,
	const struct prompt *p)
{
	struct script_answer *best = NULL;

	for (size_t i = 0; node && i < s->n; i++) {
		if (strcmp(s->list[i].node, node) != 0 ||
			!may_answer(&s->list[i], p))
			continue;
		if (s->list[i].used == 0)
			return &s->list[i];
		best = &s->list[i];
	}
	return best;
}

/* A check is answered by its own name, also when a fix verifies by it. */
static struct script_answer *answer_for(struct script *s,
	const struct prompt *p)
{
	struct script_answer *a = NULL;

	if (p->kind == PROMPT_RUN)
		a = find(s, p->check->id, p);
	if (!a && p->node)
		a = find(s, p->node->id, p);
	return a;
}

/* Values a form can have: those given, then those known already. */
static bool form_reply(const struct prompt *p, const struct script_answer *a,
	struct pair *room, struct reply *r)
{
	r->kind = REPLY_FORM;
	r->values.p = room;
	for (size_t i = 0; i < p->nfields; i++) {
		const char *id = p->fields[i].var->id;
		const char *value = p->fields[i].value;

		for (size_t k = 0; a && k < a->values.n; k++)
			if (strcmp(a->values.p[k].key, id) == 0)
				value = a->values.p[k].value;
		if (value)
			room[r->values.n++] =
				(struct pair){.key = id, .value = value};
		else if (p->fields[i].required)
			return false;
	}
	return true;
}

static enum script_state serve_form(struct script *s, struct engine *e,
	const struct prompt *p, struct reply *r, const char **why)
{
	const struct script_answer *a = answer_for(s, p);
	struct pair *room = xcalloc(p->nfields + 1, sizeof(*room));
	enum script_state state = SCRIPT_MISSING;

	if ((a && a->choice && strcmp(a->choice, "skipped") == 0) ||
		!form_reply(p, a, room, r))
		r->kind = REPLY_SKIP;
	if (r->kind == REPLY_FORM || p->may_skip)
		state = engine_reply(e, r, why) ? SCRIPT_MOVED : SCRIPT_REFUSED;
	free(room);
	return state;
}

static enum script_state serve_answer(struct script *s, struct engine *e,
	const struct prompt *p, struct reply *r, const char **why)
{
	struct script_answer *a = answer_for(s, p);

	if (a) {
		a->used++;
		r->kind = a->has_result ? REPLY_RESULT : REPLY_CHOICE;
		r->choice = a->choice;
		r->result = a->result;
		if (a->has_result && a->result.verdict == RESULT_RAN)
			r->by = BY_CHECK;
	} else if (p->is_fix && s->fixes_done) {
		r->kind = REPLY_CHOICE;
		r->choice = "done";
	} else if (is_precondition(p) && s->fixes_done) {
		r->kind = REPLY_CHOICE;
		r->choice = "holds";
	} else if (p->kind == PROMPT_RUN && s->tolerant) {
		r->kind = REPLY_SKIP;
	} else {
		return SCRIPT_MISSING;
	}
	return engine_reply(e, r, why) ? SCRIPT_MOVED : SCRIPT_REFUSED;
}

enum script_state script_step(struct script *s, struct engine *e,
	const char **why)
{
	const struct prompt *p = engine_prompt(e);
	int64_t now = s->now ? s->now() : 0;
	struct reply r = {.by = s->by, .at = now};
	bool given = answer_for(s, p) != NULL;

	switch (p->kind) {
	case PROMPT_END:
		return SCRIPT_ENDED;
	case PROMPT_PAGE:
		r.kind = REPLY_NEXT;
		return engine_reply(e, &r, why) ? SCRIPT_MOVED : SCRIPT_REFUSED;
	case PROMPT_FORM:
		return serve_form(s, e, p, &r, why);
	case PROMPT_CHOICE:
	case PROMPT_RUN:
		break;
	}
	/* What was given by hand goes before what evidence says. */
	if (!given && engine_auto(e, PACE_EVIDENCE, now))
		return SCRIPT_MOVED;
	return serve_answer(s, e, p, &r, why);
}
