/* A list of chunks; an allocation larger than a chunk gets its own. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

#ifdef TINY
#define CHUNK 64
#else
#define CHUNK 16384
#endif

struct chunk {
	struct chunk *next;
	size_t size;
	alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *a)
{
	*a = (struct arena){0};
}

void arena_release(struct arena *a)
{
	struct chunk *c = a->chunks;

	while (c) {
		struct chunk *next = c->next;

		free(c);
		c = next;
	}
	arena_init(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
	size_t need =
		(n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	void *p;

	if (!a->chunks || a->chunks->size - a->used < need) {
		size_t size = need > CHUNK ? need : CHUNK;
		struct chunk *c = xmalloc(sizeof(*c) + size);

		c->size = size;
		c->next = a->chunks;
		a->chunks = c;
		a->used = 0;
	}
	p = a->chunks->bytes + a->used;
	a->used += need;
	memset(p, 0, need);
	return p;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *copy = arena_alloc(a, n + 1);

	if (n)
		memcpy(copy, s, n);
	return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *s;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		die("cannot format '%s'", fmt);
	s = arena_alloc(a, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

void *arena_copy(struct arena *a, const void *from, size_t n, size_t size)
{
	void *to;

	if (n == 0)
		return NULL;
	to = arena_alloc(a, n * size);
	memcpy(to, from, n * size);
	return to;
}
