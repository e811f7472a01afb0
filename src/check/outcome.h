/* From what a child left to the result of a check. */
#ifndef CHECK_OUTCOME_H
#define CHECK_OUTCOME_H

#include "base/arena.h"
#include "plan.h"

/* What is known when it is over; the texts are readable already. */
struct ended {
	enum {
		ENDED_EXITED,
		ENDED_SIGNALED,
		ENDED_TIMEOUT,
		ENDED_STOPPED,
		ENDED_NOT_FOUND,
		ENDED_DENIED,
		ENDED_FAILED,
	} how;
	int code;         /* exit status, signal or errno */
	int limit;        /* seconds it had */
	const char *host; /* of ssh */
	const char *out, *err;
	size_t outlen, errlen;
	long ms;
};

/* out and err of the result point into those given; `say` is the arena's. */
void outcome_judge(const struct plan *, const struct ended *, struct arena *,
	struct result *);

#endif
