/*
 * A check: a read-only command or a probe, its outcomes, and how a person
 * answers it by eye. The same outcomes whichever way the answer came.
 */
#include <stdlib.h>
#include <string.h>

#include "model/evidence.h"
#include "walk.h"

struct outcome {
	struct mark at;
	const char *id, *note;
	struct when *when;
	struct edge *go, *then;
	const char *finds;
	struct strings rules_out, save;
	struct weights evidence;
	int limit;
};

struct otherwise {
	struct mark at;
	struct edge *go;
	const char *note;
};

struct by_eye {
	struct mark at;
	const char *id, *label, *key, *help;
	struct pairs set;
};

struct manual {
	struct mark at;
	const char *ask;
	struct list options;
};

struct probe {
	struct mark at;
	int kind;
	const char *host, *file, *server, *expect, *port, *name, *role;
};

struct check {
	struct node node;
	const char *title, *machine, *ask_first, *run, *why, *because;
	double cost;
	int timeout, run_as, needs, certainty;
	bool read_only;
	struct probe *probe;
	struct list outcomes;
	struct otherwise otherwise;
	struct manual manual;
	struct strings tests, uses, sources;
};

static const char *const needs_words[] = {"constrained", "full", NULL};
static const char *const certainty_words[] = {"verified", "believed", NULL};
static const char *const probe_words[] = {"dns", "tcp", "tls", "sstp", "ike",
	"fragments", "all", "cert", "eap", NULL};

#define AT(member) offsetof(struct outcome, member)
static const struct field outcome_fields[] = {
	{"id", FIELD_ID, AT(id), FIELD_REQUIRED, .help = "its name"},
	{"when", FIELD_WHEN, AT(when), FIELD_REQUIRED,
		.help = "what must hold; the first that fits wins"},
	{"goto", FIELD_EDGE, AT(go), FIELD_REQUIRED | FIELD_LABEL_ID,
		.help = "the next node"},
	{"finds", FIELD_CAUSE, AT(finds), 0, .help = "this is it"},
	{"rules_out", FIELD_CAUSES, AT(rules_out), 0,
		.help = "these it is not"},
	{"evidence", FIELD_WEIGHTS, AT(evidence), 0,
		.help = "factors on causes"},
	{"save", FIELD_FACTS, AT(save), FIELD_CAPTURED,
		.help = "named groups to keep as facts"},
	{"note", FIELD_TEXT, AT(note), 0, .help = "what it means"},
	{"limit", FIELD_INT, AT(limit), 0, .min = 1, .max = 100,
		.help = "how often this way may be taken"},
	{"then", FIELD_EDGE, AT(then), FIELD_LABEL_ID, .label = "then",
		.help = "where to go beyond the limit"},
	{0},
};
#undef AT

static const struct shape outcome_shape = {"an outcome", sizeof(struct outcome),
	outcome_fields, "what a check may say"};

static const struct field otherwise_fields[] = {
	{"goto", FIELD_EDGE, offsetof(struct otherwise, go), FIELD_REQUIRED,
		.label = "otherwise",
		.help = "time limit, failed start, nothing fitted"},
	{"note", FIELD_TEXT, offsetof(struct otherwise, note), 0,
		.help = "what it means"},
	{0},
};

static const struct shape otherwise_shape = {"otherwise",
	sizeof(struct otherwise), otherwise_fields, "when no outcome is known"};

static const struct field by_eye_fields[] = {
	{"id", FIELD_ID, offsetof(struct by_eye, id), FIELD_REQUIRED,
		.help = "one of the outcomes"},
	{"label", FIELD_TEXT, offsetof(struct by_eye, label), FIELD_REQUIRED,
		.help = "what is shown"},
	{"key", FIELD_STRING, offsetof(struct by_eye, key), 0,
		.help = "one letter or digit"},
	{"help", FIELD_TEXT, offsetof(struct by_eye, help), 0,
		.help = "how to tell"},
	{"set", FIELD_VALUES, offsetof(struct by_eye, set), 0,
		.help = "facts that it means"},
	{0},
};

