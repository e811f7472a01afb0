/* A file of cases from outside: any bytes, against a small tree. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "engine/engine.h"
#include "load/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const char text[] =
	"format: 1\ntree: t\nversion: 1.0.0\ntitle: T\nstart: q\n"
	"vars: {v: {type: string}}\n"
	"causes: {c: {title: C, prior: 1}}\n"
	"nodes:\n"
	"  q:\n    kind: question\n    ask: Q\n    options:\n"
	"      - {id: a, label: A, goto: e}\n"
	"      - {id: unknown, label: U, goto: e}\n"
	"  e: {kind: end, outcome: resolved}\n";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	const struct source src = {"x.test.yaml", (const char *)bytes, n};
	const struct source own = {"t.yaml", text, sizeof(text) - 1};
	const struct opener opener = {NULL, NULL};
	const struct schema schema = {node_shapes, NULL};
	const struct catalog none = {0};
	struct diags diags;
	struct tree *t;

	diags_init(&diags);
	t = tree_load(&own, &schema, &opener, &diags);
	assert(t);
	cases_lint(&src, t, &none, &diags);
	cases_lint(&src, NULL, &none, &diags);
	tree_free(t);
	diags_release(&diags);
	return 0;
}
