/*
 * Which foreign trees may run their checks. What is allowed is one exact
 * text: the path of the tree, its bytes and those of all that it includes, by
 * their SHA-256. A copy is kept, so that a change can be shown.
 */
#ifndef LOAD_TRUST_H
#define LOAD_TRUST_H

#include "base/str.h"
#include "model/tree.h"
#include "model/trust.h"

#define TRUST_HASH 65 /* 64 hex digits and the end */

struct trust_store {
	const char *folder; /* borrowed; made when something is allowed */
};

/* ctx is a struct trust_store; as struct consent wants it. */
enum trust trust_judge(void *ctx, const struct tree *);

/* The text that is allowed or not, and its hash. */
void trust_text(const struct tree *, struct str *out);
void trust_hash(const char *text, size_t n, char hash[TRUST_HASH]);

/* 0, or -1 with errno. */
int trust_allow(const struct trust_store *, const struct tree *);
/* By the path of a tree that need not be there any more; false when it was
 * not allowed. */
bool trust_revoke(const struct trust_store *, const char *path);

/* What is different from what was allowed, line by line; false when nothing
 * was allowed. */
bool trust_difference(const struct trust_store *, const struct tree *,
	struct str *out);

/* Every path that is allowed, with its hash. */
typedef void trust_visit(void *ctx, const char *path, const char *hash);
void trust_list(const struct trust_store *, trust_visit *, void *ctx);

#endif
