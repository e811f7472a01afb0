/*
 * collect: one read-only PowerShell script that runs every check for one
 * machine. Values come by --set; a check that lacks one is named in the
 * script and left out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/xmem.h"
#include "check/collector.h"
#include "check/envelope.h"
#include "engine/engine.h"
#include "model/value.h"

struct collecting {
	struct library *lib;
	const struct args *args;
	const char *machine;
	const struct machine *found; /* the first tree's description of it */
	struct collector collector;
	struct names seen; /* commands already in the script */
	struct arena arena;
	struct evidence *texts; /* of --evidence */
	size_t ntexts;
};

static bool is_wanted(const struct collecting *c, const struct tree *t)
{
	size_t n = args_count_plain(c->args);

	if (n == 1)
		return t->shipped;
	for (size_t i = 1; i < n; i++)
		if (strcmp(args_plain(c->args, i), t->id) == 0)
			return true;
	return false;
}

/* --set NAME=VALUE for one tree; false after a message. */
static bool set_fact(struct collecting *c, const struct tree *t,
	const char *given, struct facts *facts)
{
	const char *eq = strchr(given, '='), *why = NULL;
	const char *name;
	const struct var *var;
	struct str value = STR_INIT;
	bool ok = true;

	if (!eq) {
		usage_error("'--set %s' lacks a value: write --set NAME=VALUE",
			given);
		return false;
	}
	name = arena_strndup(&c->arena, given, (size_t)(eq - given));
	var = catalog_var(&c->lib->catalog, t, name);
	if (var && !value_accept(var, eq + 1, &value, &why)) {
		usage_error("'%s' does not fit %s: %s", eq + 1, name, why);
		ok = false;
	} else if (var) {
		facts_set(facts, name, value.s, "asked", 0);
	}
	str_release(&value);
	return ok;
}

/* What a walk of the tree makes of the evidence, so that what one machine
 * told fills the checks of the next. */
static void add_evidence_facts(const struct collecting *c, const struct tree *t,
	struct facts *facts)
{
	struct engine *engine = engine_new(&c->lib->catalog, t->id);
	const struct facts *known;
	const char *why;

	for (size_t i = 0; i < c->ntexts; i++) {
		const struct reply r = {.kind = REPLY_EVIDENCE,
			.by = BY_FILE,
			.name = c->texts[i].name,
			.text = c->texts[i].text,
			.len = c->texts[i].len};

		engine_reply(engine, &r, &why);
	}
	while (engine_auto(engine, PACE_DIAGNOSE, 0))
		;
	known = engine_facts(engine);
	for (size_t i = 0; i < known->n; i++)
		facts_set(facts, known->list[i].name, known->list[i].value,
			known->list[i].source, 0);
	engine_free(engine);
}

/* What is given, else what evidence says, else what the tree says is usual. */
static bool fill_facts(struct collecting *c, const struct tree *t,
	struct facts *facts)
{
	const struct var *vars = t->vars.items;

	for (size_t i = 0; i < t->vars.n; i++)
		if (vars[i].initial)
			facts_set(facts, vars[i].id, vars[i].initial, "default",
				0);
	if (c->ntexts)
		add_evidence_facts(c, t, facts);
	for (size_t i = 0; i < c->args->n; i++)
		if (c->args->list[i].option &&
			strcmp(c->args->list[i].option, "--set") == 0 &&
			!set_fact(c, t, c->args->list[i].value, facts))
			return false;
	return true;
}

static bool is_seen(struct collecting *c, const char *command)
{
	return command && names_add(&c->seen, command, 0) != NAMES_NONE;
}

/* "user: it is not known" becomes what to do about it. */
static const char *lacking(struct collecting *c, const char *why)
{
	size_t n = strcspn(why, ":");

	if (!why[n])
		return why;
	return arena_printf(&c->arena, "%s; give it with --set %.*s=VALUE", why,
		(int)n, why);
}

static void add_check(struct collecting *c, const struct tree *t,
	const struct node *n, const struct facts *facts)
{
	const char *name = arena_printf(&c->arena, "%s/%s", t->id, n->id);
	struct check_spec spec;
	const char *why = NULL, *tmpl;

	if (!node_check_spec(t, n, &spec) ||
		strcmp(spec.machine, c->machine) != 0)
		return;
	tmpl = spec.command;
	if (!node_check_fill(t, n, facts, &c->arena, &spec, &why)) {
		if (!is_seen(c, tmpl))
			collector_leave_out(&c->collector, name,
				lacking(c, why));
		return;
	}
	/* The same check of several trees runs once. */
	if (is_seen(c, spec.command))
		return;
	collector_add(&c->collector, name, &spec);
}

