/*
 * A walk without a person: answers, outcomes and values prepared beforehand.
 * What `walk` and `test` share.
 */
#ifndef CMD_SCRIPT_H
#define CMD_SCRIPT_H

#include "engine/engine.h"

/* One prepared answer for a node; several for one node are used in turn, and
 * the last stays. */
struct script_answer {
	const char *node;
	const char *choice;  /* option, outcome, done, skipped; or NULL */
	struct pairs values; /* of a form */
	bool has_result;
	struct result result; /* of a check */
	size_t used;
};

struct script {
	struct script_answer *list;
	size_t n, cap;
	bool fixes_done; /* a fix without an answer counts as done */
	bool tolerant;   /* a check without an answer was not carried out */
	enum reply_by by;
	int64_t (*now)(void); /* NULL: entries carry no time */
};

void script_init(struct script *);
void script_release(struct script *);
struct script_answer *script_add(struct script *, const char *node);

enum script_state {
	SCRIPT_MOVED,
	SCRIPT_ENDED,
	SCRIPT_MISSING, /* no answer for what is asked now */
	SCRIPT_REFUSED, /* the answer does not fit; *why */
};

/* One prompt further. */
enum script_state script_step(struct script *, struct engine *,
	const char **why);

#endif
