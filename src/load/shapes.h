/* How everything outside the nodes is written in YAML. */
#ifndef LOAD_SHAPES_H
#define LOAD_SHAPES_H

#include "model/shape.h"

extern const struct shape tree_shape;   /* struct tree, without its nodes */
extern const struct shape code_shape;   /* struct code_row */
extern const struct shape reason_shape; /* struct reason_row */
extern const struct shape source_shape; /* struct source_ref */

extern const char *const state_words[];
extern const char *const os_words[];

#endif
