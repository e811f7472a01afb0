/*
 * YAML in, model out; everything wrong is reported in one run. Parsers take
 * bytes; only the search path at the end opens files.
 */
#ifndef LOAD_LOAD_H
#define LOAD_LOAD_H

#include "model/codes.h"
#include "model/tree.h"

/* Handed over by cmd, so that the loader knows no kind by itself. */
struct schema {
	const struct shape *const *nodes; /* ends with NULL */
	const struct tree *common; /* vars that every tree may use; or NULL */
};

/* Opens the file of an `include`; NULL when it is not there. The source must
 * live until the tree is loaded. */
struct opener {
	const struct source *(*open)(void *ctx, const char *path);
	void *ctx;
};

/* NULL when the file has errors; warnings alone do not matter. */
struct tree *tree_load(const struct source *, const struct schema *,
	const struct opener *, struct diags *);
/* One table file added to the codes; false when it has errors. */
bool codes_load(const struct source *, struct codes *, struct diags *);

/* Rules on a tree that loaded; see doc/messages.md for the numbers. */
void tree_lint(const struct tree *, const struct catalog *, struct diags *);

/* Rules on a file of cases, against its tree; NULL: that does not load. */
void cases_lint(const struct source *, const struct tree *,
	const struct catalog *, struct diags *);

/* Where trees come from, in order; each folder may hold trees of the same id,
 * and the first wins. */
struct places {
	const char **dirs; /* --trees, $VPNTRIAGE_TREES, XDG, system */
	size_t n;
};

struct shadow {
	const char *id, *winner, *loser; /* places */
};

struct library {
	struct catalog catalog;
	struct codes codes;
	struct diags diags; /* of files that could not be loaded */
	struct shadow *shadows;
	size_t nshadows;
	struct arena arena;
	struct tree *common;
};

/*
 * Every tree that can be reached. Files with errors are left out, with their
 * diags; the program goes on with the rest.
 */
/* A part by its path, from the folders in their order or compiled in; the
 * bytes are the arena's. */
bool library_part(const struct places *, struct arena *, const char *path,
	struct source *);
struct library *library_load(const struct places *, const struct schema *);
void library_free(struct library *);

#endif
