/* graph: a tree as a picture (Mermaid, Graphviz) or as an indented list. */
#include <stdio.h>
#include <string.h>

#include "app.h"

/* One way of drawing; `quote` makes a label safe in it. */
struct drawing {
	const char *name;
	void (*head)(struct str *, const struct tree *);
	void (*node)(struct str *, const struct node *, const char *label);
	void (*way)(struct str *, const struct node *, const struct edge *,
		const char *label);
	const char *foot;
};

/* What a person calls a node: the first of these keys that it has. */
static const char *node_words(const struct node *n)
{
	static const char *const keys[] = {"title", "ask", "say"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		const struct field *f = shape_field(n->kind, keys[i]);
		const char *text = NULL;

		if (f && f->type == FIELD_TEXT)
			memcpy(&text, (const char *)n + f->offset,
				sizeof(text));
		if (text)
			return text;
	}
	return n->kind->help;
}

static bool is_kind(const struct node *n, const char *kind)
{
	return strcmp(n->kind->name, kind) == 0;
}

/* ---- Mermaid --------------------------------------------------------- */

/* Mermaid takes entities by number between # and ; in quoted labels. */
static void mermaid_text(struct str *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\n')
			str_addc(out, ' ');
		else if (strchr("\"#<>&`\\", *s))
			str_addf(out, "#%d;", *s);
		else
			str_addc(out, *s);
	}
}

static void mermaid_head(struct str *out, const struct tree *t)
{
	str_addf(out, "%%%% %s %s\nflowchart TD\n", t->id, t->version);
}

static void mermaid_node(struct str *out, const struct node *n,
	const char *label)
{
	static const struct {
		const char *kind, *open, *close;
	} forms[] = {
		{"question", "{\"", "\"}"},
		{"form", "[/\"", "\"/]"},
		{"check", "[\"", "\"]"},
		{"fix", "[[\"", "\"]]"},
		{"rank", "{{\"", "\"}}"},
		{"end", "([\"", "\"])"},
		{NULL, "(\"", "\")"},
	};
	size_t i = 0;

	while (forms[i].kind && !is_kind(n, forms[i].kind))
		i++;
	str_addf(out, "  n%zu%s", n->number, forms[i].open);
	mermaid_text(out, n->id);
	str_adds(out, "<br/>");
	mermaid_text(out, label);
	str_addf(out, "%s\n", forms[i].close);
}

static void mermaid_way(struct str *out, const struct node *n,
	const struct edge *e, const char *label)
{
	str_addf(out, "  n%zu -->|\"", n->number);
	mermaid_text(out, label);
	str_adds(out, "\"| ");
	if (e->target) {
		str_addf(out, "n%zu\n", e->target->number);
		return;
	}
	str_addf(out, "x%zu([\"", e->number);
	mermaid_text(out, e->to);
	str_adds(out, "\"])\n");
}

/* ---- Graphviz -------------------------------------------------------- */

/* The DOT language: a quoted string escapes only its quotes and backslash. */
static void dot_text(struct str *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			str_addc(out, '\\');
		str_addc(out, *s == '\n' ? ' ' : *s);
	}
}

static void dot_head(struct str *out, const struct tree *t)
{
	str_adds(out, "digraph \"");
	dot_text(out, t->id);
	str_adds(out, "\" {\n  node [shape=box];\n");
}

static void dot_node(struct str *out, const struct node *n, const char *label)
{
	str_addf(out, "  n%zu [label=\"", n->number);
	dot_text(out, n->id);
	str_adds(out, "\\n");
	dot_text(out, label);
	str_addf(out, "\"%s];\n",
		is_kind(n, "question") ? ", shape=diamond"
		: is_kind(n, "end")    ? ", shape=oval"
		: is_kind(n, "fix")    ? ", peripheries=2"
				       : "");
}

static void dot_way(struct str *out, const struct node *n, const struct edge *e,
	const char *label)
{
	if (e->target) {
		str_addf(out, "  n%zu -> n%zu [label=\"", n->number,
			e->target->number);
	} else {
		str_addf(out, "  x%zu [label=\"", e->number);
		dot_text(out, e->to);
		str_addf(out, "\", shape=oval];\n  n%zu -> x%zu [label=\"",
			n->number, e->number);
	}
	dot_text(out, label);
	str_adds(out, "\"];\n");
}

/* ---- text ------------------------------------------------------------ */

static void text_head(struct str *out, const struct tree *t)
{
	str_addf(out, "%s %s: %s\n", t->id, t->version, t->title);
}

static void text_node(struct str *out, const struct node *n, const char *label)
{
	str_addf(out, "\n%s (%s): ", n->id, n->kind->name);
	for (; *label; label++)
		str_addc(out, *label == '\n' ? ' ' : *label);
	str_addc(out, '\n');
}

static void text_way(struct str *out, const struct node *n,
	const struct edge *e, const char *label)
{
	str_addf(out, "  %-20s -> %s\n", label,
		e->target ? e->target->id : e->to);
}

static const struct drawing drawings[] = {
	{"mermaid", mermaid_head, mermaid_node, mermaid_way, ""},
	{"dot", dot_head, dot_node, dot_way, "}\n"},
	{"text", text_head, text_node, text_way, ""},
	{0},
};

static void draw_node(struct str *out, const struct drawing *d,
	const struct node *n)
{
	d->node(out, n, node_words(n));
	for (size_t i = 0; i < n->nedges; i++)
		d->way(out, n, n->edges[i], n->edges[i]->label);
}

/* The start comes first, the others as they are written. */
static void draw(struct str *out, const struct drawing *d, const struct tree *t)
{
	d->head(out, t);
	if (t->start)
		draw_node(out, d, t->start);
	for (size_t i = 0; i < t->nnodes; i++)
		if (t->nodes[i] != t->start)
			draw_node(out, d, t->nodes[i]);
	str_adds(out, d->foot);
}

static int graph_tree(const struct args *args, const struct drawing *d)
{
	struct library *lib = app_library_beside(args);
	struct str out = STR_INIT;
	struct arena arena;
	const struct tree *t;
	int status = STATUS_USAGE;

	arena_init(&arena);
	t = app_tree(lib, app_tree_name(&arena, args_plain(args, 0)));
	if (t) {
		draw(&out, d, t);
		if (app_print(&out))
			status = STATUS_OK;
	}
	str_release(&out);
	arena_release(&arena);
	library_free(lib);
	return status;
}

static int run(const struct args *args)
{
	const char *format = args_value(args, "--format");
	const struct drawing *d = drawings;

	if (args_count_plain(args) != 1)
		return usage_error("graph needs one tree: 'vpntriage graph "
				   "error-853'");
	while (format && d->name && strcmp(d->name, format) != 0)
		d++;
	if (!d->name)
		return usage_error("--format is mermaid, dot or text, not '%s'",
			format);
	return graph_tree(args, d);
}

static const struct option_def options[] = {
	{"--format", "FORMAT", "mermaid (unless given), dot or text"},
	{0},
};

const struct command cmd_graph = {"graph", "[--format FORMAT] TREE",
	"a tree as a picture: Mermaid, Graphviz or text", options, run};
