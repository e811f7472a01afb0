/* How one check is started here: the program, its arguments, its input. */
#ifndef CHECK_PLAN_H
#define CHECK_PLAN_H

#include "base/arena.h"
#include "check/runner.h"
#include "script.h"

#define PLAN_ARGS 24

struct plan {
	const char *argv[PLAN_ARGS + 1]; /* ended by NULL */
	size_t argc;
	struct str input; /* empty: none */
	char mark[SCRIPT_MARK];
	bool marked; /* the output has the two lines of script.h */
	enum result_way way;
	int extra_limit;  /* seconds that the way takes on top */
	const char *fail; /* it cannot be started: why; or NULL */
	enum verdict verdict;
	struct arena arena; /* of what argv points to */
};

void plan_init(struct plan *);
void plan_release(struct plan *);
void plan_arg(struct plan *, const char *);
bool plan_cannot(struct plan *, enum verdict, const char *why);

bool plan_local(struct plan *, const struct check_spec *);
bool plan_ssh(struct plan *, const struct check_spec *, const char *host,
	const char *config);
bool plan_probe(struct plan *, const struct check_spec *, const char *self);
/* By kind of check and place. */
bool plan_make(struct plan *, const struct check_spec *, const struct where *,
	const struct runner_setup *);

#endif
