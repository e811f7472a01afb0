/*
 * Functions that run beside each other and hand back bytes, each for itself:
 * one that hangs or dies takes nobody along. Here a hand is a child process,
 * so it may block, and what it changes in memory is lost.
 */
#ifndef OS_CREW_H
#define OS_CREW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct hand {
	long pid;       /* -1: could not be started, or is gone */
	int pipe;       /* -1: everything has been read */
	bool done;      /* ended by itself in time, `out` is complete */
	struct str out; /* what it handed back */
};

/* Owned by the caller; hand_release() ends it if it still works. */
void hand_start(struct hand *, void (*work)(void *context, struct str *out),
	void *);
/* Until all are done or the deadline; the late are ended. */
void hands_wait(struct hand *, size_t n, int64_t deadline);
void hand_release(struct hand *);

#endif
