/* Finding things in a loaded tree, and the catalogue of trees. */
#include "model/tree.h"

#include <stdlib.h>
#include <string.h>

#include "model/pattern.h"

void tree_free(struct tree *t)
{
	struct arena arena;

	if (!t)
		return;
	names_release(&t->by_id);
	for (size_t i = 0; i < t->npatterns; i++)
		pattern_free(t->patterns[i]);
	free(t->patterns);
	arena = t->arena; /* the tree itself lies in it */
	arena_release(&arena);
}

const struct node *tree_node(const struct tree *t, const char *id)
{
	size_t i = names_find(&t->by_id, id);

	return i == NAMES_NONE ? NULL : t->nodes[i];
}

const struct var *tree_var(const struct tree *t, const char *id)
{
	const struct var *v = t->vars.items;

	for (size_t i = 0; i < t->vars.n; i++)
		if (strcmp(v[i].id, id) == 0)
			return &v[i];
	return NULL;
}

const struct machine *tree_machine(const struct tree *t, const char *id)
{
	const struct machine *m = t->machines.items;

	for (size_t i = 0; i < t->machines.n; i++)
		if (strcmp(m[i].id, id) == 0)
			return &m[i];
	return NULL;
}

const struct cause *tree_cause(const struct tree *t, const char *id)
{
	const struct cause *c = t->causes.items;

	for (size_t i = 0; i < t->causes.n; i++)
		if (strcmp(c[i].id, id) == 0)
			return &c[i];
	return NULL;
}

const struct source_ref *tree_source(const struct tree *t, const char *id)
{
	const struct source_ref *s = t->about.sources.items;

	/* One that lacks its id is reported, and looked at by later rules. */
	for (size_t i = 0; i < t->about.sources.n; i++)
		if (s[i].id && strcmp(s[i].id, id) == 0)
			return &s[i];
	return NULL;
}

const struct tree *catalog_tree(const struct catalog *c, const char *id)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->trees[i]->id, id) == 0)
			return c->trees[i];
	return NULL;
}

const struct var *catalog_var(const struct catalog *c, const struct tree *t,
	const char *id)
{
	const struct var *v = tree_var(t, id);

	if (!v && c->common)
		v = tree_var(c->common, id);
	return v;
}
