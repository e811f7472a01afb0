/*
 * A rank: which of its checks comes next. Cheapest expected way to the
 * cause: with one fault, the expected cost of an order is the sum over its
 * checks of what is still possible times what the check costs, where the
 * first check on a machine also pays for getting there. Exact by dynamic
 * programming over the subsets up to 14 open checks, by the best ratio of
 * chance to cost above that.
 *
 * Heckerman, Breese and Rommelse 1995; Breese and Heckerman 1996 (arXiv
 * 1302.3563).
 */
#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "walk.h"

#define MOST_EXACT 14
#define MOST_OPEN 64

struct rank {
	struct node node;
	struct strings checks;
	struct edge *exhausted;
	bool show_order;
};

static const struct field fields[] = {
	{"checks", FIELD_NODES, offsetof(struct rank, checks), FIELD_REQUIRED,
		.help = "the checks it chooses from"},
	{"when_exhausted", FIELD_EDGE, offsetof(struct rank, exhausted),
		FIELD_REQUIRED, .label = "when_exhausted",
		.help = "where to go when none is left"},
	{"show_order", FIELD_BOOL, offsetof(struct rank, show_order), 0,
		.help = "show the list and why"},
	{0},
};

const struct shape rank_shape = {
	"rank", sizeof(struct rank), fields, "chooses the next check", "kind"};

struct entry {
	const struct node *check;
	double cost, reach;
	size_t machine;            /* which of the machines */
	unsigned long long covers; /* bits of causes that it tests */
	unsigned long long after;  /* bits of entries that must come first */
	size_t place;              /* in the list as written */
};

struct field_of { /* what the order is computed from */
	struct entry e[MOST_OPEN];
	size_t n;
	double weight[64]; /* of causes, as bits */
	double total;
	bool open[32]; /* machines that somebody is logged on to */
};

static bool tests_anything(const struct walk *w, const struct node *n)
{
	const struct strings *tests = check_tests(n);

	for (size_t i = 0; i < tests->n; i++)
		if (walk_weight(w, tests->s[i]) > 0)
			return true;
	return tests->n == 0;
}

static unsigned long long cover_bits(const struct walk *w, const struct node *n)
{
	const struct strings *tests = check_tests(n);
	unsigned long long bits = 0;

	for (size_t i = 0; i < tests->n; i++)
		bits |= 1ull << (walk_cause_index(w, tests->s[i]) % 64);
	return bits;
}

static size_t machine_index(const struct walk *w, const char *id)
{
	const struct machine *m = w->tree->machines.items;

	for (size_t i = 0; i < w->tree->machines.n && i < 31; i++)
		if (strcmp(m[i].id, id) == 0)
			return i;
	return 31;
}

static void fill_entry(const struct walk *w, const struct node *n,
	struct entry *e)
{
	const struct machine *m = tree_machine(w->tree, check_machine(n));

	e->check = n;
	e->cost = check_cost(n);
	e->reach = m ? m->reach : 0;
	e->machine = machine_index(w, check_machine(n));
	e->covers = cover_bits(w, n);
}

struct need_ctx {
	const struct walk *w;
	struct field_of *f;
	size_t self;
};

/* A value that another open check saves: that one comes first. */
static void need_first(void *ctx, const char *name, size_t offset)
{
	struct need_ctx *c = ctx;

	if (facts_value(&c->w->facts, name))
		return;
	for (size_t i = 0; i < c->f->n; i++)
		if (i != c->self && check_saves(c->f->e[i].check, name))
			c->f->e[c->self].after |= 1ull << i;
}

static void gather(const struct walk *w, const struct rank *r,
	struct field_of *f)
{
	const struct cause *causes = w->tree->causes.items;

	*f = (struct field_of){0};
	for (size_t i = 0; i < w->tree->causes.n && i < 64; i++) {
		f->weight[i] = walk_weight(w, causes[i].id);
		f->total += f->weight[i];
	}
	for (size_t i = 0; i < w->tree->nnodes; i++)
		if (w->checked[i] && w->tree->nodes[i]->kind == &check_shape)
			f->open[machine_index(w,
				check_machine(w->tree->nodes[i]))] = true;
	for (size_t i = 0; i < r->checks.n && f->n < MOST_OPEN; i++) {
		const struct node *n = tree_node(w->tree, r->checks.s[i]);

		if (!n || n->kind != &check_shape || w->checked[n->number] ||
			!tests_anything(w, n))
			continue;
		f->e[f->n].place = i;
		fill_entry(w, n, &f->e[f->n++]);
	}
	for (size_t i = 0; i < f->n; i++) {
		struct need_ctx c = {w, f, i};
		struct check_spec spec;

		if (node_check_spec(w->tree, f->e[i].check, &spec) &&
			spec.command)
			fill_names(spec.command, need_first, &c);
	}
}

