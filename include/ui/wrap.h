/*
 * Text into lines of a width, without a terminal: by words, by columns of
 * the characters that are there, never inside a character.
 */
#ifndef UI_WRAP_H
#define UI_WRAP_H

#include <stdbool.h>
#include <stddef.h>

struct line {
	size_t start, len; /* bytes of the text */
	bool goes_on;      /* the same line of the text continues */
};

struct lines {
	struct line *list;
	size_t n, cap;
};

void lines_release(struct lines *);
/*
 * Break at blanks; a word longer than the width is cut. Newlines end a line.
 * Blanks at a break are dropped. Width is at least 1.
 */
void wrap_text(struct lines *, const char *text, size_t n, size_t width);
/* For commands: nothing is dropped, blanks stay at the end of the line. */
void wrap_command(struct lines *, const char *text, size_t n, size_t width);

#endif
