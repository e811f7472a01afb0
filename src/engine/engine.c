/*
 * The journal and its replay. Every change appends an entry; going back
 * appends one too, and the walk is made anew from what is still live.
 */
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "model/value.h"
#include "path.h"
#include "walk.h"

struct engine {
	const struct catalog *catalog;
	const struct tree *first;
	struct arena arena;   /* replies, sources of facts: the whole life */
	struct arena scratch; /* the prompt: until the next change */
	struct walk walk;
	struct step *steps;
	size_t n, cap;
	struct prompt prompt;
	bool prompted;
	struct suspect *suspects;
};

static bool is_answer(enum reply_kind kind)
{
	return kind == REPLY_NEXT || kind == REPLY_CHOICE ||
	       kind == REPLY_FORM || kind == REPLY_SKIP ||
	       kind == REPLY_RESULT || kind == REPLY_TRIED;
}

struct engine *engine_new(const struct catalog *catalog, const char *id)
{
	const struct tree *tree = catalog_tree(catalog, id);
	struct engine *e;

	if (!tree || !tree->start)
		return NULL;
	e = xcalloc(1, sizeof(*e));
	e->catalog = catalog;
	e->first = tree;
	arena_init(&e->arena);
	arena_init(&e->scratch);
	path_start(&e->walk, catalog, tree, &e->arena, NULL);
	return e;
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	path_release(&e->walk);
	arena_release(&e->arena);
	arena_release(&e->scratch);
	free(e->steps);
	free(e->suspects);
	free(e);
}

/* What the current prompt is called in the journal. */
static const char *prompt_key(struct engine *e)
{
	const struct walk *w = &e->walk;
	const char *id = w->node ? w->node->id : "";

	if (w->values.n)
		return arena_printf(&e->scratch, "%s#values", id);
	if (w->fetch)
		return arena_printf(&e->scratch, "%s#fetch", w->fetch->id);
	if (w->phase == PHASE_VERIFY)
		return arena_printf(&e->scratch, "%s#verify", id);
	if (w->node && w->node->kind == &fix_shape && e->prompted &&
		!e->prompt.is_fix)
		return arena_printf(&e->scratch, "%s#before%zu", id, w->before);
	return id;
}

static void values_prompt(struct engine *e, struct stage *s)
{
	struct walk *w = &e->walk;
	struct prompt *p = s->prompt;
	struct prompt_field *fields =
		arena_alloc(s->arena, w->values.n * sizeof(*fields));

	p->kind = PROMPT_FORM;
	p->title = "These values go into the command";
	p->why = "They are put in with the right quotes; nothing is run.";
	p->may_skip = true;
	if (w->node->kind == &fix_shape)
		p->fix_node = w->node->id;
	for (size_t i = 0; i < w->values.n; i++) {
		const struct var *v =
			catalog_var(w->catalog, w->tree, w->values.s[i]);

		fields[p->nfields++] = (struct prompt_field){
			v, v->initial, v->initial ? "default" : NULL, true};
	}
	p->fields = fields;
}

static void dead_end(struct stage *s)
{
	s->prompt->kind = PROMPT_END;
	s->prompt->title = "This way leads nowhere";
	s->prompt->outcome = "not_applicable";
	stage_text(s, BLOCK_TEXT,
		"The tree has no way on from here. Flag it for its "
		"author and go back.");
}

static bool holds_choice(const struct prompt *p, const char *id)
{
	for (size_t i = 0; id && i < p->nchoices; i++)
		if (strcmp(p->choices[i].id, id) == 0)
			return true;
	return false;
}

/* The newest answer to this prompt that was set aside. */
static const struct step *earlier_answer(struct engine *e)
{
	const char *key = prompt_key(e);

	for (size_t i = e->n; i-- > 0;) {
		const struct step *s = &e->steps[i];

		if (!s->live && is_answer(s->reply->kind) && s->reply->node &&
			strcmp(s->reply->node, key) == 0)
			return s;
	}
	return NULL;
}

static void prefill(struct prompt *p, const struct step *s)
{
	struct prompt_field *fields = (struct prompt_field *)(size_t)p->fields;

	for (size_t i = 0; i < p->nfields; i++)
		for (size_t k = 0; k < s->reply->values.n; k++)
			if (strcmp(fields[i].var->id,
				    s->reply->values.p[k].key) == 0) {
				fields[i].value = s->reply->values.p[k].value;
				fields[i].source = "your earlier answer";
			}
}

