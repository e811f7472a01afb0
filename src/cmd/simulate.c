/*
 * simulate: random walks through a tree, to see where they end and what they
 * cost. Each walk draws the cause that is really there by the priors, then
 * answers by what the tree says about it; the same seed gives the same walks.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/json.h"
#include "base/xmem.h"
#include "engine/engine.h"
#include "model/value.h"

#define MOST_PROMPTS 400
/* A check that would find another cause errs one time in twenty. */
#define ERRS 0.05

struct tally {
	const char *name, *outcome;
	size_t n;
};

struct tallies {
	struct tally *list;
	size_t n, cap;
};

struct simulation {
	const struct library *lib;
	const struct tree *tree;
	uint64_t random;
	size_t runs, endless, right, most;
	double prompts, minutes;
	struct tallies ends, drawn, found, endless_at;
	/* of the walk that runs */
	struct engine *engine;
	const struct tree *in; /* whose causes the truth is drawn from */
	const struct cause *truth;
	bool *reached; /* machines of `in` */
};

/* Steele, Lea, Flood: SplitMix64. */
static uint64_t next_random(struct simulation *s)
{
	uint64_t z = s->random += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

/* An index by weights; all zero means any. */
static size_t draw(struct simulation *s, const double *weight, size_t n)
{
	double sum = 0,
	       at = (double)(next_random(s) >> 11) / 9007199254740992.0;

	for (size_t i = 0; i < n; i++)
		sum += weight[i];
	if (sum <= 0)
		return (size_t)(at * (double)n);
	at *= sum;
	for (size_t i = 0; i + 1 < n; i++) {
		if (at < weight[i])
			return i;
		at -= weight[i];
	}
	return n - 1;
}

static void count(struct tallies *t, const char *name, const char *outcome)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->list[i].name, name) == 0) {
			t->list[i].n++;
			return;
		}
	t->list = grow(t->list, &t->cap, t->n, sizeof(*t->list));
	t->list[t->n++] = (struct tally){name, outcome, 1};
}

/* ---- what a tree says of its own answers ----------------------------- */

/* A field of what a shape filled, when it is of this type; or NULL. */
static const void *field_of(const struct shape *shape, const void *owner,
	const char *key, enum field_type type)
{
	const struct field *f = shape_field(shape, key);

	return f && f->type == type ? (const char *)owner + f->offset : NULL;
}

static const char *text_of(const struct shape *shape, const void *owner,
	const char *key, enum field_type type)
{
	const void *p = field_of(shape, owner, key, type);
	const char *text = NULL;

	if (p)
		memcpy(&text, p, sizeof(text));
	return text;
}

/* The option or outcome of a node; *shape is its shape. */
static const void *answer_of(const struct node *n, const char *id,
	const struct shape **shape)
{
	static const char *const keys[] = {"outcomes", "options"};

	for (size_t k = 0; k < 2; k++) {
		const struct field *f = shape_field(n->kind, keys[k]);
		const struct list *list =
			field_of(n->kind, n, keys[k], FIELD_LIST);

		for (size_t i = 0; list && i < list->n; i++) {
			const char *item =
				(const char *)list->items + i * f->shape->size;
			const char *name =
				text_of(f->shape, item, "id", FIELD_ID);

			*shape = f->shape;
			if (name && strcmp(name, id) == 0)
				return item;
		}
	}
	return NULL;
}

/* How likely an answer is when this cause is the true one. */
static double likelihood(const struct node *n, const char *id,
	const struct cause *truth)
{
	const struct shape *shape = NULL;
	const void *answer = answer_of(n, id, &shape);
	const struct weights *w;
	const struct strings *out;
	const char *finds;

	if (!answer || !truth)
		return 1;
	finds = text_of(shape, answer, "finds", FIELD_CAUSE);
	if (finds)
		return strcmp(finds, truth->id) == 0 ? 1 / ERRS : ERRS;
	out = field_of(shape, answer, "rules_out", FIELD_CAUSES);
	for (size_t i = 0; out && i < out->n; i++)
		if (strcmp(out->s[i], truth->id) == 0)
			return ERRS;
	w = field_of(shape, answer, "evidence", FIELD_WEIGHTS);
	for (size_t i = 0; w && i < w->n; i++)
		if (strcmp(w->w[i].cause, truth->id) == 0)
			return w->w[i].factor;
	return 1;
}

