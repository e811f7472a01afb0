/*
 * The search path: folders in their order, then what is compiled in. A tree
 * of the same id in an earlier place wins.
 */
#include "load/load.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "load/assets.h"
#include "os/file.h"

#define MOST_TREE_BYTES ((size_t)64 << 20)
#define COMMON "common/windows-evidence.yaml"

struct place {
	const char *dir; /* NULL: compiled in */
	const struct places *all;
	struct library *lib;
	struct source src; /* of the file opened last */
};

static bool read_file(struct arena *a, const char *path, struct source *src)
{
	struct str bytes = STR_INIT;
	bool ok = file_read(path, MOST_TREE_BYTES, &bytes) == 0;

	if (ok) {
		src->name = arena_strdup(a, path);
		src->bytes = arena_strndup(a, bytes.s, bytes.len);
		src->len = bytes.len;
	}
	str_release(&bytes);
	return ok;
}

static const struct asset *find_asset(const char *path)
{
	for (const struct asset *a = assets; a->path; a++)
		if (strcmp(a->path, path) == 0)
			return a;
	return NULL;
}

static bool from_assets(struct arena *arena, const char *path,
	struct source *src)
{
	const struct asset *a =
		find_asset(arena_printf(arena, "trees/%s", path));

	if (!a)
		return false;
	*src = (struct source){a->path, a->bytes, a->len};
	return true;
}

bool library_part(const struct places *places, struct arena *a,
	const char *path, struct source *src)
{
	for (size_t i = 0; i < places->n; i++)
		if (read_file(a,
			    arena_printf(a, "%s/%s", places->dirs[i], path),
			    src))
			return true;
	return from_assets(a, path, src);
}

/* The bytes are those that ship, wherever they lie. */
static bool is_asset(const char *path, const struct source *src)
{
	const struct asset *a = find_asset(path);

	return a && a->len == src->len &&
	       memcmp(a->bytes, src->bytes, src->len) == 0;
}

/* A tree may run its checks as one of ours only when it and all that it
 * includes are ours: a part may come from another place than the tree. */
static bool is_shipped(struct library *lib, const struct tree *t)
{
	struct arena *a = &lib->arena;

	if (!is_asset(arena_printf(a, "trees/%s.yaml", t->id), &t->source))
		return false;
	for (size_t i = 0; i < t->nparts; i++)
		if (!is_asset(arena_printf(a, "trees/%s", t->parts[i]->file),
			    &t->parts[i]->source))
			return false;
	return true;
}

/* A part: beside the tree first, then in the other places in their order. */
static const struct source *open_part(void *ctx, const char *path)
{
	struct place *p = ctx;
	struct arena *a = &p->lib->arena;

	if (p->dir &&
		read_file(a, arena_printf(a, "%s/%s", p->dir, path), &p->src))
		return &p->src;
	return library_part(p->all, a, path, &p->src) ? &p->src : NULL;
}

static struct tree *find(struct library *lib, const char *id)
{
	for (size_t i = 0; i < lib->catalog.n; i++)
		if (strcmp(lib->catalog.trees[i]->id, id) == 0)
			return lib->catalog.trees[i];
	return NULL;
}

static void shadow(struct library *lib, const struct tree *winner,
	const char *loser)
{
	size_t cap = lib->nshadows;

	lib->shadows =
		grow(lib->shadows, &cap, lib->nshadows, sizeof(*lib->shadows));
	lib->shadows[lib->nshadows++] =
		(struct shadow){winner->id, winner->origin, loser};
}

static void keep(struct library *lib, struct tree *t, const char *origin)
{
	struct catalog *c = &lib->catalog;
	size_t cap = c->n;

	t->origin = arena_strdup(&lib->arena, origin);
	c->trees = grow(c->trees, &cap, c->n, sizeof(struct tree *));
	c->trees[c->n++] = t;
}