/* Share of the weight that a set of checks leaves in play. */
static double alive(const struct field_of *f, size_t set)
{
	unsigned long long covered = 0;
	double left = 0;

	for (size_t i = 0; i < f->n; i++)
		if (set >> i & 1)
			covered |= f->e[i].covers;
	for (size_t i = 0; i < 64; i++)
		if (!(covered >> i & 1))
			left += f->weight[i];
	return f->total > 0 ? left / f->total : 1;
}

static double step_cost(const struct field_of *f, size_t set, size_t i)
{
	bool open = f->open[f->e[i].machine];

	for (size_t k = 0; !open && k < f->n; k++)
		open = (set >> k & 1) && f->e[k].machine == f->e[i].machine;
	return f->e[i].cost + (open ? 0 : f->e[i].reach);
}

static bool may_follow(const struct field_of *f, size_t set, size_t i)
{
	return !(set >> i & 1) &&
	       (f->e[i].after & ~(unsigned long long)set) == 0;
}

/* E(S) = least over i of alive(S) * cost(i) + E(S + i). */
static size_t best_exact(const struct field_of *f)
{
	size_t all = ((size_t)1 << f->n) - 1, best = 0;
	double *e = xcalloc(all + 1, sizeof(*e));

	for (size_t set = all; set-- > 0;) {
		double left = alive(f, set);

		e[set] = DBL_MAX;
		for (size_t i = 0; i < f->n; i++) {
			double cost;

			if (!may_follow(f, set, i))
				continue;
			cost = left * step_cost(f, set, i) +
			       e[set | (size_t)1 << i];
			if (cost < e[set]) {
				e[set] = cost;
				if (set == 0)
					best = i;
			}
		}
	}
	free(e);
	return best;
}

static double chance(const struct field_of *f, size_t i)
{
	double sum = 0;

	for (size_t k = 0; k < 64; k++)
		if (f->e[i].covers >> k & 1)
			sum += f->weight[k];
	return f->total > 0 ? sum / f->total : 0;
}

static size_t best_greedy(const struct field_of *f)
{
	double best_ratio = -1;
	size_t best = 0;

	for (size_t i = 0; i < f->n; i++) {
		double cost = step_cost(f, 0, i) + 0.01;

		if (may_follow(f, 0, i) && chance(f, i) / cost > best_ratio) {
			best_ratio = chance(f, i) / cost;
			best = i;
		}
	}
	return best;
}

/* What evidence answers costs nothing: it comes first. */
static bool decided(const struct walk *w, const struct node *n)
{
	struct suggestion s = {0};
	struct arena scratch;
	bool there;

	arena_init(&scratch);
	there = check_suggest(w, n, &scratch, &s);
	arena_release(&scratch);
	return there;
}

static size_t choose(const struct walk *w, const struct field_of *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (decided(w, f->e[i].check))
			return i;
	return f->n <= MOST_EXACT ? best_exact(f) : best_greedy(f);
}

static const struct edge *pass(struct walk *w, const struct node *n)
{
	const struct rank *r = (const void *)n;
	struct field_of *f = xmalloc(sizeof(*f));
	const struct edge *way = r->exhausted;

	gather(w, r, f);
	if (f->n)
		way = node_edge(n, f->e[choose(w, f)].check->id);
	free(f);
	return way;
}

/* The order behind the check that is asked, for those who want to see it. */
void rank_show(struct stage *s, const struct node *n)
{
	const struct rank *r = (const void *)n;
	struct field_of *f;
	struct rank_row *rows;

	if (!r->show_order)
		return;
	f = xmalloc(sizeof(*f));
	gather(s->walk, r, f);
	rows = arena_alloc(s->arena, (f->n + 1) * sizeof(*rows));
	for (size_t i = 0; i < f->n; i++)
		rows[i] = (struct rank_row){.check = f->e[i].check,
			.title = check_title(f->e[i].check),
			.cost = step_cost(f, 0, i),
			.chance = chance(f, i),
			.chosen = f->e[i].check == s->walk->node};
	s->prompt->rank = rows;
	s->prompt->nrank = f->n;
	free(f);
}

const struct node_kind rank_kind = {&rank_shape, NULL, NULL, pass, NULL};