static const struct shape by_eye_shape = {"an option", sizeof(struct by_eye),
	by_eye_fields, "an outcome told by eye"};

static const struct field manual_fields[] = {
	{"ask", FIELD_TEXT, offsetof(struct manual, ask), FIELD_REQUIRED,
		.help = "where to look and for what"},
	{"options", FIELD_LIST, offsetof(struct manual, options),
		FIELD_REQUIRED, .shape = &by_eye_shape, .min = 1, .max = 24,
		.help = "the outcomes in words"},
	{0},
};

static const struct shape manual_shape = {"manual", sizeof(struct manual),
	manual_fields, "the same check by eye"};

#define AT(member) offsetof(struct probe, member)
static const struct field probe_fields[] = {
	{"kind", FIELD_WORD, AT(kind), FIELD_REQUIRED, .words = probe_words,
		.help = "what is asked"},
	{"host", FIELD_FACT, AT(host), 0, .help = "the var with the host"},
	{"file", FIELD_FACT, AT(file), 0, .help = "the var with the file"},
	{"server", FIELD_FACT, AT(server), 0,
		.help = "the var with a DNS server"},
	{"expect", FIELD_FACT, AT(expect), 0,
		.help = "the var with the right address"},
	{"port", FIELD_STRING, AT(port), 0, .help = "a number"},
	{"name", FIELD_FACT, AT(name), 0, .help = "the var with a name"},
	{"role", FIELD_STRING, AT(role), 0,
		.help = "cert: user, device, nps, ikev2, sstp"},
	{0},
};
#undef AT

static const struct shape probe_shape = {"probe", sizeof(struct probe),
	probe_fields, "a native check from this computer"};

#define AT(member) offsetof(struct check, member)
static const struct field check_fields[] = {
	{"title", FIELD_TEXT, AT(title), FIELD_REQUIRED,
		.help = "the question it answers"},
	{"machine", FIELD_MACHINE, AT(machine), FIELD_REQUIRED,
		.help = "where it runs"},
	{"cost", FIELD_NUMBER, AT(cost), FIELD_REQUIRED, .help = "minutes"},
	{"timeout", FIELD_INT, AT(timeout), FIELD_REQUIRED, .min = 1,
		.max = 3600, .help = "seconds"},
	{"read_only", FIELD_BOOL, AT(read_only), FIELD_REQUIRED,
		.help = "true: it changes nothing; only then may it "
			"run"},
	{"run", FIELD_COMMAND, AT(run), 0, .help = "the command"},
	{"probe", FIELD_MAYBE, AT(probe), 0, .shape = &probe_shape,
		.help = "instead of run"},
	{"outcomes", FIELD_LIST, AT(outcomes), FIELD_REQUIRED,
		.shape = &outcome_shape, .min = 1, .max = 32,
		.help = "what it may say"},
	{"otherwise", FIELD_STRUCT, AT(otherwise), FIELD_REQUIRED,
		.shape = &otherwise_shape, .help = "when no outcome is known"},
	{"manual", FIELD_STRUCT, AT(manual), FIELD_REQUIRED,
		.shape = &manual_shape, .help = "the same by eye"},
	{"tests", FIELD_CAUSES, AT(tests), 0,
		.help = "causes it can find or rule out"},
	{"run_as", FIELD_WORD, AT(run_as), 0, .words = run_as_words,
		.help = "whose rights it needs"},
	{"needs", FIELD_WORD, AT(needs), 0, .words = needs_words,
		.help = "PowerShell language mode"},
	{"uses", FIELD_FACTS, AT(uses), 0,
		.help = "vars it reads, in commands and conditions"},
	{"ask_first", FIELD_TEXT, AT(ask_first), 0,
		.help = "what the caller must do before"},
	{"why", FIELD_TEXT, AT(why), 0, .help = "why it is done"},
	{"sources", FIELD_SOURCES, AT(sources), 0,
		.help = "where the command is from"},
	{"certainty", FIELD_WORD, AT(certainty), 0, .words = certainty_words,
		.help = "believed: shown with the reason"},
	{"because", FIELD_TEXT, AT(because), 0, .help = "why only believed"},
	{0},
};
#undef AT

