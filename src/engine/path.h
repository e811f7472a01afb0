/* Moving along the tree: starting, following a way, what is asked first. */
#ifndef ENGINE_PATH_H
#define ENGINE_PATH_H

#include "walk.h"

void path_start(struct walk *, const struct catalog *, const struct tree *,
	struct arena *, const struct engine_watch *);
/* Tell the watch, if there is one. */
void path_watch(struct walk *, const struct node *from, const struct edge *);
void path_release(struct walk *);
/* Take a way and pass on through what asks nothing. */
void path_follow(struct walk *, const struct edge *);
/* What the node that was reached needs before it can be shown: a value that
 * a check can fetch, or values to be typed. */
void path_settle(struct walk *);
/* The check that is asked: of a fetch, a verification, else the node. */
const struct node *path_check(const struct walk *);

#endif
