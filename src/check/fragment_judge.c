/* Silence alone proves nothing: only against controls does it count. */
#include "fragment_judge.h"

#include <stddef.h>

const char *const fragment_words[] = {
	[FRAGMENTS_PASS] = "PASS",
	[FRAGMENTS_DROPPED] = "DROPPED",
	[FRAGMENTS_BIG_DROPPED] = "BIG_DROPPED",
	[FRAGMENTS_INCONCLUSIVE] = "INCONCLUSIVE",
};

/* Why nothing can be said, or NULL. */
static const char *doubt(const struct fragment_samples *s)
{
	if (s->small != SAMPLE_ANSWERED)
		return "NO_ANSWER";
	if (s->too_large)
		return "LINK_TOO_LARGE";
	if (s->below == SAMPLE_NOT_SENT || s->above != SAMPLE_SILENT)
		return "NOT_SENT";
	if (s->below != SAMPLE_ANSWERED)
		return "PADDING_REFUSED";
	if (s->wsl)
		return "WSL";
	if (s->small_again != SAMPLE_ANSWERED)
		return "WENT_SILENT";
	return NULL;
}

enum fragment_verdict fragment_judge(const struct fragment_samples *s,
	const char **why)
{
	*why = NULL;
	/* An answer needs no control. */
	if (s->above == SAMPLE_ANSWERED)
		return FRAGMENTS_PASS;
	*why = doubt(s);
	if (*why)
		return FRAGMENTS_INCONCLUSIVE;
	return s->full == SAMPLE_SILENT ? FRAGMENTS_BIG_DROPPED
					: FRAGMENTS_DROPPED;
}