const struct shape check_shape = {"check", sizeof(struct check), check_fields,
	"looks, and changes nothing", "kind"};

static const struct check *as_check(const struct node *n)
{
	return n && n->kind == &check_shape ? (const void *)n : NULL;
}

static const struct outcome *outcome_of(const struct check *c, const char *id)
{
	const struct outcome *o = c->outcomes.items;

	for (size_t i = 0; i < c->outcomes.n; i++)
		if (strcmp(o[i].id, id) == 0)
			return &o[i];
	return NULL;
}

bool node_check_spec(const struct tree *t, const struct node *n,
	struct check_spec *spec)
{
	const struct check *c = as_check(n);
	const struct machine *m;

	if (!c)
		return false;
	m = tree_machine(t, c->machine);
	*spec = (struct check_spec){.id = n->id,
		.title = c->title,
		.machine = c->machine,
		.machine_title = m ? m->title : c->machine,
		.shell = m ? (enum shell)m->shell : SHELL_POWERSHELL,
		.run_as = (enum run_as)c->run_as,
		.command = c->run,
		.timeout = c->timeout,
		.read_only = c->read_only,
		.runnable = c->read_only};
	if (c->probe)
		spec->probe = (struct probe_spec){probe_words[c->probe->kind],
			c->probe->host ? c->probe->host : c->probe->file,
			c->probe->server, c->probe->expect, c->probe->port,
			c->probe->name, c->probe->role};
	return true;
}

/* A var of a probe by its value; what is optional may stay away. */
static bool fill_probe(struct probe_spec *p, const struct facts *facts,
	const char **why)
{
	const char **optional[] = {&p->server, &p->expect, &p->name};
	const char *target = p->target ? facts_value(facts, p->target) : NULL;

	if (!target) {
		*why = "the host or file is not known";
		return false;
	}
	p->target = target;
	for (size_t i = 0; i < 3; i++)
		if (*optional[i])
			*optional[i] = facts_value(facts, *optional[i]);
	return true;
}

bool node_check_fill(const struct tree *t, const struct node *n,
	const struct facts *facts, struct arena *arena, struct check_spec *spec,
	const char **why)
{
	struct str command = STR_INIT;
	bool ok;

	if (!node_check_spec(t, n, spec)) {
		*why = "it is no check";
		return false;
	}
	if (spec->probe.kind)
		return fill_probe(&spec->probe, facts, why);
	ok = fill_command(spec->command, spec->shell, facts, &command, why);
	if (ok)
		spec->command = arena_strdup(arena, command.s);
	else
		*why = arena_printf(arena, "%s: %s", command.s, *why);
	str_release(&command);
	return ok;
}

static struct choice *eye_choices(struct stage *s, const struct check *c)
{
	const struct by_eye *o = c->manual.options.items;
	struct choice *list = stage_choices(s, c->manual.options.n);

	for (size_t i = 0; i < c->manual.options.n; i++)
		list[i] = (struct choice){o[i].id, stage_fill(s, o[i].label),
			o[i].help ? stage_fill(s, o[i].help) : NULL,
			o[i].key ? o[i].key[0] : 0};
	return list;
}

static const char *probe_text(struct arena *arena, const struct probe_spec *p)
{
	struct str line = STR_INIT;
	const char *text;

	probe_spec_text(p, &line);
	text = arena_strdup(arena, line.s);
	str_release(&line);
	return text;
}

