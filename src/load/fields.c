/* The types of fields, one function each, and the loop over a shape. */
#include "fields.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xmem.h"
#include "model/pattern.h"
#include "model/when.h"

#define LONGEST_TEXT 2000
#define LONGEST_COMMAND 8000
#define MOST_ITEMS 20000

bool is_id(const char *s)
{
	size_t n = strlen(s);

	if (n == 0 || n > 64 || !islower((unsigned char)s[0]))
		return false;
	for (size_t i = 0; i < n; i++)
		if (!islower((unsigned char)s[i]) &&
			!isdigit((unsigned char)s[i]) && s[i] != '_' &&
			s[i] != '-')
			return false;
	return true;
}

static bool wrong_kind(struct filler *f, const struct ynode *n,
	const char *wanted)
{
	diag_add(f->diags, f->src, n->at, 12, "'%s' needs %s, not %s",
		n->key ? n->key : "an entry", wanted, ynode_kind_word(n));
	return false;
}

static bool want_scalar(struct filler *f, const struct ynode *n)
{
	return n->kind == YNODE_SCALAR || wrong_kind(f, n, "a text");
}

static bool load_text(struct filler *f, const struct ynode *n, size_t longest,
	const char **out)
{
	if (!want_scalar(f, n))
		return false;
	if (n->len == 0) {
		diag_add(f->diags, f->src, n->at, 15, "'%s' is empty",
			n->key ? n->key : "a text");
		return false;
	}
	if (n->len > longest) {
		diag_add(f->diags, f->src, n->at, 15,
			"'%s' is longer than %zu bytes",
			n->key ? n->key : "a text", longest);
		return false;
	}
	*out = n->text;
	return true;
}

static bool load_id(struct filler *f, const struct ynode *n, const char **out)
{
	if (!load_text(f, n, 64, out))
		return false;
	if (is_id(*out))
		return true;
	diag_add(f->diags, f->src, n->at, 16,
		"'%s' is no id; use a-z, 0-9, _ and -, a letter first", *out);
	return false;
}

static bool load_command(struct filler *f, const struct ynode *n,
	const char **out)
{
	struct mark at = n->at;

	if (!load_text(f, n, LONGEST_COMMAND, out))
		return false;
	for (const char *s = *out; *s; s++) {
		if ((unsigned char)*s < 0x80 &&
			(*s >= ' ' || *s == '\n' || *s == '\t'))
			continue;
		diag_add(f->diags, f->src, at, 19,
			"a command holds a character that is not plain "
			"ASCII near '%.20s'; write ' \" and - as on "
			"the keyboard",
			s - *out > 10 ? s - 10 : *out);
		return false;
	}
	return true;
}

struct pattern *pattern_load(struct filler *f, const struct ynode *n)
{
	struct pattern *p;
	struct mark at = n->at;
	char why[160];
	size_t offset = 0;

	if (!want_scalar(f, n))
		return NULL;
	p = pattern_new(n->text, why, sizeof(why), &offset);
	if (!p) {
		if (!n->block)
			at.col += 1 + (unsigned)offset;
		diag_add(f->diags, f->src, at, 18,
			"the pattern does not compile: %s", why);
		return NULL;
	}
	if (f->tree) {
		struct tree *t = f->tree;

		t->patterns = grow(t->patterns, &t->cappatterns, t->npatterns,
			sizeof(struct pattern *));
		t->patterns[t->npatterns++] = p;
	}
	return p;
}

static bool load_int(struct filler *f, const struct ynode *n,
	const struct field *field, int *out)
{
	char *end;
	long v;

	if (!want_scalar(f, n))
		return false;
	v = strtol(n->text, &end, 10);
	if (n->len == 0 || *end || n->len > 9) {
		diag_add(f->diags, f->src, n->at, 14,
			"'%s' needs a whole number, not '%s'", n->key, n->text);
		return false;
	}
	if ((field->min || field->max) && (v < field->min || v > field->max)) {
		diag_add(f->diags, f->src, n->at, 14,
			"'%s' must be between %d and %d", n->key, field->min,
			field->max);
		return false;
	}
	*out = (int)v;
	return true;
}

