/*
 * Rules on a tree that loaded, one function each, in a table. They see the
 * shapes and the edges, never a kind by name where a field will do.
 */
#include "lint.h"

#include <string.h>

#include "load/load.h"
#include "model/pattern.h"
#include "resolve.h"

const struct source *lint_source(const struct lint *l)
{
	return node_source(l->tree, l->node);
}

bool lint_is_kind(const struct node *n, const char *kind)
{
	return strcmp(n->kind->name, kind) == 0;
}

void *lint_field(const struct shape *shape, const void *filled, const char *key)
{
	const struct field *f = shape_field(shape, key);

	return f ? (char *)(size_t)filled + f->offset : NULL;
}

const char *lint_text(const struct shape *shape, const void *filled,
	const char *key)
{
	const char *const *p = lint_field(shape, filled, key);

	return p ? *p : NULL;
}

static bool has_group(const struct pattern *p, const char *name)
{
	for (size_t i = 0; i < pattern_group_count(p); i++)
		if (strcmp(pattern_group_name(p, i), name) == 0)
			return true;
	return false;
}

static void lint_readers(struct lint *l)
{
	const struct reader *r = l->tree->readers.items;

	for (size_t i = 0; i < l->tree->readers.n; i++) {
		for (size_t k = 0; k < r[i].facts.n; k++) {
			if (!has_group(r[i].pattern, r[i].facts.s[k]))
				diag_add(l->diags, &l->tree->source,
					r[i].facts.at[k], 32,
					"no group (?<%s>...) gives "
					"this",
					r[i].facts.s[k]);
		}
		if (pattern_matches_empty(r[i].pattern))
			diag_add(l->diags, &l->tree->source, r[i].at, 42,
				"reader '%s' fits an empty text", r[i].id);
	}
}

static void lint_vars(struct lint *l)
{
	const struct var *v = l->tree->vars.items;

	for (size_t i = 0; i < l->tree->vars.n; i++)
		if (v[i].type == VAR_ENUM && v[i].values.n == 0)
			diag_add(l->diags, &l->tree->source, v[i].at, 33,
				"var '%s' is an enum without values", v[i].id);
}

static void (*const rules[])(struct lint *) = {
	lint_unreachable,
	lint_no_way_out,
	lint_other_trees,
	lint_returns,
	lint_commands,
	lint_texts,
	lint_checks,
	lint_questions,
	lint_weights,
	lint_fixes,
	lint_sources,
	lint_readers,
	lint_vars,
};

void tree_lint(const struct tree *t, const struct catalog *catalog,
	struct diags *diags)
{
	struct lint l = {.tree = t, .catalog = catalog, .diags = diags};

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		rules[i](&l);
}
