/* Allocation that dies on exhaustion, and the one way to die. */
#include "base/xmem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef TINY
#define FIRST_CAP 1
#else
#define FIRST_CAP 8
#endif

static void (*hook_before_death)(void);

void die_hook(void (*hook)(void))
{
	hook_before_death = hook;
}

void die(const char *fmt, ...)
{
	va_list ap;

	if (hook_before_death)
		hook_before_death();
	fputs("vpntriage: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	exit(2);
}

void *xmalloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (!p)
		die("out of memory (%zu bytes)", n);
	return p;
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		die("out of memory (%zu times %zu bytes)", n, size);
	return p;
}

void *xrealloc(void *old, size_t n)
{
	void *p = realloc(old, n ? n : 1);

	if (!p)
		die("out of memory (%zu bytes)", n);
	return p;
}

char *xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

char *xstrndup(const char *s, size_t n)
{
	char *copy = xmalloc(n + 1);

	if (n)
		memcpy(copy, s, n);
	copy[n] = '\0';
	return copy;
}

void *grow(void *array, size_t *cap, size_t n, size_t size)
{
	size_t want;

	if (n < *cap)
		return array;
	want = *cap ? *cap * 2 : FIRST_CAP;
	if (want < n + 1)
		want = n + 1;
	if (want > SIZE_MAX / size)
		die("out of memory (%zu times %zu bytes)", want, size);
	*cap = want;
	return xrealloc(array, want * size);
}
