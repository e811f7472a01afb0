/*
 * From the collector back to the diagnosis. For every cause that a case of
 * the trees' own tests comes to by outputs of checks: what the collector's
 * script would print on all machines, as Windows writes it into a file, is
 * given as evidence, and nobody is asked anything.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "base/xmem.h"
#include "check/collector.h"
#include "doc/ydoc.h"
#include "engine/engine.h"
#include "load/assets.h"
#include "load/load.h"
#include "model/value.h"

enum stop {
	STOP_END, /* at a fix or an end, perhaps of another cause first */
	STOP_PERSON,
	STOP_NOT_COLLECTED,
	STOP_WRONG,
};

struct trip {
	struct library *lib;
	const struct tree *tree;
	struct arena arena;
	struct str file; /* of the case */
	size_t decided;  /* checks whose output stands in it */
	bool read_only;
};

static void set_facts(struct trip *t, const struct ynode *map,
	struct facts *facts, struct pairs *pairs)
{
	for (const struct ynode *n = map ? map->child : NULL; n; n = n->next) {
		const struct var *var =
			catalog_var(&t->lib->catalog, t->tree, n->key);
		struct str value = STR_INIT;
		const char *why;

		if (n->kind == YNODE_SCALAR && var &&
			value_accept(var, n->text, &value, &why)) {
			facts_set(facts, n->key, value.s, "asked", 0);
			if (pairs)
				pairs->p[pairs->n++] = (struct pair){
					n->key_at, n->key, n->text};
		}
		str_release(&value);
	}
}

/* The last output that the case has for a check; NULL: none. */
static const char *last_output(const struct ynode *n)
{
	const char *text;

	if (n->kind != YNODE_LIST)
		return ynode_text(n, "stdout");
	text = NULL;
	/* The first visit is the diagnosis, later ones verify a fix. */
	if (n->child)
		text = ynode_text(n->child, "stdout");
	return text;
}

static void add_output(struct trip *t, const struct ynode *n,
	const struct facts *facts)
{
	const struct node *node = tree_node(t->tree, n->key);
	const char *out = last_output(n), *why;
	struct collector c;
	struct check_spec spec;
	char name[160];

	if (!node || !out || !node_check_spec(t->tree, node, &spec))
		return;
	snprintf(name, sizeof(name), "%s/%s", t->tree->id, n->key);
	if (spec.probe.kind) {
		str_addf(&t->file, "%s\n", out); /* of vpntriage probe */
		t->decided++;
		return;
	}
	collector_init(&c, "7K2");
	if (node_check_fill(t->tree, node, facts, &t->arena, &spec, &why) &&
		collector_add(&c, name, &spec)) {
		str_addf(&t->file, "<vpntriage 7K2 %s\n%s\n7K2>\n", name, out);
		t->decided++;
	} else if (c.nleft_out && !strstr(c.left_out.s, "known") &&
		   !strstr(c.left_out.s, "not for PowerShell") &&
		   !strstr(c.left_out.s, "as SYSTEM")) {
		t->read_only = false;
		printf("%s", c.left_out.s);
	}
	collector_release(&c);
}

static void as_windows(const char *text, struct evidence *e)
{
	struct str wide = STR_INIT;

	/* ASCII as UTF-16LE, which is what > makes of it. */
	str_add(&wide, "\xFF\xFE", 2);
	for (; *text; text++) {
		if (*text == '\n')
			str_add(&wide, "\r\0", 2);
		str_addc(&wide, *text);
		str_addc(&wide, '\0');
	}
	evidence_init(e, "collected.txt", wide.s, wide.len);
	str_release(&wide);
}

static void give(struct engine *engine, const struct evidence *e)
{
	const struct reply r = {.kind = REPLY_EVIDENCE,
		.by = BY_FILE,
		.name = e->name,
		.text = e->text,
		.len = e->len};
	const char *why;

	engine_reply(engine, &r, &why);
}

/* A check that is asked again wants a new answer, not the old file. */
static bool was_asked(const struct engine *engine, const char *check)
{
	size_t n;
	const struct step *steps = engine_steps(engine, &n);

	for (size_t i = 0; i < n; i++)
		if (steps[i].node && strcmp(steps[i].node->id, check) == 0)
			return true;
	return false;
}

/* Why it went no further: a question only a person can answer, a check that
 * the file does not hold, or something that should not be. */
static enum stop where_stopped(const struct trip *t, struct engine *engine)
{
	const struct prompt *p = engine_prompt(engine);
	struct str mark = STR_INIT;
	enum stop stop;

	if (engine_fix(engine) || p->kind == PROMPT_END)
		return STOP_END;
	if (p->kind != PROMPT_RUN || was_asked(engine, p->check->id))
		return STOP_PERSON;
	str_addf(&mark, "<vpntriage 7K2 %s/%s\n", t->tree->id, p->check->id);
	stop = strstr(t->file.s, mark.s) ? STOP_WRONG : STOP_NOT_COLLECTED;
	str_release(&mark);
	return stop;
}

