/* A tree from outside: any bytes, loaded and linted; its own part is what
 * it includes. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/engine.h"
#include "load/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct source *open_self(void *ctx, const char *path)
{
	return ctx;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct source src = {"fuzz.yaml", (const char *)bytes, n};
	const struct opener opener = {open_self, &src};
	const struct schema schema = {node_shapes, NULL};
	const struct catalog none = {0};
	struct diags diags;
	struct tree *t;

	diags_init(&diags);
	t = tree_load(&src, &schema, &opener, &diags);
	assert((t != NULL) == (diags.nerrors == 0));
	if (t) {
		tree_lint(t, &none, &diags);
		tree_free(t);
	}
	diags_sort(&diags);
	diags_release(&diags);
	return 0;
}
