/* A form: several values on one screen. */
#include <string.h>

#include "model/value.h"
#include "walk.h"

struct form {
	struct node node;
	const char *ask, *why, *say;
	struct strings fields;
	struct edges go;
};

static const struct field form_fields[] = {
	{"ask", FIELD_TEXT, offsetof(struct form, ask), FIELD_REQUIRED,
		.help = "the heading"},
	{"fields", FIELD_FACTS, offsetof(struct form, fields), FIELD_REQUIRED,
		.help = "the vars to type"},
	{"goto", FIELD_EDGES, offsetof(struct form, go), FIELD_REQUIRED,
		.help = "ok, and skipped when it may be"},
	{"why", FIELD_TEXT, offsetof(struct form, why), 0,
		.help = "why it is asked"},
	{"say", FIELD_TEXT, offsetof(struct form, say), 0,
		.help = "to read out to the caller"},
	{0},
};

const struct shape form_shape = {
	"form", sizeof(struct form), form_fields, "asks for values", "kind"};

static void prompt(struct stage *s, const struct node *n)
{
	const struct form *f = (const void *)n;
	struct prompt *p = s->prompt;
	struct prompt_field *fields =
		arena_alloc(s->arena, (f->fields.n + 1) * sizeof(*fields));

	p->kind = PROMPT_FORM;
	p->title = stage_fill(s, f->ask);
	p->why = f->why ? stage_fill(s, f->why) : NULL;
	if (f->say)
		stage_text(s, BLOCK_SAY, f->say);
	p->may_skip = node_edge(n, "skipped") != NULL;
	for (size_t i = 0; i < f->fields.n; i++) {
		const struct var *v = catalog_var(s->walk->catalog,
			s->walk->tree, f->fields.s[i]);
		const struct fact *known;

		if (!v)
			continue;
		known = facts_get(&s->walk->facts, v->id);
		fields[p->nfields++] = (struct prompt_field){v,
			known ? known->value : v->initial,
			known        ? known->source
			: v->initial ? "default"
				     : NULL,
			!v->optional};
	}
	p->fields = fields;
}

/* Every value of the reply is a field of the form and fits its var. */
static bool fits(struct walk *w, const struct form *f, const struct reply *r,
	const char **why)
{
	struct str clean = STR_INIT;
	bool ok = true;

	for (size_t i = 0; ok && i < r->values.n; i++) {
		const struct pair *p = &r->values.p[i];
		const struct var *v = NULL;
		const char *reason = NULL;

		for (size_t k = 0; k < f->fields.n; k++)
			if (strcmp(f->fields.s[k], p->key) == 0)
				v = catalog_var(w->catalog, w->tree, p->key);
		if (!v)
			reason = "there is no such field here";
		else if (*p->value || !v->optional)
			value_accept(v, p->value, &clean, &reason);
		if (reason) {
			*why = arena_printf(w->arena, "%s: %s", p->key, reason);
			ok = false;
		}
	}
	str_release(&clean);
	return ok;
}

static bool complete(struct walk *w, const struct form *f,
	const struct reply *r, const char **why)
{
	for (size_t i = 0; i < f->fields.n; i++) {
		const struct var *v =
			catalog_var(w->catalog, w->tree, f->fields.s[i]);
		bool given = !v || v->optional || facts_value(&w->facts, v->id);

		for (size_t k = 0; !given && k < r->values.n; k++)
			given = strcmp(r->values.p[k].key, v->id) == 0;
		if (!given) {
			*why = arena_printf(w->arena, "%s is still missing",
				v->id);
			return false;
		}
	}
	return true;
}

static const struct edge *accept(struct walk *w, const struct node *n,
	const struct reply *r, const char **why)
{
	const struct form *f = (const void *)n;
	const struct edge *skip = node_edge(n, "skipped");

	if (r->kind == REPLY_SKIP && skip) {
		w->outcome = w->label = "skipped";
		return skip;
	}
	if (r->kind != REPLY_FORM) {
		*why = "values are wanted here";
		return NULL;
	}
	if (!fits(w, f, r, why) || !complete(w, f, r, why))
		return NULL;
	walk_set_pairs(w, &r->values,
		r->by == BY_PERSON ? "asked" : by_words[r->by]);
	w->outcome = w->label = "ok";
	return node_edge(n, "ok");
}

/* With every needed value known there is nothing to ask. */
static void suggest(const struct walk *w, const struct node *n, struct arena *a,
	struct suggestion *out)
{
	const struct form *f = (const void *)n;
	const char *source = NULL;

	for (size_t i = 0; i < f->fields.n; i++) {
		const struct var *v =
			catalog_var(w->catalog, w->tree, f->fields.s[i]);
		const struct fact *known =
			v ? facts_get(&w->facts, v->id) : NULL;

		if (v && !v->optional && !known)
			return;
		if (known && !source)
			source = known->source;
	}
	if (source)
		*out = (struct suggestion){true, false, "ok",
			arena_printf(a, "known from %s", source)};
}

const struct node_kind form_kind = {&form_shape, prompt, accept, NULL, suggest};
