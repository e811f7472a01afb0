/*
 * test: the cases kept beside a tree (x.test.yaml), walked with prepared
 * outputs; what they cover of the tree's nodes and ways.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/xmem.h"
#include "doc/ydoc.h"
#include "engine/engine.h"
#include "load/assets.h"
#include "os/file.h"
#include "script.h"

struct coverage {
	const struct tree *tree;
	bool *nodes, *edges;
};

struct tester {
	struct library *lib;
	const char *format; /* text, tap, junit */
	bool coverage;
	struct str out;
	size_t passed, failed;
	struct coverage cover; /* of the tree under test */
	bool uncovered;
	/* of the case that runs */
	struct str faults;
	struct arena arena;
	struct engine *engine;
	struct script script;
	struct str commands; /* shown by fixes, one a line */
};

static void fault(struct tester *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void fault(struct tester *t, const char *fmt, ...)
{
	va_list ap;

	str_adds(&t->faults, t->faults.len ? "\n    " : "    ");
	va_start(ap, fmt);
	str_vaddf(&t->faults, fmt, ap);
	va_end(ap);
}

static void watch_way(void *ctx, const struct tree *tree,
	const struct node *from, const struct edge *e)
{
	struct tester *t = ctx;

	if (tree != t->cover.tree)
		return;
	t->cover.edges[e->number] = true;
	t->cover.nodes[from->number] = true;
	if (e->target)
		t->cover.nodes[e->target->number] = true;
}

static struct pairs read_pairs(struct tester *t, const struct ynode *map)
{
	struct pairs p = {0};

	if (!map || map->kind != YNODE_MAP)
		return p;
	p.p = arena_alloc(&t->arena, (map->n + 1) * sizeof(*p.p));
	for (const struct ynode *n = map->child; n; n = n->next)
		if (n->kind == YNODE_SCALAR)
			p.p[p.n++] = (struct pair){n->key_at, n->key, n->text};
	return p;
}

static void add_answer(struct tester *t, const char *node,
	const struct ynode *n)
{
	struct script_answer *a;

	if (n->kind == YNODE_LIST) {
		for (const struct ynode *c = n->child; c; c = c->next)
			add_answer(t, node, c);
		return;
	}
	a = script_add(&t->script, node);
	if (n->kind == YNODE_SCALAR)
		a->choice = n->text;
	else
		a->values = read_pairs(t,
			ynode_get(n, "form") ? ynode_get(n, "form") : n);
}

/* The faked output of one run of a check. */
static void add_result(struct tester *t, const char *node,
	const struct ynode *n)
{
	const char *outcome = ynode_text(n, "outcome");
	const char *text = ynode_text(n, "stdout"),
		   *exit = ynode_text(n, "exit");
	struct script_answer *a;
	struct evidence e;

	if (n->kind == YNODE_LIST) {
		for (const struct ynode *c = n->child; c; c = c->next)
			add_result(t, node, c);
		return;
	}
	a = script_add(&t->script, node);
	if (outcome) {
		a->choice = outcome;
		return;
	}
	a->has_result = true;
	a->result = (struct result){
		.verdict = RESULT_RAN, .way = WAY_LOCAL, .ms = -1};
	if (ynode_text(n, "timeout"))
		a->result.verdict = RESULT_TIMEOUT;
	evidence_init(&e, node, text ? text : "", text ? strlen(text) : 0);
	a->result.out = arena_strndup(&t->arena, e.text, e.len);
	a->result.outlen = e.len;
	evidence_release(&e);
	a->result.err = ynode_text(n, "stderr");
	a->result.errlen = a->result.err ? strlen(a->result.err) : 0;
	a->result.has_exit = exit != NULL;
	a->result.exit = exit ? atoi(exit) : 0;
}

static void prepare(struct tester *t, const struct ynode *c)
{
	const struct ynode *answers = ynode_get(c, "answers");
	const struct ynode *checks = ynode_get(c, "checks");
	const struct ynode *fixes = ynode_get(c, "fixes");

	for (const struct ynode *n = answers ? answers->child : NULL; n;
		n = n->next)
		add_answer(t, n->key, n);
	for (const struct ynode *n = checks ? checks->child : NULL; n;
		n = n->next)
		add_result(t, n->key, n);
	for (const struct ynode *n = fixes ? fixes->child : NULL; n;
		n = n->next)
		add_answer(t, n->key, n);
}

static void give_vars(struct tester *t, const struct ynode *c)
{
	struct reply r = {.kind = REPLY_SET, .by = BY_PERSON};
	const char *why;

	r.values = read_pairs(t, ynode_get(c, "vars"));
	if (r.values.n)
		engine_reply(t->engine, &r, &why);
}

static void check_detect(struct tester *t, const struct ynode *c,
	const struct evidence *e)
{
	const char *wanted = ynode_text(c, "expect_detect");
	struct reading r;

	if (!wanted)
		return;
	reading_init(&r);
	reading_add(&r, &t->lib->catalog, &t->lib->codes, e);
	if (r.nscores == 0)
		fault(t, "no tree is offered, not %s", wanted);
	else if (strcmp(r.scores[0].tree->id, wanted) != 0)
		fault(t, "%s is offered first, not %s", r.scores[0].tree->id,
			wanted);
	reading_release(&r);
}

static void give_paste(struct tester *t, const struct ynode *c)
{
	const char *text = ynode_text(c, "paste");
	struct evidence e;
	struct reply r = {.kind = REPLY_EVIDENCE, .by = BY_PERSON};
	const char *why;

	if (!text)
		return;
	evidence_init(&e, "paste", text, strlen(text));
	check_detect(t, c, &e);
	r.name = e.name;
	r.text = e.text;
	r.len = e.len;
	engine_reply(t->engine, &r, &why);
	evidence_release(&e);
}

static void note_prompt(struct tester *t)
{
	const struct prompt *p = engine_prompt(t->engine);

	if (p->tree == t->cover.tree && p->node)
		t->cover.nodes[p->node->number] = true;
	for (size_t i = 0; i < p->nblocks; i++)
		if (p->blocks[i].kind == BLOCK_COMMAND)
			str_addf(&t->commands, "%s\n%s\n",
				p->check  ? p->check->id
				: p->node ? p->node->id
					  : "?",
				p->blocks[i].text);
}

static void check_list(struct tester *t, const struct ynode *list)
{
	for (const struct ynode *n = list ? list->child : NULL; n; n = n->next)
		if (n->kind == YNODE_SCALAR && !strstr(t->commands.s, n->text))
			fault(t, "this command was never shown: %s", n->text);
}

static void check_vars(struct tester *t, const struct ynode *map)
{
	for (const struct ynode *n = map ? map->child : NULL; n; n = n->next) {
		const struct fact *f = engine_fact(t->engine, n->key);

		if (!f || strcmp(f->value, n->text) != 0)
			fault(t, "%s is %s, not %s", n->key,
				f ? f->value : "not known", n->text);
	}
}

static void check_path(struct tester *t, const struct ynode *list)
{
	const struct step *s;
	const struct ynode *want = list ? list->child : NULL;
	size_t n;

	s = engine_steps(t->engine, &n);
	for (size_t i = 0; i < n && want; i++)
		if (s[i].live && s[i].node &&
			strcmp(s[i].node->id, want->text) == 0)
			want = want->next;
	if (want)
		fault(t, "the path never came to %s", want->text);
}

/* The tree that a walk goes over to starts with a clean sheet. When the case
 * ends there, what its own tree had found stands in the steps. */
static const char *cause_found(struct tester *t, bool over)
{
	const struct cause *now = engine_cause(t->engine);
	const struct step *s;
	size_t n;

	if (!over)
		return now ? now->id : NULL;
	s = engine_steps(t->engine, &n);
	while (n-- > 0)
		if (s[n].live && s[n].tree == t->cover.tree && s[n].finds)
			return s[n].finds;
	return NULL;
}

static void check_end(struct tester *t, const struct ynode *c)
{
	const char *end = ynode_text(c, "expect_end");
	const char *cause = ynode_text(c, "expect_cause");
	const char *found = cause_found(t, ynode_get(c, "expect_tree"));
	const struct prompt *p = engine_prompt(t->engine);
	const struct ynode *sent = ynode_get(c, "expect_sent");

	if (end && (p->kind != PROMPT_END || !p->node ||
			   strcmp(p->node->id, end) != 0))
		fault(t, "it ends at %s, not %s",
			p->node ? p->node->id : "nowhere", end);
	if (cause && strcmp(cause, "none") == 0 && found)
		fault(t, "%s is found, where nothing should be", found);
	else if (cause && strcmp(cause, "none") != 0 &&
		 (!found || strcmp(found, cause) != 0))
		fault(t, "the cause is %s, not %s", found ? found : "open",
			cause);
	check_list(t, ynode_get(c, "expect_commands"));
	for (const struct ynode *n = sent ? sent->child : NULL; n; n = n->next)
		if (!strstr(t->commands.s, n->text))
			fault(t, "%s was not sent '%s'", n->key, n->text);
	check_vars(t, ynode_get(c, "expect_vars"));
	check_path(t, ynode_get(c, "expect_path"));
}

/* A case may end where the walk goes over to another tree. */
static bool gone_over(struct tester *t, const char *tree)
{
	return tree && strcmp(engine_prompt(t->engine)->tree->id, tree) == 0;
}

static void walk_case(struct tester *t, const struct ynode *c)
{
	const char *over = ynode_text(c, "expect_tree");
	enum script_state state = SCRIPT_MOVED;
	const char *why = NULL;

	give_vars(t, c);
	give_paste(t, c);
	prepare(t, c);
	for (int i = 0; i < 1000 && state == SCRIPT_MOVED; i++) {
		if (gone_over(t, over))
			state = SCRIPT_ENDED;
		note_prompt(t);
		if (state == SCRIPT_MOVED)
			state = script_step(&t->script, t->engine, &why);
	}
	note_prompt(t);
	if (over && !gone_over(t, over))
		fault(t, "it never goes over to %s", over);
	if (state == SCRIPT_MOVED)
		fault(t, "it does not end");
	if (state == SCRIPT_MISSING || state == SCRIPT_REFUSED) {
		const struct prompt *p = engine_prompt(t->engine);

		fault(t, "%s at %s: %s",
			state == SCRIPT_MISSING ? "no answer" : "refused",
			p->kind == PROMPT_RUN ? p->check->id : p->node->id,
			why ? why : p->title);
	}
	check_end(t, c);
}

static void xml(struct str *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '<')
			str_adds(out, "&lt;");
		else if (*s == '&')
			str_adds(out, "&amp;");
		else if (*s == '"')
			str_adds(out, "&quot;");
		else
			str_addc(out, *s);
	}
}

