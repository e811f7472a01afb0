/* The tables of codes. */
#include "load/load.h"

#include <string.h>

#include "doc/ydoc.h"
#include "fields.h"
#include "shapes.h"

struct table {
	struct mark at;
	const char *name, *title;
	int format;
	struct list sources, rows;
};

static const struct field code_table_fields[] = {
	{"format", FIELD_INT, offsetof(struct table, format), FIELD_REQUIRED,
		.min = 1, .max = 1},
	{"table", FIELD_ID, offsetof(struct table, name), FIELD_REQUIRED},
	{"title", FIELD_TEXT, offsetof(struct table, title), FIELD_REQUIRED},
	{"sources", FIELD_LIST, offsetof(struct table, sources), 0,
		.shape = &source_shape},
	{"rows", FIELD_LIST, offsetof(struct table, rows), FIELD_REQUIRED,
		.shape = &code_shape},
	{0},
};

static const struct field reason_table_fields[] = {
	{"format", FIELD_INT, offsetof(struct table, format), FIELD_REQUIRED,
		.min = 1, .max = 1},
	{"table", FIELD_ID, offsetof(struct table, name), FIELD_REQUIRED},
	{"title", FIELD_TEXT, offsetof(struct table, title), FIELD_REQUIRED},
	{"sources", FIELD_LIST, offsetof(struct table, sources), 0,
		.shape = &source_shape},
	{"rows", FIELD_LIST, offsetof(struct table, rows), FIELD_REQUIRED,
		.shape = &reason_shape},
	{0},
};

static const struct shape code_table = {
	"the table", sizeof(struct table), code_table_fields, NULL};
static const struct shape reason_table = {
	"the table", sizeof(struct table), reason_table_fields, NULL};

static void number_codes(struct filler *f, const struct list *rows)
{
	struct code_row *r = rows->items;

	for (size_t i = 0; i < rows->n; i++) {
		if (!r[i].code || !code_parse(r[i].code, &r[i].number))
			diag_add(f->diags, f->src, r[i].at, 14,
				"'code' needs a number");
		for (size_t k = 0; k < i; k++)
			if (r[k].number == r[i].number)
				diag_add(f->diags, f->src, r[i].at, 26,
					"code %s stands twice", r[i].code);
	}
}

static void number_reasons(struct filler *f, const struct list *rows)
{
	struct reason_row *r = rows->items;

	for (size_t i = 0; i < rows->n; i++) {
		if (!r[i].reason || !code_parse(r[i].reason, &r[i].number))
			diag_add(f->diags, f->src, r[i].at, 14,
				"'reason' needs a number");
		for (size_t k = 0; k < i; k++)
			if (r[k].number == r[i].number)
				diag_add(f->diags, f->src, r[i].at, 26,
					"reason %s stands twice", r[i].reason);
	}
}

static void add_sources(struct codes *codes, const struct list *more)
{
	size_t n = codes->sources.n, size = sizeof(struct source_ref);
	char *all = arena_alloc(&codes->arena, (n + more->n + 1) * size);

	if (n)
		memcpy(all, codes->sources.items, n * size);
	if (more->n)
		memcpy(all + n * size, more->items, more->n * size);
	codes->sources = (struct list){all, n + more->n};
}

bool codes_load(const struct source *given, struct codes *codes,
	struct diags *diags)
{
	struct filler f = {.arena = &codes->arena, .diags = diags};
	struct source src = *given;
	struct table table = {0};
	size_t before = diags->nerrors;
	const struct ynode *root;
	bool reasons;

	f.src = &src;
	root = ydoc_parse(&src, &codes->arena, diags);
	if (!root)
		return false;
	reasons = ynode_text(root, "table") &&
		  strcmp(ynode_text(root, "table"), "nps-reasons") == 0;
	fields_fill(&f, reasons ? &reason_table : &code_table, root, &table);
	if (reasons)
		number_reasons(&f, &table.rows);
	else
		number_codes(&f, &table.rows);
	if (diags->nerrors != before)
		return false;
	add_sources(codes, &table.sources);
	if (reasons)
		codes->reasons = table.rows;
	else
		codes->rows = table.rows;
	return true;
}
