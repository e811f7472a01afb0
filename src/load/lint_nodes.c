/* Checks, questions and fixes: what each must have. */
#include <string.h>

#include "lint.h"
#include "model/pattern.h"
#include "model/when.h"
#include "resolve.h"

static bool has_item(const struct field *f, const struct list *list,
	const char *id)
{
	const char *item = list->items;

	for (size_t i = 0; i < list->n; i++) {
		const char *name =
			lint_text(f->shape, item + i * f->shape->size, "id");

		if (name && strcmp(name, id) == 0)
			return true;
	}
	return false;
}

static void check_manual(struct lint *l, const struct node *n)
{
	const struct field *of = shape_field(n->kind, "outcomes");
	const struct field *mf = shape_field(n->kind, "manual");
	const char *manual = (const char *)n + mf->offset;
	const struct field *xf = shape_field(mf->shape, "options");
	const struct list *options = (const void *)(manual + xf->offset);
	const struct list *outcomes =
		(const void *)((const char *)n + of->offset);
	const char *item = options->items;

	for (size_t i = 0; i < options->n; i++, item += xf->shape->size) {
		const char *id = lint_text(xf->shape, item, "id");

		if (id && strcmp(id, "otherwise") != 0 &&
			!has_item(of, outcomes, id))
			diag_add(l->diags, lint_source(l),
				*(const struct mark *)(const void *)item, 46,
				"'%s' is no outcome of this check; "
				"answers by eye use the same names",
				id);
	}
}

static void check_outcome(struct lint *l, const struct shape *shape,
	const char *item)
{
	const int *limit = lint_field(shape, item, "limit");
	struct edge *const *then = lint_field(shape, item, "then");
	struct when *const *when = lint_field(shape, item, "when");
	const struct mark *at = (const void *)item;

	if (*limit && !*then)
		diag_add(l->diags, lint_source(l), *at, 48,
			"'limit' needs 'then': where to go beyond it");
	if (*when && (*when)->pattern &&
		pattern_matches_empty((*when)->pattern))
		diag_add(l->diags, lint_source(l), (*when)->at, 42,
			"this pattern fits an empty output");
}

struct groups {
	const char *name;
	bool there;
};

static void find_group(const struct when *w, struct groups *g)
{
	for (size_t i = 0; w->pattern && i < pattern_group_count(w->pattern);
		i++)
		g->there |=
			strcmp(pattern_group_name(w->pattern, i), g->name) == 0;
	for (size_t i = 0; i < w->n; i++)
		find_group(w->list[i], g);
}

/* What is saved must be captured. */
static void check_save(struct lint *l, const struct shape *shape,
	const char *item)
{
	const struct strings *save = lint_field(shape, item, "save");
	struct when *const *when = lint_field(shape, item, "when");

	for (size_t i = 0; *when && i < save->n; i++) {
		struct groups g = {save->s[i], false};

		find_group(*when, &g);
		if (!g.there)
			diag_add(l->diags, lint_source(l), save->at[i], 32,
				"no group (?<%s>...) in 'when' gives "
				"this",
				save->s[i]);
	}
}

static void check_probe(struct lint *l, const struct node *n)
{
	const char *run = lint_text(n->kind, n, "run");
	const char *probe = lint_text(n->kind, n, "probe");

	if (!run && !probe)
		diag_add(l->diags, lint_source(l), n->at, 11,
			"check '%s' lacks 'run' or 'probe'", n->id);
	if (run && probe)
		diag_add(l->diags, lint_source(l), n->at, 13,
			"check '%s' has both 'run' and 'probe'", n->id);
}

/* The same id twice in a list of options or outcomes. */
static void check_twice(struct lint *l, const struct field *f,
	const struct list *list)
{
	const char *items = list->items;
	size_t size = f->shape->size;

	for (size_t i = 0; i < list->n; i++) {
		const char *id = lint_text(f->shape, items + i * size, "id");

		for (size_t k = 0; id && k < i; k++) {
			const char *old =
				lint_text(f->shape, items + k * size, "id");

			if (old && strcmp(old, id) == 0)
				diag_add(l->diags, lint_source(l),
					*(const struct mark *)(const void
							*)(items + i * size),
					26, "'%s' stands twice here", id);
		}
	}
}

void lint_checks(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		const struct node *n = l->tree->nodes[i];
		const struct field *f = shape_field(n->kind, "outcomes");
		const struct list *list;

		if (!f)
			continue;
		l->node = n;
		list = (const void *)((const char *)n + f->offset);
		check_probe(l, n);
		check_manual(l, n);
		check_twice(l, f, list);
		for (size_t k = 0; k < list->n; k++) {
			const char *item =
				(const char *)list->items + k * f->shape->size;

			check_outcome(l, f->shape, item);
			check_save(l, f->shape, item);
		}
	}
	l->node = NULL;
}

