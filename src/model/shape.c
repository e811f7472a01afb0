/* Looking up a field of a shape. */
#include "model/shape.h"

#include <string.h>

const struct field *shape_field(const struct shape *shape, const char *key)
{
	for (const struct field *f = shape->fields; f->key; f++)
		if (strcmp(f->key, key) == 0)
			return f;
	return NULL;
}
