/* The kinds of nodes there are: one row each. */
#include <stddef.h>

#include "walk.h"

const struct node_kind *const node_kinds[] = {
	&question_kind,
	&form_kind,
	&check_kind,
	&fix_kind,
	&rank_kind,
	&link_kind,
	&note_kind,
	&end_kind,
	NULL,
};

const struct shape *const node_shapes[] = {
	&question_shape,
	&form_shape,
	&check_shape,
	&fix_shape,
	&rank_shape,
	&link_shape,
	&note_shape,
	&end_shape,
	NULL,
};

const struct node_kind *kind_of(const struct node *n)
{
	for (size_t i = 0; node_kinds[i]; i++)
		if (node_kinds[i]->shape == n->kind)
			return node_kinds[i];
	return NULL;
}