static bool load_number(struct filler *f, const struct ynode *n, double *out)
{
	char *end;

	if (!want_scalar(f, n))
		return false;
	*out = strtod(n->text, &end);
	if (n->len && n->len < 16 && !*end && *out >= 0 &&
		strspn(n->text, "0123456789.") == n->len)
		return true;
	diag_add(f->diags, f->src, n->at, 14,
		"'%s' needs a number such as 3 or 0.5, not '%s'",
		n->key ? n->key : "this", n->text);
	return false;
}

static bool load_bool(struct filler *f, const struct ynode *n, bool *out)
{
	if (!want_scalar(f, n))
		return false;
	*out = strcmp(n->text, "true") == 0;
	if (*out || strcmp(n->text, "false") == 0)
		return true;
	diag_add(f->diags, f->src, n->at, 13, "'%s' is true or false, not '%s'",
		n->key, n->text);
	return false;
}

static void add_words(struct str *b, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		str_addf(b, "%s%s", i ? ", " : "", words[i]);
}

static bool load_word(struct filler *f, const struct ynode *n,
	const struct field *field, int *out)
{
	struct str list = STR_INIT;

	if (!want_scalar(f, n))
		return false;
	for (int i = 0; field->words[i]; i++) {
		if (strcmp(field->words[i], n->text) == 0) {
			*out = i;
			return true;
		}
	}
	add_words(&list, field->words);
	diag_add(f->diags, f->src, n->at, 13,
		"'%s' cannot be '%s'; it is one of %s", n->key, n->text,
		list.s);
	str_release(&list);
	return false;
}

static bool load_date(struct filler *f, const struct ynode *n, const char **out)
{
	int y, m, d, used = 0;

	if (!want_scalar(f, n))
		return false;
	*out = n->text;
	if (sscanf(n->text, "%4d-%2d-%2d%n", &y, &m, &d, &used) == 3 &&
		used == 10 && n->len == 10 && m >= 1 && m <= 12 && d >= 1 &&
		d <= 31)
		return true;
	diag_add(f->diags, f->src, n->at, 17,
		"'%s' is a date as 2026-11-21, not '%s'", n->key, n->text);
	return false;
}

static bool want_items(struct filler *f, const struct ynode *n,
	enum ynode_kind kind)
{
	if (n->kind != kind)
		return wrong_kind(f, n,
			kind == YNODE_LIST ? "a list" : "a map");
	if (n->n <= MOST_ITEMS)
		return true;
	diag_add(f->diags, f->src, n->at, 14, "'%s' has more than %d entries",
		n->key, MOST_ITEMS);
	return false;
}

static bool load_strings(struct filler *f, const struct ynode *n,
	struct strings *out)
{
	struct mark *at;
	bool ok = true;

	if (!want_items(f, n, YNODE_LIST))
		return false;
	out->s = arena_alloc(f->arena, (n->n + 1) * sizeof(*out->s));
	at = arena_alloc(f->arena, (n->n + 1) * sizeof(*at));
	for (const struct ynode *c = n->child; c; c = c->next) {
		if (!load_text(f, c, LONGEST_TEXT, &out->s[out->n])) {
			ok = false;
			continue;
		}
		at[out->n++] = c->at;
	}
	out->at = at;
	return ok;
}

static bool load_pairs(struct filler *f, const struct ynode *n,
	struct pairs *out)
{
	bool ok = true;

	if (!want_items(f, n, YNODE_MAP))
		return false;
	out->p = arena_alloc(f->arena, (n->n + 1) * sizeof(*out->p));
	for (const struct ynode *c = n->child; c; c = c->next) {
		if (!want_scalar(f, c)) {
			ok = false;
			continue;
		}
		out->p[out->n++] = (struct pair){c->key_at, c->key, c->text};
	}
	return ok;
}

static bool load_weights(struct filler *f, const struct ynode *n,
	struct weights *out)
{
	bool ok = true;

	if (!want_items(f, n, YNODE_MAP))
		return false;
	out->w = arena_alloc(f->arena, (n->n + 1) * sizeof(*out->w));
	for (const struct ynode *c = n->child; c; c = c->next) {
		struct weight *w = &out->w[out->n];

		w->at = c->key_at;
		w->cause = c->key;
		if (load_number(f, c, &w->factor))
			out->n++;
		else
			ok = false;
	}
	return ok;
}

