/*
 * Conditions. No code in them, only matchers; three-valued, because what is
 * not known is neither true nor false.
 */
#ifndef MODEL_WHEN_H
#define MODEL_WHEN_H

#include "model/facts.h"
#include "model/pattern.h"
#include "model/shape.h"

enum when_kind {
	WHEN_EXIT,
	WHEN_STDOUT,
	WHEN_STDERR,
	WHEN_VAR,
	WHEN_ALL,
	WHEN_ANY,
	WHEN_NOT,
};

struct when {
	struct mark at;
	enum when_kind kind;
	int exit;
	struct pattern *pattern; /* STDOUT, STDERR; VAR: matches */
	const char *var;
	struct strings in;  /* VAR: equals (one) or in */
	bool known;         /* VAR: has any value */
	struct when **list; /* ALL, ANY; NOT: one */
	size_t n;
};

enum truth {
	TRUTH_NO,
	TRUTH_YES,
	TRUTH_UNKNOWN,
};

/* What a condition is judged by. */
struct when_input {
	const struct facts *facts;
	bool has_out; /* stdout is the whole answer: no match means no */
	const char *out;
	size_t outlen;
	bool has_err;
	const char *err;
	size_t errlen;
	bool has_exit;
	int exit;
	/* Text that may hold the answer among other things: a match means yes,
	 * no match means nothing. */
	const char *loose;
	size_t looselen;
};

/* What made it true: the var, or the place in out or loose. */
struct when_reason {
	const char *var;
	const struct when *matched; /* the STDOUT that matched; or NULL */
	size_t offset;              /* of the match */
	bool in_loose;
};

enum truth when_judge(const struct when *, const struct when_input *,
	struct when_reason *);
/* Every var that it reads. */
void when_vars(const struct when *, void (*visit)(void *, const char *),
	void *);

#endif
