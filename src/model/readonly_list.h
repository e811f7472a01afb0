/* What the two halves of the read-only list share. */
#ifndef MODEL_READONLY_LIST_H
#define MODEL_READONLY_LIST_H

#include "model/readonly.h"

/* When a program only looks. Words are compared without letter case; of an
 * option what stands before a colon. NULL: no such rule. */
struct program {
	const char *name;
	const char *const *options; /* no other options */
	const char *const *needs;   /* one of these, option or not */
	const char *const *first;   /* the first plain argument */
	const char *const *without; /* none of these */
	size_t most; /* plain arguments beside options; 0: no rule */
};

extern const struct program programs[]; /* ends with a NULL name */

const struct program *program_find(const char *name, size_t n);
bool program_is_harmless(const struct program *, const char *args, size_t n);
bool is_word_of(const char *s, size_t n, const char *const *words);

/* sh and cmd.exe. */
bool plain_is_read_only(const char *script, enum shell, struct not_read_only *);

#endif
