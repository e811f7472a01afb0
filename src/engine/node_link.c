/* A link: into a part and back, or over to another tree. Asks nothing. */
#include <string.h>

#include "walk.h"

struct link {
	struct node node;
	struct edge *tree;
	struct edges returns;
	struct pairs with;
};

static const struct field fields[] = {
	{"tree", FIELD_EDGE, offsetof(struct link, tree), FIELD_REQUIRED,
		.label = "tree",
		.help = "part.node, or the id of another tree"},
	{"returns", FIELD_EDGES, offsetof(struct link, returns), 0,
		.help = "exit of the part -> the next node"},
	{"with", FIELD_VALUES, offsetof(struct link, with), 0,
		.help = "params of the part"},
	{0},
};

const struct shape link_shape = {"link", sizeof(struct link), fields,
	"goes into a part or another tree", "kind"};

static const struct edge *pass(struct walk *w, const struct node *n)
{
	const struct link *l = (const void *)n;

	for (size_t i = 0; i < l->with.n; i++)
		facts_set(&w->facts, l->with.p[i].key, l->with.p[i].value,
			"tree", w->step);
	if (l->returns.n && w->nframes < WALK_FRAMES)
		w->frame[w->nframes++] = n;
	return l->tree;
}

const struct node_kind link_kind = {&link_shape, NULL, NULL, pass, NULL};