void check_block(struct stage *s, const struct node *n)
{
	const struct check *c = as_check(n);
	struct check_spec *spec = arena_alloc(s->arena, sizeof(*spec));
	const char *why = NULL;
	bool filled = node_check_fill(s->walk->tree, n, &s->walk->facts,
		s->arena, spec, &why);
	struct block b = {.kind = filled ? BLOCK_COMMAND : BLOCK_BLOCKED,
		.text = filled ? spec->command : why,
		.machine = spec->machine,
		.machine_title = spec->machine_title,
		.shell = spec->shell,
		.run_as = spec->run_as,
		.believed = c->certainty == 1,
		.because = c->because};

	if (!filled)
		spec->runnable = false;
	s->prompt->check = spec;
	if (c->ask_first)
		stage_text(s, BLOCK_SAY, c->ask_first);
	if (filled && spec->probe.kind) {
		b.text = probe_text(s->arena, &spec->probe);
		b.shell = SHELL_SH;
	}
	stage_block(s, b);
	stage_text(s, BLOCK_TEXT, c->manual.ask);
	eye_choices(s, c);
}

static void prompt(struct stage *s, const struct node *n)
{
	const struct check *c = as_check(n);

	s->prompt->kind = PROMPT_RUN;
	s->prompt->title = stage_fill(s, c->title);
	s->prompt->why = c->why ? stage_fill(s, c->why) : NULL;
	check_block(s, n);
	if (s->walk->rank)
		rank_show(s, s->walk->rank);
}

static void save_groups(struct walk *w, const struct outcome *o,
	const struct when *matched, const struct result *r, const char *source)
{
	size_t groups = pattern_group_count(matched->pattern);
	struct captures m;
	struct str value = STR_INIT;

	m.group = calloc(groups ? groups : 1, sizeof(*m.group));
	if (m.group && pattern_match(matched->pattern, r->out, r->outlen, 0,
			       &m) == MATCH_YES) {
		for (size_t i = 0; i < groups; i++) {
			const char *name =
				pattern_group_name(matched->pattern, i);
			struct capture g = m.group[i];
			bool wanted = false;

			for (size_t k = 0; k < o->save.n; k++)
				wanted |= strcmp(o->save.s[k], name) == 0;
			if (!wanted || g.start == (size_t)-1)
				continue;
			str_reset(&value);
			str_add(&value, r->out + g.start, g.end - g.start);
			walk_set(w, name, value.s, source);
		}
	}
	str_release(&value);
	free(m.group);
}

/*
 * First the outcomes whose patterns the output fits; only then those that
 * facts alone decide, by facts that this very output brought. Facts of
 * older evidence must not outvote fresh output.
 */
static const struct outcome *judge(const struct walk *w, const struct check *c,
	const struct result *r, const struct facts *fresh,
	struct when_reason *reason)
{
	const struct outcome *o = c->outcomes.items;
	struct when_input in = {.facts = &w->facts,
		.has_out = true,
		.out = r->out ? r->out : "",
		.outlen = r->out ? r->outlen : 0,
		.has_err = r->err != NULL,
		.err = r->err,
		.errlen = r->errlen,
		.has_exit = r->has_exit,
		.exit = r->exit};

	for (size_t i = 0; i < c->outcomes.n; i++) {
		*reason = (struct when_reason){0};
		if (when_judge(o[i].when, &in, reason) == TRUTH_YES &&
			!(reason->var && !reason->matched))
			return &o[i];
	}
	in.facts = fresh;
	for (size_t i = 0; i < c->outcomes.n; i++) {
		*reason = (struct when_reason){0};
		if (when_judge(o[i].when, &in, reason) == TRUTH_YES)
			return &o[i];
	}
	return NULL;
}

/* Facts that came with the entry being applied. */
static void facts_of_step(const struct walk *w, struct facts *out)
{
	for (size_t i = 0; i < w->facts.n; i++)
		if (w->facts.list[i].step == w->step)
			facts_set(out, w->facts.list[i].name,
				w->facts.list[i].value, w->facts.list[i].source,
				w->step);
}

