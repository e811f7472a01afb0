/* What several commands need: the trees, evidence from files, a reading. */
#ifndef CMD_APP_H
#define CMD_APP_H

#include "command.h"
#include "load/load.h"
#include "model/reading.h"

/*
 * All trees, by --trees, $VPNTRIAGE_TREES, $XDG_DATA_HOME, the system folder
 * and what is compiled in. Messages about files that do not load go to
 * standard error. Never NULL.
 */
struct library *app_library(const struct args *);
/* The same; the folders of files among the plain arguments come first, so
 * that a tree that is being written is found by its file. */
struct library *app_library_beside(const struct args *);
/* error-853, trees/error-853.yaml and trees/error-853.test.yaml alike. */
const char *app_tree_name(struct arena *, const char *given);
/* The folders alone, in their order. */
void app_places(const struct args *, struct arena *, struct places *);

/* A tree by id, with "did you mean" on standard error when there is none. */
const struct tree *app_tree(const struct library *, const char *id);

/* One file ("-" is standard input); false after a message. */
bool app_evidence(const char *path, struct evidence *);

/* Milliseconds since 1970. */
int64_t app_now(void);

/* For the person, on standard error. */
void app_chatter(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Standard output, all of it; false when it could not be written. */
bool app_print(const struct str *);

#endif
