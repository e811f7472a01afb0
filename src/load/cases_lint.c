/*
 * Rules on a file of cases (x.test.yaml): keys, names of cases, and that the
 * nodes, answers, vars, causes and trees it names exist. Whether a case comes
 * out as it says is for `test` to find.
 */
#include <string.h>

#include "doc/ydoc.h"
#include "load/load.h"

struct cases {
	const struct source *src;
	const struct tree *tree;
	const struct catalog *catalog;
	struct diags *diags;
	const char *where; /* what a key stands in, for messages */
};

typedef void rule(struct cases *, const struct ynode *);

/* One key of a map: what kind of value it has, and a rule on it. */
struct key {
	const char *name;
	enum ynode_kind kind;
	rule *rule; /* of each entry where the value is a map or list */
	bool required;
};

static void report_unknown(struct cases *c, const struct key *keys,
	const struct ynode *n)
{
	const char *near = NULL;

	for (const struct key *k = keys; k->name; k++)
		if (is_near(n->key, k->name))
			near = k->name;
	if (near)
		diag_add(c->diags, c->src, n->key_at, 10,
			"unknown key '%s' in %s; did you mean '%s'?", n->key,
			c->where, near);
	else
		diag_add(c->diags, c->src, n->key_at, 10,
			"unknown key '%s' in %s", n->key, c->where);
}

static void check_value(struct cases *c, const struct key *k,
	const struct ynode *n)
{
	static const char *const wanted[] = {
		[YNODE_SCALAR] = "a text",
		[YNODE_MAP] = "a map",
		[YNODE_LIST] = "a list",
	};

	if (n->kind != k->kind) {
		diag_add(c->diags, c->src, n->at, 12, "'%s' needs %s, not %s",
			n->key, wanted[k->kind], ynode_kind_word(n));
		return;
	}
	if (!k->rule)
		return;
	if (n->kind == YNODE_SCALAR)
		k->rule(c, n);
	for (const struct ynode *e = n->child; e; e = e->next)
		k->rule(c, e);
}

static void check_keys(struct cases *c, const char *where,
	const struct key *keys, const struct ynode *map)
{
	const char *before = c->where;

	c->where = where;
	if (map->kind != YNODE_MAP)
		diag_add(c->diags, c->src, map->at, 12, "%s is a map, not %s",
			where, ynode_kind_word(map));
	for (const struct ynode *n = map->child; n && map->kind == YNODE_MAP;
		n = n->next) {
		const struct key *k = keys;

		while (k->name && strcmp(k->name, n->key) != 0)
			k++;
		if (k->name)
			check_value(c, k, n);
		else
			report_unknown(c, keys, n);
	}
	for (const struct key *k = keys; k->name; k++)
		if (k->required && map->kind == YNODE_MAP &&
			!ynode_get(map, k->name))
			diag_add(c->diags, c->src, map->at, 11, "%s lacks '%s'",
				where, k->name);
	c->where = before;
}

/* A walk may go over to another tree, so its names count as well. */
static const struct node *find_node(const struct cases *c, const char *id)
{
	const struct node *n = tree_node(c->tree, id);

	for (size_t i = 0; !n && i < c->catalog->n; i++)
		n = tree_node(c->catalog->trees[i], id);
	return n;
}

static const struct node *want_node(struct cases *c, struct mark at,
	const char *id)
{
	const struct node *n = find_node(c, id);
	const char *near = NULL;

	if (n)
		return n;
	for (size_t i = 0; i < c->tree->nnodes; i++)
		if (is_near(id, c->tree->nodes[i]->id))
			near = c->tree->nodes[i]->id;
	if (near)
		diag_add(c->diags, c->src, at, 20,
			"there is no node '%s'; did you mean '%s'?", id, near);
	else
		diag_add(c->diags, c->src, at, 20, "there is no node '%s'", id);
	return NULL;
}

/* 1: the node has such an answer, 0: it has others, -1: it has none. */
static int has_answer(const struct node *n, const char *id)
{
	static const char *const keys[] = {"options", "outcomes"};
	int known = -1;

	for (size_t k = 0; k < 2; k++) {
		const struct field *f = shape_field(n->kind, keys[k]);
		const struct field *name;
		struct list list;

		if (!f || f->type != FIELD_LIST)
			continue;
		name = shape_field(f->shape, "id");
		memcpy(&list, (const char *)n + f->offset, sizeof(list));
		known = 0;
		for (size_t i = 0; name && i < list.n; i++) {
			const char *text;

			memcpy(&text,
				(const char *)list.items + i * f->shape->size +
					name->offset,
				sizeof(text));
			if (strcmp(text, id) == 0)
				return 1;
		}
	}
	return known;
}

static void check_answer(struct cases *c, const struct node *n,
	const struct ynode *value)
{
	static const char *const always[] = {
		"skipped", "done", "holds", "fails"};

	for (size_t i = 0; i < 4; i++)
		if (strcmp(value->text, always[i]) == 0)
			return;
	if (has_answer(n, value->text) == 0)
		diag_add(c->diags, c->src, value->at, 46,
			"'%s' has no answer '%s'", n->id, value->text);
}

static void rule_answer(struct cases *c, const struct ynode *n)
{
	const struct node *node = want_node(c, n->key_at, n->key);

	if (n->kind == YNODE_SCALAR && node)
		check_answer(c, node, n);
	for (const struct ynode *e = n->child; e && n->kind == YNODE_LIST;
		e = e->next)
		if (e->kind == YNODE_SCALAR && node)
			check_answer(c, node, e);
}