const char *check_judge(const struct walk *w, const struct node *n,
	const struct result *r)
{
	const struct check *c = as_check(n);
	struct when_reason reason;
	const struct outcome *o = NULL;
	struct facts none;

	facts_init(&none);
	if (c && r->verdict == RESULT_RAN)
		o = judge(w, c, r, &none, &reason);
	return o ? o->id : "otherwise";
}

static const struct edge *go(struct walk *w, const struct outcome *o)
{
	if (o->limit && w->taken[o->go->number] >= o->limit && o->then)
		return o->then;
	return o->go;
}

static const struct edge *take_outcome(struct walk *w, const struct outcome *o)
{
	w->outcome = o->id;
	w->note = o->note;
	walk_weigh(w, &o->evidence);
	walk_rule_out(w, &o->rules_out);
	if (o->finds)
		walk_find(w, o->finds);
	return go(w, o);
}

static const struct edge *take_otherwise(struct walk *w, const struct check *c,
	const char *label)
{
	w->outcome = "otherwise";
	w->label = label;
	w->note = c->otherwise.note;
	return c->otherwise.go;
}

static const struct edge *take_result(struct walk *w, const struct check *c,
	const struct result *r)
{
	const char *source = arena_printf(w->arena, "check %s", c->node.id);
	const struct outcome *o;
	struct when_reason reason;
	struct facts fresh;

	if (r->verdict != RESULT_RAN)
		return take_otherwise(w, c, verdict_words[r->verdict]);
	walk_read(w, source, r->out ? r->out : "", r->out ? r->outlen : 0, 0);
	facts_init(&fresh);
	facts_of_step(w, &fresh);
	o = judge(w, c, r, &fresh, &reason);
	if (o && reason.matched)
		save_groups(w, o, reason.matched, r, source);
	facts_release(&fresh);
	if (!o)
		return take_otherwise(w, c, "nothing fitted");
	w->label = o->id;
	return take_outcome(w, o);
}

/* "node", or "tree/node" where the checks of many trees stand together. */
static bool is_own(const struct envelope *e, const struct tree *t,
	const struct check *c)
{
	size_t n = strlen(c->node.id), m = strlen(t->id);

	if (e->checklen == n)
		return memcmp(e->check, c->node.id, n) == 0;
	return e->checklen == m + 1 + n && e->check[m] == '/' &&
	       memcmp(e->check, t->id, m) == 0 &&
	       memcmp(e->check + m + 1, c->node.id, n) == 0;
}

/* The last complete envelope of this check in a document. */
static bool own_envelope(const struct walk *w, const struct document *d,
	const struct check *c, struct envelope *found)
{
	struct envelope env;
	size_t from = 0;
	bool there = false;

	while (evidence_envelope(d->text, d->len, from, &env)) {
		if (env.ended && is_own(&env, w->tree, c)) {
			*found = env;
			there = true;
		}
		from = env.next;
	}
	return there;
}

/* Evidence decided it: its groups are facts as if the check had run. */
static void save_from_docs(struct walk *w, const struct check *c,
	const struct outcome *o)
{
	struct facts none;

	facts_init(&none);
	for (size_t i = w->ndocs; o && i-- > 0;) {
		const struct document *d = &w->docs[i];
		struct when_input in = {.facts = &none};
		struct when_reason reason = {0};
		struct result r = {0};
		struct envelope env;

		if (!own_envelope(w, d, c, &env)) {
			env.start = 0;
			env.end = d->len;
		}
		in.loose = r.out = d->text + env.start;
		in.looselen = r.outlen = env.end - env.start;
		if (when_judge(o->when, &in, &reason) != TRUTH_YES ||
			!reason.matched)
			continue;
		save_groups(w, o, reason.matched, &r, d->name);
		break;
	}
	facts_release(&none);
}

