/*
 * What may be typed for a var: cleaned, checked against its type, and the
 * reason in a sentence when it does not fit. The whitelists per type are
 * what keeps a value from changing the structure of a command; quoting
 * comes on top of them, never instead.
 */
#ifndef MODEL_VALUE_H
#define MODEL_VALUE_H

#include "base/str.h"
#include "model/tree.h"

extern const char *const var_type_words[];

/*
 * Clean `typed` (blanks around it, blanks inside a thumbprint, the invisible
 * U+200E that mmc puts before one, letter case) into *out. False: it does
 * not fit, and *why is a sentence that says what would (borrowed from out of
 * static text or the var).
 */
bool value_accept(const struct var *, const char *typed, struct str *out,
	const char **why);

/* A hash or serial in groups of four, others as they are; for reading back. */
void value_show(const struct var *, const char *value, struct str *out);

#endif