static void load_one(struct place *p, const struct schema *schema,
	const struct source *src)
{
	const struct opener opener = {open_part, p};
	struct library *lib = p->lib;
	const char *origin = p->dir ? p->dir : "built in";
	struct tree *t = tree_load(src, schema, &opener, &lib->diags);
	const struct tree *winner;

	if (!t)
		return;
	winner = find(lib, t->id);
	if (winner) {
		/* The shipped files may also lie in a folder. */
		if (winner->source.len != t->source.len ||
			memcmp(winner->source.bytes, t->source.bytes,
				t->source.len) != 0)
			shadow(lib, winner, origin);
		tree_free(t);
		return;
	}
	if (t->is_part) {
		tree_free(t);
		return;
	}
	keep(lib, t, origin);
	t->shipped = is_shipped(lib, t);
}

/* Files of tests and translations lie beside the trees. */
static bool is_tree_file(const char *name)
{
	size_t n = strlen(name);

	if (n < 6 || !ends_with(name, ".yaml") || name[0] == '.')
		return false;
	for (size_t i = 0; i + 5 < n; i++)
		if (name[i] == '.')
			return false;
	return true;
}

static void load_dir(struct place *p, const struct schema *schema)
{
	struct file_list files = {0};

	if (file_list(p->dir, &files) < 0) {
		if (errno != ENOENT)
			diag_add(&p->lib->diags,
				&(struct source){.name = p->dir},
				(struct mark){0}, 100,
				"cannot read this folder: %s",
				file_error(errno));
		return;
	}
	for (size_t i = 0; i < files.n; i++) {
		const char *path = arena_printf(&p->lib->arena, "%s/%s", p->dir,
			files.names[i]);
		struct source src;

		if (!is_tree_file(files.names[i]))
			continue;
		if (read_file(&p->lib->arena, path, &src))
			load_one(p, schema, &src);
		else
			diag_add(&p->lib->diags, &(struct source){.name = path},
				(struct mark){0}, 100, "cannot read it: %s",
				file_error(errno));
	}
	file_list_release(&files);
}

static void load_assets(struct place *p, const struct schema *schema)
{
	for (const struct asset *a = assets; a->path; a++) {
		const struct source src = {a->path, a->bytes, a->len};

		if (starts_with(a->path, "trees/") &&
			!strchr(a->path + 6, '/') && is_tree_file(a->path + 6))
			load_one(p, schema, &src);
		if (starts_with(a->path, "trees/tables/"))
			codes_load(&src, &p->lib->codes, &p->lib->diags);
	}
}

static void load_common(struct place *p, struct schema *schema)
{
	const struct opener opener = {open_part, p};
	const struct source *src = open_part(p, COMMON);

	if (!src)
		return;
	p->lib->common = tree_load(src, schema, &opener, &p->lib->diags);
	p->lib->catalog.common = schema->common = p->lib->common;
}

struct library *library_load(const struct places *places,
	const struct schema *given)
{
	struct library *lib = xcalloc(1, sizeof(*lib));
	struct schema schema = *given;
	struct place p = {.all = places, .lib = lib};

	arena_init(&lib->arena);
	arena_init(&lib->codes.arena);
	diags_init(&lib->diags);
	load_common(&p, &schema);
	for (size_t i = 0; i < places->n; i++) {
		p.dir = places->dirs[i];
		load_dir(&p, &schema);
	}
	p.dir = NULL;
	load_assets(&p, &schema);
	lib->catalog.codes = &lib->codes;
	diags_sort(&lib->diags);
	return lib;
}

void library_free(struct library *lib)
{
	if (!lib)
		return;
	for (size_t i = 0; i < lib->catalog.n; i++)
		tree_free(lib->catalog.trees[i]);
	tree_free(lib->common);
	free(lib->catalog.trees);
	free(lib->shadows);
	codes_release(&lib->codes);
	diags_release(&lib->diags);
	arena_release(&lib->arena);
	free(lib);
}
