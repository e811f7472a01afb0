/* walk: a walk without a terminal. */
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/json.h"
#include "base/xmem.h"
#include "doc/ydoc.h"
#include "engine/engine.h"
#include "model/value.h"
#include "os/file.h"
#include "script.h"
#include "store/session.h"

#ifndef VERSION
#define VERSION "unknown"
#endif

struct run {
	const struct args *args;
	struct library *lib;
	struct engine *engine;
	struct script script;
	struct session *session;
	struct arena arena;
	struct pair *sets;
	size_t nsets, capsets;
};

/* NODE=OPTION or FACT=VALUE; false after a message. */
static bool split(struct run *w, const char *option, const char *text,
	const char **left, const char **right)
{
	const char *equals = strchr(text, '=');

	if (!equals || equals == text) {
		usage_error("%s needs NAME=VALUE, not '%s'", option, text);
		return false;
	}
	*left = arena_strndup(&w->arena, text, (size_t)(equals - text));
	*right = equals + 1;
	return true;
}

static void add_set(struct run *w, const char *name, const char *value)
{
	w->sets = grow(w->sets, &w->capsets, w->nsets, sizeof(*w->sets));
	w->sets[w->nsets++] = (struct pair){.key = name, .value = value};
}

static bool take_map(struct run *w, const struct ynode *map, bool facts)
{
	for (const struct ynode *n = map ? map->child : NULL; n; n = n->next) {
		if (n->kind != YNODE_SCALAR)
			return false;
		if (facts)
			add_set(w, n->key, n->text);
		else
			script_add(&w->script, n->key)->choice = n->text;
	}
	return true;
}

/* A file with `answers:` and `facts:`, YAML or JSON. */
static bool take_answers(struct run *w, const char *path)
{
	struct str bytes = STR_INIT;
	struct diags diags;
	struct source src = {.name = path};
	const struct ynode *root = NULL;
	bool ok = file_read(path, (size_t)1 << 20, &bytes) == 0;

	diags_init(&diags);
	if (ok) {
		src.bytes = arena_strndup(&w->arena, bytes.s, bytes.len);
		src.len = bytes.len;
		root = ydoc_parse(&src, &w->arena, &diags);
		ok = root && root->kind == YNODE_MAP &&
		     take_map(w, ynode_get(root, "answers"), false) &&
		     take_map(w, ynode_get(root, "facts"), true);
	}
	if (!ok)
		usage_error("cannot read answers from '%s'%s%s", path,
			diags.n ? ": " : "", diags.n ? diags.list[0].text : "");
	diags_release(&diags);
	str_release(&bytes);
	return ok;
}

static bool take_evidence(struct run *w, const char *path)
{
	struct evidence e;
	struct reply r = {
		.kind = REPLY_EVIDENCE, .by = BY_FILE, .at = app_now()};
	const char *why;

	if (!app_evidence(path, &e))
		return false;
	r.name = e.name;
	r.text = e.text;
	r.len = e.len;
	engine_reply(w->engine, &r, &why);
	evidence_release(&e);
	return true;
}

static bool take_option(struct run *w, const struct given *g)
{
	const char *left, *right;

	if (!g->option)
		return true;
	if (strcmp(g->option, "--answer") == 0) {
		if (!split(w, g->option, g->value, &left, &right))
			return false;
		script_add(&w->script, left)->choice = right;
	} else if (strcmp(g->option, "--set") == 0) {
		if (!split(w, g->option, g->value, &left, &right))
			return false;
		add_set(w, left, right);
	} else if (strcmp(g->option, "--answers") == 0) {
		return take_answers(w, g->value);
	} else if (strcmp(g->option, "--evidence") == 0) {
		return take_evidence(w, g->value);
	}
	return true;
}

/* Facts must be vars of the tree and fit them. */
static bool apply_sets(struct run *w)
{
	struct reply r = {.kind = REPLY_SET, .by = BY_FILE, .at = app_now()};
	const char *why = NULL;
	bool ok = true;

	for (size_t i = 0; i < w->nsets; i++) {
		const struct var *v = engine_var(w->engine, w->sets[i].key);
		struct str clean = STR_INIT;

		if (!v)
			why = "the tree has no such value";
		else if (value_accept(v, w->sets[i].value, &clean, &why))
			why = NULL;
		str_release(&clean);
		if (why) {
			usage_error("--set %s: %s", w->sets[i].key, why);
			ok = false;
		}
	}
	r.values = (struct pairs){w->sets, w->nsets};
	if (ok && w->nsets)
		engine_reply(w->engine, &r, &why);
	return ok;
}

