/*
 * Every command of every tree that ships, as JSON lines: plain, then filled
 * with values that try to change its structure. What quoting refuses is
 * written with its reason instead. For tests/powershell/parse.mjs.
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "engine/engine.h"
#include "load/load.h"
#include "model/fill.h"

static const char *const values[] = {
	"abc", /* the plain one: what the others are compared with */
	"o'brien@example.com",
	"O\xE2\x80\x99"
	"Brien",
	"$(calc)",
	"x'; Remove-Item C:\\ -Recurse; '",
	"x\xE2\x80\x99; Remove-Item C:\\; \xE2\x80\x98",
	"`n",
	"--%",
	"%PATH%",
	"a\"b",
	"C:\\Program Files\\",
	"C:\\x y\\z.cer",
	"@{a=1}",
	"# no comment",
};

struct writer {
	const struct tree *tree;
	const struct node *node;
	enum shell shell; /* of the node's machine */
	struct facts facts;
};

static void set_fact(void *ctx, const char *name, size_t offset)
{
	struct writer *w = ctx;

	facts_set(&w->facts, name, "", "test", 0);
}

static void print_block(const struct writer *w, const char *field,
	enum shell shell, const char *value, const char *text, const char *why)
{
	struct str out = STR_INIT;
	struct json j;

	json_init(&j, &out, false);
	json_object(&j);
	json_kv(&j, "tree", w->tree->id);
	json_kv(&j, "node", w->node->id);
	json_kv(&j, "field", field);
	json_kv(&j, "shell", shell_words[shell]);
	json_kv(&j, "value", value);
	json_kv(&j, "text", text);
	json_kv(&j, "refused", why);
	json_end_object(&j);
	puts(out.s);
	str_release(&out);
}

static void print_filled(struct writer *w, const char *field, enum shell shell,
	const char *command, const char *value)
{
	struct str out = STR_INIT;
	const char *why = NULL;

	for (size_t i = 0; i < w->facts.n; i++) {
		struct fact *f = &w->facts.list[i];
		char *name = f->name;

		facts_set(&w->facts, name, value, "test", 0);
	}
	if (fill_command(command, shell, &w->facts, &out, &why))
		print_block(w, field, shell, value, out.s, NULL);
	else
		print_block(w, field, shell, value, NULL, why);
	str_release(&out);
}

static enum shell shell_of(const struct tree *t, const char *machine)
{
	const struct machine *m = machine ? tree_machine(t, machine) : NULL;

	return m ? (enum shell)m->shell : SHELL_POWERSHELL;
}

static void visit(void *ctx, const struct shape *shape, const struct field *f,
	void *owner, void *value)
{
	struct writer *w = ctx;
	const struct field *mf = shape_field(shape, "machine");
	const struct field *sf = shape_field(shape, "shell");
	enum shell shell = w->shell;
	const char *command, *machine;

	if (f->type != FIELD_COMMAND || !*(const char **)value)
		return;
	command = *(const char **)value;
	machine = mf ? *(const char **)(void *)((char *)owner + mf->offset)
		     : NULL;
	if (machine)
		shell = shell_of(w->tree, machine);
	/* A step's own shell is written one higher: 0 is the machine's. */
	if (sf && *(int *)(void *)((char *)owner + sf->offset))
		shell = (enum shell)(
			*(int *)(void *)((char *)owner + sf->offset) - 1);
	facts_init(&w->facts);
	fill_names(command, set_fact, w);
	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		if (i == 0 || w->facts.n)
			print_filled(w, f->key, shell, command, values[i]);
	facts_release(&w->facts);
}

int main(void)
{
	const struct schema schema = {node_shapes, NULL};
	const struct places none = {0};
	struct library *lib = library_load(&none, &schema);

	for (size_t i = 0; i < lib->catalog.n; i++) {
		struct tree *t = lib->catalog.trees[i];

		for (size_t k = 0; k < t->nnodes; k++) {
			struct node *n = t->nodes[k];
			const struct field *f = shape_field(n->kind, "machine");
			struct writer w = {.tree = t, .node = n};

			w.shell = shell_of(t,
				f ? *(const char **)(void *)((char *)n +
							     f->offset)
				  : NULL);
			shape_visit(n->kind, n, visit, &w);
		}
	}
	library_free(lib);
	return 0;
}
