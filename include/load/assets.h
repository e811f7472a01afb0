/* The files that ship inside the program; made by tools/embed. */
#ifndef LOAD_ASSETS_H
#define LOAD_ASSETS_H

#include <stddef.h>

struct asset {
	const char *path; /* as in the source tree: trees/error-853.yaml */
	const char *bytes;
	size_t len;
};

/* Ended by a NULL path, sorted by path. */
extern const struct asset assets[];

#endif