static void add_commands(const struct prompt *p, struct str *out)
{
	for (size_t i = 0; p && i < p->nblocks; i++) {
		const struct block *b = &p->blocks[i];

		if (b->kind == BLOCK_HEAD)
			str_addf(out, "    %s:\n", b->text);
		else if (b->kind == BLOCK_COMMAND)
			str_addf(out, "    [%s, %s, %s] %s\n", b->machine,
				shell_words[b->shell], run_as_words[b->run_as],
				b->text);
		else
			str_addf(out, "    %s%s\n",
				b->kind == BLOCK_WARN ? "! " : "", b->text);
	}
}

static void add_steps(struct run *w, struct str *out)
{
	const struct step *s;
	size_t n;

	s = engine_steps(w->engine, &n);
	for (size_t i = 0; i < n; i++) {
		if (!s[i].live || !s[i].node)
			continue;
		str_addf(out, "%s: %s", s[i].title,
			s[i].label ? s[i].label : "");
		if (s[i].reply->source)
			str_addf(out, " (%s)", s[i].reply->source);
		if (s[i].note)
			str_addf(out, " -- %s", s[i].note);
		str_addc(out, '\n');
	}
}

static void add_text(struct run *w, struct str *out)
{
	const struct prompt *p = engine_prompt(w->engine);
	const struct cause *cause = engine_cause(w->engine);

	add_steps(w, out);
	if (cause)
		str_addf(out, "cause: %s (%s)\n", cause->title, cause->id);
	if (p->kind == PROMPT_END)
		str_addf(out, "end: %s (%s)\n", p->title, p->outcome);
	if (p->is_fix) {
		str_addf(out, "fix: %s\n", p->title);
		add_commands(p, out);
	}
}

static void json_steps(struct run *w, struct json *j)
{
	const struct step *s;
	size_t n;

	s = engine_steps(w->engine, &n);
	json_key(j, "steps");
	json_array(j);
	for (size_t i = 0; i < n; i++) {
		if (!s[i].live || !s[i].node)
			continue;
		json_object(j);
		json_kv(j, "tree", s[i].tree->id);
		json_kv(j, "node", s[i].node->id);
		json_kv(j, "outcome", s[i].outcome);
		json_kv(j, "source", s[i].reply->source);
		json_kv(j, "note", s[i].note);
		json_end_object(j);
	}
	json_end_array(j);
}

static void json_facts(struct run *w, struct json *j)
{
	const struct facts *f = engine_facts(w->engine);

	json_key(j, "facts");
	json_object(j);
	for (size_t i = 0; i < f->n; i++) {
		json_key(j, f->list[i].name);
		json_object(j);
		json_kv(j, "value", f->list[i].value);
		json_kv(j, "source", f->list[i].source);
		json_end_object(j);
	}
	json_end_object(j);
}

static void json_commands(const struct prompt *p, struct json *j)
{
	json_key(j, "commands");
	json_array(j);
	for (size_t i = 0; p->is_fix && i < p->nblocks; i++) {
		const struct block *b = &p->blocks[i];

		if (b->kind == BLOCK_HEAD)
			break; /* undo and verify are not the cure */
		if (b->kind != BLOCK_COMMAND)
			continue;
		json_object(j);
		json_kv(j, "machine", b->machine);
		json_kv(j, "shell", shell_words[b->shell]);
		json_kv(j, "run_as", run_as_words[b->run_as]);
		json_kv(j, "run", b->text);
		json_end_object(j);
	}
	json_end_array(j);
}

static void add_json(struct run *w, enum script_state state, struct str *out)
{
	const struct prompt *p = engine_prompt(w->engine);
	const struct cause *cause = engine_cause(w->engine);
	struct json j;

	json_init(&j, out, true);
	json_object(&j);
	json_kv(&j, "session", session_id(w->session));
	json_kv(&j, "tree", engine_tree(w->engine)->id);
	json_kv(&j, "state", state == SCRIPT_ENDED ? "ended" : "needs_input");
	json_kv(&j, "outcome", p->kind == PROMPT_END ? p->outcome : NULL);
	json_kv(&j, "node", p->node ? p->node->id : NULL);
	json_kv(&j, "cause", cause ? cause->id : NULL);
	json_steps(w, &j);
	json_facts(w, &j);
	json_commands(p, &j);
	json_end_object(&j);
	str_addc(out, '\n');
}

