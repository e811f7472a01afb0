/*
 * A check as a person carries it out: a block to copy, in lines that say
 * which check of which session the output belongs to, and the way back from
 * whatever was pasted: with prompts and echo, wrapped by an 80-column
 * console, cut off, of another check, or nothing at all.
 */
#ifndef CHECK_ENVELOPE_H
#define CHECK_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "model/check_spec.h"

#define ENVELOPE_TAG 4 /* three characters and the end */

/* A tag for a session: three characters that are not mistaken for others. */
void envelope_tag(char tag[ENVELOPE_TAG]);

/* The command between its two lines, as a block of lines. */
void envelope_block(const struct check_spec *, const char *tag, struct str *);
/* The same as one line; false when the command cannot be one. */
bool envelope_line(const struct check_spec *, const char *tag, struct str *);

enum paste {
	PASTE_WHOLE,   /* the envelope of this check, complete */
	PASTE_BARE,    /* no envelope: taken as it is */
	PASTE_CUT,     /* the beginning or the end is missing */
	PASTE_FOREIGN, /* the envelope of another check or session */
	PASTE_EMPTY,   /* nothing but blanks, prompts or the command itself */
};

extern const char *const paste_words[]; /* "whole", "bare" ... */

struct pasted {
	enum paste kind;
	struct result result; /* way PASTE; texts belong to the pasted */
	char *out;            /* the output, readable; owned */
	char *check;          /* FOREIGN: whose it is; owned */
	char *say; /* a sentence for a person; NULL when all is well; owned */
	const char *encoding; /* what it was taken for; static */
};

/* Never fails. `bytes` may be in any encoding. */
void pasted_init(struct pasted *, const struct check_spec *, const char *tag,
	const char *bytes, size_t n);
void pasted_release(struct pasted *);

#endif