static void report_case(struct tester *t, const char *tree, const char *name)
{
	bool ok = t->faults.len == 0;

	if (ok)
		t->passed++;
	else
		t->failed++;
	if (strcmp(t->format, "tap") == 0) {
		str_addf(&t->out, "%sok %zu - %s: %s\n", ok ? "" : "not ",
			t->passed + t->failed, tree, name);
	} else if (strcmp(t->format, "junit") == 0) {
		str_addf(&t->out, "<testcase classname=\"%s\" name=\"", tree);
		xml(&t->out, name);
		str_adds(&t->out, "\">");
		if (!ok) {
			str_adds(&t->out, "<failure>");
			xml(&t->out, t->faults.s);
			str_adds(&t->out, "</failure>");
		}
		str_adds(&t->out, "</testcase>\n");
		return;
	} else if (!ok) {
		str_addf(&t->out, "FAIL %s: %s\n", tree, name);
	}
	if (!ok)
		str_addf(&t->out, "%s\n", t->faults.s);
}

static void run_case(struct tester *t, const struct tree *tree,
	const struct ynode *c)
{
	const struct engine_watch watch = {watch_way, t};
	const char *name = ynode_text(c, "name");

	arena_init(&t->arena);
	script_init(&t->script);
	t->script.fixes_done = t->script.tolerant = true;
	str_reset(&t->faults);
	str_reset(&t->commands);
	t->engine = engine_new(&t->lib->catalog, tree->id);
	engine_set_watch(t->engine, &watch);
	walk_case(t, c);
	report_case(t, tree->id, name ? name : "(no name)");
	engine_free(t->engine);
	script_release(&t->script);
	arena_release(&t->arena);
}

