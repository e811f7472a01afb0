/* Names to what they stand for, once all of a tree is there. */
#ifndef LOAD_RESOLVE_H
#define LOAD_RESOLVE_H

#include "model/tree.h"

void tree_resolve(struct tree *, const struct tree *common, struct diags *);
/* The file a node was written in. */
const struct source *node_source(const struct tree *, const struct node *);

#endif
