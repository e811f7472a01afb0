/*
 * docs PAGE [INTRO]: pages made from the program's own tables, for `make
 * docs`. INTRO is the part that is written by hand; the tables come after
 * it, or in place of a line that says @TABLES@.
 */
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "base/xmem.h"
#include "engine/engine.h"
#include "load/messages.h"
#include "load/schema.h"
#include "os/file.h"

struct page {
	const char *name;
	void (*make)(struct str *);
};

/* ---- doc/tree-format.md ---------------------------------------------- */

static const char *type_words(enum field_type type)
{
	static const char *const words[] = {
		[FIELD_TEXT] = "text",
		[FIELD_ID] = "id",
		[FIELD_STRING] = "text",
		[FIELD_COMMAND] = "command",
		[FIELD_PATTERN] = "pattern",
		[FIELD_INT] = "whole number",
		[FIELD_NUMBER] = "number",
		[FIELD_BOOL] = "true or false",
		[FIELD_WORD] = "word",
		[FIELD_DATE] = "date",
		[FIELD_STRINGS] = "list of texts",
		[FIELD_FACT] = "var",
		[FIELD_FACTS] = "list of vars",
		[FIELD_CAUSE] = "cause",
		[FIELD_CAUSES] = "list of causes",
		[FIELD_MACHINE] = "machine",
		[FIELD_SOURCES] = "list of source ids",
		[FIELD_NODE] = "node",
		[FIELD_NODES] = "list of nodes",
		[FIELD_EDGE] = "way",
		[FIELD_EDGES] = "map: name to way",
		[FIELD_WEIGHTS] = "map: cause to factor",
		[FIELD_VALUES] = "map: var to text",
		[FIELD_PAIRS] = "map: key to text",
		[FIELD_WHEN] = "condition",
		[FIELD_STRUCT] = "map",
		[FIELD_MAYBE] = "map",
		[FIELD_LIST] = "list",
		[FIELD_MAP] = "map by id",
	};

	return words[type];
}

static void add_range(struct str *out, const struct field *f)
{
	if (f->type != FIELD_INT && f->type != FIELD_LIST)
		return;
	if (f->min || f->max)
		str_addf(out, ", %d to %d", f->min, f->max);
}

static void field_row(struct str *out, const char *path, const struct field *f)
{
	str_addf(out, "| `%s%s` | %s", path, f->key, type_words(f->type));
	add_range(out, f);
	for (size_t i = 0; f->words && f->words[i]; i++)
		str_addf(out, "%s`%s`", i ? ", " : ": ", f->words[i]);
	str_addf(out, " | %s | %s |\n", f->flags & FIELD_REQUIRED ? "yes" : "",
		f->help ? f->help : "");
}

/* What is nested stands below its key: options[].label, vars.*.type. */
static void shape_rows(struct str *out, const char *path, const struct shape *s)
{
	for (const struct field *f = s->fields; f->key; f++) {
		struct str below = STR_INIT;

		field_row(out, path, f);
		if (f->shape) {
			str_addf(&below, "%s%s%s.", path, f->key,
				f->type == FIELD_LIST  ? "[]"
				: f->type == FIELD_MAP ? ".*"
						       : "");
			shape_rows(out, below.s, f->shape);
		}
		str_release(&below);
	}
}

static void shape_table(struct str *out, const char *title,
	const struct shape *s)
{
	str_addf(out, "\n## %s\n\n%c%s.\n\n", title, s->help[0] - 'a' + 'A',
		s->help + 1);
	str_adds(out, "| key | holds | required | what it is |\n"
		      "|---|---|---|---|\n");
	if (s->also && strcmp(s->also, "kind") == 0)
		str_addf(out, "| `kind` | word: `%s` | yes | |\n", s->name);
	shape_rows(out, "", s);
	if (s->also && strcmp(s->also, "nodes") == 0)
		str_adds(out, "| `nodes` | map by id | not in parts | the "
			      "nodes, each with its `kind` |\n");
}

static void make_tree_format(struct str *out)
{
	shape_table(out, "The tree", &tree_shape);
	for (size_t i = 0; node_shapes[i]; i++) {
		struct str title = STR_INIT;

		str_addf(&title, "Kind `%s`", node_shapes[i]->name);
		shape_table(out, title.s, node_shapes[i]);
		str_release(&title);
	}
	str_adds(out, "\n# Tables of codes\n\nA file with `table: codes` or "
		      "`table: reasons` has `sources` as a tree's `about` "
		      "has them, and `rows`.\n");
	shape_table(out, "A row of `table: codes`", &code_shape);
	shape_table(out, "A row of `table: reasons`", &reason_shape);
}

/* ---- doc/messages.md ------------------------------------------------- */

static void make_messages(struct str *out)
{
	str_adds(out, "| number | what is wrong |\n|---|---|\n");
	for (const struct message *m = messages; m->text; m++)
		str_addf(out, "| VT%03u | %s |\n", m->number, m->text);
}

/* ---- doc/vpntriage.1 ------------------------------------------------- */

