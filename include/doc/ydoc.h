/*
 * A YAML or JSON document as a plain tree of nodes with their places. Built
 * from libyaml's events (its own document API costs eight times the memory).
 * Every scalar is a string. Refused, each with its place: anchors, aliases,
 * tags, a second document, duplicate keys, nesting deeper than YDOC_DEPTH,
 * control characters, text that is not UTF-8.
 */
#ifndef DOC_YDOC_H
#define DOC_YDOC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"

#define YDOC_DEPTH 32
#define YDOC_MOST_BYTES ((size_t)64 << 20)

enum ynode_kind {
	YNODE_SCALAR,
	YNODE_MAP,
	YNODE_LIST,
};

struct ynode {
	enum ynode_kind kind;
	struct mark at;
	const char *key; /* in a map; else NULL */
	struct mark key_at;
	const char *text; /* scalar; ended by NUL, holds none */
	size_t len;
	bool block;          /* a scalar written with | or > */
	struct ynode *child; /* first of a map or list */
	struct ynode *next;  /* sibling */
	size_t n;            /* children */
};

/*
 * The root, in the arena; NULL when the text is no document at all, with the
 * reason in diags (VT001 to VT009). Duplicate keys and the like are reported
 * and the document is still returned.
 */
struct ynode *ydoc_parse(const struct source *, struct arena *, struct diags *);

/* A child of a map by key; or NULL (also when it is no map). */
const struct ynode *ynode_get(const struct ynode *, const char *key);
/* The text of a scalar child; or NULL. */
const char *ynode_text(const struct ynode *, const char *key);
const char *ynode_kind_word(const struct ynode *);

#endif
