/*
 * diagnose: no questions asked. Evidence in; codes, facts, tree, path, cause
 * and fix out, as far as the evidence decides.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/xmem.h"
#include "engine/engine.h"

struct diagnosis {
	struct library *lib;
	struct evidence *texts;
	size_t ntexts;
	struct reading reading;
	const struct tree *tree;
	struct engine *engine; /* NULL: no tree */
	const char *status;
	const struct prompt *fix; /* NULL: none reached */
};

/* "ev.txt:12" */
static void add_source(struct str *out, const char *name, unsigned line)
{
	str_addf(out, "%s:%u", name, line);
}

static void json_source(struct json *j, const char *name, unsigned line)
{
	struct str source = STR_INIT;

	add_source(&source, name, line);
	json_kv(j, "source", source.s);
	str_release(&source);
}

static const char *code_name(const struct diagnosis *d,
	const struct seen_code *s)
{
	const struct code_row *c = codes_find(&d->lib->codes, s->code);
	const struct reason_row *r = codes_reason(&d->lib->codes, s->code);

	if (s->is_reason)
		return r ? r->symbol : NULL;
	return c ? c->name : NULL;
}

static void json_codes(struct json *j, const struct diagnosis *d)
{
	json_key(j, "codes");
	json_array(j);
	for (size_t i = 0; i < d->reading.ncodes; i++) {
		const struct seen_code *s = &d->reading.codes[i];

		json_object(j);
		json_kv_int(j, "code", s->code);
		json_kv(j, "name", code_name(d, s));
		json_source(j, s->evidence, s->line);
		json_kv(j, "table", s->is_reason ? "nps" : "ras");
		json_kv_bool(j, "certain", s->certain);
		json_end_object(j);
	}
	json_end_array(j);
}

/* The engine's facts are typed and cleaned; without a tree the readings
 * have to do. */
static void json_facts(struct json *j, const struct diagnosis *d)
{
	const struct facts *facts = d->engine ? engine_facts(d->engine) : NULL;

	json_key(j, "facts");
	json_object(j);
	for (size_t i = 0; facts && i < facts->n; i++) {
		json_key(j, facts->list[i].name);
		json_object(j);
		json_kv(j, "value", facts->list[i].value);
		json_kv(j, "source", facts->list[i].source);
		json_end_object(j);
	}
	for (size_t i = 0; !facts && i < d->reading.n; i++) {
		const struct finding *f = &d->reading.findings[i];

		if (reading_fact(&d->reading, f->fact) != f)
			continue;
		json_key(j, f->fact);
		json_object(j);
		json_kv(j, "value", f->value);
		json_source(j, f->evidence, f->line);
		json_end_object(j);
	}
	json_end_object(j);
}

static void json_trees(struct json *j, const struct diagnosis *d)
{
	json_key(j, "trees");
	json_array(j);
	for (size_t i = 0; i < d->reading.nscores; i++) {
		if (!d->reading.scores[i].tree)
			continue;
		json_object(j);
		json_kv(j, "tree", d->reading.scores[i].tree->id);
		json_kv_int(j, "score", d->reading.scores[i].score);
		json_end_object(j);
	}
	json_end_array(j);
}

static bool is_path_step(const struct step *s)
{
	return s->live && s->node;
}

/* "258, from ev.txt:40" is for people; scripts want the place alone. */
static const char *place_of(const char *source)
{
	const char *from = source ? strstr(source, ", from ") : NULL;

	if (from)
		return from + strlen(", from ");
	if (source && starts_with(source, "known from "))
		return source + strlen("known from ");
	return source && strcmp(source, "passed") == 0 ? NULL : source;
}

static void json_path(struct json *j, const struct diagnosis *d)
{
	const struct step *steps;
	size_t n = 0;

	steps = d->engine ? engine_steps(d->engine, &n) : NULL;
	json_key(j, "path");
	json_array(j);
	for (size_t i = 0; i < n; i++) {
		if (!is_path_step(&steps[i]))
			continue;
		json_object(j);
		json_kv(j, "tree", steps[i].tree ? steps[i].tree->id : NULL);
		json_kv(j, "node", steps[i].node->id);
		json_kv(j, "outcome", steps[i].outcome);
		json_kv(j, "source", place_of(steps[i].reply->source));
		json_end_object(j);
	}
	json_end_array(j);
}

static void json_next(struct json *j, const struct diagnosis *d)
{
	const struct prompt *p;

	json_key(j, "next");
	if (strcmp(d->status, "needs_input") != 0) {
		json_null(j);
		return;
	}
	p = engine_prompt(d->engine);
	json_object(j);
	json_kv(j, "node", p->node ? p->node->id : NULL);
	json_kv(j, "ask", p->title);
	json_key(j, "options");
	json_array(j);
	for (size_t i = 0; i < p->nchoices; i++)
		json_string(j, p->choices[i].id);
	json_end_array(j);
	json_end_object(j);
}