static struct edge *new_edge(struct filler *f, const struct ynode *n,
	const char *label)
{
	struct edge *e = arena_alloc(f->arena, sizeof(*e));

	e->at = n->at;
	e->to = n->text;
	e->label = label;
	f->edges =
		grow(f->edges, &f->capedges, f->nedges, sizeof(struct edge *));
	f->edges[f->nedges++] = e;
	return e;
}

/* An option's edge is named by the option: its id is filled already. */
static const char *edge_label(struct filler *f, const struct shape *shape,
	const struct field *field, const void *into)
{
	const struct field *id = shape_field(shape, "id");
	const char *name;

	if (!(field->flags & FIELD_LABEL_ID) || !id)
		return field->label ? field->label : field->key;
	name = *(const char *const *)((const char *)into + id->offset);
	if (!name)
		name = "?";
	return field->label
		       ? arena_printf(f->arena, "%s.%s", name, field->label)
		       : name;
}

static bool load_edges(struct filler *f, const struct ynode *n,
	struct edges *out)
{
	bool ok = true;

	if (!want_items(f, n, YNODE_MAP))
		return false;
	out->e = arena_alloc(f->arena, (n->n + 1) * sizeof(*out->e));
	for (const struct ynode *c = n->child; c; c = c->next) {
		if (want_scalar(f, c))
			out->e[out->n++] = new_edge(f, c, c->key);
		else
			ok = false;
	}
	return ok;
}

static bool load_nodes(struct filler *f, const struct ynode *n,
	struct strings *out)
{
	if (!load_strings(f, n, out))
		return false;
	for (const struct ynode *c = n->child; c; c = c->next)
		new_edge(f, c, c->text);
	return true;
}

static bool load_list(struct filler *f, const struct ynode *n,
	const struct field *field, struct list *out)
{
	bool map = field->type == FIELD_MAP, ok = true;
	char *item;

	if (!want_items(f, n, map ? YNODE_MAP : YNODE_LIST))
		return false;
	if (field->max && ((int)n->n < field->min || (int)n->n > field->max)) {
		diag_add(f->diags, f->src, n->at, 14,
			"'%s' has %zu entries; %d to %d make sense", n->key,
			n->n, field->min, field->max);
		ok = false;
	}
	out->items = arena_alloc(f->arena, (n->n + 1) * field->shape->size);
	item = out->items;
	for (const struct ynode *c = n->child; c; c = c->next) {
		if (map && !is_id(c->key)) {
			diag_add(f->diags, f->src, c->key_at, 16,
				"'%s' is no id; use a-z, 0-9 and _, a "
				"letter first",
				c->key);
			ok = false;
		}
		if (map)
			*(const char **)(void *)(item + offsetof(struct pair,
								key)) = c->key;
		ok &= fields_fill(f, field->shape, c, item);
		item += field->shape->size;
		out->n++;
	}
	return ok;
}

static bool load_maybe(struct filler *f, const struct ynode *n,
	const struct field *field, void **out)
{
	*out = arena_alloc(f->arena, field->shape->size);
	return fields_fill(f, field->shape, n, *out);
}

static bool load_edge(struct filler *f, const struct shape *shape,
	const struct field *field, const struct ynode *n, void *into)
{
	struct edge **out = (void *)((char *)into + field->offset);
	const char *text;

	if (!load_text(f, n, 128, &text))
		return false;
	*out = new_edge(f, n, edge_label(f, shape, field, into));
	return true;
}

