/* The wizard: `vpntriage`, `vpntriage TREE`, `vpntriage CODE`. */
#include "wizard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "base/xmem.h"
#include "check/consent.h"
#include "folders.h"
#include "load/themes.h"
#include "load/trust.h"
#include "machines.h"
#include "os/file.h"
#include "store/store.h"

#ifndef VERSION
#define VERSION "unknown"
#endif
#ifndef DATADIR
#define DATADIR "/usr/local/share/vpntriage"
#endif

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

static struct theme *theme_from_file(const char *path, struct diags *diags)
{
	struct str bytes = STR_INIT;
	struct theme *t = NULL;

	if (file_read(path, (size_t)256 << 10, &bytes) == 0)
		t = theme_load(&(struct source){path, bytes.s, bytes.len},
			diags);
	str_release(&bytes);
	return t;
}

/* The folders of themes: the person's own, then the system's. */
static struct theme *theme_by_name(const char *name, struct diags *diags)
{
	struct str own = STR_INIT;
	const char *folders[] = {NULL, DATADIR "/themes", NULL};
	const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
	struct theme *t;

	if (data && *data == '/')
		str_addf(&own, "%s/vpntriage/themes", data);
	else
		str_addf(&own, "%s/.local/share/vpntriage/themes",
			home && *home == '/' ? home : "");
	folders[0] = own.s;
	t = theme_find(name, folders, diags);
	str_release(&own);
	return t;
}

/* NULL after a message. */
static struct theme *choose_theme(const struct args *a)
{
	const char *name = args_value(a, "--theme");
	struct diags diags;
	struct str text = STR_INIT;
	struct theme *t;

	diags_init(&diags);
	if (!name || !strcmp(name, "default"))
		name = "dark";
	if (strchr(name, '/') || ends_with(name, ".yaml"))
		t = theme_from_file(name, &diags);
	else
		t = theme_by_name(name, &diags);
	for (size_t i = 0; i < diags.n; i++)
		diag_print(&diags.list[i], &text);
	fputs(text.s, stderr);
	if (!t && diags.n == 0) {
		str_reset(&text);
		theme_names(&text);
		usage_error("there is no theme '%s'; there are: %s", name,
			text.s);
	}
	diags_release(&diags);
	str_release(&text);
	return t;
}

int wizard_serve(const struct args *a, struct library *lib,
	struct ui_options *o)
{
	struct theme *theme = choose_theme(a);
	struct arena arena;
	struct str remark = STR_INIT, folder = STR_INIT;
	struct trust_store trusted = {NULL};
	struct consent consent = {.ctx = &trusted};
	int status;

	if (!theme)
		return STATUS_USAGE;
	arena_init(&arena);
	o->catalog = &lib->catalog;
	o->codes = &lib->codes;
	o->theme = theme;
	o->version = VERSION;
	if (!o->ticket)
		o->ticket = args_value(a, "--ticket");
	if (args_has(a, "--plain"))
		o->flags |= UI_PLAIN;
	if (args_has(a, "--no-color") || is_set("NO_COLOR"))
		o->flags |= UI_NO_COLOUR;
	if (args_has(a, "--no-mouse"))
		o->flags |= UI_NO_MOUSE;
	if (folder_state("trust", &folder)) {
		trusted.folder = folder.s;
		consent.trust = trust_judge;
	}
	o->consent = &consent;
	o->places = machines_read(&arena, &o->nplaces);
	o->keep_place = machines_keep;
	if (lib->diags.nerrors)
		str_addf(&remark,
			"%zu faults in files of trees: see "
			"vpntriage lint",
			lib->diags.nerrors);
	o->remark = remark.len ? remark.s : NULL;
	status = ui_run(o);
	o->consent = NULL;
	str_release(&folder);
	str_release(&remark);
	arena_release(&arena);
	theme_free(theme);
	return status;
}

struct given_evidence {
	struct ui_evidence *list;
	struct str *bytes;
	size_t n;
};

static bool read_evidence(const struct args *a, struct given_evidence *g)
{
	g->list = xcalloc(a->n + 1, sizeof(*g->list));
	g->bytes = xcalloc(a->n + 1, sizeof(*g->bytes));
	for (size_t i = 0; i < a->n; i++) {
		const char *path = a->list[i].value;

		if (!a->list[i].option ||
			strcmp(a->list[i].option, "--evidence") != 0)
			continue;
		str_init(&g->bytes[g->n]);
		if (file_read(path, EVIDENCE_MOST, &g->bytes[g->n]) < 0) {
			usage_error("cannot read '%s'", path);
			return false;
		}
		g->list[g->n] = (struct ui_evidence){
			path, g->bytes[g->n].s, g->bytes[g->n].len};
		g->n++;
	}
	return true;
}

static void drop_evidence(struct given_evidence *g)
{
	for (size_t i = 0; i < g->n; i++)
		str_release(&g->bytes[i]);
	free(g->bytes);
	free(g->list);
}

/* What was named is a tree, else a code that the tables know. */
static bool take_name(const struct args *a, const struct library *lib,
	struct ui_options *o)
{
	const char *name = args_plain(a, 0);

	if (!name)
		return true;
	if (args_count_plain(a) > 1) {
		usage_error("one tree or one code, not more");
		return false;
	}
	if (catalog_tree(&lib->catalog, name)) {
		o->tree = name;
		return true;
	}
	int32_t number;

	if (code_parse(name, &number) || codes_by_name(&lib->codes, name)) {
		o->text = name;
		return true;
	}
	app_tree(lib, name); /* says so, with the nearest */
	return false;
}

static int run(const struct args *a)
{
	struct ui_options o = {0};
	struct given_evidence given = {0};
	struct library *lib = app_library(a);
	int status = STATUS_USAGE;
	struct store store;
	bool kept = store_init(&store);

	o.store = kept ? &store : NULL;
	if (take_name(a, lib, &o) && read_evidence(a, &given)) {
		o.evidence = given.list;
		o.nevidence = given.n;
		status = wizard_serve(a, lib, &o);
	}
	drop_evidence(&given);
	if (kept)
		store_release(&store);
	library_free(lib);
	return status;
}

static const struct option_def options[] = {
	{"--evidence", "FILE", "begin with what is in this file; may repeat"},
	{0},
};

extern const struct command cmd_wizard;

const struct command cmd_wizard = {"wizard", "[TREE | CODE]",
	"the wizard: from what the caller sees to the fix", options, run};
