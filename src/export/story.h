/* A record told in words: what text, Markdown, HTML and CSV have in common. */
#ifndef EXPORT_STORY_H
#define EXPORT_STORY_H

#include "model/record.h"

struct told {
	const char *label, *value;
};

/* Ticket, problem, times, state, cause ...; in the arena. */
struct told *story_head(const struct record *, struct arena *, size_t *n);
/* "escalated to PKI team"; in the arena. */
const char *story_state(const struct record *, struct arena *);

/* One entry. What there is nothing to say about is NULL. */
struct story_item {
	size_t number;    /* from 1 */
	const char *time; /* "05:12"; "" when not known */
	const char *kind; /* "Question", "Check", "Fix", "Note" ... */
	const char *title;
	const char *answer; /* may have many lines */
	const char *source; /* where the answer is from */
	const char *machine, *command;
	const char *ran; /* "exit 0, 120 ms, pasted" */
	const char *out, *err, *note, *finds;
	const char *aside; /* "set aside: ..." */
};

/* False for an entry that says nothing to a reader (a page that was read).
 * Strings live in the arena or the record. */
bool story_tell(const struct record *, const struct entry *, struct arena *,
	struct story_item *);

/* Facts that hold, as text: value, or words for a secret. */
const char *story_fact(const struct record_fact *);

#endif
