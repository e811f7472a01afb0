/* lint: everything that is wrong with trees, in one run. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/json.h"
#include "engine/engine.h"
#include "os/file.h"

struct linter {
	const struct args *args;
	struct library *lib; /* what links may point to */
	struct diags diags;
	struct arena arena;
	size_t files;
};

struct beside { /* where the parts of a file lie */
	struct linter *l;
	const char *dir;
	struct places places;
	struct source src;
};

static bool read_source(struct linter *l, const char *path, struct source *src)
{
	struct str bytes = STR_INIT;
	bool ok = file_read(path, (size_t)64 << 20, &bytes) == 0;

	if (ok) {
		src->name = arena_strdup(&l->arena, path);
		src->bytes = arena_strndup(&l->arena, bytes.s, bytes.len);
		src->len = bytes.len;
	}
	str_release(&bytes);
	return ok;
}

static const struct source *open_part(void *ctx, const char *path)
{
	struct beside *b = ctx;
	struct arena *a = &b->l->arena;

	if (read_source(b->l, arena_printf(a, "%s/%s", b->dir, path), &b->src))
		return &b->src;
	/* A part that is linted itself lies in common/ already. */
	if (read_source(b->l, arena_printf(a, "%s/../%s", b->dir, path),
		    &b->src))
		return &b->src;
	return library_part(&b->places, &b->l->arena, path, &b->src) ? &b->src
								     : NULL;
}

static const char *folder_of(struct linter *l, const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? arena_strndup(&l->arena, path, (size_t)(slash - path))
		     : ".";
}

static void check_name(struct linter *l, const struct tree *t, const char *path)
{
	const char *base = strrchr(path, '/');
	size_t n;

	base = base ? base + 1 : path;
	n = strcspn(base, ".");
	if (!t->is_part && (strlen(t->id) != n || memcmp(t->id, base, n) != 0))
		diag_add(&l->diags, &t->source, t->at, 29,
			"the tree is called '%s', so its file must be "
			"%s.yaml",
			t->id, t->id);
}

/* Does a line begin with this key? */
static bool has_key(const struct source *src, const char *key)
{
	size_t n = strlen(key);

	for (const char *s = src->bytes; s; s = strchr(s, '\n')) {
		s += *s == '\n';
		if (strncmp(s, key, n) == 0)
			return true;
	}
	return false;
}

/* The cases of x.test.yaml belong to x.yaml beside it, else to the tree of
 * that name. */
static void lint_cases(struct linter *l, const char *path,
	const struct source *src, const struct opener *opener)
{
	const struct schema schema = {node_shapes, l->lib->common};
	const char *id = app_tree_name(&l->arena, path);
	const char *tree =
		arena_printf(&l->arena, "%s/%s.yaml", folder_of(l, path), id);
	struct source beside;
	struct tree *own = NULL;
	struct diags quiet;

	diags_init(&quiet);
	if (read_source(l, tree, &beside))
		own = tree_load(&beside, &schema, opener, &quiet);
	cases_lint(src, own ? own : catalog_tree(&l->lib->catalog, id),
		&l->lib->catalog, &l->diags);
	if (own)
		tree_free(own);
	diags_release(&quiet);
}

static void lint_source(struct linter *l, const char *path,
	const struct source *src)
{
	struct beside b = {.l = l, .dir = folder_of(l, path)};
	const struct opener opener = {open_part, &b};
	const struct schema schema = {node_shapes, l->lib->common};
	struct codes codes = {0};
	struct tree *t;

	app_places(l->args, &l->arena, &b.places);
	if (has_key(src, "tests:")) {
		lint_cases(l, path, src, &opener);
		return;
	}
	if (has_key(src, "table:")) {
		arena_init(&codes.arena);
		codes_load(src, &codes, &l->diags);
		codes_release(&codes);
		return;
	}
	t = tree_load(src, &schema, &opener, &l->diags);
	if (!t)
		return;
	check_name(l, t, path);
	tree_lint(t, &l->lib->catalog, &l->diags);
	tree_free(t);
}

static int lint_file(struct linter *l, const char *path)
{
	struct source src;

	l->files++;
	if (file_is_folder(path) == 1)
		return usage_error("'%s' is a folder; name its files: "
				   "'vpntriage lint %s/*.yaml'",
			path, path);
	if (!read_source(l, path, &src))
		return usage_error("cannot read '%s': %s", path,
			file_error(errno));
	lint_source(l, path, &src);
	return STATUS_OK;
}

static void json_diag(struct json *j, const struct diag *d)
{
	char code[16];

	snprintf(code, sizeof(code), "VT%03u", d->code);
	json_object(j);
	json_kv(j, "file", d->file);
	json_kv_int(j, "line", d->at.line);
	json_kv_int(j, "column", d->at.col);
	json_kv(j, "code", code);
	json_kv(j, "severity",
		d->severity == SEVERITY_ERROR ? "error" : "warning");
	json_kv(j, "message", d->text);
	json_end_object(j);
}

