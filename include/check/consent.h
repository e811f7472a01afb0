/*
 * May this check run? What ships may after the person has seen the command
 * once in a session; what comes from elsewhere only when `vpntriage trust`
 * allowed the very bytes of the tree; a fix never. One place for all front
 * ends; they only show what is asked here.
 */
#ifndef CHECK_CONSENT_H
#define CHECK_CONSENT_H

#include <stdbool.h>

#include "model/tree.h"
#include "model/trust.h"

struct consent {
	/* What the file of trusted trees says; NULL: only what ships is. */
	enum trust (*trust)(void *ctx, const struct tree *);
	void *ctx;
	bool given; /* the person said yes in this session */
};

enum leave {
	LEAVE_RUN,  /* go on */
	LEAVE_ASK,  /* show command and machine first; then consent.given */
	LEAVE_NONE, /* may not run; *why says so and what to do (static) */
};

enum leave consent_ask(const struct consent *, const struct tree *,
	const struct check_spec *, const char **why);

#endif
