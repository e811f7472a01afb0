/*
 * A fix: what must hold before, the steps, undo, and the check that proves
 * it. Shown, copied, exported; never run.
 */
#include <string.h>

#include "path.h"
#include "walk.h"

static const char *const risk_words[] = {"low", "medium", "high", NULL};
static const char *const restart_words[] = {"none", "service", "reboot", NULL};
static const char *const certainty_words[] = {"verified", "believed", NULL};

struct expect {
	struct mark at;
	const char *stdout_is;
	struct pattern *stdout_like;
};

struct fix_step {
	struct mark at;
	const char *say, *run, *machine, *otherwise, *because;
	int shell; /* 0: the machine's, else 1 + enum shell */
	bool alternative;
	struct expect *expect;
	int certainty;
};

struct verify {
	struct mark at;
	const char *check;
	struct strings expect;
	struct pairs var;
	int times, every;
};

struct fix {
	struct node node;
	const char *title, *machine, *approval, *irreversible_because, *why;
	const char *because;
	int run_as, risk, restart, certainty;
	bool reversible;
	struct list before, steps, undo;
	struct verify verify;
	struct edges go;
	struct strings uses, sources;
};

static const char *const shell_or_default[] = {
	"default", "powershell", "cmd", "sh", NULL};

static const struct field expect_fields[] = {
	{"stdout_is", FIELD_FACT, offsetof(struct expect, stdout_is), 0,
		.help = "the output is the value of this var"},
	{"stdout", FIELD_PATTERN, offsetof(struct expect, stdout_like), 0,
		.help = "the output fits"},
	{0},
};

static const struct shape expect_shape = {"expect", sizeof(struct expect),
	expect_fields, "what the output must be"};

#define AT(member) offsetof(struct fix_step, member)
static const struct field step_fields[] = {
	{"say", FIELD_TEXT, AT(say), 0, .help = "words"},
	{"run", FIELD_COMMAND, AT(run), 0, .help = "a command"},
	{"machine", FIELD_MACHINE, AT(machine), 0,
		.help = "when it is not the fix's"},
	{"shell", FIELD_WORD, AT(shell), 0, .words = shell_or_default,
		.help = "when it is not the machine's"},
	{"alternative", FIELD_BOOL, AT(alternative), 0,
		.help = "only when the step before did not do"},
	{"expect", FIELD_MAYBE, AT(expect), 0, .shape = &expect_shape,
		.help = "before: what the output must be"},
	{"else", FIELD_TEXT, AT(otherwise), 0,
		.help = "before: why it ends here otherwise"},
	{"certainty", FIELD_WORD, AT(certainty), 0, .words = certainty_words,
		.help = "believed: shown with the reason"},
	{"because", FIELD_TEXT, AT(because), 0, .help = "why only believed"},
	{0},
};
#undef AT

static const struct shape step_shape = {
	"a step", sizeof(struct fix_step), step_fields, "words or one command"};

#define AT(member) offsetof(struct verify, member)
static const struct field verify_fields[] = {
	{"check", FIELD_NODE, AT(check), FIELD_REQUIRED,
		.help = "the check that proves it"},
	{"expect", FIELD_STRINGS, AT(expect), FIELD_REQUIRED,
		.help = "outcomes that mean fixed"},
	{"var", FIELD_VALUES, AT(var), 0, .help = "and these facts"},
	{"times", FIELD_INT, AT(times), 0, .min = 1, .max = 50,
		.help = "how often to try"},
	{"every", FIELD_INT, AT(every), 0, .min = 1, .max = 3600,
		.help = "seconds between"},
	{0},
};
#undef AT

static const struct shape verify_shape = {
	"verify", sizeof(struct verify), verify_fields, "how it is proven"};

