/* Undoing what an 80-column console did to long lines when it was copied. */
#ifndef CHECK_UNWRAP_H
#define CHECK_UNWRAP_H

#include "base/str.h"

/* Columns at which the text was wrapped; 0 when it does not look so. */
size_t unwrap_width(const char *text, size_t n);
/* The text with the lines joined that were one. */
void unwrap_add(struct str *out, const char *text, size_t n, size_t width);

#endif