static bool load_simple(struct filler *f, const struct field *field,
	const struct ynode *n, void *out)
{
	switch (field->type) {
	case FIELD_TEXT:
		return load_text(f, n, LONGEST_TEXT, out);
	case FIELD_STRING:
		if (!want_scalar(f, n))
			return false;
		*(const char **)out = n->text;
		return true;
	case FIELD_ID:
		return load_id(f, n, out);
	case FIELD_COMMAND:
		return load_command(f, n, out);
	case FIELD_PATTERN:
		*(struct pattern **)out = pattern_load(f, n);
		return *(struct pattern **)out != NULL;
	case FIELD_INT:
		return load_int(f, n, field, out);
	case FIELD_NUMBER:
		return load_number(f, n, out);
	case FIELD_BOOL:
		return load_bool(f, n, out);
	case FIELD_WORD:
		return load_word(f, n, field, out);
	case FIELD_DATE:
		return load_date(f, n, out);
	case FIELD_FACT:
	case FIELD_CAUSE:
	case FIELD_MACHINE:
	case FIELD_NODE:
		return load_text(f, n, 128, out);
	case FIELD_STRINGS:
	case FIELD_FACTS:
	case FIELD_CAUSES:
	case FIELD_SOURCES:
	case FIELD_NODES:
	case FIELD_EDGE:
	case FIELD_EDGES:
	case FIELD_WEIGHTS:
	case FIELD_VALUES:
	case FIELD_PAIRS:
	case FIELD_WHEN:
	case FIELD_STRUCT:
	case FIELD_MAYBE:
	case FIELD_LIST:
	case FIELD_MAP:
		break;
	}
	die("field type %d of '%s' is not known", (int)field->type, field->key);
}

static bool fill_field(struct filler *f, const struct shape *shape,
	const struct field *field, const struct ynode *n, void *into)
{
	void *out = (char *)into + field->offset;

	switch (field->type) {
	case FIELD_STRINGS:
	case FIELD_FACTS:
	case FIELD_CAUSES:
	case FIELD_SOURCES:
		return load_strings(f, n, out);
	case FIELD_NODES:
		return load_nodes(f, n, out);
	case FIELD_EDGE:
		return load_edge(f, shape, field, n, into);
	case FIELD_EDGES:
		return load_edges(f, n, out);
	case FIELD_WEIGHTS:
		return load_weights(f, n, out);
	case FIELD_VALUES:
	case FIELD_PAIRS:
		return load_pairs(f, n, out);
	case FIELD_WHEN:
		*(struct when **)out = when_load(f, n);
		return *(struct when **)out != NULL;
	case FIELD_STRUCT:
		return fields_fill(f, field->shape, n, out);
	case FIELD_MAYBE:
		return load_maybe(f, n, field, out);
	case FIELD_LIST:
	case FIELD_MAP:
		return load_list(f, n, field, out);
	case FIELD_TEXT:
	case FIELD_ID:
	case FIELD_STRING:
	case FIELD_COMMAND:
	case FIELD_PATTERN:
	case FIELD_INT:
	case FIELD_NUMBER:
	case FIELD_BOOL:
	case FIELD_WORD:
	case FIELD_DATE:
	case FIELD_FACT:
	case FIELD_CAUSE:
	case FIELD_MACHINE:
	case FIELD_NODE:
		break;
	}
	return load_simple(f, field, n, out);
}

void fields_unknown(struct filler *f, const struct shape *shape,
	const struct ynode *map, const char *extra)
{
	for (const struct ynode *c = map->child; c; c = c->next) {
		const char *near = NULL;

		if (shape_field(shape, c->key) ||
			(extra && strcmp(extra, c->key) == 0))
			continue;
		for (const struct field *k = shape->fields; k->key; k++)
			if (is_near(c->key, k->key) &&
				(!near || edit_distance(c->key, k->key) <
						  edit_distance(c->key, near)))
				near = k->key;
		if (near)
			diag_add(f->diags, f->src, c->key_at, 10,
				"unknown key '%s' in %s; did you mean "
				"'%s'?",
				c->key, shape->name, near);
		else
			diag_add(f->diags, f->src, c->key_at, 10,
				"unknown key '%s' in %s", c->key, shape->name);
	}
}

bool fields_fill(struct filler *f, const struct shape *shape,
	const struct ynode *n, void *into)
{
	size_t before = f->diags->nerrors;

	*(struct mark *)into = n->key ? n->key_at : n->at;
	if (n->kind != YNODE_MAP)
		return wrong_kind(f, n, "a map");
	for (const struct field *field = shape->fields; field->key; field++) {
		const struct ynode *c = ynode_get(n, field->key);

		if (c)
			fill_field(f, shape, field, c, into);
		else if (field->flags & FIELD_REQUIRED)
			diag_add(f->diags, f->src, *(struct mark *)into, 11,
				"%s lacks '%s'", shape->name, field->key);
	}
	fields_unknown(f, shape, n, shape->also);
	return f->diags->nerrors == before;
}
