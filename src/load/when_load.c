/* Conditions from YAML: one matcher a map, nested by all, any and not. */
#include "model/when.h"

#include <stdlib.h>
#include <string.h>

#include "fields.h"

static struct when *bad(struct filler *f, const struct ynode *n,
	const char *text)
{
	diag_add(f->diags, f->src, n->at, 31, "%s", text);
	return NULL;
}

static struct when *load_all(struct filler *f, const struct ynode *n,
	struct when *w)
{
	if (n->kind != YNODE_LIST || n->n == 0)
		return bad(f, n, "'all' and 'any' need a list of conditions");
	w->list = arena_alloc(f->arena, n->n * sizeof(struct when *));
	for (const struct ynode *c = n->child; c; c = c->next) {
		struct when *one = when_load(f, c);

		if (!one)
			return NULL;
		w->list[w->n++] = one;
	}
	return w;
}

static struct when *load_not(struct filler *f, const struct ynode *n,
	struct when *w)
{
	w->list = arena_alloc(f->arena, sizeof(struct when *));
	w->list[0] = when_load(f, n);
	w->n = 1;
	return w->list[0] ? w : NULL;
}

static struct when *load_in(struct filler *f, const struct ynode *n,
	struct when *w)
{
	struct mark *at;

	if (n->kind == YNODE_LIST && n->n == 0)
		return bad(f, n, "'in' needs at least one value");
	w->in.s = arena_alloc(f->arena, (n->n + 1) * sizeof(*w->in.s));
	at = arena_alloc(f->arena, (n->n + 1) * sizeof(*at));
	w->in.at = at;
	if (n->kind == YNODE_SCALAR) {
		at[0] = n->at;
		w->in.s[w->in.n++] = n->text;
		return w;
	}
	for (const struct ynode *c = n->child; c; c = c->next) {
		if (c->kind != YNODE_SCALAR)
			return bad(f, c, "'in' needs a list of values");
		at[w->in.n] = c->at;
		w->in.s[w->in.n++] = c->text;
	}
	return w;
}

/* var with one of equals, in, matches, known. */
static struct when *load_var(struct filler *f, const struct ynode *map,
	const struct ynode *var, struct when *w)
{
	const struct ynode *test = map->child == var ? var->next : map->child;

	w->kind = WHEN_VAR;
	if (var->kind != YNODE_SCALAR)
		return bad(f, var, "'var' needs the name of one value");
	w->var = var->text;
	if (map->n != 2 || !test)
		return bad(f, map,
			"'var' needs exactly one of equals, in, "
			"matches and known beside it");
	if (strcmp(test->key, "equals") == 0 || strcmp(test->key, "in") == 0)
		return load_in(f, test, w);
	if (strcmp(test->key, "matches") == 0) {
		w->pattern = pattern_load(f, test);
		return w->pattern ? w : NULL;
	}
	if (strcmp(test->key, "known") == 0 && test->kind == YNODE_SCALAR &&
		strcmp(test->text, "true") == 0) {
		w->known = true;
		return w;
	}
	return bad(f, test,
		"'var' goes with equals, in, matches or known: true");
}

static struct when *load_exit(struct filler *f, const struct ynode *n,
	struct when *w)
{
	char *end;

	w->kind = WHEN_EXIT;
	if (n->kind != YNODE_SCALAR || n->len == 0 || n->len > 11)
		return bad(f, n, "'exit' needs a whole number");
	w->exit = (int)strtol(n->text, &end, 10);
	return *end ? bad(f, n, "'exit' needs a whole number") : w;
}

struct when *when_load(struct filler *f, const struct ynode *n)
{
	struct when *w = arena_alloc(f->arena, sizeof(*w));
	const struct ynode *c = n->child, *var = ynode_get(n, "var");

	w->at = n->at;
	if (n->kind != YNODE_MAP || !c)
		return bad(f, n, "a condition is a map such as {stdout: ...}");
	if (var)
		return load_var(f, n, var, w);
	if (n->n != 1)
		return bad(f, n,
			"a condition has one matcher; join several "
			"with all or any");
	if (strcmp(c->key, "exit") == 0)
		return load_exit(f, c, w);
	w->kind = strcmp(c->key, "stderr") == 0 ? WHEN_STDERR : WHEN_STDOUT;
	if (strcmp(c->key, "stdout") == 0 || w->kind == WHEN_STDERR) {
		w->pattern = pattern_load(f, c);
		return w->pattern ? w : NULL;
	}
	w->kind = strcmp(c->key, "all") == 0 ? WHEN_ALL : WHEN_ANY;
	if (w->kind == WHEN_ALL || strcmp(c->key, "any") == 0)
		return load_all(f, c, w);
	w->kind = WHEN_NOT;
	if (strcmp(c->key, "not") == 0)
		return load_not(f, c, w);
	diag_add(f->diags, f->src, c->key_at, 31,
		"unknown matcher '%s'; there are exit, stdout, stderr, "
		"var, all, any and not",
		c->key);
	return NULL;
}
