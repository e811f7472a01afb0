/*
 * Every name in a tree is looked up once: nodes, exits, vars, causes,
 * machines, sources. What is not there is reported with the nearest name.
 */
#include "resolve.h"

#include <string.h>

#include "model/when.h"

#define MOST_GUESSES 5000

struct resolver {
	struct tree *tree;
	const struct tree *common;
	struct diags *diags;
	const struct node *node; /* whose fields are looked at; or NULL */
};

const struct source *node_source(const struct tree *t, const struct node *n)
{
	return n && n->part ? &n->part->source : &t->source;
}

static bool in_strings(const struct strings *s, const char *what)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->s[i], what) == 0)
			return true;
	return false;
}

/* The nearest node id; a part's own are compared without the prefix. */
static const char *near_node(const struct resolver *r, const char *wrong)
{
	const char *best = NULL;

	if (r->tree->nnodes > MOST_GUESSES)
		return NULL;
	for (size_t i = 0; i < r->tree->nnodes; i++) {
		const char *id = r->tree->nodes[i]->id;

		if (is_near(wrong, id) &&
			(!best || edit_distance(wrong, id) <
					  edit_distance(wrong, best)))
			best = id;
	}
	return best;
}

/* In a part, `ask` means the part's own node. */
static const char *full_id(struct resolver *r, const struct node *from,
	const char *id)
{
	if (from && from->part && !strchr(id, '.'))
		return arena_printf(&r->tree->arena, "%s.%s", from->part->as,
			id);
	return id;
}

static void resolve_exit(struct resolver *r, const struct node *from,
	struct edge *e)
{
	const struct source *src = node_source(r->tree, from);

	if (!from->part)
		diag_add(r->diags, src, e->at, 25,
			"'%s': only a part has exits", e->to);
	else if (!in_strings(&from->part->exits, e->to + 5))
		diag_add(r->diags, src, e->at, 25,
			"'%s' is not among the part's exits", e->to + 5);
}

static void no_such_node(struct resolver *r, const struct node *from,
	struct mark at, const char *id)
{
	const char *near = near_node(r, id);

	if (near)
		diag_add(r->diags, node_source(r->tree, from), at, 20,
			"there is no node '%s'; did you mean '%s'?", id, near);
	else
		diag_add(r->diags, node_source(r->tree, from), at, 20,
			"there is no node '%s'", id);
}

static void resolve_edge(struct resolver *r, const struct node *from,
	struct edge *e)
{
	bool may_be_tree = strcmp(e->label, "tree") == 0;
	const char *id;

	if (starts_with(e->to, "exit.")) {
		resolve_exit(r, from, e);
		return;
	}
	id = full_id(r, from, e->to);
	e->target = tree_node(r->tree, id);
	if (e->target) {
		e->to = id;
	} else if (may_be_tree && !strchr(e->to, '.')) {
		/* Another tree; whether it is there only the catalogue knows.
		 */
		e->to = arena_printf(&r->tree->arena, "tree:%s", e->to);
	} else {
		no_such_node(r, from, e->at, e->to);
	}
}

static const struct var *find_var(const struct resolver *r, const char *id)
{
	const struct var *v = tree_var(r->tree, id);

	return v || !r->common ? v : tree_var(r->common, id);
}

static void want_var(struct resolver *r, struct mark at, const char *id)
{
	const struct var *vars = r->tree->vars.items;
	const char *near = NULL;

	if (find_var(r, id))
		return;
	for (size_t i = 0; i < r->tree->vars.n; i++)
		if (is_near(id, vars[i].id))
			near = vars[i].id;
	diag_add(r->diags, node_source(r->tree, r->node), at, 21,
		near ? "there is no var '%s'; did you mean '%s'?"
		     : "there is no var '%s'; declare it under vars",
		id, near);
}

static void want_cause(struct resolver *r, struct mark at, const char *id)
{
	const struct cause *causes = r->tree->causes.items;
	const char *near = NULL;

	if (tree_cause(r->tree, id))
		return;
	for (size_t i = 0; i < r->tree->causes.n; i++)
		if (is_near(id, causes[i].id))
			near = causes[i].id;
	diag_add(r->diags, node_source(r->tree, r->node), at, 22,
		near ? "there is no cause '%s'; did you mean '%s'?"
		     : "there is no cause '%s'; declare it under "
		       "causes",
		id, near);
}

struct when_ctx {
	struct resolver *r;
	struct mark at;
};

