/* Looking up a field of a shape, and walking over what one filled. */
#include "model/shape.h"

#include <string.h>

const struct field *shape_field(const struct shape *shape, const char *key)
{
	for (const struct field *f = shape->fields; f->key; f++)
		if (strcmp(f->key, key) == 0)
			return f;
	return NULL;
}

static void visit_list(const struct field *f, const struct list *list,
	shape_visitor *visit, void *ctx)
{
	char *item = list->items;

	for (size_t i = 0; i < list->n; i++)
		shape_visit(f->shape, item + i * f->shape->size, visit, ctx);
}

void shape_visit(const struct shape *shape, void *filled, shape_visitor *visit,
	void *ctx)
{
	for (const struct field *f = shape->fields; f->key; f++) {
		void *value = (char *)filled + f->offset;

		visit(ctx, shape, f, filled, value);
		if (f->type == FIELD_STRUCT)
			shape_visit(f->shape, value, visit, ctx);
		else if (f->type == FIELD_MAYBE && *(void **)value)
			shape_visit(f->shape, *(void **)value, visit, ctx);
		else if (f->type == FIELD_LIST || f->type == FIELD_MAP)
			visit_list(f, value, visit, ctx);
	}
}