#define AT(member) offsetof(struct fix, member)
static const struct field fix_fields[] = {
	{"title", FIELD_TEXT, AT(title), FIELD_REQUIRED,
		.help = "what it does"},
	{"machine", FIELD_MACHINE, AT(machine), FIELD_REQUIRED,
		.help = "where"},
	{"risk", FIELD_WORD, AT(risk), FIELD_REQUIRED, .words = risk_words,
		.help = "what may go wrong"},
	{"reversible", FIELD_BOOL, AT(reversible), FIELD_REQUIRED,
		.help = "can it be undone"},
	{"steps", FIELD_LIST, AT(steps), FIELD_REQUIRED, .shape = &step_shape,
		.min = 1, .max = 40, .help = "what to do"},
	{"verify", FIELD_STRUCT, AT(verify), FIELD_REQUIRED,
		.shape = &verify_shape, .help = "how it is proven"},
	{"goto", FIELD_EDGES, AT(go), FIELD_REQUIRED,
		.help = "fixed, not_fixed, skipped"},
	{"before", FIELD_LIST, AT(before), 0, .shape = &step_shape,
		.help = "what must hold, or the steps are not offered"},
	{"undo", FIELD_LIST, AT(undo), 0, .shape = &step_shape,
		.help = "how to take it back"},
	{"irreversible_because", FIELD_TEXT, AT(irreversible_because), 0,
		.help = "why there is no undo"},
	{"approval", FIELD_TEXT, AT(approval), 0, .help = "who must agree"},
	{"run_as", FIELD_WORD, AT(run_as), 0, .words = run_as_words,
		.help = "whose rights it needs"},
	{"restart", FIELD_WORD, AT(restart), 0, .words = restart_words,
		.help = "what it interrupts"},
	{"uses", FIELD_FACTS, AT(uses), 0, .help = "vars it reads"},
	{"sources", FIELD_SOURCES, AT(sources), 0,
		.help = "where the commands are from"},
	{"why", FIELD_TEXT, AT(why), 0, .help = "why it helps"},
	{"certainty", FIELD_WORD, AT(certainty), 0, .words = certainty_words,
		.help = "believed: shown with the reason"},
	{"because", FIELD_TEXT, AT(because), 0, .help = "why only believed"},
	{0},
};
#undef AT

const struct shape fix_shape = {"fix", sizeof(struct fix), fix_fields,
	"changes something; a person does it", "kind"};

static const struct fix *as_fix(const struct node *n)
{
	return n && n->kind == &fix_shape ? (const void *)n : NULL;
}

static enum shell step_shell(const struct fix_step *s, const struct machine *m)
{
	if (s->shell)
		return (enum shell)(s->shell - 1);
	return m ? (enum shell)m->shell : SHELL_POWERSHELL;
}

static void add_command(struct stage *s, const struct fix *f,
	const struct fix_step *step)
{
	const char *id = step->machine ? step->machine : f->machine;
	const struct machine *m = tree_machine(s->walk->tree, id);
	struct str text = STR_INIT;
	const char *why = NULL;
	struct block b = {.kind = BLOCK_COMMAND,
		.machine = id,
		.machine_title = m ? m->title : id,
		.shell = step_shell(step, m),
		.run_as = (enum run_as)f->run_as,
		.alternative = step->alternative,
		.believed = step->certainty == 1 || f->certainty == 1,
		.because = step->because ? step->because : f->because};

	if (fill_command(step->run, b.shell, &s->walk->facts, &text, &why)) {
		b.text = arena_strdup(s->arena, text.s);
	} else {
		b.kind = BLOCK_BLOCKED;
		b.text = stage_fill(s, step->run);
		b.because = arena_printf(s->arena, "%s: %s", text.s, why);
	}
	str_release(&text);
	stage_block(s, b);
}

static void add_steps(struct stage *s, const struct fix *f,
	const struct list *list)
{
	const struct fix_step *step = list->items;

	for (size_t i = 0; i < list->n; i++) {
		if (step[i].say)
			stage_text(s, BLOCK_TEXT, step[i].say);
		if (step[i].run)
			add_command(s, f, &step[i]);
	}
}

static void add_warnings(struct stage *s, const struct fix *f)
{
	static const char *const restarts[] = {NULL,
		"A service is restarted: what runs over it is interrupted.",
		"The machine must be restarted before it works."};
	const struct fix_step *before = f->before.items;

	if (f->risk)
		stage_text(s, BLOCK_WARN,
			arena_printf(s->arena, "Risk: %s.",
				risk_words[f->risk]));
	if (f->approval)
		stage_text(s, BLOCK_WARN,
			arena_printf(s->arena, "Needs approval: %s",
				f->approval));
	if (f->restart)
		stage_text(s, BLOCK_WARN, restarts[f->restart]);
	for (size_t i = 0; i < f->before.n; i++)
		if (before[i].say && !before[i].run)
			stage_text(s, BLOCK_WARN, before[i].say);
}

static void add_undo(struct stage *s, const struct fix *f)
{
	stage_text(s, BLOCK_HEAD, "Undo");
	if (f->undo.n)
		add_steps(s, f, &f->undo);
	else
		stage_text(s, BLOCK_TEXT,
			f->irreversible_because ? f->irreversible_because
						: "Nothing has to be undone.");
}

