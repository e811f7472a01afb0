/* An end: how the walk came out, and what a handover needs. */
#include <string.h>

#include "walk.h"

static const char *const outcome_words[] = {
	"resolved", "workaround", "escalated", "not_applicable", NULL};

struct handover {
	struct mark at;
	struct strings require;
	const char *question;
};

struct end {
	struct node node;
	int outcome;
	const char *say, *to;
	int within;
	struct handover *handover;
};

static const struct field handover_fields[] = {
	{"require", FIELD_FACTS, offsetof(struct handover, require), 0,
		.help = "vars that must be known"},
	{"question", FIELD_TEXT, offsetof(struct handover, question), 0,
		.help = "what the next team must be told"},
	{0},
};

static const struct shape handover_shape = {"handover", sizeof(struct handover),
	handover_fields, "what goes along"};

static const struct field fields[] = {
	{"outcome", FIELD_WORD, offsetof(struct end, outcome), FIELD_REQUIRED,
		.words = outcome_words, .help = "how it came out"},
	{"say", FIELD_TEXT, offsetof(struct end, say), 0,
		.help = "the last words"},
	{"to", FIELD_TEXT, offsetof(struct end, to), 0,
		.help = "the team it goes to"},
	{"within", FIELD_INT, offsetof(struct end, within), 0, .min = 1,
		.max = 100000, .help = "minutes after the start"},
	{"handover", FIELD_MAYBE, offsetof(struct end, handover), 0,
		.shape = &handover_shape, .help = "what goes along"},
	{0},
};

const struct shape end_shape = {
	"end", sizeof(struct end), fields, "ends the walk", "kind"};

int engine_within(const struct tree *t)
{
	int least = 0;

	for (size_t i = 0; i < t->nnodes; i++) {
		const struct end *e = (const void *)t->nodes[i];

		if (t->nodes[i]->kind == &end_shape && e->within > 0 &&
			(least == 0 || e->within < least))
			least = e->within;
	}
	return least;
}

static void prompt(struct stage *s, const struct node *n)
{
	const struct end *e = (const void *)n;
	struct prompt *p = s->prompt;
	struct strings *missing = &p->missing;

	p->kind = PROMPT_END;
	p->outcome = outcome_words[e->outcome];
	p->to = e->to;
	p->within = e->within;
	p->title = e->outcome == 0 ? "Solved"
		   : e->to         ? stage_fill(s, arena_printf(s->arena,
							   "Hand over to %s", e->to))
				   : "The end of this tree";
	if (e->say)
		stage_text(s, BLOCK_TEXT, e->say);
	if (!e->handover)
		return;
	p->question = e->handover->question;
	missing->s = arena_alloc(s->arena,
		(e->handover->require.n + 1) * sizeof(*missing->s));
	for (size_t i = 0; i < e->handover->require.n; i++)
		if (!facts_value(&s->walk->facts, e->handover->require.s[i]))
			missing->s[missing->n++] = e->handover->require.s[i];
}

static const struct edge *accept(struct walk *w, const struct node *n,
	const struct reply *r, const char **why)
{
	*why = "the walk has ended";
	return NULL;
}

const struct node_kind end_kind = {&end_shape, prompt, accept, NULL, NULL};
