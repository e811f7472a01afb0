/* The shapes of the files that the loader reads, and the schema they make. */
#ifndef LOAD_SCHEMA_H
#define LOAD_SCHEMA_H

#include "base/str.h"
#include "model/shape.h"

extern const struct shape tree_shape;   /* struct tree, without its nodes */
extern const struct shape code_shape;   /* struct code_row */
extern const struct shape reason_shape; /* struct reason_row */

/*
 * The JSON Schema (draft-07) of a tree whose nodes have these shapes (ended
 * by NULL). It accepts numbers and truth values written plain or quoted,
 * because editors type what the loader reads as text.
 */
void schema_json(const struct shape *const *nodes, struct str *out);

#endif
