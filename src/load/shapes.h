/* How everything outside the nodes is written in YAML. */
#ifndef LOAD_SHAPES_H
#define LOAD_SHAPES_H

#include "load/schema.h"

extern const struct shape source_shape; /* struct source_ref */

extern const char *const state_words[];
extern const char *const os_words[];

#endif
