/* Two texts, line by line. */
#ifndef LOAD_DIFFERENCE_H
#define LOAD_DIFFERENCE_H

#include "base/str.h"

/* Lines that went begin with '-', that came with '+', two around them with a
 * blank, made harmless for a terminal. Nothing when they are the same. */
void difference(const char *before, const char *after, struct str *out);

#endif
