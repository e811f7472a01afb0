/*
 * A tree from its file and the files of its parts: fields, nodes, includes.
 * What names point to is checked in resolve.c afterwards.
 */
#include "load/load.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "fields.h"
#include "resolve.h"
#include "shapes.h"

#define THIS_FORMAT 1
#define MOST_NODES 200000
#define MOST_PARTS 32

struct loader {
	struct tree *tree;
	const struct schema *schema;
	const struct opener *opener;
	struct diags *diags;
	size_t capnodes;
};

static const struct shape *kind_shape(const struct schema *s, const char *name)
{
	for (size_t i = 0; s->nodes[i]; i++)
		if (strcmp(s->nodes[i]->name, name) == 0)
			return s->nodes[i];
	return NULL;
}

static const struct shape *read_kind(struct loader *l, struct filler *f,
	const struct ynode *n)
{
	const char *word = ynode_text(n, "kind"), *near = NULL;
	const struct shape *shape;

	if (n->kind != YNODE_MAP || !word) {
		diag_add(l->diags, f->src, n->key_at, 11,
			"node '%s' lacks 'kind'", n->key);
		return NULL;
	}
	shape = kind_shape(l->schema, word);
	if (shape)
		return shape;
	for (size_t i = 0; l->schema->nodes[i]; i++)
		if (is_near(word, l->schema->nodes[i]->name))
			near = l->schema->nodes[i]->name;
	diag_add(l->diags, f->src, ynode_get(n, "kind")->at, 30,
		"there is no kind '%s'%s%s%s", word,
		near ? "; did you mean '" : "", near ? near : "",
		near ? "'?" : "");
	return NULL;
}

static void add_node(struct loader *l, struct filler *f, const struct ynode *n,
	struct part *part)
{
	const struct shape *shape = read_kind(l, f, n);
	struct tree *t = l->tree;
	struct node *node;

	if (!shape)
		return;
	node = arena_alloc(&t->arena, shape->size);
	f->nedges = 0;
	fields_fill(f, shape, n, node);
	node->kind = shape;
	node->part = part;
	node->id = part ? arena_printf(&t->arena, "%s.%s", part->as, n->key)
			: n->key;
	node->edges = arena_copy(&t->arena, f->edges, f->nedges,
		sizeof(struct edge *));
	node->nedges = f->nedges;
	node->number = t->nnodes;
	for (size_t i = 0; i < node->nedges; i++)
		node->edges[i]->number = t->nedges++;
	t->nodes =
		grow(t->nodes, &l->capnodes, t->nnodes, sizeof(struct node *));
	t->nodes[t->nnodes++] = node;
	names_add(&t->by_id, node->id, node->number);
}

static void add_nodes(struct loader *l, struct filler *f,
	const struct ynode *root, struct part *part, bool required)
{
	const struct ynode *nodes = ynode_get(root, "nodes");

	if (!nodes) {
		if (required)
			diag_add(l->diags, f->src, root->at, 11,
				"the tree lacks 'nodes'");
		return;
	}
	if (nodes->kind != YNODE_MAP || nodes->n > MOST_NODES) {
		diag_add(l->diags, f->src, nodes->at, 12,
			"'nodes' needs a map of at most %d nodes", MOST_NODES);
		return;
	}
	for (const struct ynode *n = nodes->child; n; n = n->next) {
		if (!is_id(n->key))
			diag_add(l->diags, f->src, n->key_at, 16,
				"'%s' is no id; use a-z, 0-9 and _, a "
				"letter first",
				n->key);
		add_node(l, f, n, part);
	}
}

static bool right_format(struct loader *l, const struct source *src,
	const struct ynode *root)
{
	const struct ynode *n = ynode_get(root, "format");

	if (root->kind != YNODE_MAP) {
		diag_add(l->diags, src, root->at, 12,
			"a tree is a map of keys such as format, tree "
			"and nodes");
		return false;
	}
	if (!n || n->kind != YNODE_SCALAR || strcmp(n->text, "1") == 0)
		return true;
	diag_add(l->diags, src, n->at, 28,
		"format '%s' is not known; this program reads format "
		"%d, a later version may read it",
		n->text, THIS_FORMAT);
	return false;
}

