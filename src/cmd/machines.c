/* The kept places of machines. */
#include "machines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/json.h"
#include "command.h"
#include "doc/ydoc.h"
#include "os/file.h"

#define MOST_BYTES ((size_t)64 << 10)

/* False when neither variable is set: nothing is kept then. */
static bool folder(struct str *out)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	if (config && *config == '/')
		str_addf(out, "%s/vpntriage", config);
	else if (home && *home == '/')
		str_addf(out, "%s/.config/vpntriage", home);
	return out->len > 0;
}

const struct ui_place *machines_read(struct arena *arena, size_t *n)
{
	struct str path = STR_INIT, bytes = STR_INIT;
	const struct ynode *root = NULL;
	struct ui_place *list = NULL;
	struct diags diags;

	*n = 0;
	diags_init(&diags);
	if (folder(&path)) {
		str_adds(&path, "/machines.yaml");
		if (file_read(path.s, MOST_BYTES, &bytes) == 0)
			root = ydoc_parse(&(struct source){path.s, bytes.s,
						  bytes.len},
				arena, &diags);
	}
	if (root && root->kind == YNODE_MAP)
		list = arena_alloc(arena, (root->n + 1) * sizeof(*list));
	for (const struct ynode *c = list ? root->child : NULL; c; c = c->next)
		if (c->kind == YNODE_SCALAR)
			list[(*n)++] =
				(struct ui_place){arena_strdup(arena, c->key),
					arena_strdup(arena, c->text)};
	if (diags.nerrors)
		usage_error("%s is not read: %s", path.s, diags.list[0].text);
	diags_release(&diags);
	str_release(&path);
	str_release(&bytes);
	return list;
}

static void add_place(struct str *out, const char *machine, const char *where)
{
	json_quote(out, machine, strlen(machine));
	str_adds(out, ": ");
	json_quote(out, where, strlen(where));
	str_addc(out, '\n');
}

void machines_keep(const char *machine, const char *where)
{
	struct str path = STR_INIT, text = STR_INIT;
	const struct ui_place *list;
	struct arena arena;
	size_t n;

	arena_init(&arena);
	list = machines_read(&arena, &n);
	str_adds(&text, "# Where vpntriage runs the checks of each machine.\n");
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i].machine, machine) != 0)
			add_place(&text, list[i].machine, list[i].where);
	add_place(&text, machine, where);
	if (folder(&path) && file_mkdirs(path.s) == 0) {
		str_adds(&path, "/machines.yaml");
		file_write(NULL, path.s, text.s, text.len, FILE_REPLACE);
	}
	str_release(&path);
	str_release(&text);
	arena_release(&arena);
}