static void report_coverage(struct tester *t)
{
	const struct tree *tree = t->cover.tree;
	size_t nodes = 0, edges = 0;

	for (size_t i = 0; i < tree->nnodes; i++)
		nodes += t->cover.nodes[i];
	for (size_t i = 0; i < tree->nedges; i++)
		edges += t->cover.edges[i];
	if (nodes < tree->nnodes || edges < tree->nedges)
		t->uncovered = true;
	str_addf(&t->out, "# %-30s nodes %zu/%zu  ways %zu/%zu\n", tree->id,
		nodes, tree->nnodes, edges, tree->nedges);
	for (size_t i = 0; i < tree->nnodes; i++) {
		const struct node *n = tree->nodes[i];

		if (!t->cover.nodes[i])
			str_addf(&t->out, "#   never at %s\n", n->id);
		for (size_t k = 0; k < n->nedges; k++)
			if (!t->cover.edges[n->edges[k]->number])
				str_addf(&t->out, "#   never %s -> %s (%s)\n",
					n->id, n->edges[k]->label,
					n->edges[k]->to);
	}
}

/* The tests of a tree: beside its file, or compiled in. */
static bool read_tests(struct tester *t, const struct tree *tree,
	struct str *bytes, struct str *path)
{
	str_addf(path, "%s/%s.test.yaml", tree->origin, tree->id);
	if (file_read(path->s, (size_t)16 << 20, bytes) == 0)
		return true;
	str_reset(path);
	str_addf(path, "trees/%s.test.yaml", tree->id);
	for (const struct asset *a = assets; tree->shipped && a->path; a++)
		if (strcmp(a->path, path->s) == 0) {
			str_add(bytes, a->bytes, a->len);
			return true;
		}
	return false;
}

