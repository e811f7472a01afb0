/*
 * Handing a text to a program that may stay behind in the background, as the
 * keepers of a clipboard do. For anything else see spawn.h, which leaves
 * nothing behind.
 */
#ifndef OS_FEED_H
#define OS_FEED_H

#include <stdbool.h>
#include <stddef.h>

/* True: it took all of the text and its exit status was 0, within the limit.
 * A program that is too slow is killed. */
bool feed_program(const char *const *argv, const char *text, size_t n,
	int limit_ms);

#endif
