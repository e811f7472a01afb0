/* Ways: what cannot be reached, what cannot be left, what leads nowhere. */
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "lint.h"
#include "resolve.h"

static void mark_from(const struct tree *t, const struct node *n, bool *seen)
{
	const struct node **todo = xcalloc(t->nnodes + 1, sizeof(*todo));
	size_t count = 0;

	todo[count++] = n;
	seen[n->number] = true;
	while (count) {
		const struct node *at = todo[--count];

		for (size_t i = 0; i < at->nedges; i++) {
			const struct node *to = at->edges[i]->target;

			if (to && !seen[to->number]) {
				seen[to->number] = true;
				todo[count++] = to;
			}
		}
	}
	free(todo);
}

/* A check that only proves a fix is reached by it. */
struct reach {
	const struct tree *tree;
	bool *seen;
};

static void mark_proof(void *ctx, const struct shape *shape,
	const struct field *f, void *owner, void *value)
{
	struct reach *r = ctx;
	const struct node *n;

	if (f->type != FIELD_NODE || !*(const char **)value)
		return;
	n = tree_node(r->tree, *(const char **)value);
	if (n && !r->seen[n->number])
		mark_from(r->tree, n, r->seen);
}

void lint_unreachable(struct lint *l)
{
	const struct tree *t = l->tree;
	bool *seen = xcalloc(t->nnodes + 1, sizeof(*seen));
	struct reach proof = {t, seen};

	if (t->start)
		mark_from(t, t->start, seen);
	for (int round = 0; round < 3; round++)
		for (size_t i = 0; i < t->nnodes; i++)
			if (seen[i])
				shape_visit(t->nodes[i]->kind, t->nodes[i],
					mark_proof, &proof);
	for (size_t i = 0; t->start && i < t->nnodes; i++) {
		const struct node *n = t->nodes[i];

		/* A tree need not use all that a part offers. */
		if (!seen[i] && !n->part)
			diag_warn(l->diags, node_source(t, n), n->at, 40,
				"no way leads to '%s'", n->id);
	}
	free(seen);
}

/* Backwards from every end, exit and other tree. */
void lint_no_way_out(struct lint *l)
{
	const struct tree *t = l->tree;
	bool *out = xcalloc(t->nnodes + 1, sizeof(*out)), again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < t->nnodes; i++) {
			const struct node *n = t->nodes[i];
			bool yes = lint_is_kind(n, "end");

			for (size_t k = 0; k < n->nedges && !yes; k++)
				yes = !n->edges[k]->target ||
				      out[n->edges[k]->target->number];
			again |= yes && !out[i];
			out[i] |= yes;
		}
	}
	for (size_t i = 0; i < t->nnodes; i++)
		if (!out[i])
			diag_add(l->diags, node_source(t, t->nodes[i]),
				t->nodes[i]->at, 41,
				"from '%s' no way leads to an end",
				t->nodes[i]->id);
	free(out);
}

void lint_other_trees(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		const struct node *n = l->tree->nodes[i];

		for (size_t k = 0; k < n->nedges; k++) {
			const struct edge *e = n->edges[k];

			if (!starts_with(e->to, "tree:") || !l->catalog ||
				catalog_tree(l->catalog, e->to + 5) ||
				strcmp(e->to + 5, l->tree->id) == 0)
				continue;
			diag_add(l->diags, node_source(l->tree, n), e->at, 59,
				"there is no tree '%s'", e->to + 5);
		}
	}
}

/* A link into a part must know where each of its exits goes on. */
void lint_returns(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		const struct node *n = l->tree->nodes[i], *to;
		const struct part *part;

		if (!lint_is_kind(n, "link") || n->nedges == 0)
			continue;
		to = n->edges[0]->target;
		part = to ? to->part : NULL;
		for (size_t k = 0; part && part != n->part && n->nedges > 1 &&
				   k < part->exits.n;
			k++) {
			bool there = false;

			for (size_t m = 0; m < n->nedges; m++)
				there |= strcmp(n->edges[m]->label,
						 part->exits.s[k]) == 0;
			if (!there)
				diag_add(l->diags, node_source(l->tree, n),
					n->at, 25,
					"'%s' does not say where exit "
					"'%s' of '%s' goes on",
					n->id, part->exits.s[k], part->file);
		}
		for (size_t k = 1; part && k < n->nedges; k++) {
			bool there = false;

			for (size_t m = 0; m < part->exits.n; m++)
				there |= strcmp(n->edges[k]->label,
						 part->exits.s[m]) == 0;
			if (!there)
				diag_add(l->diags, node_source(l->tree, n),
					n->edges[k]->at, 25,
					"'%s' has no exit '%s'", part->file,
					n->edges[k]->label);
		}
	}
}
