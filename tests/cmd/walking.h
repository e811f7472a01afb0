/* For tests of sessions: the small tree, and a walk through it. */
#ifndef TESTS_CMD_WALKING_H
#define TESTS_CMD_WALKING_H

#include "engine/engine.h"
#include "load/load.h"
#include "store/session.h"

/* The trees of tests/cmd/sessions/FOLDER; the caller frees. */
struct library *walking_library(const char *folder);

/* Replies of one kind each; they fail the test when they are refused. */
void walking_choose(struct engine *, const char *choice);
void walking_type(struct engine *, const struct pair *, size_t n);
void walking_result(struct engine *, const char *out);
void walking_say(struct engine *, enum reply_kind, const char *text);
void walking_evidence(struct engine *, const char *name, const char *text);

/* Where the walk stands and all it took, as text, for comparing. */
void walking_picture(struct engine *, struct str *out);

/* A random reply that fits the prompt; a back, a note or a flag at times.
 * False at the end of the walk. */
bool walking_random(struct engine *, unsigned *seed);

#endif
