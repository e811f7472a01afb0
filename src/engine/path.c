/* From node to node. */
#include "path.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

#define MOST_PASSES 1000

static void enter_tree(struct walk *w, const struct tree *t)
{
	const struct cause *causes = t->causes.items;

	free(w->weight);
	free(w->taken);
	free(w->checked);
	free(w->asked);
	w->tree = t;
	w->weight = xcalloc(t->causes.n, sizeof(*w->weight));
	w->taken = xcalloc(t->nedges, sizeof(*w->taken));
	w->checked = xcalloc(t->nnodes, sizeof(*w->checked));
	w->asked = xcalloc(t->nnodes, sizeof(*w->asked));
	for (size_t i = 0; i < t->causes.n; i++)
		w->weight[i] = causes[i].prior;
	w->nframes = 0;
	w->found = NULL;
}

static void enter_node(struct walk *w, const struct node *n)
{
	w->node = n;
	w->phase = PHASE_ENTER;
	w->before = 0;
	w->attempt = 0;
	w->fetch = NULL;
	w->values = (struct strings){0};
}

/* On through links and ranks, which ask nothing. */
static void pass_on(struct walk *w, int passes)
{
	const struct node_kind *kind = w->node ? kind_of(w->node) : NULL;
	const struct edge *way;

	if (!kind || !kind->pass)
		return;
	way = passes < MOST_PASSES ? kind->pass(w, w->node) : NULL;
	if (!way)
		enter_node(w, NULL);
	else
		path_follow(w, way);
}

void path_watch(struct walk *w, const struct node *from, const struct edge *e)
{
	if (w->watch && from)
		w->watch->way(w->watch->ctx, w->tree, from, e);
}

static const struct edge *leave_part(struct walk *w, const struct edge *e)
{
	const struct node *link;

	if (w->nframes == 0)
		return NULL;
	link = w->frame[--w->nframes];
	return node_edge(link, e->to + strlen("exit."));
}

void path_follow(struct walk *w, const struct edge *e)
{
	const struct node *from = w->node;
	int passes = 0;

	while (e && starts_with(e->to, "exit.")) {
		path_watch(w, from, e);
		w->taken[e->number]++;
		from = w->nframes ? w->frame[w->nframes - 1] : NULL;
		e = leave_part(w, e);
	}
	if (!e) {
		enter_node(w, NULL);
		return;
	}
	path_watch(w, from, e);
	passes = w->taken[e->number]++;
	if (starts_with(e->to, "tree:")) {
		const struct tree *t = catalog_tree(w->catalog, e->to + 5);

		if (t)
			enter_tree(w, t);
		enter_node(w, t ? t->start : NULL);
	} else {
		enter_node(w, e->target);
	}
	w->rank = from && from->kind == &rank_shape ? from : NULL;
	pass_on(w, passes);
}

const struct node *path_check(const struct walk *w)
{
	if (w->fetch)
		return w->fetch;
	if (w->phase == PHASE_VERIFY)
		return tree_node(w->tree, fix_verify_check(w->node));
	return w->node;
}

struct missing {
	struct walk *w;
	const char **names;
	size_t n, cap;
};

static void add_missing(void *ctx, const char *name, size_t offset)
{
	struct missing *m = ctx;
	const struct var *v = catalog_var(m->w->catalog, m->w->tree, name);

	if (!v || facts_value(&m->w->facts, name))
		return;
	for (size_t i = 0; i < m->n; i++)
		if (strcmp(m->names[i], v->id) == 0)
			return;
	m->names = grow(m->names, &m->cap, m->n, sizeof(*m->names));
	m->names[m->n++] = v->id;
}

static void gather_missing(struct missing *m, const struct node *n)
{
	struct check_spec spec;

	if (n->kind == &fix_shape)
		fix_needs(n, add_missing, m);
	if (!node_check_spec(m->w->tree, n, &spec))
		return;
	if (spec.command)
		fill_names(spec.command, add_missing, m);
	if (spec.probe.target)
		add_missing(m, spec.probe.target, 0);
}

/* A check not yet done that can bring one of the values. */
static const struct node *fetcher(const struct missing *m)
{
	const struct walk *w = m->w;

	for (size_t i = 0; i < m->n; i++)
		for (size_t k = 0; k < w->tree->nnodes; k++)
			if (!w->checked[k] &&
				check_saves(w->tree->nodes[k], m->names[i]))
				return w->tree->nodes[k];
	return NULL;
}

static bool evidence_decides(const struct walk *w, const struct node *check)
{
	struct suggestion s = {0};
	struct arena scratch;

	if (check->kind != &check_shape)
		return false;
	arena_init(&scratch);
	check_suggest(w, check, &scratch, &s);
	arena_release(&scratch);
	return s.there;
}

static void ask_values(struct walk *w, const struct missing *m)
{
	w->values.s = arena_alloc(w->arena, (m->n + 1) * sizeof(*w->values.s));
	for (size_t i = 0; i < m->n; i++) {
		const struct var *v =
			catalog_var(w->catalog, w->tree, m->names[i]);

		if (v->set_by == SET_BY_USER && v->ask)
			w->values.s[w->values.n++] = v->id;
	}
}

void path_settle(struct walk *w)
{
	struct missing m = {.w = w};
	const struct node *n;

	w->fetch = NULL;
	w->values = (struct strings){0};
	if (!w->node)
		return;
	n = path_check(w);
	if (n->kind != &check_shape && n->kind != &fix_shape)
		return;
	gather_missing(&m, n);
	if (m.n && n->kind == &fix_shape)
		w->fetch = fetcher(&m);
	if (m.n && !w->fetch && !w->asked[n->number] && !evidence_decides(w, n))
		ask_values(w, &m);
	free(m.names);
}

void path_start(struct walk *w, const struct catalog *catalog,
	const struct tree *t, struct arena *arena,
	const struct engine_watch *watch)
{
	*w = (struct walk){.catalog = catalog, .arena = arena, .watch = watch};
	facts_init(&w->facts);
	enter_tree(w, t);
	enter_node(w, t->start);
	pass_on(w, 0);
	path_settle(w);
}

void path_release(struct walk *w)
{
	facts_release(&w->facts);
	free(w->weight);
	free(w->taken);
	free(w->checked);
	free(w->asked);
	free(w->docs);
}