static void json_command(struct json *j, const struct prompt *fix,
	const struct block *b, const char *part)
{
	json_object(j);
	json_kv(j, "node", fix->node->id);
	json_kv(j, "part", part);
	json_kv(j, "machine", b->machine);
	json_kv(j, "shell", shell_words[b->shell]);
	json_kv(j, "run_as", run_as_words[b->run_as]);
	json_kv(j, "run", b->text);
	if (b->kind == BLOCK_BLOCKED)
		json_kv(j, "missing", b->because);
	if (b->believed)
		json_kv(j, "believed_because", b->because);
	json_end_object(j);
}

static const char *part_of(const struct block *b, const char *part)
{
	if (b->kind != BLOCK_HEAD)
		return part;
	return strcmp(b->text, "Undo") == 0 ? "undo" : "verify";
}

/* Commands of one part; "fix" holds the steps, undo and verify stand apart
 * so that no script pastes an undo after its do. */
static void json_commands(struct json *j, const struct prompt *fix,
	const char *key, const char *wanted)
{
	const char *part = "steps";

	json_key(j, key);
	json_array(j);
	for (size_t i = 0; fix && i < fix->nblocks; i++) {
		const struct block *b = &fix->blocks[i];

		part = part_of(b, part);
		if ((b->kind == BLOCK_COMMAND || b->kind == BLOCK_BLOCKED) &&
			strcmp(part, wanted) == 0)
			json_command(j, fix, b, part);
	}
	json_end_array(j);
}

/* The check that proves the fix, in words; its command comes once the fix is
 * done. */
static void json_verify(struct json *j, const struct prompt *fix)
{
	const char *part = "steps";

	json_key(j, "verify");
	json_array(j);
	for (size_t i = 0; fix && i < fix->nblocks; i++) {
		const struct block *b = &fix->blocks[i];

		part = part_of(b, part);
		if (b->kind == BLOCK_TEXT && strcmp(part, "verify") == 0)
			json_string(j, b->text);
	}
	json_end_array(j);
}

static void json_words(struct json *j, const struct prompt *fix)
{
	json_key(j, "advice");
	json_array(j);
	for (size_t i = 0; fix && i < fix->nblocks; i++) {
		const struct block *b = &fix->blocks[i];

		if (b->kind == BLOCK_TEXT || b->kind == BLOCK_WARN ||
			b->kind == BLOCK_HEAD)
			json_string(j, b->text);
	}
	json_end_array(j);
}

static void print_json(const struct diagnosis *d, struct str *out)
{
	const struct cause *cause = d->engine ? engine_cause(d->engine) : NULL;
	bool found = strcmp(d->status, "found") == 0;
	struct json j;

	json_init(&j, out, true);
	json_object(&j);
	json_codes(&j, d);
	json_facts(&j, d);
	json_trees(&j, d);
	json_kv(&j, "tree", d->engine ? engine_tree(d->engine)->id : NULL);
	json_kv(&j, "status", d->status);
	json_kv(&j, "cause", found && cause ? cause->id : NULL);
	json_path(&j, d);
	json_next(&j, d);
	json_commands(&j, d->fix, "fix", "steps");
	json_commands(&j, d->fix, "undo", "undo");
	json_verify(&j, d->fix);
	json_words(&j, d->fix);
	json_end_object(&j);
	str_addc(out, '\n');
}

static void text_command(struct str *out, const struct block *b)
{
	str_addf(out, "    on %s, %s%s:\n", b->machine_title,
		b->run_as == RUN_AS_ADMIN ? "elevated " : "",
		shell_words[b->shell]);
	if (b->believed)
		str_addf(out, "    (believed, not verified: %s)\n",
			b->because ? b->because : "no source");
	if (b->kind == BLOCK_BLOCKED)
		str_addf(out, "    (lacks a value: %s)\n", b->because);
	str_adds(out, "      ");
	for (const char *s = b->text; *s; s++)
		str_adds(out, *s == '\n' ? "\n      " : (char[]){*s, '\0'});
	str_addc(out, '\n');
}

static void text_fix(struct str *out, const struct prompt *fix)
{
	str_addf(out, "fix: %s\n", fix->title);
	for (size_t i = 0; i < fix->nblocks; i++) {
		const struct block *b = &fix->blocks[i];

		switch (b->kind) {
		case BLOCK_TEXT:
		case BLOCK_SAY:
			str_addf(out, "  - %s\n", b->text);
			break;
		case BLOCK_WARN:
			str_addf(out, "  ! %s\n", b->text);
			break;
		case BLOCK_HEAD:
			str_addf(out, "  %s\n", b->text);
			break;
		case BLOCK_COMMAND:
		case BLOCK_BLOCKED:
			text_command(out, b);
			break;
		}
	}
}

