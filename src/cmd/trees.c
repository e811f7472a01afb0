/* trees: which there are, where from, and what hides what. */
#include <stdio.h>

#include "app.h"
#include "base/json.h"

static void add_json(const struct library *lib, struct str *out)
{
	struct json j;

	json_init(&j, out, true);
	json_array(&j);
	for (size_t i = 0; i < lib->catalog.n; i++) {
		const struct tree *t = lib->catalog.trees[i];

		json_object(&j);
		json_kv(&j, "tree", t->id);
		json_kv(&j, "title", t->title);
		json_kv(&j, "version", t->version);
		json_kv(&j, "from", t->origin);
		json_kv_bool(&j, "shipped", t->shipped);
		json_end_object(&j);
	}
	json_end_array(&j);
	str_addc(out, '\n');
}

static void add_text(const struct library *lib, struct str *out)
{
	for (size_t i = 0; i < lib->catalog.n; i++) {
		const struct tree *t = lib->catalog.trees[i];

		str_addf(out, "%-30s %s%s%s%s\n", t->id, t->title,
			t->shipped ? "" : "  [from ",
			t->shipped ? "" : t->origin, t->shipped ? "" : "]");
	}
	for (size_t i = 0; i < lib->nshadows; i++)
		str_addf(out, "note: '%s' from %s hides the one from %s\n",
			lib->shadows[i].id, lib->shadows[i].winner,
			lib->shadows[i].loser);
}

static int run(const struct args *args)
{
	struct library *lib = app_library(args);
	struct str out = STR_INIT;
	int status;

	if (args_has(args, "--json"))
		add_json(lib, &out);
	else
		add_text(lib, &out);
	status = app_print(&out) ? STATUS_OK : STATUS_USAGE;
	str_release(&out);
	library_free(lib);
	return status;
}

const struct command cmd_trees = {"trees", "[--json]",
	"the trees there are and where they come from", NULL, run};