static void add_verify(struct stage *s, const struct fix *f)
{
	const struct node *n = tree_node(s->walk->tree, f->verify.check);

	stage_text(s, BLOCK_HEAD, "Verify");
	if (n && n->kind == &check_shape)
		stage_text(s, BLOCK_TEXT, check_title(n));
}

static void prompt_fix(struct stage *s, const struct fix *f)
{
	struct prompt *p = s->prompt;
	struct choice *c = stage_choices(s, 2);

	p->kind = PROMPT_CHOICE;
	p->is_fix = true;
	p->fix_node = f->node.id;
	p->cause = s->walk->found ? s->walk->found->id : NULL;
	p->title = stage_fill(s, f->title);
	p->why = f->why ? stage_fill(s, f->why) : NULL;
	add_warnings(s, f);
	add_steps(s, f, &f->steps);
	add_undo(s, f);
	add_verify(s, f);
	c[0] = (struct choice){"done", "Done: now verify", NULL, 'd'};
	c[1] = (struct choice){
		"skipped", "Not done, or not allowed", NULL, 's'};
}

/* The precondition with a command that is next; NULL: none is left. */
static const struct fix_step *precondition(const struct fix *f, size_t i)
{
	const struct fix_step *before = f->before.items;

	for (; i < f->before.n; i++)
		if (before[i].run)
			return &before[i];
	return NULL;
}

static void prompt_before(struct stage *s, const struct fix *f,
	const struct fix_step *step)
{
	struct prompt *p = s->prompt;
	struct choice *c = stage_choices(s, 2);
	struct check_spec *spec = arena_alloc(s->arena, sizeof(*spec));
	const struct block *b;

	p->kind = PROMPT_RUN;
	p->fix_node = f->node.id;
	p->title =
		arena_printf(s->arena, "Before: %s", stage_fill(s, f->title));
	if (step->say)
		stage_text(s, BLOCK_TEXT, step->say);
	add_command(s, f, step);
	b = &s->blocks[p->nblocks - 1];
	*spec = (struct check_spec){.id = f->node.id,
		.title = p->title,
		.machine = b->machine,
		.machine_title = b->machine_title,
		.shell = b->shell,
		.run_as = b->run_as,
		.command = b->text,
		.timeout = 60};
	p->check = spec;
	if (step->expect && step->expect->stdout_is)
		stage_text(s, BLOCK_TEXT,
			arena_printf(s->arena, "It must print exactly: {{%s}}",
				step->expect->stdout_is));
	c[0] = (struct choice){"holds", "Yes, it holds", NULL, 'y'};
	c[1] = (struct choice){"fails", "No", step->otherwise, 'n'};
}

static void prompt_verify(struct stage *s, const struct fix *f)
{
	const struct node *n = tree_node(s->walk->tree, f->verify.check);
	struct prompt *p = s->prompt;

	p->kind = PROMPT_RUN;
	p->fix_node = f->node.id;
	p->cause = s->walk->found ? s->walk->found->id : NULL;
	p->title = arena_printf(s->arena, "Verify: %s",
		stage_fill(s, check_title(n)));
	p->attempt = s->walk->attempt;
	p->attempts = f->verify.times ? f->verify.times : 1;
	p->every = f->verify.every;
	check_block(s, n);
}

static void prompt(struct stage *s, const struct node *n)
{
	const struct fix *f = as_fix(n);
	const struct fix_step *step = precondition(f, s->walk->before);

	if (s->walk->phase == PHASE_VERIFY)
		prompt_verify(s, f);
	else if (step)
		prompt_before(s, f, step);
	else
		prompt_fix(s, f);
}

static bool trimmed_equal(const char *out, size_t n, const char *value)
{
	while (n && strchr(" \n\t", out[n - 1]))
		n--;
	while (n && strchr(" \n\t", *out)) {
		out++;
		n--;
	}
	return strlen(value) == n && memcmp(out, value, n) == 0;
}

static bool holds(const struct walk *w, const struct fix_step *step,
	const struct result *r)
{
	const char *value;

	if (r->verdict != RESULT_RAN || !step->expect || !r->out)
		return false;
	if (step->expect->stdout_like)
		return pattern_match(step->expect->stdout_like, r->out,
			       r->outlen, 0, NULL) == MATCH_YES;
	value = facts_value(&w->facts, step->expect->stdout_is);
	return value && trimmed_equal(r->out, r->outlen, value);
}

