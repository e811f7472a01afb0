/*
 * What is kept of a stream that may be endless: the beginning, and the newest
 * bytes.
 */
#ifndef OS_KEEP_H
#define OS_KEEP_H

#include <stdint.h>

#include "base/str.h"

#ifdef TINY
#define KEEP_TAIL 256
#else
#define KEEP_TAIL 65536
#endif

struct keep {
	struct str head;
	size_t most;   /* of head */
	char *tail;    /* ring of KEEP_TAIL; NULL until it is needed */
	uint64_t over; /* bytes that went into the ring */
};

void keep_init(struct keep *, size_t most);
void keep_release(struct keep *);
void keep_add(struct keep *, const char *, size_t n);
uint64_t keep_left_out(const struct keep *);
void keep_text(const struct keep *, struct str *out);
void keep_newest(const struct keep *, size_t n, struct str *out);

#endif
