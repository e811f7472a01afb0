/*
 * From a node of a document into a struct, by its shape. One function per
 * type of field; every fault is reported, and filling goes on.
 */
#ifndef LOAD_FIELDS_H
#define LOAD_FIELDS_H

#include "base/arena.h"
#include "base/diag.h"
#include "doc/ydoc.h"
#include "model/tree.h"

struct filler {
	struct arena *arena;
	const struct source *src;
	struct diags *diags;
	struct tree *tree; /* takes the patterns; NULL for tables */
	/* Edges found while a node is filled, in order. */
	struct edge **edges;
	size_t nedges, capedges;
};

/* Fills `into` (zeroed, of the shape's size); false if anything was wrong. */
bool fields_fill(struct filler *, const struct shape *, const struct ynode *,
	void *into);
/* A key that the shape lacks is reported, with the nearest it has. `extra`
 * is a key that is known elsewhere; or NULL. */
void fields_unknown(struct filler *, const struct shape *,
	const struct ynode *map, const char *extra);

struct when *when_load(struct filler *, const struct ynode *);
struct pattern *pattern_load(struct filler *, const struct ynode *);
bool is_id(const char *);

#endif
