/*
 * What follows from which of five requests was answered: the verdict of the
 * fragment probe, apart from all sending.
 */
#ifndef CHECK_FRAGMENT_JUDGE_H
#define CHECK_FRAGMENT_JUDGE_H

#include <stdbool.h>

enum sample {
	SAMPLE_NOT_SENT, /* or this machine could not send it */
	SAMPLE_SILENT,
	SAMPLE_ANSWERED,
	SAMPLE_TOO_BIG, /* a router says so: it is not lost silently */
};

struct fragment_samples {
	enum sample small;       /* control */
	enum sample below;       /* padded, well below the MTU */
	enum sample above;       /* padded, must travel as fragments */
	enum sample full;        /* one packet as large as the link takes, DF */
	enum sample small_again; /* control once more, at the end */
	bool wsl;                /* this machine loses fragments by itself */
	bool too_large;          /* the link takes more than can be asked for */
};

enum fragment_verdict {
	FRAGMENTS_PASS,
	FRAGMENTS_DROPPED,
	FRAGMENTS_BIG_DROPPED,
	FRAGMENTS_INCONCLUSIVE,
};

/* *why: a word for why it is inconclusive, or NULL. */
enum fragment_verdict fragment_judge(const struct fragment_samples *,
	const char **why);
extern const char *const fragment_words[]; /* by the enum */

#endif