/* Does this outcome prove the fix? */
static bool proves(const struct node *fix, const char *id)
{
	const struct field *f = shape_field(fix->kind, "verify");
	const struct strings *expect;

	if (!f || f->type != FIELD_STRUCT)
		return false;
	expect = field_of(f->shape, (const char *)fix + f->offset, "expect",
		FIELD_STRINGS);
	for (size_t i = 0; expect && i < expect->n; i++)
		if (strcmp(expect->s[i], id) == 0)
			return true;
	return false;
}

/* ---- one walk -------------------------------------------------------- */

static void draw_truth(struct simulation *s, const struct tree *t)
{
	const struct cause *c = t->causes.items;
	double *prior = xcalloc(t->causes.n + 1, sizeof(*prior));

	for (size_t i = 0; i < t->causes.n; i++)
		prior[i] = c[i].prior;
	s->in = t;
	s->truth = t->causes.n ? &c[draw(s, prior, t->causes.n)] : NULL;
	free(prior);
	free(s->reached);
	s->reached = xcalloc(t->machines.n + 1, sizeof(*s->reached));
}

/* A check costs its minutes, and the log-on when it is the first there. */
static void add_minutes(struct simulation *s, const struct prompt *p)
{
	const struct machine *m = s->in->machines.items;
	const struct node *n =
		p->check ? tree_node(s->in, p->check->id) : p->node;
	const double *cost =
		n ? field_of(n->kind, n, "cost", FIELD_NUMBER) : NULL;

	if (cost)
		s->minutes += *cost;
	for (size_t i = 0; p->check && i < s->in->machines.n; i++) {
		if (strcmp(m[i].id, p->check->machine) != 0 || s->reached[i])
			continue;
		s->reached[i] = true;
		s->minutes += m[i].reach;
	}
}

static double weight_of(const struct simulation *s, const struct prompt *p,
	const char *id)
{
	const struct node *check =
		p->check ? tree_node(p->tree, p->check->id) : NULL;
	bool helps;

	if (p->is_fix)
		return strcmp(id, "done") == 0;
	if (p->fix_node && !p->attempt)
		return strcmp(id, "holds") == 0;
	if (!p->attempt || !s->truth)
		return likelihood(check ? check : p->node, id, s->truth);
	/* A fix helps against its own cause, as surely as checks tell. */
	helps = p->cause && strcmp(p->cause, s->truth->id) == 0;
	return proves(tree_node(p->tree, p->fix_node), id) == helps ? 1 - ERRS
								    : ERRS;
}

static bool choose(struct simulation *s, const struct prompt *p)
{
	double *weight = xcalloc(p->nchoices + 1, sizeof(*weight));
	struct reply r = {.kind = REPLY_CHOICE, .by = BY_PERSON};
	const char *why;

	for (size_t i = 0; i < p->nchoices; i++)
		weight[i] = weight_of(s, p, p->choices[i].id);
	if (p->kind == PROMPT_RUN)
		add_minutes(s, p);
	if (p->nchoices)
		r.choice = p->choices[draw(s, weight, p->nchoices)].id;
	else
		r.kind = REPLY_SKIP;
	free(weight);
	return engine_reply(s->engine, &r, &why);
}

/* Something that the var takes; an example may be words about it. */
static const char *value_for(const struct prompt_field *f)
{
	static const char *const values[] = {
		[VAR_STRING] = "example",
		[VAR_INT] = "1",
		[VAR_BOOL] = "true",
		[VAR_ENUM] = "",
		[VAR_HOSTNAME] = "pc1",
		[VAR_FQDN] = "vpn.example.com",
		[VAR_IP] = "192.0.2.10",
		[VAR_UPN] = "ann@example.com",
		[VAR_ACCOUNT] = "CONTOSO\\ann",
		[VAR_HEX] = "0A1B2C3D",
		[VAR_THUMBPRINT] = "00112233445566778899AABBCCDDEEFF00112233",
		[VAR_PATH_WINDOWS] = "C:\\Temp\\file.cer",
		[VAR_DATE] = "2026-11-21",
		[VAR_SECRET] = "not-a-secret",
		[VAR_CODE] = "853",
		[VAR_GUID] = "00112233-4455-6677-8899-aabbccddeeff",
		[VAR_OID] = "1.3.6.1.5.5.7.3.2",
		[VAR_SERIAL] = "1A2B3C4D",
	};

	const char *tries[] = {f->value, f->var->example,
		f->var->values.n ? f->var->values.s[0] : NULL,
		values[f->var->type]};
	struct str clean = STR_INIT;
	const char *why, *fits = NULL;

	for (size_t i = 0; i < 4 && !fits; i++)
		if (tries[i] && value_accept(f->var, tries[i], &clean, &why))
			fits = tries[i];
	str_release(&clean);
	return fits ? fits : tries[3];
}

