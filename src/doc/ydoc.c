/* libyaml's events, made into nodes; the only file that knows the library. */
#include "doc/ydoc.h"

#include <string.h>
#include <yaml.h>

#include "base/names.h"
#include "base/utf8.h"

struct builder {
	const struct source *src;
	struct arena *arena;
	struct diags *diags;
	yaml_parser_t parser;
	bool failed;
};

static struct mark mark_of(yaml_mark_t m)
{
	/* libyaml counts from 0. */
	return (struct mark){(unsigned)m.line + 1, (unsigned)m.column + 1};
}

static void parser_failed(struct builder *b)
{
	const yaml_parser_t *p = &b->parser;
	yaml_mark_t at = p->problem_mark;

	b->failed = true;
	if (p->error == YAML_READER_ERROR) {
		/* The reader knows the byte, not the line. */
		size_t off = p->problem_offset;
		struct mark m = {1, 1};

		for (size_t i = 0; i < off && i < b->src->len; i++) {
			m.col++;
			if (b->src->bytes[i] == '\n')
				m = (struct mark){m.line + 1, 1};
		}
		diag_add(b->diags, b->src, m, 2,
			"this byte cannot stand in a YAML file (%s); "
			"save the file as UTF-8",
			p->problem ? p->problem : "bad encoding");
		return;
	}
	diag_add(b->diags, b->src, mark_of(at), 1, "no valid YAML: %s%s%s",
		p->problem ? p->problem : "unknown fault",
		p->context ? " " : "", p->context ? p->context : "");
}

static bool next_event(struct builder *b, yaml_event_t *event)
{
	if (b->failed)
		return false;
	if (yaml_parser_parse(&b->parser, event))
		return true;
	parser_failed(b);
	return false;
}

static void refuse_extras(struct builder *b, const yaml_event_t *e,
	const yaml_char_t *anchor, const yaml_char_t *tag)
{
	if (anchor)
		diag_add(b->diags, b->src, mark_of(e->start_mark), 3,
			"anchors (&%s) are not allowed; write it out",
			(const char *)anchor);
	if (tag)
		diag_add(b->diags, b->src, mark_of(e->start_mark), 4,
			"tags (%s) are not allowed; every value is "
			"text",
			(const char *)tag);
}

static struct ynode *node_new(struct builder *b, const yaml_event_t *e,
	enum ynode_kind kind)
{
	struct ynode *n = arena_alloc(b->arena, sizeof(*n));

	n->kind = kind;
	n->at = mark_of(e->start_mark);
	return n;
}

static struct ynode *scalar(struct builder *b, const yaml_event_t *e)
{
	struct ynode *n = node_new(b, e, YNODE_SCALAR);
	const char *text = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;
	yaml_scalar_style_t style = e->data.scalar.style;

	refuse_extras(b, e, e->data.scalar.anchor, e->data.scalar.tag);
	if (memchr(text, '\0', len)) {
		diag_add(b->diags, b->src, n->at, 2,
			"a NUL character cannot stand in a text");
		len = strlen(text);
	}
	n->text = arena_strndup(b->arena, text, len);
	n->len = len;
	n->block = style == YAML_LITERAL_SCALAR_STYLE ||
		   style == YAML_FOLDED_SCALAR_STYLE;
	return n;
}

static struct ynode *value(struct builder *, yaml_event_t *, unsigned depth);

static void append(struct ynode *parent, struct ynode **last,
	struct ynode *child)
{
	if (*last)
		(*last)->next = child;
	else
		parent->child = child;
	*last = child;
	parent->n++;
}

static void list_items(struct builder *b, struct ynode *n, unsigned depth)
{
	struct ynode *last = NULL, *child;
	yaml_event_t e;

	while (next_event(b, &e)) {
		if (e.type == YAML_SEQUENCE_END_EVENT) {
			yaml_event_delete(&e);
			return;
		}
		child = value(b, &e, depth + 1);
		if (!child)
			return;
		append(n, &last, child);
	}
}

/* The key of the next entry; NULL at the end of the map or on a fault. */
static struct ynode *map_key(struct builder *b)
{
	struct ynode *key = NULL;
	yaml_event_t e;

	if (!next_event(b, &e))
		return NULL;
	if (e.type == YAML_SCALAR_EVENT) {
		key = scalar(b, &e);
	} else if (e.type != YAML_MAPPING_END_EVENT) {
		diag_add(b->diags, b->src, mark_of(e.start_mark), 5,
			"a key must be a plain word");
		b->failed = true;
	}
	yaml_event_delete(&e);
	return key;
}

static void map_entries(struct builder *b, struct ynode *n, unsigned depth)
{
	struct ynode *last = NULL, *child, *key;
	struct names seen;
	yaml_event_t e;

	names_init(&seen);
	while ((key = map_key(b))) {
		if (!next_event(b, &e))
			break;
		child = value(b, &e, depth + 1);
		if (!child)
			break;
		child->key = key->text;
		child->key_at = key->at;
		if (names_add(&seen, key->text, key->at.line) != NAMES_NONE)
			diag_add(b->diags, b->src, key->at, 6,
				"key '%s' stands twice here (first in "
				"line %zu)",
				key->text, names_find(&seen, key->text));
		else
			append(n, &last, child);
	}
	names_release(&seen);
}