static const struct edge *take_by_eye(struct walk *w, const struct check *c,
	const struct reply *r, const char **why)
{
	const struct by_eye *e = c->manual.options.items;
	const struct outcome *o = outcome_of(c, r->choice);

	for (size_t i = 0; i < c->manual.options.n; i++) {
		if (strcmp(e[i].id, r->choice) != 0)
			continue;
		w->label = e[i].label;
		/* What evidence says has its place in it as source already. */
		if (r->by != BY_EVIDENCE)
			walk_set_pairs(w, &e[i].set, "answered");
		break;
	}
	if (strcmp(r->choice, "otherwise") == 0)
		return take_otherwise(w, c, "not known");
	if (!o) {
		*why = "that is no outcome of this check";
		return NULL;
	}
	if (!w->label)
		w->label = o->id;
	if (r->by == BY_EVIDENCE)
		save_from_docs(w, c, o);
	return take_outcome(w, o);
}

const struct edge *check_take(struct walk *w, const struct node *n,
	const struct reply *r, const char **why)
{
	const struct check *c = as_check(n);

	w->checked[n->number] = true;
	if (r->kind == REPLY_RESULT)
		return take_result(w, c, &r->result);
	if (r->kind == REPLY_CHOICE)
		return take_by_eye(w, c, r, why);
	if (r->kind == REPLY_SKIP || r->kind == REPLY_TRIED)
		return take_otherwise(w, c,
			r->kind == REPLY_SKIP ? "not carried out"
					      : "already tried");
	*why = "an outcome is wanted here";
	return NULL;
}

/* One document: the check's own envelope in it, else the text as a whole. */
static bool suggest_from(const struct walk *w, const struct check *c,
	const struct document *d, struct arena *a, struct suggestion *out)
{
	const struct outcome *o = c->outcomes.items;
	struct facts fresh;
	struct when_input in = {.facts = &fresh};
	struct envelope env = {0};

	if (d && own_envelope(w, d, c, &env)) {
		in.has_out = true;
		in.out = d->text + env.start;
		in.outlen = env.end - env.start;
	} else if (d) {
		in.loose = d->text;
		in.looselen = d->len;
	}
	facts_init(&fresh);
	walk_fresh_facts(w, &fresh);
	for (size_t i = 0; !out->there && i < c->outcomes.n; i++) {
		struct when_reason reason = {0};

		if (when_judge(o[i].when, &in, &reason) != TRUTH_YES)
			continue;
		if (in.has_out)
			reason.offset += env.start;
		*out = (struct suggestion){
			true, false, o[i].id, walk_because(w, a, &reason, d)};
	}
	facts_release(&fresh);
	return out->there;
}

bool check_suggest(const struct walk *w, const struct node *n, struct arena *a,
	struct suggestion *out)
{
	const struct check *c = as_check(n);

	for (size_t i = w->ndocs; i-- > 0;)
		if (w->docs[i].step >= w->fixed_at &&
			suggest_from(w, c, &w->docs[i], a, out))
			return true;
	return suggest_from(w, c, NULL, a, out);
}

static void suggest(const struct walk *w, const struct node *n, struct arena *a,
	struct suggestion *out)
{
	if (!w->checked[n->number])
		check_suggest(w, n, a, out);
}

bool check_saves(const struct node *n, const char *var)
{
	const struct check *c = as_check(n);
	const struct outcome *o;

	if (!c)
		return false;
	o = c->outcomes.items;
	for (size_t i = 0; i < c->outcomes.n; i++)
		for (size_t k = 0; k < o[i].save.n; k++)
			if (strcmp(o[i].save.s[k], var) == 0)
				return true;
	return false;
}

double check_cost(const struct node *n)
{
	return as_check(n)->cost;
}

const struct strings *check_tests(const struct node *n)
{
	return &as_check(n)->tests;
}

const char *check_title(const struct node *n)
{
	return as_check(n)->title;
}

const char *check_machine(const struct node *n)
{
	return as_check(n)->machine;
}

const struct node_kind check_kind = {
	&check_shape, prompt, check_take, NULL, suggest};