/* groff(7): a hyphen that is typed is \-, and no line begins with a dot. */
static void roff(struct str *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '-')
			str_adds(out, "\\-");
		else if (*s == '\\')
			str_adds(out, "\\e");
		else
			str_addc(out, *s);
	}
}

static void roff_options(struct str *out, const struct option_def *o)
{
	for (; o && o->name; o++) {
		str_adds(out, ".TP\n.B ");
		roff(out, o->name);
		if (o->argument)
			str_addf(out, " \\fI%s\\fR", o->argument);
		str_addc(out, '\n');
		roff(out, o->help);
		str_adds(out, ".\n");
	}
}

static void make_man(struct str *out)
{
	str_adds(out, ".SH COMMANDS\n");
	for (size_t i = 0; commands[i]; i++) {
		const struct command *c = commands[i];

		if (!c->summary)
			continue;
		str_addf(out, ".SS %s ", c->name);
		roff(out, c->usage);
		str_addf(out, "\n%c", c->summary[0] - 'a' + 'A');
		roff(out, c->summary + 1);
		str_adds(out, ".\n");
		roff_options(out, c->options);
	}
	str_adds(out, ".SH OPTIONS\nEvery command takes these.\n");
	roff_options(out, common_options);
}

/* ---- doc/completions/vpntriage.bash ---------------------------------- */

static void bash_options(struct str *out, const struct option_def *o)
{
	for (; o && o->name; o++)
		str_addf(out, " %s", o->name);
}

/* Options whose argument is a file or a folder complete as such. */
static void bash_arguments(struct str *out)
{
	str_adds(out, "\tcase $prev in\n"
		      "\t--trees)\n\t\tCOMPREPLY=($(compgen -d -- \"$word\"))\n"
		      "\t\treturn ;;\n"
		      "\tesac\n");
}

static void make_bash(struct str *out)
{
	str_adds(out, "# Completions of vpntriage for bash, made by `make "
		      "docs`.\n_vpntriage()\n{\n"
		      "\tlocal word=${COMP_WORDS[COMP_CWORD]}\n"
		      "\tlocal prev=${COMP_WORDS[COMP_CWORD-1]}\n"
		      "\tlocal command= options= i\n\n");
	bash_arguments(out);
	str_adds(out, "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		      "\t\tcase ${COMP_WORDS[i]} in\n");
	for (size_t i = 0; commands[i]; i++) {
		if (!commands[i]->summary)
			continue;
		str_addf(out, "\t\t%s) command=%s options='", commands[i]->name,
			commands[i]->name);
		bash_options(out, commands[i]->options);
		str_adds(out, "' ;;\n");
	}
	str_adds(out, "\t\tesac\n\tdone\n\toptions+='");
	bash_options(out, common_options);
	str_adds(out, "'\n\tif [[ $word == -* ]]; then\n"
		      "\t\tCOMPREPLY=($(compgen -W \"$options\" -- "
		      "\"$word\"))\n"
		      "\telif [[ -z $command ]]; then\n"
		      "\t\tCOMPREPLY=($(compgen -W '");
	for (size_t i = 0, n = 0; commands[i]; i++)
		if (commands[i]->summary)
			str_addf(out, "%s%s", n++ ? " " : "",
				commands[i]->name);
	str_adds(out, "' -- \"$word\"))\n"
		      "\telse\n"
		      "\t\tCOMPREPLY=($(compgen -f -- \"$word\"))\n"
		      "\tfi\n}\n"
		      "complete -o filenames -F _vpntriage vpntriage\n");
}

static void make_schema(struct str *out)
{
	schema_json(node_shapes, out);
}

static const struct page pages[] = {
	{"tree-format", make_tree_format},
	{"messages", make_messages},
	{"man", make_man},
	{"bash", make_bash},
	{"schema", make_schema},
	{0},
};

static void join(struct str *out, const char *intro, const struct str *tables)
{
	static const char mark[] = "@TABLES@\n";
	const char *at = strstr(intro, mark);

	str_add(out, intro, at ? (size_t)(at - intro) : strlen(intro));
	str_add(out, tables->s, tables->len);
	if (at)
		str_adds(out, at + strlen(mark));
}

static int print_page(const struct page *p, const char *path)
{
	struct str intro = STR_INIT, tables = STR_INIT, out = STR_INIT;
	int status = STATUS_OK;

	if (path && file_read(path, (size_t)1 << 20, &intro) < 0)
		status = usage_error("cannot read '%s'", path);
	p->make(&tables);
	join(&out, intro.s, &tables);
	if (status == STATUS_OK && !app_print(&out))
		status = STATUS_USAGE;
	str_release(&intro);
	str_release(&tables);
	str_release(&out);
	return status;
}

static int run(const struct args *args)
{
	const char *name = args_plain(args, 0);

	for (const struct page *p = pages; name && p->name; p++)
		if (strcmp(p->name, name) == 0)
			return print_page(p, args_plain(args, 1));
	return usage_error("docs needs a page: tree-format, messages, man, "
			   "bash or schema");
}

const struct command cmd_docs = {"docs", "PAGE [INTRO]", NULL, NULL, run};