static void add_json(struct linter *l, struct str *out)
{
	struct json j;

	json_init(&j, out, true);
	json_array(&j);
	for (size_t i = 0; i < l->diags.n; i++)
		json_diag(&j, &l->diags.list[i]);
	json_end_array(&j);
	str_addc(out, '\n');
}

static void sarif_place(struct json *j, const struct diag *d)
{
	json_key(j, "locations");
	json_array(j);
	json_object(j);
	json_key(j, "physicalLocation");
	json_object(j);
	json_key(j, "artifactLocation");
	json_object(j);
	json_kv(j, "uri", d->file);
	json_end_object(j);
	json_key(j, "region");
	json_object(j);
	json_kv_int(j, "startLine", d->at.line ? d->at.line : 1);
	json_kv_int(j, "startColumn", d->at.col ? d->at.col : 1);
	json_end_object(j);
	json_end_object(j);
	json_end_object(j);
	json_end_array(j);
}

static void sarif_result(struct json *j, const struct diag *d)
{
	char code[16];

	snprintf(code, sizeof(code), "VT%03u", d->code);
	json_object(j);
	json_kv(j, "ruleId", code);
	json_kv(j, "level",
		d->severity == SEVERITY_ERROR ? "error" : "warning");
	json_key(j, "message");
	json_object(j);
	json_kv(j, "text", d->text);
	json_end_object(j);
	sarif_place(j, d);
	json_end_object(j);
}

/* SARIF 2.1.0, OASIS. */
static void add_sarif(struct linter *l, struct str *out)
{
	struct json j;

	json_init(&j, out, true);
	json_object(&j);
	json_kv(&j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	json_kv(&j, "version", "2.1.0");
	json_key(&j, "runs");
	json_array(&j);
	json_object(&j);
	json_key(&j, "tool");
	json_object(&j);
	json_key(&j, "driver");
	json_object(&j);
	json_kv(&j, "name", "vpntriage lint");
	json_end_object(&j);
	json_end_object(&j);
	json_key(&j, "results");
	json_array(&j);
	for (size_t i = 0; i < l->diags.n; i++)
		sarif_result(&j, &l->diags.list[i]);
	json_end_array(&j);
	json_end_object(&j);
	json_end_array(&j);
	json_end_object(&j);
	str_addc(out, '\n');
}

static void add_text(struct linter *l, struct str *out)
{
	size_t warnings = l->diags.n;

	for (size_t i = 0; i < l->diags.n; i++) {
		diag_print(&l->diags.list[i], out);
		warnings -= l->diags.list[i].severity == SEVERITY_ERROR;
	}
	str_addf(out, "%zu file%s, %zu error%s, %zu warning%s\n", l->files,
		l->files == 1 ? "" : "s", l->diags.nerrors,
		l->diags.nerrors == 1 ? "" : "s", warnings,
		warnings == 1 ? "" : "s");
}

static int report(struct linter *l)
{
	const char *format = args_value(l->args, "--format");
	struct str out = STR_INIT;
	bool ok;

	if (args_has(l->args, "--json"))
		format = "json";
	diags_sort(&l->diags);
	if (format && strcmp(format, "json") == 0)
		add_json(l, &out);
	else if (format && strcmp(format, "sarif") == 0)
		add_sarif(l, &out);
	else
		add_text(l, &out);
	ok = app_print(&out);
	str_release(&out);
	if (!ok)
		return STATUS_USAGE;
	return l->diags.nerrors ? STATUS_PROBLEM : STATUS_OK;
}

/* Without names: every tree that can be reached. */
static void lint_library(struct linter *l)
{
	const struct diags *loading = &l->lib->diags;

	for (size_t i = 0; i < loading->n; i++) {
		const struct diag *d = &loading->list[i];
		const struct source src = {.name = d->file};

		diag_add(&l->diags, &src, d->at, d->code, "%s", d->text);
	}
	for (size_t i = 0; i < l->lib->catalog.n; i++, l->files++)
		tree_lint(l->lib->catalog.trees[i], &l->lib->catalog,
			&l->diags);
}

static int run(const struct args *args)
{
	const char *format = args_value(args, "--format");
	struct linter l = {.args = args};
	size_t n = args_count_plain(args);
	int status = STATUS_OK, one;

	if (format && strcmp(format, "text") != 0 &&
		strcmp(format, "json") != 0 && strcmp(format, "sarif") != 0)
		return usage_error("--format is text, json or sarif, not '%s'",
			format);
	arena_init(&l.arena);
	diags_init(&l.diags);
	l.lib = app_library(args);
	for (size_t i = 0; i < n; i++) {
		one = lint_file(&l, args_plain(args, i));
		status = one ? one : status;
	}
	if (n == 0)
		lint_library(&l);
	one = report(&l);
	status = status ? status : one;
	diags_release(&l.diags);
	arena_release(&l.arena);
	library_free(l.lib);
	return status;
}

static const struct option_def options[] = {
	{"--format", "FORMAT", "text, json or sarif"},
	{0},
};

const struct command cmd_lint = {"lint", "[--format FORMAT] [FILE...]",
	"everything that is wrong with trees", options, run};