static struct ynode *refused(struct builder *b, const yaml_event_t *e)
{
	if (e->type == YAML_ALIAS_EVENT)
		diag_add(b->diags, b->src, mark_of(e->start_mark), 3,
			"aliases (*%s) are not allowed; write it out",
			(const char *)e->data.alias.anchor);
	else
		diag_add(b->diags, b->src, mark_of(e->start_mark), 1,
			"a value is missing here");
	return node_new(b, e, YNODE_SCALAR);
}

/* One value, from its first event on, which is consumed. */
static struct ynode *value(struct builder *b, yaml_event_t *e, unsigned depth)
{
	struct ynode *n;

	if (depth > YDOC_DEPTH) {
		diag_add(b->diags, b->src, mark_of(e->start_mark), 7,
			"nested deeper than %d levels", YDOC_DEPTH);
		b->failed = true;
		yaml_event_delete(e);
		return NULL;
	}
	switch ((int)e->type) {
	case YAML_SCALAR_EVENT:
		n = scalar(b, e);
		break;
	case YAML_SEQUENCE_START_EVENT:
		n = node_new(b, e, YNODE_LIST);
		refuse_extras(b, e, e->data.sequence_start.anchor,
			e->data.sequence_start.tag);
		list_items(b, n, depth);
		break;
	case YAML_MAPPING_START_EVENT:
		n = node_new(b, e, YNODE_MAP);
		refuse_extras(b, e, e->data.mapping_start.anchor,
			e->data.mapping_start.tag);
		map_entries(b, n, depth);
		break;
	default:
		n = refused(b, e);
		if (!n->text)
			n->text = "";
	}
	yaml_event_delete(e);
	return b->failed ? NULL : n;
}

static struct ynode *document(struct builder *b)
{
	struct ynode *root = NULL;
	yaml_event_t e;
	bool more = true;

	while (more && next_event(b, &e)) {
		switch ((int)e.type) {
		case YAML_STREAM_START_EVENT:
		case YAML_DOCUMENT_END_EVENT:
			yaml_event_delete(&e);
			break;
		case YAML_DOCUMENT_START_EVENT:
			if (root) {
				diag_add(b->diags, b->src,
					mark_of(e.start_mark), 8,
					"a second document begins "
					"here; one file is one "
					"document");
				more = false;
			}
			yaml_event_delete(&e);
			break;
		case YAML_STREAM_END_EVENT:
			yaml_event_delete(&e);
			more = false;
			break;
		default:
			root = value(b, &e, 0);
		}
	}
	return root;
}

static bool acceptable(const struct source *src, struct diags *diags)
{
	size_t bad;

	if (src->len > YDOC_MOST_BYTES) {
		diag_add(diags, src, (struct mark){0, 0}, 9,
			"larger than %zu MB; this is no such file",
			YDOC_MOST_BYTES >> 20);
		return false;
	}
	if (memchr(src->bytes, '\0', src->len)) {
		diag_add(diags, src, (struct mark){0, 0}, 2,
			"this is a binary or UTF-16 file; save it as "
			"UTF-8 text");
		return false;
	}
	bad = utf8_check(src->bytes, src->len);
	if (bad < src->len) {
		struct mark at = {1, 1};

		for (size_t i = 0; i < bad; i++) {
			at.col++;
			if (src->bytes[i] == '\n')
				at = (struct mark){at.line + 1, 1};
		}
		diag_add(diags, src, at, 2,
			"byte 0x%02X is no valid UTF-8; save the file "
			"as UTF-8",
			(unsigned char)src->bytes[bad]);
		return false;
	}
	return true;
}

struct ynode *ydoc_parse(const struct source *src, struct arena *arena,
	struct diags *diags)
{
	struct builder b = {.src = src, .arena = arena, .diags = diags};
	struct ynode *root;

	if (!acceptable(src, diags))
		return NULL;
	if (!yaml_parser_initialize(&b.parser)) {
		diag_add(diags, src, (struct mark){0, 0}, 1, "out of memory");
		return NULL;
	}
	yaml_parser_set_input_string(&b.parser,
		(const unsigned char *)src->bytes, src->len);
	yaml_parser_set_encoding(&b.parser, YAML_UTF8_ENCODING);
	root = document(&b);
	yaml_parser_delete(&b.parser);
	if (!root && !b.failed)
		diag_add(diags, src, (struct mark){1, 1}, 1,
			"the file is empty");
	return b.failed ? NULL : root;
}

const struct ynode *ynode_get(const struct ynode *map, const char *key)
{
	if (!map || map->kind != YNODE_MAP)
		return NULL;
	for (const struct ynode *n = map->child; n; n = n->next)
		if (strcmp(n->key, key) == 0)
			return n;
	return NULL;
}

const char *ynode_text(const struct ynode *map, const char *key)
{
	const struct ynode *n = ynode_get(map, key);

	return n && n->kind == YNODE_SCALAR ? n->text : NULL;
}

const char *ynode_kind_word(const struct ynode *n)
{
	static const char *const words[] = {"a text", "a map", "a list"};

	return words[n->kind];
}
