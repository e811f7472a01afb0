/* A note: something to read, then on. */
#include "walk.h"

struct note {
	struct node node;
	const char *say, *title;
	struct edge *go;
};

static const struct field fields[] = {
	{"say", FIELD_TEXT, offsetof(struct note, say), FIELD_REQUIRED,
		.help = "what to read"},
	{"goto", FIELD_EDGE, offsetof(struct note, go), FIELD_REQUIRED,
		.label = "next", .help = "the next node"},
	{"title", FIELD_TEXT, offsetof(struct note, title), 0,
		.help = "a heading"},
	{0},
};

const struct shape note_shape = {
	"note", sizeof(struct note), fields, "tells the person", "kind"};

static void prompt(struct stage *s, const struct node *n)
{
	const struct note *note = (const void *)n;

	s->prompt->kind = PROMPT_PAGE;
	s->prompt->title = note->title ? stage_fill(s, note->title) : "Note";
	stage_text(s, BLOCK_TEXT, note->say);
}

static const struct edge *accept(struct walk *w, const struct node *n,
	const struct reply *r, const char **why)
{
	if (r->kind == REPLY_NEXT || r->kind == REPLY_CHOICE) {
		w->outcome = w->label = "read";
		return ((const struct note *)(const void *)n)->go;
	}
	*why = "there is nothing to answer here; go on";
	return NULL;
}

const struct node_kind note_kind = {&note_shape, prompt, accept, NULL, NULL};