static bool add_tree(struct collecting *c, const struct tree *t)
{
	const struct machine *m = tree_machine(t, c->machine);
	struct facts facts;
	bool ok;

	if (!m)
		return true;
	if (!c->found)
		c->found = m;
	facts_init(&facts);
	ok = fill_facts(c, t, &facts);
	for (size_t i = 0; ok && i < t->nnodes; i++)
		add_check(c, t, t->nodes[i], &facts);
	facts_release(&facts);
	return ok;
}

static void add_machines(const struct tree *t, struct str *out)
{
	const struct machine *m = t->machines.items;

	for (size_t i = 0; i < t->machines.n; i++) {
		struct str word = STR_INIT;

		str_addf(&word, " %s", m[i].id);
		if (!strstr(out->s, word.s))
			str_add(out, word.s, word.len);
		str_release(&word);
	}
}

static int no_machine(const struct collecting *c)
{
	struct str list = STR_INIT;
	int status;

	for (size_t i = 0; i < c->lib->catalog.n; i++)
		if (is_wanted(c, c->lib->catalog.trees[i]))
			add_machines(c->lib->catalog.trees[i], &list);
	status = usage_error("there is no machine '%s' there; machines are:%s",
		c->machine, list.s);
	str_release(&list);
	return status;
}

/* How it was called, without the values: they may name people. */
static const char *command_line(struct collecting *c)
{
	struct str b = STR_INIT;
	const char *copy;

	str_adds(&b, "vpntriage collect");
	for (size_t i = 0; i < args_count_plain(c->args); i++)
		str_addf(&b, " %s", args_plain(c->args, i));
	copy = arena_strdup(&c->arena, b.s);
	str_release(&b);
	return copy;
}

static int print_script(struct collecting *c)
{
	struct str out = STR_INIT;
	int status = STATUS_OK;

	if (!c->collector.nchecks) {
		usage_error("no check for '%s' can be collected", c->machine);
		fputs(c->collector.left_out.s, stderr);
		return c->collector.nleft_out ? STATUS_MISSING : STATUS_PROBLEM;
	}
	collector_script(&c->collector, c->machine, c->found->title,
		command_line(c), &out);
	if (!app_print(&out))
		status = STATUS_USAGE;
	str_release(&out);
	return status;
}

static bool trees_exist(const struct collecting *c)
{
	for (size_t i = 1; i < args_count_plain(c->args); i++)
		if (!app_tree(c->lib, args_plain(c->args, i)))
			return false;
	return true;
}

static bool read_evidence(struct collecting *c)
{
	c->texts = xcalloc(c->args->n + 1, sizeof(*c->texts));
	for (size_t i = 0; i < c->args->n; i++) {
		const struct given *g = &c->args->list[i];

		if (!g->option || strcmp(g->option, "--evidence") != 0)
			continue;
		if (!app_evidence(g->value, &c->texts[c->ntexts]))
			return false;
		c->ntexts++;
	}
	return true;
}

static int collect(struct collecting *c)
{
	if (!trees_exist(c) || !read_evidence(c))
		return STATUS_USAGE;
	for (size_t i = 0; i < c->lib->catalog.n; i++) {
		const struct tree *t = c->lib->catalog.trees[i];

		if (is_wanted(c, t) && !add_tree(c, t))
			return STATUS_USAGE;
	}
	return c->found ? print_script(c) : no_machine(c);
}

static int run(const struct args *args)
{
	struct collecting c = {.args = args, .machine = args_plain(args, 0)};
	char tag[ENVELOPE_TAG];
	int status;

	if (!c.machine)
		return usage_error("for which machine? try 'vpntriage collect "
				   "nps'");
	envelope_tag(tag);
	arena_init(&c.arena);
	names_init(&c.seen);
	collector_init(&c.collector, tag);
	c.lib = app_library(args);
	status = collect(&c);
	library_free(c.lib);
	for (size_t i = 0; i < c.ntexts; i++)
		evidence_release(&c.texts[i]);
	free(c.texts);
	collector_release(&c.collector);
	names_release(&c.seen);
	arena_release(&c.arena);
	return status;
}

static const struct option_def options[] = {
	{"--set", "NAME=VALUE", "a value that checks need; may repeat"},
	{"--evidence", "FILE", "values from what is known already; may repeat"},
	{0},
};

const struct command cmd_collect = {"collect", "MACHINE [TREE...]",
	"a read-only PowerShell script that runs every check for a machine",
	options, run};