static void suggest_earlier(struct engine *e)
{
	struct prompt *p = &e->prompt;
	const struct step *s = earlier_answer(e);
	const char *choice;

	if (!s)
		return;
	if (p->kind == PROMPT_FORM && s->reply->kind == REPLY_FORM) {
		prefill(p, s);
		return;
	}
	choice = s->reply->choice ? s->reply->choice : s->outcome;
	if (s->reply->kind == REPLY_RESULT ||
		(s->reply->kind == REPLY_CHOICE && holds_choice(p, choice)))
		p->suggestion = (struct suggestion){
			true, true, choice, "your earlier answer"};
}

static void suggest(struct engine *e)
{
	const struct walk *w = &e->walk;
	const struct node_kind *kind = w->node ? kind_of(w->node) : NULL;
	struct suggestion *s = &e->prompt.suggestion;

	if (w->fetch)
		check_suggest(w, w->fetch, &e->scratch, s);
	else if (!w->values.n && kind && kind->suggest)
		kind->suggest(w, w->node, &e->scratch, s);
	if (!s->there)
		suggest_earlier(e);
}

static void stage_prompt(struct engine *e, struct stage *s)
{
	struct walk *w = &e->walk;

	*s = (struct stage){&e->scratch, w, &e->prompt, NULL, 0};
	e->prompt = (struct prompt){.tree = w->tree, .node = w->node};
	if (!w->node) {
		dead_end(s);
	} else if (w->values.n) {
		values_prompt(e, s);
	} else if (w->fetch) {
		e->prompt.kind = PROMPT_RUN;
		e->prompt.node = w->fetch;
		e->prompt.fix_node = w->node->id;
		e->prompt.title = check_title(w->fetch);
		e->prompt.why = "A value is still missing for the fix; this "
				"check can bring it.";
		check_block(s, w->fetch);
	} else {
		kind_of(w->node)->prompt(s, w->node);
	}
	e->prompt.blocks = s->blocks;
}

const struct prompt *engine_prompt(struct engine *e)
{
	struct stage s;

	if (e->prompted)
		return &e->prompt;
	arena_release(&e->scratch);
	stage_prompt(e, &s);
	e->prompted = true;
	suggest(e);
	return &e->prompt;
}

const struct prompt *engine_fix(struct engine *e)
{
	struct walk *w = &e->walk;
	struct stage s = {&e->scratch, w, NULL, NULL, 0};

	if (!w->node || w->node->kind != &fix_shape)
		return NULL;
	s.prompt = arena_alloc(&e->scratch, sizeof(*s.prompt));
	s.prompt->tree = w->tree;
	s.prompt->node = w->node;
	fix_show(&s, w->node);
	s.prompt->blocks = s.blocks;
	return s.prompt;
}

/* Values for a command, typed before the node is shown. */
static bool take_values(struct walk *w, const struct reply *r, const char **why)
{
	struct str clean = STR_INIT;
	bool ok = true;

	for (size_t i = 0; ok && r->kind == REPLY_FORM && i < r->values.n;
		i++) {
		const struct pair *p = &r->values.p[i];
		const struct var *v = catalog_var(w->catalog, w->tree, p->key);
		const char *no = "there is no such value here";

		ok = v && value_accept(v, p->value, &clean, &no);
		if (!ok)
			*why = arena_printf(w->arena, "%s: %s", p->key, no);
	}
	str_release(&clean);
	if (!ok)
		return false;
	if (r->kind != REPLY_FORM && r->kind != REPLY_SKIP) {
		*why = "values are wanted here";
		return false;
	}
	if (r->kind == REPLY_FORM)
		walk_set_pairs(w, &r->values, "asked");
	w->outcome = w->label = r->kind == REPLY_FORM ? "ok" : "skipped";
	w->asked[path_check(w)->number] = true;
	return true;
}

/* An answer to the current prompt, whichever that is. False: *why. */
static bool take_answer(struct walk *w, const struct reply *r,
	const struct edge **way, const char **why)
{
	const struct node_kind *kind;
	const struct edge *judged;

	*way = NULL;
	*why = NULL;
	if (!w->node) {
		*why = "this way leads nowhere";
		return false;
	}
	if (w->values.n)
		return take_values(w, r, why);
	if (w->fetch) {
		const struct cause *found = w->found;

		w->role = STEP_FETCH;
		judged = check_take(w, w->fetch, r, why);
		if (!judged)
			return false;
		path_watch(w, w->fetch, judged);
		w->found = found;
		w->finds = NULL;
		return true;
	}
	kind = kind_of(w->node);
	*way = kind->accept(w, w->node, r, why);
	return *way || !*why;
}

