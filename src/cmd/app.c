/* The frame that the commands stand in. */
#include "app.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/xmem.h"
#include "engine/engine.h"
#include "os/file.h"

#ifndef DATADIR
#define DATADIR "/usr/local/share/vpntriage"
#endif

static void add_place(struct arena *a, struct places *p, const char *dir)
{
	const char **more = arena_alloc(a, (p->n + 1) * sizeof(*more));

	if (p->n)
		memcpy(more, p->dirs, p->n * sizeof(*more));
	more[p->n] = dir;
	p->dirs = more;
	p->n++;
}

/* A list of folders as PATH has them. */
static void add_list(struct arena *a, struct places *p, const char *list)
{
	while (list && *list) {
		size_t n = strcspn(list, ":");

		if (n)
			add_place(a, p, arena_strndup(a, list, n));
		list += n + (list[n] == ':');
	}
}

void app_places(const struct args *args, struct arena *a, struct places *p)
{
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");

	*p = (struct places){0};
	for (size_t i = 0; i < args->n; i++)
		if (args->list[i].option &&
			strcmp(args->list[i].option, "--trees") == 0)
			add_place(a, p, args->list[i].value);
	add_list(a, p, getenv("VPNTRIAGE_TREES"));
	if (data && *data)
		add_place(a, p, arena_printf(a, "%s/vpntriage/trees", data));
	else if (home && *home)
		add_place(a, p,
			arena_printf(a,
				"%s/.local/share/vpntriage/"
				"trees",
				home));
	add_place(a, p, DATADIR "/trees");
}

/* A line a file; the mistakes themselves are lint's to print. */
static void print_diags(const struct diags *d)
{
	for (size_t i = 0; i < d->n;) {
		const char *file = d->list[i].file;
		size_t errors = 0;

		for (; i < d->n && d->list[i].file == file; i++)
			errors += d->list[i].severity == SEVERITY_ERROR;
		if (errors)
			usage_error("'%s' is left out: %zu mistake%s; "
				    "'vpntriage lint %s' shows them",
				file, errors, errors == 1 ? "" : "s", file);
	}
}

/* A folder that was named must be there. */
static void check_named(const struct args *args)
{
	for (size_t i = 0; i < args->n; i++) {
		const struct given *g = &args->list[i];

		if (g->option && strcmp(g->option, "--trees") == 0 &&
			file_is_folder(g->value) != 1)
			usage_error("'%s' is no folder with trees; going on "
				    "without it",
				g->value);
	}
}

struct library *app_library(const struct args *args)
{
	const struct schema schema = {node_shapes, NULL};
	struct library *lib;
	struct places places;
	struct arena arena;

	arena_init(&arena);
	app_places(args, &arena, &places);
	check_named(args);
	lib = library_load(&places, &schema);
	print_diags(&lib->diags);
	arena_release(&arena);
	return lib;
}

static bool is_file_name(const char *given)
{
	return strchr(given, '/') || ends_with(given, ".yaml");
}

static const char *folder_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == path)
		return "/";
	return slash ? arena_strndup(a, path, (size_t)(slash - path)) : ".";
}

struct library *app_library_beside(const struct args *args)
{
	struct given *list = xcalloc(args->n * 2 + 1, sizeof(*list));
	struct args more = {list, 0};
	struct library *lib;
	struct arena arena;

	arena_init(&arena);
	for (size_t i = 0; i < args->n; i++)
		if (!args->list[i].option && is_file_name(args->list[i].value))
			list[more.n++] = (struct given){"--trees",
				folder_of(&arena, args->list[i].value)};
	for (size_t i = 0; i < args->n; i++)
		list[more.n++] = args->list[i];
	lib = app_library(&more);
	arena_release(&arena);
	free(list);
	return lib;
}

const char *app_tree_name(struct arena *a, const char *given)
{
	const char *base = strrchr(given, '/');

	base = base ? base + 1 : given;
	return arena_strndup(a, base, strcspn(base, "."));
}

const struct tree *app_tree(const struct library *lib, const char *id)
{
	const struct tree *t = catalog_tree(&lib->catalog, id);
	const char *near = NULL;

	if (t)
		return t;
	for (size_t i = 0; i < lib->catalog.n; i++)
		if (is_near(id, lib->catalog.trees[i]->id) &&
			(!near || edit_distance(id, lib->catalog.trees[i]->id) <
					  edit_distance(id, near)))
			near = lib->catalog.trees[i]->id;
	if (near)
		usage_error("there is no tree '%s'; did you mean '%s'?", id,
			near);
	else
		usage_error("there is no tree '%s'; 'vpntriage trees' lists "
			    "them",
			id);
	return NULL;
}

bool app_evidence(const char *path, struct evidence *e)
{
	struct str bytes = STR_INIT;
	const char *name = strrchr(path, '/');

	if (file_read(path, EVIDENCE_MOST, &bytes) < 0) {
		if (errno == EFBIG)
			usage_error("'%s' is larger than %zu MB; cut out the "
				    "part around the error",
				path, EVIDENCE_MOST >> 20);
		else
			usage_error("cannot read '%s': %s", path,
				file_error(errno));
		str_release(&bytes);
		return false;
	}
	name = name ? name + 1 : path;
	evidence_init(e, strcmp(path, "-") == 0 ? "stdin" : name, bytes.s,
		bytes.len);
	str_release(&bytes);
	if (!e->binary)
		return true;
	usage_error("'%s' is no text (an .evtx or other binary file?); export "
		    "the event as text or XML",
		path);
	evidence_release(e);
	return false;
}

int64_t app_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void app_chatter(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
}

bool app_print(const struct str *out)
{
	if (fwrite(out->s, 1, out->len, stdout) == out->len &&
		fflush(stdout) == 0)
		return true;
	usage_error("cannot write to standard output: %s", strerror(errno));
	return false;
}