/* Codes in any notation, as numbers. */
static void number_codes(struct loader *l, const struct source *src)
{
	struct detect *d = &l->tree->detect;

	d->code = arena_alloc(&l->tree->arena,
		(d->codes.n + 1) * sizeof(*d->code));
	for (size_t i = 0; i < d->codes.n; i++)
		if (!code_parse(d->codes.s[i], &d->code[i]))
			diag_add(l->diags, src, d->codes.at[i], 14,
				"'%s' is no code; write 853, 0x355 or "
				"-2146762495",
				d->codes.s[i]);
}

/* What is not in `into` yet by id comes along; the tree's own wins. */
static void merge(struct tree *t, struct list *into, const struct list *more,
	size_t size)
{
	char *all = arena_alloc(&t->arena, (into->n + more->n + 1) * size);
	size_t n = into->n;

	if (n)
		memcpy(all, into->items, n * size);
	for (size_t i = 0; i < more->n; i++) {
		const char *item = (const char *)more->items + i * size;
		const char *name =
			((const struct pair *)(const void *)item)->key;
		bool there = false;

		for (size_t k = 0; name && k < n && !there; k++) {
			const void *old = all + k * size;
			const char *key = ((const struct pair *)old)->key;

			there = key && strcmp(key, name) == 0;
		}
		if (!there)
			memcpy(all + n++ * size, item, size);
	}
	*into = (struct list){all, n};
}

static void merge_readers(struct tree *t, const struct list *more)
{
	size_t size = sizeof(struct reader), n = t->readers.n;
	char *all = arena_alloc(&t->arena, (n + more->n + 1) * size);

	if (n)
		memcpy(all, t->readers.items, n * size);
	if (more->n)
		memcpy(all + n * size, more->items, more->n * size);
	t->readers = (struct list){all, n + more->n};
}

static void merge_part(struct tree *t, const struct tree *p)
{
	merge(t, &t->vars, &p->vars, sizeof(struct var));
	merge(t, &t->vars, &p->params, sizeof(struct var));
	merge(t, &t->machines, &p->machines, sizeof(struct machine));
	merge(t, &t->causes, &p->causes, sizeof(struct cause));
	merge(t, &t->about.sources, &p->about.sources,
		sizeof(struct source_ref));
	merge_readers(t, &p->readers);
}

static void include_part(struct loader *l, const struct source *by,
	const struct include *inc, const struct source *src)
{
	struct tree *t = l->tree, *p = arena_alloc(&t->arena, sizeof(*p));
	struct part *part = arena_alloc(&t->arena, sizeof(*part));
	struct filler f = {.arena = &t->arena,
		.diags = l->diags,
		.tree = t,
		.src = &part->source};
	const struct ynode *root;

	part->as = inc->as;
	part->file = inc->file;
	part->source.name = arena_strdup(&t->arena, src->name);
	part->source.bytes = arena_strndup(&t->arena, src->bytes, src->len);
	part->source.len = src->len;
	root = ydoc_parse(&part->source, &t->arena, l->diags);
	if (!root || !right_format(l, &part->source, root))
		return;
	fields_fill(&f, &tree_shape, root, p);
	if (!p->is_part)
		diag_add(l->diags, by, inc->at, 27,
			"'%s' is no part (it lacks part: true)", inc->file);
	if (p->includes.n)
		diag_add(l->diags, &part->source, p->at, 27,
			"a part cannot include another part");
	part->params = p->params;
	part->exits = p->exits;
	merge_part(t, p);
	add_nodes(l, &f, root, part, false);
	free(f.edges);
	t->parts[t->nparts++] = part;
}