static bool fill_form(struct simulation *s, const struct prompt *p)
{
	struct pair *pairs = xcalloc(p->nfields + 1, sizeof(*pairs));
	struct reply r = {.kind = REPLY_FORM, .by = BY_PERSON};
	const char *why;
	bool ok;

	r.values.p = pairs;
	for (size_t i = 0; i < p->nfields; i++)
		if (p->fields[i].required || p->fields[i].value)
			pairs[r.values.n++] =
				(struct pair){.key = p->fields[i].var->id,
					.value = value_for(&p->fields[i])};
	ok = engine_reply(s->engine, &r, &why);
	if (!ok && p->may_skip)
		ok = engine_reply(s->engine,
			&(struct reply){.kind = REPLY_SKIP}, &why);
	free(pairs);
	return ok;
}

static bool step(struct simulation *s, const struct prompt *p)
{
	const char *why;

	if (engine_auto(s->engine, PACE_EVIDENCE, 0))
		return true;
	switch (p->kind) {
	case PROMPT_PAGE:
		return engine_reply(s->engine,
			&(struct reply){.kind = REPLY_NEXT}, &why);
	case PROMPT_FORM:
		return fill_form(s, p);
	case PROMPT_CHOICE:
	case PROMPT_RUN:
		return choose(s, p);
	case PROMPT_END:
		break;
	}
	return false;
}

/* An end of another tree carries that tree's name. */
static const char *place(const struct simulation *s, struct arena *a,
	const struct prompt *p)
{
	const char *id = p->node ? p->node->id : "nowhere";

	if (p->tree == s->tree)
		return id;
	return arena_printf(a, "%s: %s", p->tree->id, id);
}

static void count_end(struct simulation *s, struct arena *a, size_t prompts)
{
	const struct prompt *p = engine_prompt(s->engine);
	const struct cause *found = engine_cause(s->engine);

	s->prompts += (double)prompts;
	s->most = prompts > s->most ? prompts : s->most;
	if (p->kind != PROMPT_END) {
		s->endless++;
		count(&s->endless_at, place(s, a, p), NULL);
		return;
	}
	count(&s->ends, place(s, a, p), p->outcome);
	if (found)
		count(&s->found, found->id, NULL);
	s->right += found && s->truth && strcmp(found->id, s->truth->id) == 0;
}

static void walk(struct simulation *s, struct arena *a)
{
	const struct prompt *p;
	size_t prompts = 0;

	s->engine = engine_new(&s->lib->catalog, s->tree->id);
	draw_truth(s, s->tree);
	if (s->truth)
		count(&s->drawn, s->truth->id, NULL);
	for (; prompts < MOST_PROMPTS; prompts++) {
		p = engine_prompt(s->engine);
		if (p->kind == PROMPT_END)
			break;
		if (p->tree != s->in)
			draw_truth(s, p->tree);
		if (!step(s, p))
			break;
	}
	count_end(s, a, prompts);
	engine_free(s->engine);
}

/* ---- the report ------------------------------------------------------ */

static size_t counted(const struct tallies *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->list[i].name, name) == 0)
			return t->list[i].n;
	return 0;
}

static int by_count(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	return x->n != y->n ? (x->n < y->n) - (x->n > y->n)
			    : strcmp(x->name, y->name);
}

static double share(const struct simulation *s, size_t n)
{
	return (double)n * 100 / (double)s->runs;
}

static void add_text(const struct simulation *s, struct str *out)
{
	const struct cause *c = s->tree->causes.items;

	str_addf(out, "%zu walks of %s\n\nends\n", s->runs, s->tree->id);
	for (size_t i = 0; i < s->ends.n; i++)
		str_addf(out, "  %-36s %-14s %6zu  %5.1f %%\n",
			s->ends.list[i].name, s->ends.list[i].outcome,
			s->ends.list[i].n, share(s, s->ends.list[i].n));
	for (size_t i = 0; i < s->endless_at.n; i++)
		str_addf(out, "  %-36s %-14s %6zu  %5.1f %%\n",
			s->endless_at.list[i].name, "no end",
			s->endless_at.list[i].n,
			share(s, s->endless_at.list[i].n));
	if (s->tree->causes.n)
		str_adds(out, "\ncauses                                "
			      "  was there  found\n");
	for (size_t i = 0; i < s->tree->causes.n; i++)
		str_addf(out, "  %-36s %10zu %6zu\n", c[i].id,
			counted(&s->drawn, c[i].id),
			counted(&s->found, c[i].id));
	if (s->tree->causes.n)
		str_addf(out, "  the right one was found in %.1f %%\n",
			share(s, s->right));
	str_addf(out,
		"\nprompts %.1f on average, %zu at most; checks %.1f minutes "
		"on average\n",
		s->prompts / (double)s->runs, s->most,
		s->minutes / (double)s->runs);
}

