/*
 * trust: which foreign trees may run their checks. Without a file it lists
 * them; with one it shows every command of the tree (and what changed since
 * it was allowed) and asks.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "base/utf8.h"
#include "engine/engine.h"
#include "folders.h"
#include "load/trust.h"
#include "os/file.h"

struct trusting {
	const struct args *args;
	struct str folder;
	struct trust_store store;
	struct str out;
};

static void add_row(void *ctx, const char *path, const char *hash)
{
	struct str *out = ctx;

	str_addf(out, "%.16s  ", hash);
	utf8_add_visible(out, path, strlen(path));
	str_addc(out, '\n');
}

static void add_commands(const struct tree *t, struct str *out)
{
	for (size_t i = 0; i < t->nnodes; i++) {
		struct check_spec spec;

		if (!node_check_spec(t, t->nodes[i], &spec))
			continue;
		str_addf(out, "\n%s, on ", spec.id);
		utf8_add_visible(out, spec.machine_title,
			strlen(spec.machine_title));
		if (!spec.command) {
			str_addf(out, ": probe %s\n", spec.probe.kind);
			continue;
		}
		str_addf(out, " (%s%s):\n", shell_words[spec.shell],
			spec.run_as == RUN_AS_USER ? "" : ", elevated");
		utf8_add_visible_lines(out, spec.command, strlen(spec.command));
		str_addc(out, '\n');
	}
}

/* The tree of a file, read as if its folder were the first of all places. */
static struct library *load_file(const struct args *args, const char *path,
	const struct tree **tree)
{
	const struct schema schema = {node_shapes, NULL};
	const char *slash = strrchr(path, '/');
	struct places places;
	struct arena arena;
	struct library *lib;
	const char **dirs;

	arena_init(&arena);
	app_places(args, &arena, &places);
	dirs = arena_alloc(&arena, (places.n + 1) * sizeof(*dirs));
	dirs[0] = slash ? arena_strndup(&arena, path, (size_t)(slash - path))
			: ".";
	if (places.n)
		memcpy(dirs + 1, places.dirs, places.n * sizeof(*dirs));
	places.dirs = dirs;
	places.n++;
	lib = library_load(&places, &schema);
	*tree = NULL;
	for (size_t i = 0; i < lib->catalog.n; i++) {
		const char *name = lib->catalog.trees[i]->source.name;
		const char *base = strrchr(name, '/');

		if (starts_with(name, dirs[0]) && base &&
			strcmp(base + 1, slash ? slash + 1 : path) == 0)
			*tree = lib->catalog.trees[i];
	}
	arena_release(&arena);
	return lib;
}

static bool says_yes(const struct args *args)
{
	char answer[16];

	if (args_has(args, "--yes"))
		return true;
	if (!isatty(STDIN_FILENO))
		return false;
	fputs("May this tree run these checks? [y/N] ", stderr);
	return fgets(answer, sizeof(answer), stdin) &&
	       (answer[0] == 'y' || answer[0] == 'Y');
}

static void show(struct trusting *t, const struct tree *tree, enum trust trust)
{
	char hash[TRUST_HASH];
	struct str text = STR_INIT;

	trust_text(tree, &text);
	trust_hash(text.s, text.len, hash);
	str_addf(&t->out, "%s: ", tree->id);
	utf8_add_visible(&t->out, tree->title, strlen(tree->title));
	str_adds(&t->out, "\nfrom ");
	utf8_add_visible(&t->out, tree->source.name, strlen(tree->source.name));
	str_addf(&t->out, "\nSHA-256 %s, %zu included part%s\n%s\n", hash,
		tree->nparts, tree->nparts == 1 ? "" : "s",
		trust == TRUST_CHANGED   ? "It was allowed and has changed:"
		: trust == TRUST_ALLOWED ? "It is allowed."
					 : "It was never allowed.");
	if (trust == TRUST_CHANGED)
		trust_difference(&t->store, tree, &t->out);
	str_release(&text);
}

static int allow(struct trusting *t, const struct tree *tree)
{
	if (!says_yes(t->args)) {
		usage_error("'%s' was not allowed%s", tree->id,
			isatty(STDIN_FILENO)
				? ""
				: "; without a terminal say --yes");
		return STATUS_PROBLEM;
	}
	if (trust_allow(&t->store, tree) == 0)
		return STATUS_OK;
	return usage_error("cannot write to '%s': %s", t->store.folder,
		file_error(errno));
}

static int trust_file(struct trusting *t, const char *path)
{
	const struct tree *tree;
	struct library *lib = load_file(t->args, path, &tree);
	int status = STATUS_OK;
	enum trust trust;

	str_reset(&t->out);
	if (!tree) {
		status = usage_error("'%s' is no tree that loads; 'vpntriage "
				     "lint' says why",
			path);
	} else if ((trust = trust_judge(&t->store, tree)) == TRUST_SHIPPED) {
		str_addf(&t->out, "%s ships with this program\n", tree->id);
		app_print(&t->out);
	} else {
		show(t, tree, trust);
		if (trust != TRUST_ALLOWED && !args_has(t->args, "--diff"))
			add_commands(tree, &t->out);
		app_print(&t->out);
		if (args_has(t->args, "--diff"))
			status = trust == TRUST_ALLOWED ? STATUS_OK
							: STATUS_PROBLEM;
		else if (trust != TRUST_ALLOWED)
			status = allow(t, tree);
	}
	library_free(lib);
	return status;
}

static int revoke(struct trusting *t, const char *path)
{
	if (trust_revoke(&t->store, path))
		return STATUS_OK;
	usage_error("'%s' was not allowed", path);
	return STATUS_PROBLEM;
}

static int list(struct trusting *t)
{
	trust_list(&t->store, add_row, &t->out);
	return app_print(&t->out) ? STATUS_OK : STATUS_USAGE;
}

static int run(const struct args *args)
{
	struct trusting t = {.args = args};
	size_t n = args_count_plain(args);
	int status = STATUS_OK;

	str_init(&t.folder);
	str_init(&t.out);
	if (!folder_state("trust", &t.folder))
		return usage_error("neither XDG_STATE_HOME nor HOME is set");
	t.store.folder = t.folder.s;
	if (n == 0)
		status = list(&t);
	for (size_t i = 0; i < n; i++) {
		const char *path = args_plain(args, i);
		int one = args_has(args, "--revoke") ? revoke(&t, path)
						     : trust_file(&t, path);

		if (one != STATUS_OK)
			status = one;
	}
	str_release(&t.out);
	str_release(&t.folder);
	return status;
}

static const struct option_def options[] = {
	{"--diff", NULL, "only show what changed since it was allowed"},
	{"--revoke", NULL, "the tree may run nothing any more"},
	{"--yes", NULL, "allow without asking"},
	{0},
};

const struct command cmd_trust = {"trust", "[FILE...]",
	"allow, list or revoke foreign trees that want to run something",
	options, run};