static void apply_evidence(struct walk *w, const struct reply *r)
{
	w->docs = grow(w->docs, &w->capdocs, w->ndocs, sizeof(*w->docs));
	w->docs[w->ndocs++] = (struct document){
		r->name ? r->name : "evidence", r->text, r->len, w->step};
	walk_read(w, r->name ? r->name : "evidence", r->text, r->len, 0);
}

/* One entry on the walk as it stands; false: it does not fit. */
static bool apply(struct engine *e, struct step *s, const char **why)
{
	struct walk *w = &e->walk;
	const struct edge *way = NULL;
	const struct node *asked = walk_asked(w);

	w->step = s->number;
	w->outcome = w->label = w->note = w->finds = NULL;
	w->role = STEP_PLAIN;
	if (s->reply->kind == REPLY_EVIDENCE)
		apply_evidence(w, s->reply);
	if (s->reply->kind == REPLY_SET)
		walk_set_pairs(w, &s->reply->values,
			s->reply->by == BY_FILE ? "given" : "overruled");
	if (is_answer(s->reply->kind)) {
		s->tree = w->tree;
		s->node = asked;
		s->title = e->prompted
				   ? arena_strdup(&e->arena, e->prompt.title)
				   : NULL;
		if (!take_answer(w, s->reply, &way, why))
			return false;
		s->outcome = w->outcome;
		s->label = w->label;
		s->note = w->note;
		s->finds = w->finds;
		s->role = w->role;
		s->edge = way;
		if (way)
			path_follow(w, way);
	}
	path_settle(w);
	e->prompted = false;
	return true;
}

static struct step *append(struct engine *e, const struct reply *r)
{
	struct step *s;

	e->steps = grow(e->steps, &e->cap, e->n, sizeof(*e->steps));
	s = &e->steps[e->n];
	*s = (struct step){.number = e->n,
		.reply = reply_copy(&e->arena, r),
		.live = true};
	e->n++;
	return s;
}

/* The walk from its start, by the entries that are still live. What does not
 * fit any more (another version of the tree) is set aside. */
static void rebuild(struct engine *e)
{
	const struct engine_watch *watch = e->walk.watch;
	const char *why;

	path_release(&e->walk);
	path_start(&e->walk, e->catalog, e->first, &e->arena, watch);
	e->prompted = false;
	for (size_t i = 0; i < e->n; i++) {
		struct step *s = &e->steps[i];

		if (!s->live)
			continue;
		engine_prompt(e);
		if (is_answer(s->reply->kind) && s->reply->node &&
			strcmp(s->reply->node, prompt_key(e)) != 0)
			s->live = false;
		else if (!apply(e, s, &why))
			s->live = false;
	}
}

static void set_aside(struct engine *e, size_t from)
{
	for (size_t i = from; i < e->n; i++)
		if (is_answer(e->steps[i].reply->kind) ||
			e->steps[i].reply->kind == REPLY_SET)
			e->steps[i].live = false;
}

static bool fits_here(struct engine *e, const struct reply *r, const char **why)
{
	if (!r->node || !is_answer(r->kind) ||
		strcmp(r->node, prompt_key(e)) == 0)
		return true;
	*why = arena_printf(&e->scratch,
		"that answers '%s', but '%s' is asked now", r->node,
		prompt_key(e));
	return false;
}

bool engine_reply(struct engine *e, const struct reply *r, const char **why)
{
	struct reply named = *r;
	struct step *s;

	engine_prompt(e);
	*why = NULL;
	if (!fits_here(e, r, why))
		return false;
	if (is_answer(r->kind) || r->kind == REPLY_FLAG)
		named.node = prompt_key(e);
	s = append(e, &named);
	if (r->kind == REPLY_BACK) {
		set_aside(e, r->to);
		rebuild(e);
		return true;
	}
	if (apply(e, s, why))
		return true;
	e->n--;
	/* What a refused answer touched on its way is made anew. */
	rebuild(e);
	return false;
}

bool engine_jump(struct engine *e, size_t number, int64_t at)
{
	const struct reply back = {.kind = REPLY_BACK, .to = number, .at = at};
	const char *why;

	if (number >= e->n || !e->steps[number].live ||
		!is_answer(e->steps[number].reply->kind))
		return false;
	return engine_reply(e, &back, &why);
}

bool engine_back(struct engine *e, int64_t at)
{
	for (size_t i = e->n; i-- > 0;)
		if (e->steps[i].live && is_answer(e->steps[i].reply->kind))
			return engine_jump(e, i, at);
	return false;
}

