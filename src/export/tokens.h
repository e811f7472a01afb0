/*
 * The values that are looked for and the tokens that take their place. Values
 * are found without regard to letter case (ASCII, Latin-1, Greek, Cyrillic)
 * and, but for secrets, only as whole words.
 */
#ifndef EXPORT_TOKENS_H
#define EXPORT_TOKENS_H

#include "base/arena.h"
#include "base/str.h"
#include "model/tree.h"

#define TOKENS_PLACES 6 /* that the report names */

struct token {
	enum redact kind;
	const char *text;  /* "user-1" */
	const char *value; /* as it was first seen */
	size_t count;
	const char *places[TOKENS_PLACES];
	size_t nplaces, more; /* more: places that are not named */
};

struct literal {
	const char *folded;
	const char *exact; /* must be written like this; or NULL */
	size_t n, token;   /* TOKENS_KEEP: stays as it is */
	bool anywhere;     /* inside words too */
	size_t next;       /* in its bucket, from 1; 0 ends */
};

#define TOKENS_KEEP ((size_t)-1)

struct tokens {
	struct arena arena;
	struct token *list;
	size_t n, cap;
	struct literal *literals;
	size_t nliterals, capliterals;
	size_t *buckets; /* number of a literal from 1 */
	size_t nbuckets;
	size_t last[5]; /* the highest number of each kind */
	struct str folded;
};

void tokens_init(struct tokens *);
void tokens_release(struct tokens *);

/* A value of a kind; what belongs to the same thing (the account name in a
 * mail address) gets the same token. Too short or too common ones are left
 * alone. */
void tokens_add(struct tokens *, enum redact, const char *value, size_t n);
/* A value that stays, also where a part of it would be replaced. */
void tokens_keep(struct tokens *, const char *value, size_t n);
/* Everything known replaced; added to out. `place` is for the report and must
 * live as long as the tokens. */
void tokens_replace(struct tokens *, const char *text, size_t n,
	const char *place, struct str *out);
/* Numbers up to this one are taken. */
void tokens_taken(struct tokens *, enum redact, size_t number);

#endif