static const struct edge *accept_before(struct walk *w, const struct fix *f,
	const struct reply *r, const char **why)
{
	const struct fix_step *step = precondition(f, w->before);
	bool ok;

	if (r->kind == REPLY_CHOICE &&
		(strcmp(r->choice, "holds") == 0 ||
			strcmp(r->choice, "fails") == 0)) {
		ok = strcmp(r->choice, "holds") == 0;
	} else if (r->kind == REPLY_RESULT) {
		ok = holds(w, step, &r->result);
	} else if (r->kind == REPLY_SKIP) {
		ok = false;
	} else {
		*why = "does it hold or not?";
		return NULL;
	}
	w->outcome = ok ? "holds" : "fails";
	w->label = w->outcome;
	if (!ok) {
		w->note = step->otherwise;
		return node_edge(&f->node, "skipped");
	}
	w->before =
		(size_t)(step - (const struct fix_step *)f->before.items) + 1;
	*why = NULL;
	return NULL;
}

static const struct edge *accept_fix(struct walk *w, const struct fix *f,
	const struct reply *r, const char **why)
{
	if (r->kind == REPLY_TRIED ||
		(r->kind == REPLY_CHOICE &&
			strcmp(r->choice, "skipped") == 0)) {
		w->outcome = "skipped";
		w->label = r->kind == REPLY_TRIED ? "already tried" : "skipped";
		return node_edge(&f->node, "skipped");
	}
	if (r->kind != REPLY_CHOICE || strcmp(r->choice, "done") != 0) {
		*why = "was it done or not?";
		return NULL;
	}
	w->outcome = w->label = "done";
	w->phase = PHASE_VERIFY;
	w->attempt = 1;
	w->fixed_at = w->step + 1;
	*why = NULL;
	return NULL;
}

static bool is_expected(const struct walk *w, const struct verify *v)
{
	bool fits = false;

	for (size_t i = 0; i < v->expect.n; i++)
		fits |= strcmp(v->expect.s[i], w->outcome) == 0;
	for (size_t i = 0; fits && i < v->var.n; i++) {
		const char *value = facts_value(&w->facts, v->var.p[i].key);

		fits = value && strcmp(value, v->var.p[i].value) == 0;
	}
	return fits;
}

/* The check's own ways do not count here, nor what it would find. */
static const struct edge *accept_verify(struct walk *w, const struct fix *f,
	const struct reply *r, const char **why)
{
	const struct node *check = tree_node(w->tree, f->verify.check);
	const struct cause *found = w->found;
	const struct edge *way;
	const char *no = NULL;
	int times = f->verify.times ? f->verify.times : 1;
	bool last = r->kind == REPLY_SKIP || w->attempt >= times;

	w->role = STEP_VERIFY;
	way = check_take(w, check, r, &no);
	if (!way) {
		*why = no ? no : "an outcome is wanted here";
		return NULL;
	}
	path_watch(w, check, way);
	w->found = found;
	w->finds = NULL;
	if (is_expected(w, &f->verify)) {
		w->note = "verified";
		if (found)
			w->weight[walk_cause_index(w, found->id)] = 0;
		return node_edge(&f->node, "fixed");
	}
	w->note = "not verified";
	if (last)
		return node_edge(&f->node, "not_fixed");
	w->attempt++;
	*why = NULL;
	return NULL;
}

static const struct edge *accept(struct walk *w, const struct node *n,
	const struct reply *r, const char **why)
{
	const struct fix *f = as_fix(n);

	w->role = STEP_FIX;
	if (w->phase == PHASE_VERIFY)
		return accept_verify(w, f, r, why);
	if (precondition(f, w->before))
		return accept_before(w, f, r, why);
	return accept_fix(w, f, r, why);
}

static void suggest(const struct walk *w, const struct node *n, struct arena *a,
	struct suggestion *out)
{
	const struct fix *f = as_fix(n);

	if (w->phase == PHASE_VERIFY)
		check_suggest(w, tree_node(w->tree, f->verify.check), a, out);
}

static void needs_of(const struct list *list, fill_visit *visit, void *ctx)
{
	const struct fix_step *step = list->items;

	for (size_t i = 0; i < list->n; i++)
		if (step[i].run)
			fill_names(step[i].run, visit, ctx);
}

void fix_needs(const struct node *n, fill_visit *visit, void *ctx)
{
	const struct fix *f = as_fix(n);

	needs_of(&f->before, visit, ctx);
	needs_of(&f->steps, visit, ctx);
	needs_of(&f->undo, visit, ctx);
}

const char *fix_verify_check(const struct node *n)
{
	return as_fix(n)->verify.check;
}

void fix_show(struct stage *s, const struct node *n)
{
	prompt_fix(s, as_fix(n));
}

const struct node_kind fix_kind = {&fix_shape, prompt, accept, NULL, suggest};
