/*
 * Rules on a tree that loaded, one function each, in a table. They see the
 * shapes and the edges, never a kind by name where a field will do.
 */
#include "load/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "model/fill.h"
#include "model/pattern.h"
#include "model/when.h"
#include "resolve.h"

struct lint {
	const struct tree *tree;
	const struct catalog *catalog;
	struct diags *diags;
	const struct node *node; /* the one looked at */
};

static const struct source *here(const struct lint *l)
{
	return node_source(l->tree, l->node);
}

static bool is_kind(const struct node *n, const char *kind)
{
	return strcmp(n->kind->name, kind) == 0;
}

/* A field of a filled struct by its key; NULL when the shape has none. */
static void *field_of(const struct shape *shape, const void *filled,
	const char *key)
{
	const struct field *f = shape_field(shape, key);

	return f ? (char *)(size_t)filled + f->offset : NULL;
}

static const char *text_of(const struct shape *shape, const void *filled,
	const char *key)
{
	const char *const *p = field_of(shape, filled, key);

	return p ? *p : NULL;
}

/* ---- where one can get to -------------------------------------------- */

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

static void rule_unreachable(struct lint *l)
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
static void rule_no_way_out(struct lint *l)
{
	const struct tree *t = l->tree;
	bool *out = xcalloc(t->nnodes + 1, sizeof(*out)), again = true;

	while (again) {
		again = false;
		for (size_t i = 0; i < t->nnodes; i++) {
			const struct node *n = t->nodes[i];
			bool yes = is_kind(n, "end");

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

static void rule_other_trees(struct lint *l)
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
static void rule_returns(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		const struct node *n = l->tree->nodes[i], *to;
		const struct part *part;

		if (!is_kind(n, "link") || n->nedges == 0)
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

/* ---- commands --------------------------------------------------------- */

struct commands { /* what a visit of one node knows */
	struct lint *l;
	struct strings *uses;
	enum shell shell;
};

static enum shell shell_of(const struct lint *l, const char *machine)
{
	const struct machine *m =
		machine ? tree_machine(l->tree, machine) : NULL;

	return m ? (enum shell)m->shell : SHELL_POWERSHELL;
}

static bool in_strings(const struct strings *s, const char *what)
{
	for (size_t i = 0; s && i < s->n; i++)
		if (strcmp(s->s[i], what) == 0)
			return true;
	return false;
}

struct use {
	struct commands *c;
	struct mark at;
};

static void check_use(void *ctx, const char *name, size_t offset)
{
	struct use *u = ctx;
	struct lint *l = u->c->l;

	if (!catalog_var(l->catalog, l->tree, name))
		diag_add(l->diags, here(l), u->at, 21,
			"there is no var '%s'; declare it under vars", name);
	else if (u->c->uses && !in_strings(u->c->uses, name))
		diag_add(l->diags, here(l), u->at, 44,
			"'%s' is used here but not listed under uses", name);
}

static void check_command(struct commands *c, struct mark at, enum shell shell,
	const char *command)
{
	struct use u = {c, at};
	struct fill_fault fault;
	struct lint *l = c->l;

	if (!fill_check(command, shell, &fault))
		diag_add(l->diags, here(l), at, 43, "%s, near '%.24s'",
			fault.text, command + fault.offset);
	fill_names(command, check_use, &u);
}

static void visit_command(void *ctx, const struct shape *shape,
	const struct field *f, void *owner, void *value)
{
	struct commands *c = ctx;
	const char *machine = text_of(shape, owner, "machine");
	const int *own = field_of(shape, owner, "shell");
	enum shell shell = machine ? shell_of(c->l, machine) : c->shell;

	if (f->type != FIELD_COMMAND || !*(const char **)value)
		return;
	/* A step's own shell is written one higher: 0 is the machine's. */
	if (own && *own)
		shell = (enum shell)(*own - 1);
	check_command(c, *(struct mark *)owner, shell, *(const char **)value);
}

static void rule_commands(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		struct node *n = l->tree->nodes[i];
		struct commands c = {.l = l};

		l->node = n;
		c.uses = field_of(n->kind, n, "uses");
		c.shell = shell_of(l, text_of(n->kind, n, "machine"));
		shape_visit(n->kind, n, visit_command, &c);
	}
	l->node = NULL;
}

/* ---- texts ------------------------------------------------------------ */

static void check_text_name(void *ctx, const char *name, size_t offset)
{
	struct use *u = ctx;
	struct lint *l = u->c->l;

	if (!catalog_var(l->catalog, l->tree, name))
		diag_add(l->diags, here(l), u->at, 21,
			"there is no var '%s'; declare it under vars", name);
}

static void visit_text(void *ctx, const struct shape *shape,
	const struct field *f, void *owner, void *value)
{
	struct commands *c = ctx;
	struct use u = {c, *(struct mark *)owner};

	if (f->type == FIELD_TEXT && *(const char **)value)
		fill_names(*(const char **)value, check_text_name, &u);
}

static void rule_texts(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		struct commands c = {.l = l};

		l->node = l->tree->nodes[i];
		shape_visit(l->node->kind, l->tree->nodes[i], visit_text, &c);
	}
	l->node = NULL;
}

/* ---- checks ------------------------------------------------------------ */

static bool has_item(const struct field *f, const struct list *list,
	const char *id)
{
	const char *item = list->items;

	for (size_t i = 0; i < list->n; i++) {
		const char *name =
			text_of(f->shape, item + i * f->shape->size, "id");

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
		const char *id = text_of(xf->shape, item, "id");

		if (id && strcmp(id, "otherwise") != 0 &&
			!has_item(of, outcomes, id))
			diag_add(l->diags, here(l),
				*(const struct mark *)(const void *)item, 46,
				"'%s' is no outcome of this check; "
				"answers by eye use the same names",
				id);
	}
}

static void check_outcome(struct lint *l, const struct shape *shape,
	const char *item)
{
	const int *limit = field_of(shape, item, "limit");
	struct edge *const *then = field_of(shape, item, "then");
	struct when *const *when = field_of(shape, item, "when");
	const struct mark *at = (const void *)item;

	if (*limit && !*then)
		diag_add(l->diags, here(l), *at, 48,
			"'limit' needs 'then': where to go beyond it");
	if (*when && (*when)->pattern &&
		pattern_matches_empty((*when)->pattern))
		diag_add(l->diags, here(l), (*when)->at, 42,
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
	const struct strings *save = field_of(shape, item, "save");
	struct when *const *when = field_of(shape, item, "when");

	for (size_t i = 0; *when && i < save->n; i++) {
		struct groups g = {save->s[i], false};

		find_group(*when, &g);
		if (!g.there)
			diag_add(l->diags, here(l), save->at[i], 32,
				"no group (?<%s>...) in 'when' gives "
				"this",
				save->s[i]);
	}
}

static void check_probe(struct lint *l, const struct node *n)
{
	const char *run = text_of(n->kind, n, "run");
	const char *probe = text_of(n->kind, n, "probe");

	if (!run && !probe)
		diag_add(l->diags, here(l), n->at, 11,
			"check '%s' lacks 'run' or 'probe'", n->id);
	if (run && probe)
		diag_add(l->diags, here(l), n->at, 13,
			"check '%s' has both 'run' and 'probe'", n->id);
}

/* The same id twice in a list of options or outcomes. */
static void check_twice(struct lint *l, const struct field *f,
	const struct list *list)
{
	const char *items = list->items;
	size_t size = f->shape->size;

	for (size_t i = 0; i < list->n; i++) {
		const char *id = text_of(f->shape, items + i * size, "id");

		for (size_t k = 0; id && k < i; k++) {
			const char *old =
				text_of(f->shape, items + k * size, "id");

			if (old && strcmp(old, id) == 0)
				diag_add(l->diags, here(l),
					*(const struct mark *)(const void
							*)(items + i * size),
					26, "'%s' stands twice here", id);
		}
	}
}

static void rule_checks(struct lint *l)
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

/* ---- questions --------------------------------------------------------- */

static void rule_questions(struct lint *l)
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
			!text_of(n->kind, n, "no_unknown"))
			diag_add(l->diags, here(l), n->at, 45,
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

	if (f->type != FIELD_WEIGHTS || !is_kind(l->node, "question"))
		return;
	for (size_t i = 0; i < w->n; i++)
		if (w->w[i].factor < 0.05 || w->w[i].factor > 20)
			diag_add(l->diags, here(l), w->w[i].at, 54,
				"an answer weighs between 0.05 and 20; "
				"callers err, only checks rule out");
}

static void rule_weights(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		l->node = l->tree->nodes[i];
		shape_visit(l->node->kind, l->tree->nodes[i], visit_weights, l);
	}
	l->node = NULL;
}

/* ---- fixes ------------------------------------------------------------- */

static void check_undo(struct lint *l, const struct node *n)
{
	const bool *reversible = field_of(n->kind, n, "reversible");
	const struct list *undo = field_of(n->kind, n, "undo");
	const char *because = text_of(n->kind, n, "irreversible_because");

	if (*reversible && undo->n == 0)
		diag_warn(l->diags, here(l), n->at, 52,
			"fix '%s' is reversible but has no 'undo'", n->id);
	if (!*reversible && !because)
		diag_add(l->diags, here(l), n->at, 52,
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
			diag_add(l->diags, here(l), n->at, 11,
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
	const char *id = text_of(vf->shape, verify, "check");
	const struct strings *expect = field_of(vf->shape, verify, "expect");
	const struct node *check = id ? tree_node(l->tree, id) : NULL;
	const struct field *of =
		check ? shape_field(check->kind, "outcomes") : NULL;

	if (check && !of) {
		diag_add(l->diags, here(l), n->at, 47,
			"'%s' is no check and can prove nothing", id);
		return;
	}
	for (size_t i = 0; of && i < expect->n; i++)
		if (!has_item(of,
			    (const void *)((const char *)check + of->offset),
			    expect->s[i]))
			diag_add(l->diags, here(l), expect->at[i], 47,
				"'%s' is no outcome of check '%s'",
				expect->s[i], id);
}

static void check_step(void *ctx, const struct shape *shape,
	const struct field *f, void *owner, void *value)
{
	struct lint *l = ctx;
	const int *certainty = field_of(shape, owner, "certainty");

	if (strcmp(f->key, "certainty") == 0 && *certainty == 1 &&
		!text_of(shape, owner, "because"))
		diag_add(l->diags, here(l), *(struct mark *)owner, 55,
			"what is only believed needs 'because'");
	if (strcmp(shape->name, "a step") == 0 && strcmp(f->key, "say") == 0 &&
		!*(const char **)value && !text_of(shape, owner, "run"))
		diag_add(l->diags, here(l), *(struct mark *)owner, 11,
			"a step needs 'say' or 'run'");
}

static void rule_fixes(struct lint *l)
{
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		struct node *n = l->tree->nodes[i];

		l->node = n;
		shape_visit(n->kind, n, check_step, l);
		if (!is_kind(n, "fix"))
			continue;
		check_undo(l, n);
		check_ways(l, n);
		check_verify(l, n);
	}
	l->node = NULL;
}

/* Whoever runs a command wants to know who says so. */
static void rule_sources(struct lint *l)
{
	if (!l->tree->about.sources.n)
		return;
	for (size_t i = 0; i < l->tree->nnodes; i++) {
		const struct node *n = l->tree->nodes[i];
		const struct strings *s = field_of(n->kind, n, "sources");

		if (s && s->n == 0)
			diag_warn(l->diags, node_source(l->tree, n), n->at, 53,
				"'%s' names no source", n->id);
	}
}

/* ---- facts ------------------------------------------------------------- */

static void rule_readers(struct lint *l)
{
	const struct reader *r = l->tree->readers.items;

	for (size_t i = 0; i < l->tree->readers.n; i++) {
		for (size_t k = 0; k < r[i].facts.n; k++) {
			struct groups g = {r[i].facts.s[k], false};
			const struct when w = {.pattern = r[i].pattern};

			find_group(&w, &g);
			if (!g.there)
				diag_add(l->diags, &l->tree->source,
					r[i].facts.at[k], 32,
					"no group (?<%s>...) gives "
					"this",
					g.name);
		}
		if (pattern_matches_empty(r[i].pattern))
			diag_add(l->diags, &l->tree->source, r[i].at, 42,
				"reader '%s' fits an empty text", r[i].id);
	}
}

static void rule_vars(struct lint *l)
{
	const struct var *v = l->tree->vars.items;

	for (size_t i = 0; i < l->tree->vars.n; i++)
		if (v[i].type == VAR_ENUM && v[i].values.n == 0)
			diag_add(l->diags, &l->tree->source, v[i].at, 33,
				"var '%s' is an enum without values", v[i].id);
}

static void (*const rules[])(struct lint *) = {
	rule_unreachable,
	rule_no_way_out,
	rule_other_trees,
	rule_returns,
	rule_commands,
	rule_texts,
	rule_checks,
	rule_questions,
	rule_weights,
	rule_fixes,
	rule_sources,
	rule_readers,
	rule_vars,
};

void tree_lint(const struct tree *t, const struct catalog *catalog,
	struct diags *diags)
{
	struct lint l = {.tree = t, .catalog = catalog, .diags = diags};

	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		rules[i](&l);
}