static const struct key result_keys[] = {
	{"stdout", YNODE_SCALAR},
	{"stderr", YNODE_SCALAR},
	{"exit", YNODE_SCALAR},
	{"timeout", YNODE_SCALAR},
	{"outcome", YNODE_SCALAR},
	{0},
};

static void check_result(struct cases *c, const struct node *node,
	const struct ynode *n)
{
	const struct ynode *outcome = ynode_get(n, "outcome");

	check_keys(c, "the result of a check", result_keys, n);
	if (node && outcome && outcome->kind == YNODE_SCALAR)
		check_answer(c, node, outcome);
}

static void rule_result(struct cases *c, const struct ynode *n)
{
	const struct node *node = want_node(c, n->key_at, n->key);

	if (n->kind != YNODE_LIST) {
		check_result(c, node, n);
		return;
	}
	for (const struct ynode *e = n->child; e; e = e->next)
		check_result(c, node, e);
}

static void rule_var(struct cases *c, const struct ynode *n)
{
	bool there = catalog_var(c->catalog, c->tree, n->key);

	for (size_t i = 0; !there && i < c->catalog->n; i++)
		there = tree_var(c->catalog->trees[i], n->key) != NULL;
	if (!there)
		diag_add(c->diags, c->src, n->key_at, 21,
			"there is no var '%s'", n->key);
}

static void rule_node_key(struct cases *c, const struct ynode *n)
{
	want_node(c, n->key_at, n->key);
}

static void rule_node(struct cases *c, const struct ynode *n)
{
	if (n->kind == YNODE_SCALAR)
		want_node(c, n->at, n->text);
}

static void rule_tree(struct cases *c, const struct ynode *n)
{
	if (strcmp(n->text, c->tree->id) != 0 &&
		!catalog_tree(c->catalog, n->text))
		diag_add(c->diags, c->src, n->at, 59, "there is no tree '%s'",
			n->text);
}

static void rule_cause(struct cases *c, const struct ynode *n)
{
	bool there =
		strcmp(n->text, "none") == 0 || tree_cause(c->tree, n->text);

	for (size_t i = 0; !there && i < c->catalog->n; i++)
		there = tree_cause(c->catalog->trees[i], n->text) != NULL;
	if (!there)
		diag_add(c->diags, c->src, n->at, 22, "there is no cause '%s'",
			n->text);
}

static const struct key case_keys[] = {
	{"name", YNODE_SCALAR, NULL, true},
	{"vars", YNODE_MAP, rule_var},
	{"paste", YNODE_SCALAR},
	{"answers", YNODE_MAP, rule_answer},
	{"checks", YNODE_MAP, rule_result},
	{"fixes", YNODE_MAP, rule_answer},
	{"expect_detect", YNODE_SCALAR, rule_tree},
	{"expect_end", YNODE_SCALAR, rule_node},
	{"expect_tree", YNODE_SCALAR, rule_tree},
	{"expect_cause", YNODE_SCALAR, rule_cause},
	{"expect_path", YNODE_LIST, rule_node},
	{"expect_vars", YNODE_MAP, rule_var},
	{"expect_commands", YNODE_LIST},
	{"expect_sent", YNODE_MAP, rule_node_key},
	{0},
};

static void rule_case(struct cases *c, const struct ynode *n)
{
	check_keys(c, "a case", case_keys, n);
}

static const struct key file_keys[] = {
	{"format", YNODE_SCALAR, NULL, true},
	{"tests", YNODE_SCALAR, NULL, true},
	{"cases", YNODE_LIST, rule_case, true},
	{0},
};

static void check_names(struct cases *c, const struct ynode *cases)
{
	struct names seen;

	names_init(&seen);
	for (const struct ynode *n = cases ? cases->child : NULL; n;
		n = n->next) {
		const struct ynode *name = ynode_get(n, "name");

		if (!name || name->kind != YNODE_SCALAR)
			continue;
		if (names_add(&seen, name->text, 0) != NAMES_NONE)
			diag_add(c->diags, c->src, name->at, 26,
				"a case '%s' stands twice", name->text);
	}
	names_release(&seen);
}

void cases_lint(const struct source *src, const struct tree *tree,
	const struct catalog *catalog, struct diags *diags)
{
	struct cases c = {src, tree, catalog, diags, "a file of cases"};
	const struct ynode *root, *tests, *format;
	struct arena arena;

	arena_init(&arena);
	root = ydoc_parse(src, &arena, diags);
	tests = ynode_get(root, "tests");
	format = ynode_get(root, "format");
	if (format && format->kind == YNODE_SCALAR &&
		strcmp(format->text, "1") != 0)
		diag_add(diags, src, format->at, 28,
			"format '%s' is not known; this program reads format 1",
			format->text);
	if (root && !tree)
		diag_add(diags, src, tests ? tests->at : root->at, 59,
			"the tree of these cases is not there or has "
			"mistakes; lint it first");
	if (root && tree) {
		check_keys(&c, c.where, file_keys, root);
		check_names(&c, ynode_get(root, "cases"));
		if (tests && tests->kind == YNODE_SCALAR &&
			strcmp(tests->text, tree->id) != 0)
			diag_add(diags, src, tests->at, 29,
				"these cases lie beside '%s', so 'tests' is "
				"%s",
				tree->id, tree->id);
	}
	arena_release(&arena);
}