static enum reply_kind answer_kind(const struct prompt *p)
{
	return p->kind == PROMPT_FORM ? REPLY_FORM : REPLY_CHOICE;
}

/* A question that only weighs causes cannot change what evidence proves. */
static bool only_weighs(const struct node *n)
{
	for (size_t i = 1; i < n->nedges; i++)
		if (n->edges[i]->target != n->edges[0]->target ||
			!n->edges[i]->target)
			return false;
	return n->kind == &question_shape && n->nedges;
}

static bool diagnose_reply(const struct prompt *p, struct reply *r)
{
	*r = (struct reply){.by = BY_EVIDENCE, .source = "passed"};
	if (p->kind == PROMPT_PAGE) {
		r->kind = REPLY_NEXT;
		return true;
	}
	if (p->kind == PROMPT_FORM && p->may_skip && !p->fix_node) {
		r->kind = REPLY_SKIP;
		return true;
	}
	if (p->kind == PROMPT_CHOICE && only_weighs(p->node) &&
		holds_choice(p, "unknown")) {
		r->kind = REPLY_CHOICE;
		r->choice = "unknown";
		return true;
	}
	return false;
}

bool engine_auto(struct engine *e, enum pace pace, int64_t at)
{
	const struct prompt *p = engine_prompt(e);
	struct reply r = {.by = BY_EVIDENCE, .at = at};
	const char *why;

	if (p->kind == PROMPT_END || p->is_fix ||
		e->n > 20000) /* a loop that feeds itself */
		return false;
	if (p->suggestion.there && !p->suggestion.earlier) {
		r.kind = answer_kind(p);
		r.choice = p->suggestion.choice;
		r.source = p->suggestion.source;
		return engine_reply(e, &r, &why);
	}
	if (pace != PACE_DIAGNOSE || !diagnose_reply(p, &r))
		return false;
	r.at = at;
	return engine_reply(e, &r, &why);
}

bool engine_accept(struct engine *e, int64_t at)
{
	const struct prompt *p = engine_prompt(e);
	const struct step *s;
	struct reply r;
	const char *why;

	if (!p->suggestion.there)
		return false;
	if (!p->suggestion.earlier)
		return engine_auto(e, PACE_EVIDENCE, at);
	s = earlier_answer(e);
	if (!s)
		return false;
	r = *s->reply;
	r.at = at;
	return engine_reply(e, &r, &why);
}

const struct step *engine_steps(const struct engine *e, size_t *n)
{
	*n = e->n;
	return e->steps;
}

const struct facts *engine_facts(const struct engine *e)
{
	return &e->walk.facts;
}

const struct fact *engine_fact(const struct engine *e, const char *name)
{
	return facts_get(&e->walk.facts, name);
}

const struct cause *engine_cause(const struct engine *e)
{
	return e->walk.found;
}

static int by_weight(const void *a, const void *b)
{
	const struct suspect *x = a, *y = b;

	if (x->found != y->found)
		return x->found ? -1 : 1;
	return (x->weight < y->weight) - (x->weight > y->weight);
}

const struct suspect *engine_suspects(struct engine *e, size_t *n)
{
	const struct walk *w = &e->walk;
	const struct cause *causes = w->tree->causes.items;
	double sum = 0;

	*n = w->tree->causes.n;
	free(e->suspects);
	e->suspects = xcalloc(*n, sizeof(*e->suspects));
	for (size_t i = 0; i < *n; i++)
		sum += w->weight[i];
	for (size_t i = 0; i < *n; i++)
		e->suspects[i] = (struct suspect){&causes[i],
			sum > 0 ? w->weight[i] / sum : 0,
			w->found == &causes[i], w->weight[i] <= 0};
	if (*n)
		qsort(e->suspects, *n, sizeof(*e->suspects), by_weight);
	return e->suspects;
}

const struct tree *engine_tree(const struct engine *e)
{
	return e->walk.tree;
}

const struct var *engine_var(const struct engine *e, const char *name)
{
	return catalog_var(e->catalog, e->walk.tree, name);
}

const char *engine_judge(struct engine *e, const struct result *r)
{
	const struct prompt *p = engine_prompt(e);

	if (p->kind != PROMPT_RUN)
		return NULL;
	return check_judge(&e->walk, path_check(&e->walk), r);
}

bool engine_ended(const struct engine *e)
{
	return !e->walk.node || e->walk.node->kind == &end_shape;
}

void engine_set_watch(struct engine *e, const struct engine_watch *watch)
{
	e->walk.watch = watch;
	rebuild(e); /* so that the ways before the first prompt are seen too */
}