void lint_questions(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		const struct node *n = l->tree->nodes[i];
		const struct field *f = shape_field(n->kind, "options");
		const struct list *list;

		if (!f)
			continue;
		l->node = n;
		list = (const void *)((const char *)n + f->offset);
		check_twice(l, f, list);
		if (!has_item(f, list, "unknown") &&
			!lint_text(n->kind, n, "no_unknown"))
			diag_add(l->diags, lint_source(l), n->at, 45,
				"question '%s' lacks an option with "
				"the id 'unknown' (or no_unknown with "
				"the reason)",
				n->id);
	}
	l->node = NULL;
}

static void visit_weights(void *ctx, const struct shape *shape,
	const struct field *f, void *owner, void *value)
{
	struct lint *l = ctx;
	const struct weights *w = value;

	if (f->type != FIELD_WEIGHTS || !lint_is_kind(l->node, "question"))
		return;
	for (size_t i = 0; i < w->n; i++)
		if (w->w[i].factor < 0.05 || w->w[i].factor > 20)
			diag_add(l->diags, lint_source(l), w->w[i].at, 54,
				"an answer weighs between 0.05 and 20; "
				"callers err, only checks rule out");
}

void lint_weights(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		l->node = l->tree->nodes[i];
		shape_visit(l->node->kind, l->tree->nodes[i], visit_weights, l);
	}
	l->node = NULL;
}

static void check_undo(struct lint *l, const struct node *n)
{
	const bool *reversible = lint_field(n->kind, n, "reversible");
	const struct list *undo = lint_field(n->kind, n, "undo");
	const char *because = lint_text(n->kind, n, "irreversible_because");

	if (*reversible && undo->n == 0)
		diag_warn(l->diags, lint_source(l), n->at, 52,
			"fix '%s' is reversible but has no 'undo'", n->id);
	if (!*reversible && !because)
		diag_add(l->diags, lint_source(l), n->at, 52,
			"fix '%s' cannot be undone: say why in "
			"irreversible_because",
			n->id);
}

static void check_ways(struct lint *l, const struct node *n)
{
	static const char *const ways[] = {"fixed", "not_fixed", "skipped"};

	for (size_t i = 0; i < 3; i++) {
		bool there = false;

		for (size_t k = 0; k < n->nedges; k++)
			there |= strcmp(n->edges[k]->label, ways[i]) == 0;
		if (!there)
			diag_add(l->diags, lint_source(l), n->at, 11,
				"fix '%s' does not say where "
				"'%s' goes",
				n->id, ways[i]);
	}
}

/* What proves a fix must be an outcome of the check that is named. */
static void check_verify(struct lint *l, const struct node *n)
{
	const struct field *vf = shape_field(n->kind, "verify");
	const char *verify = (const char *)n + vf->offset;
	const char *id = lint_text(vf->shape, verify, "check");
	const struct strings *expect = lint_field(vf->shape, verify, "expect");
	const struct node *check = id ? tree_node(l->tree, id) : NULL;
	const struct field *of =
		check ? shape_field(check->kind, "outcomes") : NULL;

	if (check && !of) {
		diag_add(l->diags, lint_source(l), n->at, 47,
			"'%s' is no check and can prove nothing", id);
		return;
	}
	for (size_t i = 0; of && i < expect->n; i++)
		if (!has_item(of,
			    (const void *)((const char *)check + of->offset),
			    expect->s[i]))
			diag_add(l->diags, lint_source(l), expect->at[i], 47,
				"'%s' is no outcome of check '%s'",
				expect->s[i], id);
}

static void check_step(void *ctx, const struct shape *shape,
	const struct field *f, void *owner, void *value)
{
	struct lint *l = ctx;
	const int *certainty = lint_field(shape, owner, "certainty");

	if (strcmp(f->key, "certainty") == 0 && *certainty == 1 &&
		!lint_text(shape, owner, "because"))
		diag_add(l->diags, lint_source(l), *(struct mark *)owner, 55,
			"what is only believed needs 'because'");
	if (strcmp(shape->name, "a step") == 0 && strcmp(f->key, "say") == 0 &&
		!*(const char **)value && !lint_text(shape, owner, "run"))
		diag_add(l->diags, lint_source(l), *(struct mark *)owner, 11,
			"a step needs 'say' or 'run'");
}

void lint_fixes(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		struct node *n = l->tree->nodes[i];

		l->node = n;
		shape_visit(n->kind, n, check_step, l);
		if (!lint_is_kind(n, "fix"))
			continue;
		check_undo(l, n);
		check_ways(l, n);
		check_verify(l, n);
	}
	l->node = NULL;
}

/* Whoever runs a command wants to know who says so. */
void lint_sources(struct lint *l)
{
	if (!l->tree->about.sources.n)
		return;
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		const struct node *n = l->tree->nodes[i];
		const struct strings *s = lint_field(n->kind, n, "sources");

		if (s && s->n == 0)
			diag_warn(l->diags, node_source(l->tree, n), n->at, 53,
				"'%s' names no source", n->id);
	}
}
