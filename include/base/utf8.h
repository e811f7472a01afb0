/*
 * UTF-8: decoding that survives anything, display width, and making harmless
 * what somebody else wrote (control characters, terminal sequences, the bidi
 * controls U+202A..202E, U+2066..2069, U+200E, U+200F).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define UTF8_BAD 0xFFFFFFFFu

/*
 * The code point at s (n bytes are left, n > 0) and in *used its length.
 * Overlong forms, surrogates and torn sequences give UTF8_BAD and length 1.
 */
uint32_t utf8_decode(const char *s, size_t n, size_t *used);
bool utf8_valid(const char *s, size_t n);
/* Where the first invalid byte is; n if there is none. */
size_t utf8_check(const char *s, size_t n);
void utf8_add(struct str *, uint32_t code_point);

/* Columns on a terminal: 0 for combining marks, 2 for wide characters. */
int utf8_width(uint32_t code_point);
size_t utf8_columns(const char *s, size_t n);
size_t utf8_count(const char *s, size_t n); /* code points */
/* How many bytes of s fit into `columns`. */
size_t utf8_fit(const char *s, size_t n, size_t columns);

/* Must not reach a terminal as it is; newline and tab count as well. */
bool utf8_is_control(uint32_t code_point);
/*
 * A copy for showing: tab becomes a blank, controls and bad bytes become
 * \u{XX}; newlines too, for the text is one line.
 */
void utf8_add_visible(struct str *, const char *s, size_t n);
/* The same for text of many lines: newlines stay. */
void utf8_add_visible_lines(struct str *, const char *s, size_t n);

#endif