/* The cause that the collected file alone leads to; or NULL. */
static const char *diagnose(struct trip *t, const struct ynode *c,
	struct facts *facts, enum stop *stop)
{
	const struct ynode *checks = ynode_get(c, "checks");
	const char *paste = ynode_text(c, "paste");
	struct engine *engine = engine_new(&t->lib->catalog, t->tree->id);
	struct reply set = {.kind = REPLY_SET, .by = BY_PERSON};
	const struct ynode *vars = ynode_get(c, "vars");
	const struct cause *cause;
	const char *id, *why;
	struct evidence e;

	set.values.p = arena_alloc(&t->arena,
		((vars ? vars->n : 0) + 1) * sizeof(struct pair));
	set_facts(t, vars, facts, &set.values);
	set_facts(t, ynode_get(c, "expect_vars"), facts, NULL);
	for (const struct ynode *n = checks ? checks->child : NULL; n;
		n = n->next)
		add_output(t, n, facts);
	str_addf(&t->file,
		"VPNTRIAGE machine=all checks=%zu ran=%zu failed=0 "
		"left_out=0\n",
		t->decided, t->decided);
	if (set.values.n)
		engine_reply(engine, &set, &why);
	if (paste) {
		evidence_init(&e, "paste", paste, strlen(paste));
		give(engine, &e);
		evidence_release(&e);
	}
	as_windows(t->file.s, &e);
	give(engine, &e);
	evidence_release(&e);
	while (engine_auto(engine, PACE_DIAGNOSE, 0))
		;
	*stop = where_stopped(t, engine);
	cause = engine_cause(engine);
	id = cause ? arena_strdup(&t->arena, cause->id) : NULL;
	engine_free(engine);
	return id;
}

/* Causes by name: what happened to each. */
struct seen {
	char *name;
	bool found, wrong;
};

static struct seen seen[1000];
static size_t nseen;
static struct names names;

static struct seen *entry(const struct tree *tree, const char *cause)
{
	char name[200];
	size_t i;

	snprintf(name, sizeof(name), "%s: %s", tree->id, cause);
	i = names_find(&names, name);
	if (i == NAMES_NONE) {
		i = nseen++;
		seen[i].name = xstrdup(name);
		names_add(&names, seen[i].name, i);
	}
	return &seen[i];
}

static bool uses_outputs(const struct ynode *c)
{
	const struct ynode *checks = ynode_get(c, "checks");

	for (const struct ynode *n = checks ? checks->child : NULL; n;
		n = n->next)
		if (last_output(n))
			return true;
	return false;
}

static bool try_case(struct trip *t, const struct ynode *c)
{
	const char *want = ynode_text(c, "expect_cause"), *got;
	struct facts facts;
	enum stop stop;
	struct seen *s;

	if (!want || strcmp(want, "none") == 0 || !uses_outputs(c))
		return true;
	arena_init(&t->arena);
	facts_init(&facts);
	str_reset(&t->file);
	t->decided = 0;
	t->read_only = true;
	got = diagnose(t, c, &facts, &stop);
	s = entry(t->tree, want);
	if (got && strcmp(got, want) == 0)
		s->found = true;
	else if (stop == STOP_WRONG) {
		s->wrong = true;
		printf("FAIL %s: '%s' stops at a check that was collected\n",
			s->name, ynode_text(c, "name"));
	}
	facts_release(&facts);
	arena_release(&t->arena);
	return t->read_only;
}

static size_t try_tests(struct trip *t, const struct asset *a)
{
	struct source src = {a->path, a->bytes, a->len};
	const struct ynode *root, *cases;
	struct arena arena;
	struct diags diags;
	char id[100];
	size_t bad = 0;

	snprintf(id, sizeof(id), "%.*s",
		(int)(strlen(a->path) - strlen("trees/.test.yaml")),
		a->path + strlen("trees/"));
	t->tree = catalog_tree(&t->lib->catalog, id);
	arena_init(&arena);
	diags_init(&diags);
	root = ydoc_parse(&src, &arena, &diags);
	cases = root ? ynode_get(root, "cases") : NULL;
	for (const struct ynode *c = cases && t->tree ? cases->child : NULL; c;
		c = c->next)
		bad += !try_case(t, c);
	diags_release(&diags);
	arena_release(&arena);
	return bad;
}

int main(int argc, char **argv)
{
	static const struct places nowhere;
	const struct schema schema = {node_shapes, NULL};
	struct trip t = {.file = STR_INIT};
	size_t passed = 0, failed = 0, asked = 0;

	names_init(&names);
	t.lib = library_load(&nowhere, &schema);
	for (const struct asset *a = assets; a->path; a++)
		if (starts_with(a->path, "trees/") &&
			ends_with(a->path, ".test.yaml"))
			failed += try_tests(&t, a);
	for (size_t i = 0; i < nseen; i++) {
		passed += seen[i].found && !seen[i].wrong;
		failed += seen[i].wrong;
		asked += !seen[i].found && !seen[i].wrong;
		free(seen[i].name);
	}
	str_release(&t.file);
	names_release(&names);
	library_free(t.lib);
	printf("%zu causes need an answer that no check gives\n", asked);
	printf("causes from collected output: %zu passed, %zu failed\n", passed,
		failed);
	return failed ? 1 : 0;
}
