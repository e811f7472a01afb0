/*
 * Many small allocations, one release. What dies together is allocated
 * together: a tree with all its texts is one arena.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena {
	struct chunk *chunks; /* newest first; owned */
	size_t used;          /* bytes used of the newest chunk */
};

void arena_init(struct arena *);
void arena_release(struct arena *);

/* Zeroed, aligned for any type; lives until arena_release. */
void *arena_alloc(struct arena *, size_t n);
char *arena_strdup(struct arena *, const char *);
char *arena_strndup(struct arena *, const char *, size_t n);
char *arena_printf(struct arena *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* A copy of n elements of `size` bytes; NULL when n is 0. */
void *arena_copy(struct arena *, const void *, size_t n, size_t size);

#endif
