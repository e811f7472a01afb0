/*
 * Allocation that cannot fail: no memory ends the program through die().
 * Nobody above this file checks for NULL.
 */
#ifndef BASE_XMEM_H
#define BASE_XMEM_H

#include <stddef.h>

void *xmalloc(size_t n);
void *xcalloc(size_t n, size_t size);
void *xrealloc(void *, size_t n);
char *xstrdup(const char *);
char *xstrndup(const char *, size_t n);

/*
 * Make room for one more element of `size` bytes in an array that holds n;
 * *cap is updated. Returns the array, moved or not.
 */
void *grow(void *array, size_t *cap, size_t n, size_t size);

/* The hook runs first, so that the terminal is ours no longer. */
void die_hook(void (*hook)(void));
_Noreturn void die(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