static void test_tree(struct tester *t, const struct tree *tree)
{
	struct str bytes = STR_INIT, path = STR_INIT;
	struct diags diags;
	struct arena arena;
	const struct ynode *root = NULL, *cases;

	arena_init(&arena);
	diags_init(&diags);
	t->cover = (struct coverage){tree, xcalloc(tree->nnodes, sizeof(bool)),
		xcalloc(tree->nedges, sizeof(bool))};
	if (read_tests(t, tree, &bytes, &path)) {
		struct source src = {path.s, bytes.s, bytes.len};

		root = ydoc_parse(&src, &arena, &diags);
	}
	cases = ynode_get(root, "cases");
	for (size_t i = 0; i < diags.n; i++)
		diag_print(&diags.list[i], &t->out);
	if (diags.nerrors)
		t->failed++;
	for (const struct ynode *c = cases ? cases->child : NULL; c;
		c = c->next)
		run_case(t, tree, c);
	if (t->coverage)
		report_coverage(t);
	free(t->cover.nodes);
	free(t->cover.edges);
	diags_release(&diags);
	arena_release(&arena);
	str_release(&bytes);
	str_release(&path);
}

static int test_all(struct tester *t, const struct args *args)
{
	struct arena arena;
	size_t n = args_count_plain(args);

	arena_init(&arena);
	for (size_t i = 0; i < n; i++) {
		const char *id = app_tree_name(&arena, args_plain(args, i));
		const struct tree *tree = app_tree(t->lib, id);

		if (!tree) {
			arena_release(&arena);
			return STATUS_USAGE;
		}
		test_tree(t, tree);
	}
	for (size_t i = 0; n == 0 && i < t->lib->catalog.n; i++)
		test_tree(t, t->lib->catalog.trees[i]);
	arena_release(&arena);
	if (strcmp(t->format, "tap") == 0)
		str_addf(&t->out, "1..%zu\n", t->passed + t->failed);
	else if (strcmp(t->format, "junit") == 0)
		str_adds(&t->out, "</testsuite>\n");
	else
		str_addf(&t->out, "%zu passed, %zu failed\n", t->passed,
			t->failed);
	return t->failed || t->uncovered ? STATUS_PROBLEM : STATUS_OK;
}

static int run(const struct args *args)
{
	struct tester t = {
		.out = STR_INIT, .faults = STR_INIT, .commands = STR_INIT};
	const char *format = args_value(args, "--format");
	int status;

	t.format = format ? format : "text";
	if (strcmp(t.format, "text") != 0 && strcmp(t.format, "tap") != 0 &&
		strcmp(t.format, "junit") != 0)
		return usage_error("--format is text, tap or junit, not '%s'",
			t.format);
	t.coverage = args_has(args, "--coverage");
	t.lib = app_library_beside(args);
	if (strcmp(t.format, "junit") == 0)
		str_adds(&t.out, "<testsuite name=\"trees\">\n");
	status = test_all(&t, args);
	if (!app_print(&t.out))
		status = STATUS_USAGE;
	str_release(&t.out);
	str_release(&t.faults);
	str_release(&t.commands);
	library_free(t.lib);
	return status;
}

static const struct option_def options[] = {
	{"--coverage", NULL, "what the cases reach; less than all is exit 1"},
	{"--format", "FORMAT", "text, tap or junit"},
	{0},
};

const struct command cmd_test = {"test", "[--coverage] [TREE...]",
	"run the cases kept beside trees", options, run};
