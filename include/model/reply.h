/*
 * One entry of a journal: what the person (or the evidence, a check, a
 * probe) answered, or what was done to the walk (back, a note, a flag).
 * Journals are append-only; replaying the entries gives the walk again.
 */
#ifndef MODEL_REPLY_H
#define MODEL_REPLY_H

#include <stdbool.h>
#include <stdint.h>

#include "model/check_spec.h"
#include "model/shape.h"

enum reply_kind {
	/* these answer the current prompt */
	REPLY_NEXT,   /* a page was read */
	REPLY_CHOICE, /* an option, or an outcome by eye, by id */
	REPLY_FORM,   /* values typed */
	REPLY_SKIP,   /* a form passed over; a check not carried out */
	REPLY_RESULT, /* a check was run, pasted or probed */
	/* these may come at any time */
	REPLY_EVIDENCE, /* a text was given */
	REPLY_SET,      /* values overruled */
	REPLY_BACK,     /* every answer from entry `to` on is set aside */
	REPLY_NOTE,     /* a remark for the ticket */
	REPLY_FLAG,     /* a remark for the author of the tree, at `node` */
	REPLY_TRIED,    /* "already tried", with a reason, at `node` */
	REPLY_EXPORT,   /* exported; text says how, and what was overridden */
};

extern const char *const reply_words[];

enum reply_by {
	BY_PERSON,
	BY_EVIDENCE,
	BY_CHECK,
	BY_PROBE,
	BY_FILE, /* an answers file or the command line */
};

extern const char *const by_words[];

struct reply {
	enum reply_kind kind;
	enum reply_by by;
	const char *node;   /* which node it answers; filled in by the engine */
	const char *choice; /* CHOICE: option, outcome, done, skipped ... */
	struct pairs values;  /* FORM, SET: var -> text */
	struct result result; /* RESULT */
	const char *name;     /* EVIDENCE: of the text */
	const char *text; /* EVIDENCE: normalised; NOTE, FLAG, TRIED, EXPORT */
	size_t len;       /* of text */
	size_t to;        /* BACK: number of an entry */
	const char *source; /* "258, from event.txt line 40"; or NULL */
	int64_t at;         /* milliseconds since 1970; 0: not known */
};

/* A deep copy in one arena. */
struct arena;
struct reply *reply_copy(struct arena *, const struct reply *);

#endif