static void include_parts(struct loader *l, const struct source *by)
{
	struct tree *t = l->tree;
	const struct include *inc = t->includes.items;

	if (t->includes.n > MOST_PARTS) {
		diag_add(l->diags, by, inc[MOST_PARTS].at, 27,
			"more than %d parts", MOST_PARTS);
		return;
	}
	t->parts = arena_alloc(&t->arena,
		(t->includes.n + 1) * sizeof(struct part *));
	for (size_t i = 0; i < t->includes.n; i++) {
		const struct source *src = NULL;

		if (!inc[i].file || !inc[i].as)
			continue;
		for (size_t k = 0; k < i; k++)
			if (inc[k].as && strcmp(inc[k].as, inc[i].as) == 0)
				diag_add(l->diags, by, inc[i].at, 26,
					"'%s' stands for two parts", inc[i].as);
		if (inc[i].file[0] != '/' && !strstr(inc[i].file, ".."))
			src = l->opener->open(l->opener->ctx, inc[i].file);
		if (src)
			include_part(l, by, &inc[i], src);
		else
			diag_add(l->diags, by, inc[i].at, 27,
				"there is no part '%s'", inc[i].file);
	}
}

static void check_head(struct loader *l, const struct source *src)
{
	const struct tree *t = l->tree;
	const char *v = t->version ? t->version : "1.0.0";

	if (strspn(v, "0123456789.") != strlen(v) || !strchr(v, '.') ||
		strchr(v, '.') == strrchr(v, '.'))
		diag_add(l->diags, src, t->at, 13,
			"'version' is three numbers such as 1.0.0, not "
			"'%s'",
			v);
	if (!t->is_part && !t->start_id)
		diag_add(l->diags, src, t->at, 11, "the tree lacks 'start'");
	if (t->is_part && t->start_id)
		diag_add(l->diags, src, t->at, 13,
			"a part has no 'start' of its own");
	if (!t->is_part && (t->exits.n || t->params.n))
		diag_add(l->diags, src, t->at, 13,
			"'exits' and 'params' belong to parts");
}

static struct tree *new_tree(const struct source *given)
{
	struct arena arena;
	struct tree *t;

	arena_init(&arena);
	t = arena_alloc(&arena, sizeof(*t));
	t->arena = arena;
	t->source.name = arena_strdup(&t->arena, given->name);
	t->source.bytes = arena_strndup(&t->arena, given->bytes, given->len);
	t->source.len = given->len;
	t->language = "en";
	return t;
}

/* A part by itself is checked as if it were included under no prefix. */
static struct part *own_part(struct tree *t)
{
	struct part *part = arena_alloc(&t->arena, sizeof(*part));

	part->as = "part";
	part->file = t->source.name;
	part->source = t->source;
	part->params = t->params;
	part->exits = t->exits;
	merge(t, &t->vars, &t->params, sizeof(struct var));
	return part;
}

static void load_all(struct loader *l)
{
	struct tree *t = l->tree;
	struct filler f = {.arena = &t->arena,
		.diags = l->diags,
		.tree = t,
		.src = &t->source};
	const struct ynode *root = ydoc_parse(&t->source, &t->arena, l->diags);

	if (!root || !right_format(l, &t->source, root))
		return;
	fields_fill(&f, &tree_shape, root, t);
	check_head(l, &t->source);
	number_codes(l, &t->source);
	include_parts(l, &t->source);
	add_nodes(l, &f, root, t->is_part ? own_part(t) : NULL, !t->is_part);
	free(f.edges);
	tree_resolve(t, l->schema->common, l->diags);
}

struct tree *tree_load(const struct source *src, const struct schema *schema,
	const struct opener *opener, struct diags *diags)
{
	struct loader l = {.schema = schema, .opener = opener, .diags = diags};
	size_t before = diags->nerrors;
	struct node **nodes;

	l.tree = new_tree(src);
	load_all(&l);
	nodes = l.tree->nodes;
	l.tree->nodes = arena_copy(&l.tree->arena, nodes, l.tree->nnodes,
		sizeof(struct node *));
	free(nodes);
	if (diags->nerrors == before)
		return l.tree;
	tree_free(l.tree);
	return NULL;
}