static void text_codes(const struct diagnosis *d, struct str *out)
{
	for (size_t i = 0; i < d->reading.ncodes; i++) {
		const struct seen_code *s = &d->reading.codes[i];
		const char *name = code_name(d, s);

		str_addf(out, "%s %d%s%s  (%s:%u)\n",
			s->is_reason ? "NPS reason" : "code", (int)s->code,
			name ? " " : "", name ? name : "", s->evidence,
			s->line);
	}
}

static void text_path(const struct diagnosis *d, struct str *out)
{
	const struct step *steps;
	size_t n;

	steps = engine_steps(d->engine, &n);
	for (size_t i = 0; i < n; i++)
		if (is_path_step(&steps[i]))
			str_addf(out, "  %s: %s (%s)\n", steps[i].title,
				steps[i].outcome ? steps[i].outcome : "",
				steps[i].reply->source ? steps[i].reply->source
						       : "");
}

static void print_text(const struct diagnosis *d, struct str *out)
{
	const struct facts *facts;
	const struct cause *cause;

	text_codes(d, out);
	if (!d->engine) {
		str_adds(out, "no tree treats this; 'vpntriage start' begins "
			      "with what the user sees\n");
		return;
	}
	facts = engine_facts(d->engine);
	for (size_t i = 0; i < facts->n; i++) {
		str_addf(out, "%s = ", facts->list[i].name);
		utf8_add_visible(out, facts->list[i].value,
			strlen(facts->list[i].value));
		str_addf(out, "  (%s)\n", facts->list[i].source);
	}
	str_addf(out, "tree: %s\n", engine_tree(d->engine)->id);
	text_path(d, out);
	cause = engine_cause(d->engine);
	if (strcmp(d->status, "found") == 0 && cause)
		str_addf(out, "cause: %s (%s)\n", cause->title, cause->id);
	if (d->fix)
		text_fix(out, d->fix);
	else if (strcmp(d->status, "needs_input") == 0)
		str_addf(out, "next to find out: %s\n",
			engine_prompt(d->engine)->title);
}

static void walk_tree(struct diagnosis *d)
{
	const struct prompt *p;
	const char *why;

	d->engine = engine_new(&d->lib->catalog, d->tree->id);
	if (!d->engine)
		return;
	for (size_t i = 0; i < d->ntexts; i++) {
		const struct evidence *e = &d->texts[i];
		const struct reply r = {.kind = REPLY_EVIDENCE,
			.by = BY_FILE,
			.name = e->name,
			.text = e->text,
			.len = e->len};

		engine_reply(d->engine, &r, &why);
	}
	while (engine_auto(d->engine, PACE_DIAGNOSE, 0))
		;
	d->fix = engine_fix(d->engine);
	p = engine_prompt(d->engine);
	d->status = d->fix || (p->kind == PROMPT_END && engine_cause(d->engine))
			    ? "found"
			    : "needs_input";
	d->fix = engine_fix(d->engine);
}

static bool read_all(const struct args *args, struct diagnosis *d)
{
	size_t n = args_count_plain(args);

	d->texts = xcalloc(n ? n : 1, sizeof(*d->texts));
	for (size_t i = 0; i < (n ? n : 1); i++) {
		const char *path = n ? args_plain(args, i) : "-";

		if (!app_evidence(path, &d->texts[d->ntexts]))
			return false;
		d->ntexts++;
		reading_add(&d->reading, &d->lib->catalog, &d->lib->codes,
			&d->texts[d->ntexts - 1]);
	}
	return true;
}

static int report(const struct args *args, struct diagnosis *d)
{
	struct str out = STR_INIT;
	const char *wanted = args_value(args, "--tree");
	int status;

	d->status = "no_tree";
	d->tree = d->reading.nscores ? d->reading.scores[0].tree : NULL;
	if (wanted) {
		d->tree = app_tree(d->lib, wanted);
		if (!d->tree)
			return STATUS_USAGE;
	}
	if (d->tree)
		walk_tree(d);
	if (args_has(args, "--json"))
		print_json(d, &out);
	else
		print_text(d, &out);
	status = app_print(&out) ? STATUS_OK : STATUS_USAGE;
	str_release(&out);
	if (status == STATUS_OK && strcmp(d->status, "needs_input") == 0)
		return STATUS_MISSING;
	if (status == STATUS_OK && strcmp(d->status, "found") != 0)
		return STATUS_PROBLEM;
	return status;
}

static int run(const struct args *args)
{
	struct diagnosis d = {.lib = app_library(args)};
	int status = STATUS_USAGE;

	reading_init(&d.reading);
	if (read_all(args, &d))
		status = report(args, &d);
	engine_free(d.engine);
	reading_release(&d.reading);
	for (size_t i = 0; i < d.ntexts; i++)
		evidence_release(&d.texts[i]);
	free(d.texts);
	library_free(d.lib);
	return status;
}

static const struct option_def options[] = {
	{"--tree", "ID", "walk this tree whatever the evidence says"},
	{0},
};

const struct command cmd_diagnose = {"diagnose", "[--json] [FILE...]",
	"evidence in; cause and fix out, as far as it decides", options, run};
