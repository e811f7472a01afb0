/*
 * What a child leaves behind when it ends: processes that left its session.
 * Where the system can (Linux), they become ours when their parent dies, so
 * they can be found and ended; elsewhere nothing is found and the group is
 * all that is ended.
 */
#ifndef OS_ORPHANS_H
#define OS_ORPHANS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Every child has this in its environment, followed by its own mark. */
#define ORPHANS_MARK "VPNTRIAGE_RUN="

/* Ask to become the parent of the orphans of our children, or no longer. */
void orphans_adopt(bool on);

struct orphans {
	const pid_t *known; /* children of ours that are none of its business */
	size_t nknown;
	pid_t session;    /* the child that ended */
	const char *mark; /* its mark */
	bool last;        /* no other child is left that may own the unmarked */
};

/* Kill what belongs to the child, reap what is dead. How many were alive:
 * call again, when one of them has died, until there are none. */
size_t orphans_end(const struct orphans *);

#endif