static void json_tallies(struct json *j, const char *key,
	const struct tallies *t)
{
	json_key(j, key);
	json_array(j);
	for (size_t i = 0; i < t->n; i++) {
		json_object(j);
		json_kv(j, "name", t->list[i].name);
		if (t->list[i].outcome)
			json_kv(j, "outcome", t->list[i].outcome);
		json_kv_int(j, "walks", (int64_t)t->list[i].n);
		json_end_object(j);
	}
	json_end_array(j);
}

static void add_json(const struct simulation *s, struct str *out)
{
	struct json j;

	json_init(&j, out, true);
	json_object(&j);
	json_kv(&j, "tree", s->tree->id);
	json_kv_int(&j, "runs", (int64_t)s->runs);
	json_tallies(&j, "ends", &s->ends);
	json_tallies(&j, "no_end", &s->endless_at);
	json_tallies(&j, "drawn", &s->drawn);
	json_tallies(&j, "found", &s->found);
	json_kv_int(&j, "right", (int64_t)s->right);
	json_key(&j, "prompts");
	json_number(&j, s->prompts / (double)s->runs);
	json_kv_int(&j, "prompts_most", (int64_t)s->most);
	json_key(&j, "minutes");
	json_number(&j, s->minutes / (double)s->runs);
	json_end_object(&j);
	str_addc(out, '\n');
}

static int simulate(struct simulation *s, const struct args *args)
{
	struct tallies *all[] = {
		&s->ends, &s->endless_at, &s->drawn, &s->found};
	struct str out = STR_INIT;
	struct arena arena;
	bool ok;

	arena_init(&arena);
	for (size_t i = 0; i < s->runs; i++)
		walk(s, &arena);
	for (size_t i = 0; i < 4; i++)
		if (all[i]->n)
			qsort(all[i]->list, all[i]->n, sizeof(struct tally),
				by_count);
	if (args_has(args, "--json"))
		add_json(s, &out);
	else
		add_text(s, &out);
	ok = app_print(&out);
	for (size_t i = 0; i < 4; i++)
		free(all[i]->list);
	free(s->reached);
	str_release(&out);
	arena_release(&arena);
	if (!ok)
		return STATUS_USAGE;
	return s->endless ? STATUS_PROBLEM : STATUS_OK;
}

/* A whole number from least to most; false after a message. */
static bool number(const struct args *args, const char *option, uint64_t least,
	uint64_t *out)
{
	const char *text = args_value(args, option);
	char *end;
	unsigned long long n;

	if (!text)
		return true;
	errno = 0;
	n = strtoull(text, &end, 10);
	if (errno || *end || !strchr("0123456789", *text) || n < least ||
		n > (least ? 1000000 : UINT64_MAX)) {
		usage_error(least ? "'%s' needs a number from 1 to 1000000, "
				    "not '%s'"
				  : "'%s' needs a whole number, not '%s'",
			option, text);
		return false;
	}
	*out = n;
	return true;
}

static int run(const struct args *args)
{
	struct simulation s = {0};
	struct library *lib;
	struct arena arena;
	uint64_t runs = 1000;
	int status = STATUS_USAGE;

	s.random = 1;
	if (args_count_plain(args) != 1)
		return usage_error("simulate needs one tree: 'vpntriage "
				   "simulate error-853'");
	if (!number(args, "--runs", 1, &runs) ||
		!number(args, "--seed", 0, &s.random))
		return STATUS_USAGE;
	s.runs = (size_t)runs;
	arena_init(&arena);
	s.lib = lib = app_library_beside(args);
	s.tree = app_tree(s.lib, app_tree_name(&arena, args_plain(args, 0)));
	if (s.tree)
		status = simulate(&s, args);
	arena_release(&arena);
	library_free(lib);
	return status;
}

static const struct option_def options[] = {
	{"--runs", "N", "how many walks; 1000 unless given"},
	{"--seed", "S", "a number; the same gives the same walks"},
	{0},
};

const struct command cmd_simulate = {"simulate", "[--runs N] [--seed S] TREE",
	"random walks: where they end and what they cost", options, run};
