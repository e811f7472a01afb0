/* A question: options, each a way on; facts may decide it. */
#include <string.h>

#include "walk.h"

struct option {
	struct mark at;
	const char *id, *label, *key, *help;
	struct edge *go;
	struct weights evidence;
	struct pairs set;
	struct when *when;
	const char *finds;
	struct strings rules_out;
};

struct question {
	struct node node;
	const char *ask, *why, *say, *no_unknown;
	struct list options;
};

static const struct field option_fields[] = {
	{"id", FIELD_ID, offsetof(struct option, id), FIELD_REQUIRED,
		.help = "its name in answers and tests"},
	{"label", FIELD_TEXT, offsetof(struct option, label), FIELD_REQUIRED,
		.help = "what is shown"},
	{"goto", FIELD_EDGE, offsetof(struct option, go),
		FIELD_REQUIRED | FIELD_LABEL_ID, .help = "the next node"},
	{"key", FIELD_STRING, offsetof(struct option, key), 0,
		.help = "one letter or digit"},
	{"help", FIELD_TEXT, offsetof(struct option, help), 0,
		.help = "how to tell"},
	{"evidence", FIELD_WEIGHTS, offsetof(struct option, evidence), 0,
		.help = "factors on causes"},
	{"set", FIELD_VALUES, offsetof(struct option, set), 0,
		.help = "facts that it means"},
	{"when", FIELD_WHEN, offsetof(struct option, when), 0,
		.help = "facts that decide it"},
	{"finds", FIELD_CAUSE, offsetof(struct option, finds), 0,
		.help = "this is it"},
	{"rules_out", FIELD_CAUSES, offsetof(struct option, rules_out), 0,
		.help = "these it is not"},
	{0},
};

static const struct shape option_shape = {
	"an option", sizeof(struct option), option_fields, "one answer"};

static const struct field question_fields[] = {
	{"ask", FIELD_TEXT, offsetof(struct question, ask), FIELD_REQUIRED,
		.help = "the question"},
	{"options", FIELD_LIST, offsetof(struct question, options),
		FIELD_REQUIRED, .shape = &option_shape, .min = 2, .max = 16,
		.help = "the answers"},
	{"why", FIELD_TEXT, offsetof(struct question, why), 0,
		.help = "why it is asked"},
	{"say", FIELD_TEXT, offsetof(struct question, say), 0,
		.help = "to read out to the caller"},
	{"no_unknown", FIELD_TEXT, offsetof(struct question, no_unknown), 0,
		.help = "why there is no 'not known'"},
	{0},
};

const struct shape question_shape = {"question", sizeof(struct question),
	question_fields, "asks the person", "kind"};

static void prompt(struct stage *s, const struct node *n)
{
	const struct question *q = (const void *)n;
	const struct option *o = q->options.items;
	struct choice *c = stage_choices(s, q->options.n);

	s->prompt->kind = PROMPT_CHOICE;
	s->prompt->title = stage_fill(s, q->ask);
	s->prompt->why = q->why ? stage_fill(s, q->why) : NULL;
	if (q->say)
		stage_text(s, BLOCK_SAY, q->say);
	for (size_t i = 0; i < q->options.n; i++)
		c[i] = (struct choice){o[i].id, stage_fill(s, o[i].label),
			o[i].help ? stage_fill(s, o[i].help) : NULL,
			o[i].key ? o[i].key[0] : 0};
}

static const struct edge *accept(struct walk *w, const struct node *n,
	const struct reply *r, const char **why)
{
	const struct question *q = (const void *)n;
	const struct option *o = q->options.items;

	for (size_t i = 0; r->kind == REPLY_CHOICE && i < q->options.n; i++) {
		if (strcmp(o[i].id, r->choice) != 0)
			continue;
		w->outcome = o[i].id;
		w->label = o[i].label;
		walk_set_pairs(w, &o[i].set, "answered");
		walk_weigh(w, &o[i].evidence);
		walk_rule_out(w, &o[i].rules_out);
		if (o[i].finds)
			walk_find(w, o[i].finds);
		return o[i].go;
	}
	*why = "that is none of the options here";
	return NULL;
}

static void suggest(const struct walk *w, const struct node *n, struct arena *a,
	struct suggestion *out)
{
	const struct question *q = (const void *)n;
	const struct option *o = q->options.items;
	struct when_input in = {.facts = &w->facts};

	for (size_t i = 0; i < q->options.n; i++) {
		struct when_reason reason = {0};

		if (!o[i].when ||
			when_judge(o[i].when, &in, &reason) != TRUTH_YES)
			continue;
		*out = (struct suggestion){true, false, o[i].id,
			walk_because(w, a, &reason, NULL)};
		return;
	}
}

const struct node_kind question_kind = {
	&question_shape, prompt, accept, NULL, suggest};
