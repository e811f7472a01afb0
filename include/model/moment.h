/*
 * A moment as the journal counts it: milliseconds since 1970, UTC; written
 * as "2026-11-21T05:12:00.123Z" (RFC 3339). 0 is "not known".
 */
#ifndef MODEL_MOMENT_H
#define MODEL_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Nothing is added for 0 and for what lies outside the years 0 to 9999. */
void moment_add(struct str *, int64_t ms);
/* "2026-11-21 05:12" for people. */
void moment_add_minute(struct str *, int64_t ms);
/* "1 h 05 min", "12 min", "40 s". */
void moment_add_length(struct str *, int64_t ms);
/* False when it is not written like that; the thousandths may be missing. */
bool moment_parse(const char *, size_t n, int64_t *ms);

#endif
