/*
 * JSON read by pulling: no document is built, what nobody asks for is
 * passed over without being copied. Private to this layer.
 *
 * An error sticks: after it every call does nothing and loops end, so that
 * it has to be asked for only once, at the end. Depth is limited; strings
 * must be valid UTF-8; lone surrogates are refused (RFC 8259).
 */
#ifndef STORE_JSONIN_H
#define STORE_JSONIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

#define JSONIN_DEPTH 32

struct slice {
	const char *s;
	size_t n;
};

bool slice_is(struct slice, const char *word);

struct jsonin {
	const char *start, *p, *end;
	const char *error; /* NULL: none; static */
	unsigned depth;
	bool begun[JSONIN_DEPTH]; /* something was read on this level */
	struct str scratch;       /* of jsonin_slice */
};

void jsonin_init(struct jsonin *, const char *bytes, size_t n);
void jsonin_release(struct jsonin *);

/* while (jsonin_member(j, &key)) ... between jsonin_object() and the brace
 * that ends it; the value must be read or skipped each time. Keys are as
 * written: one with an escape in it is nobody's. */
void jsonin_object(struct jsonin *);
bool jsonin_member(struct jsonin *, struct slice *key);
/* The same for arrays: while (jsonin_item(j)) ... */
void jsonin_array(struct jsonin *);
bool jsonin_item(struct jsonin *);

/* A string in the arena, ended by NUL; null gives NULL. n may be NULL. */
const char *jsonin_string(struct jsonin *, struct arena *, size_t *n);
/* A string as it stands, or in scratch until the next call. */
struct slice jsonin_slice(struct jsonin *);
/* A whole number; a fraction or an exponent is an error. */
int64_t jsonin_int(struct jsonin *);
bool jsonin_bool(struct jsonin *);
void jsonin_skip(struct jsonin *);
/* The bytes of the value that follows, skipped. */
struct slice jsonin_raw(struct jsonin *);

void jsonin_fail(struct jsonin *, const char *why);
/* No error, and nothing but blanks follows. */
bool jsonin_finish(struct jsonin *);

#endif