/* What the person who called us has to add. */
static void say_missing(const struct prompt *p)
{
	struct str list = STR_INIT;
	const char *node = p->node ? p->node->id : "?";

	if (p->kind == PROMPT_RUN)
		node = p->check->id;
	for (size_t i = 0; i < p->nchoices; i++)
		str_addf(&list, "%s%s", i ? "|" : "", p->choices[i].id);
	if (p->kind == PROMPT_FORM) {
		for (size_t i = 0; i < p->nfields; i++)
			if (p->fields[i].required && !p->fields[i].value)
				str_addf(&list, " --set %s=...",
					p->fields[i].var->id);
		usage_error("'%s' is missing values: give%s", node, list.s);
	} else {
		usage_error("'%s' is not answered (%s): give --answer %s=%s",
			node, p->title, node, list.s);
	}
	str_release(&list);
}

static int finish(struct run *w, enum script_state state, const char *why)
{
	const struct prompt *p = engine_prompt(w->engine);
	struct str out = STR_INIT;
	bool printed;

	if (args_has(w->args, "--json"))
		add_json(w, state, &out);
	else
		add_text(w, &out);
	printed = app_print(&out);
	str_release(&out);
	if (!printed)
		return STATUS_USAGE;
	if (state == SCRIPT_REFUSED)
		return usage_error("'%s': %s", p->node ? p->node->id : "?",
			why);
	if (state == SCRIPT_MISSING) {
		say_missing(p);
		return STATUS_MISSING;
	}
	return p->outcome && strcmp(p->outcome, "escalated") == 0
		       ? STATUS_ESCALATED
		       : STATUS_OK;
}

static int walk_it(struct run *w)
{
	const char *ticket = args_value(w->args, "--ticket");
	enum script_state state = SCRIPT_MOVED;
	const char *why = NULL;

	for (size_t i = 0; i < w->args->n; i++)
		if (!take_option(w, &w->args->list[i]))
			return STATUS_USAGE;
	if (ticket && engine_var(w->engine, "ticket"))
		add_set(w, "ticket", ticket);
	if (!apply_sets(w))
		return STATUS_USAGE;
	for (int i = 0; i < 10000 && state == SCRIPT_MOVED; i++) {
		session_keep(w->session, w->engine);
		state = script_step(&w->script, w->engine, &why);
	}
	if (session_keep(w->session, w->engine) < 0)
		usage_error("this walk is not kept: %s",
			session_trouble(w->session));
	return finish(w, state, why);
}

static int run(const struct args *args)
{
	struct run w = {.args = args};
	const char *id = args_plain(args, 0);
	const struct tree *tree;
	struct store store;
	int status = STATUS_USAGE;

	if (!id)
		return usage_error("which tree? 'vpntriage trees' lists them");
	w.lib = app_library(args);
	arena_init(&w.arena);
	script_init(&w.script);
	w.script.now = app_now;
	tree = app_tree(w.lib, id);
	store_init(&store);
	if (tree) {
		const struct session_start start = {
			.ticket = args_value(args, "--ticket"),
			.program = VERSION,
			.at = app_now()};

		w.engine = engine_new(&w.lib->catalog, tree->id);
		w.session = session_new(&store, w.engine, &start);
		status = walk_it(&w);
	}
	session_free(w.session);
	store_release(&store);
	engine_free(w.engine);
	script_release(&w.script);
	free(w.sets);
	arena_release(&w.arena);
	library_free(w.lib);
	return status;
}

static const struct option_def options[] = {
	{"--answer", "NODE=OPTION", "an answer, an outcome, done or skipped"},
	{"--set", "FACT=VALUE", "a value that is known"},
	{"--evidence", "FILE", "text that decides what it can"},
	{"--answers", "FILE", "YAML or JSON with answers: and facts:"},
	{0},
};

const struct command cmd_walk = {"walk",
	"TREE [--answer NODE=OPTION] [--set FACT=VALUE] [--evidence FILE]",
	"a walk without a terminal; exit 3 names what is missing", options,
	run};