static void want_when_var(void *ctx, const char *id)
{
	struct when_ctx *c = ctx;

	want_var(c->r, c->at, id);
}

static void each(struct resolver *r, const struct strings *s,
	void (*want)(struct resolver *, struct mark, const char *))
{
	for (size_t i = 0; i < s->n; i++)
		want(r, s->at[i], s->s[i]);
}

static void want_machine(struct resolver *r, struct mark at, const char *id)
{
	if (!tree_machine(r->tree, id))
		diag_add(r->diags, node_source(r->tree, r->node), at, 23,
			"there is no machine '%s'; declare it under "
			"machines",
			id);
}

static void want_source(struct resolver *r, struct mark at, const char *id)
{
	if (!tree_source(r->tree, id))
		diag_add(r->diags, node_source(r->tree, r->node), at, 24,
			"there is no source '%s' under about.sources", id);
}

static void visit_when(struct resolver *r, const struct when *w)
{
	struct when_ctx c = {r, w->at};

	when_vars(w, want_when_var, &c);
}

static void visit_pairs(struct resolver *r, const struct pairs *p)
{
	for (size_t i = 0; i < p->n; i++)
		want_var(r, p->p[i].at, p->p[i].key);
}

static void visit_weights(struct resolver *r, const struct weights *w)
{
	for (size_t i = 0; i < w->n; i++)
		want_cause(r, w->w[i].at, w->w[i].cause);
}

static void visit_node_ref(struct resolver *r, struct mark at, const char **id)
{
	*id = full_id(r, r->node, *id);
	if (!tree_node(r->tree, *id))
		no_such_node(r, r->node, at, *id);
}

static void visit_nodes(struct resolver *r, struct strings *s)
{
	/* Edges of the same names report what is not there. */
	for (size_t i = 0; i < s->n; i++)
		s->s[i] = full_id(r, r->node, s->s[i]);
}

static void visit_lists(struct resolver *r, const struct field *f, void *value)
{
	switch ((int)f->type) {
	case FIELD_FACTS:
		each(r, value, want_var);
		break;
	case FIELD_CAUSES:
		each(r, value, want_cause);
		break;
	case FIELD_SOURCES:
		each(r, value, want_source);
		break;
	case FIELD_NODES:
		visit_nodes(r, value);
		break;
	case FIELD_WEIGHTS:
		visit_weights(r, value);
		break;
	case FIELD_VALUES:
		visit_pairs(r, value);
		break;
	default:
		break;
	}
}

static void visit(void *ctx, const struct shape *shape, const struct field *f,
	void *owner, void *value)
{
	struct resolver *r = ctx;
	struct mark at = *(struct mark *)owner;
	const char **text = value;

	switch ((int)f->type) {
	case FIELD_FACT:
		if (*text)
			want_var(r, at, *text);
		break;
	case FIELD_CAUSE:
		if (*text)
			want_cause(r, at, *text);
		break;
	case FIELD_MACHINE:
		if (*text)
			want_machine(r, at, *text);
		break;
	case FIELD_NODE:
		if (*text)
			visit_node_ref(r, at, text);
		break;
	case FIELD_WHEN:
		if (*(struct when **)value)
			visit_when(r, *(struct when **)value);
		break;
	default:
		visit_lists(r, f, value);
	}
}

static void resolve_readers(struct resolver *r)
{
	struct reader *readers = r->tree->readers.items;
	struct saver *savers = r->tree->detect.save.items;

	for (size_t i = 0; i < r->tree->readers.n; i++) {
		each(r, &readers[i].facts, want_var);
		visit_pairs(r, &readers[i].decode);
		visit_pairs(r, &readers[i].set);
	}
	for (size_t i = 0; i < r->tree->detect.save.n; i++)
		each(r, &savers[i].vars, want_var);
}

void tree_resolve(struct tree *t, const struct tree *common,
	struct diags *diags)
{
	struct resolver r = {t, common, diags, NULL};

	for (size_t i = 0; i < t->nnodes; i++) {
		struct node *n = t->nodes[i];

		r.node = n;
		shape_visit(n->kind, n, visit, &r);
		for (size_t k = 0; k < n->nedges; k++)
			resolve_edge(&r, n, n->edges[k]);
	}
	r.node = NULL;
	resolve_readers(&r);
	if (!t->start_id)
		return;
	t->start = tree_node(t, t->start_id);
	if (!t->start)
		no_such_node(&r, NULL, t->at, t->start_id);
}
