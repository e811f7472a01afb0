/*
 * Looking back over many sessions: what was found and how soon, where people
 * leave, which nodes and fixes were of use. Sessions go through one by one;
 * what stays is counts, and a number per session.
 */
#ifndef STORE_STATS_H
#define STORE_STATS_H

#include "base/names.h"
#include "store/store.h"

/* Fewer causes found than this in a tree say nothing about its priors. */
#define STATS_ENOUGH 20
#define STATS_TEXTS 5

enum stats_what {
	STATS_ENDS,   /* by state; tree is "" */
	STATS_CAUSES, /* found last in a session */
	STATS_LEFT,   /* open sessions, by the node where they stand */
	STATS_NODES,  /* visits, those that were gone back from included */
	STATS_FIXES,  /* count: shown and answered */
	STATS_FLAGS,  /* by node */
	STATS_TABLES,
};

extern const char *const stats_words[]; /* "ends", "causes" ...; then NULL */

struct stats_row {
	const char *tree, *id, *title; /* title may be "" */
	size_t count;
	size_t done, verified, unverified, skipped; /* of a fix */
	int64_t *times; /* of a cause, milliseconds from the start; owned */
	size_t ntimes, captimes;
	int64_t median;                 /* -1: not known */
	const char *texts[STATS_TEXTS]; /* of a flag, the first ones */
	size_t ntexts;
};

struct stats_table {
	struct stats_row *rows; /* after stats_finish() most first */
	size_t n, cap;
	struct names names;
};

struct stats {
	struct arena arena;
	const char *tree, *since, *until; /* only these; NULL: all */
	size_t sessions, twice, damaged;  /* damaged: lines not understood */
	int64_t first, last;              /* starts */
	struct stats_table tables[STATS_TABLES];
	struct names seen;
};

void stats_init(struct stats *);
void stats_release(struct stats *);

/* A settled record. The same session a second time counts as `twice`. */
void stats_add(struct stats *, const struct record *);
/* A journal, exported sessions one a line, or a folder of such files (.json
 * and .jsonl). False: it cannot be read, *why is a sentence. */
bool stats_read(struct stats *, const char *path, struct str *why);
/* All of one's own; none at all is no error. */
bool stats_read_store(struct stats *, const struct store *, struct str *why);
/* Sorts, and works out what follows from the counts. */
void stats_finish(struct stats *);

/* Sessions that found a cause in this tree: the sample of its priors. */
size_t stats_sample(const struct stats *, const char *tree);
size_t stats_found(const struct stats *, const char *tree, const char *cause);
/* A prior from what was found, for a tree with so many causes: per cent, half
 * a case added to each, so that what was not seen yet stays possible; at
 * least 1. 0 when the sample is below STATS_ENOUGH. */
int stats_prior(size_t found, size_t sample, size_t causes);

#endif
