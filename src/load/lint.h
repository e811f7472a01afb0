/* What the files of lint share: a rule sees one tree and reports. */
#ifndef LOAD_LINT_H
#define LOAD_LINT_H

#include "model/tree.h"

struct lint {
	const struct tree *tree;
	const struct catalog *catalog;
	struct diags *diags;
	const struct node *node; /* the one looked at; NULL: none */
};

/* The file of the node that is looked at. */
const struct source *lint_source(const struct lint *);
bool lint_is_kind(const struct node *, const char *kind);
/* A field of a filled struct by its key; NULL when the shape has none. */
void *lint_field(const struct shape *, const void *filled, const char *key);
const char *lint_text(const struct shape *, const void *filled,
	const char *key);

/* lint_reach.c: where one can get to */
void lint_unreachable(struct lint *);
void lint_no_way_out(struct lint *);
void lint_other_trees(struct lint *);
void lint_returns(struct lint *);
/* lint_commands.c: commands and texts with values */
void lint_commands(struct lint *);
void lint_texts(struct lint *);
/* lint_nodes.c: checks, questions, fixes */
void lint_checks(struct lint *);
void lint_questions(struct lint *);
void lint_weights(struct lint *);
void lint_fixes(struct lint *);
void lint_sources(struct lint *);

#endif
