/* What nodes do to a walk: facts, weights of causes, reasons in words. */
#include "walk.h"

#include <string.h>

#include "model/reading.h"
#include "model/value.h"
#include "path.h"

const struct node *walk_asked(const struct walk *w)
{
	return w->node && !w->values.n ? path_check(w) : w->node;
}

const struct edge *node_edge(const struct node *n, const char *label)
{
	for (size_t i = 0; i < n->nedges; i++)
		if (strcmp(n->edges[i]->label, label) == 0)
			return n->edges[i];
	/* A part's rank names its checks without the prefix. */
	for (size_t i = 0; i < n->nedges; i++)
		if (n->edges[i]->target &&
			strcmp(n->edges[i]->target->id, label) == 0)
			return n->edges[i];
	return NULL;
}

void walk_set(struct walk *w, const char *name, const char *value,
	const char *source)
{
	const struct var *v = catalog_var(w->catalog, w->tree, name);
	struct str clean = STR_INIT;
	const char *why;

	if (v && value_accept(v, value, &clean, &why))
		facts_set(&w->facts, name, clean.s, source, w->step);
	str_release(&clean);
}

void walk_set_pairs(struct walk *w, const struct pairs *p, const char *source)
{
	for (size_t i = 0; i < p->n; i++) {
		if (*p->p[i].value)
			walk_set(w, p->p[i].key, p->p[i].value, source);
		else
			facts_unset(&w->facts, p->p[i].key);
	}
}

size_t walk_cause_index(const struct walk *w, const char *id)
{
	const struct cause *c = tree_cause(w->tree, id);

	return c ? (size_t)(c - (const struct cause *)w->tree->causes.items)
		 : 0;
}

double walk_weight(const struct walk *w, const char *cause)
{
	return tree_cause(w->tree, cause)
		       ? w->weight[walk_cause_index(w, cause)]
		       : 0;
}

void walk_weigh(struct walk *w, const struct weights *factors)
{
	for (size_t i = 0; i < factors->n; i++)
		if (tree_cause(w->tree, factors->w[i].cause))
			w->weight[walk_cause_index(w, factors->w[i].cause)] *=
				factors->w[i].factor;
}

void walk_rule_out(struct walk *w, const struct strings *causes)
{
	for (size_t i = 0; i < causes->n; i++)
		if (tree_cause(w->tree, causes->s[i]))
			w->weight[walk_cause_index(w, causes->s[i])] = 0;
}

void walk_find(struct walk *w, const char *cause)
{
	w->found = tree_cause(w->tree, cause);
	w->finds = w->found ? w->found->id : NULL;
}

/* The words of a person stand against what a text says by accident. */
static bool said_by_person(const struct fact *f)
{
	return strcmp(f->source, "asked") == 0 ||
	       strcmp(f->source, "answered") == 0 ||
	       strcmp(f->source, "given") == 0 ||
	       strcmp(f->source, "overruled") == 0;
}

void walk_read(struct walk *w, const char *name, const char *text, size_t len,
	size_t skip_lines)
{
	static const struct codes no_codes;
	struct evidence e = {(char *)(size_t)name, (char *)(size_t)text, len,
		"UTF-8", false};
	struct reading r;

	reading_init(&r);
	reading_add(&r, w->catalog,
		w->catalog->codes ? w->catalog->codes : &no_codes, &e);
	for (size_t i = 0; i < r.n; i++) {
		const struct finding *f = &r.findings[i];
		const struct fact *known = facts_get(&w->facts, f->fact);

		if (reading_fact(&r, f->fact) != f ||
			(known && said_by_person(known)))
			continue;
		walk_set(w, f->fact, f->value,
			arena_printf(w->arena, "%s:%u", name,
				f->line + (unsigned)skip_lines));
	}
	reading_release(&r);
}

static unsigned line_of(const struct document *d, size_t offset)
{
	unsigned line = 1;

	for (size_t i = 0; i < offset && i < d->len; i++)
		line += d->text[i] == '\n';
	return line;
}

const char *walk_because(const struct walk *w, struct arena *a,
	const struct when_reason *reason, const struct document *d)
{
	const struct fact *f =
		reason->var ? facts_get(&w->facts, reason->var) : NULL;

	if (f)
		return arena_printf(a, "%s, from %s", f->value, f->source);
	if (d && reason->matched)
		return arena_printf(a, "%s:%u", d->name,
			line_of(d, reason->offset));
	return "what is known";
}

void walk_fresh_facts(const struct walk *w, struct facts *out)
{
	for (size_t i = 0; i < w->facts.n; i++) {
		const struct fact *f = &w->facts.list[i];

		if (f->step >= w->fixed_at)
			facts_set(out, f->name, f->value, f->source, f->step);
	}
}
