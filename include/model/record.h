/*
 * One session as plain data: its header and its entries, each with what was
 * answered and how it was understood at that time. What the journal holds,
 * and what exports, lists and statistics are made of. It stands on its own:
 * no tree is needed to read it. See doc/sessions.md for how it is written.
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/json.h"
#include "model/reply.h"
#include "model/tree.h"

#define RECORD_FORMAT 1

/* Indexed by enum redact; ends with NULL. */
extern const char *const redact_words[];

struct record_fact {
	const char *name;
	const char *value; /* NULL: a secret, which is kept nowhere */
	const char *source;
	enum redact redact;
};

struct named {
	const char *id, *title;
};

/* Where the walk stood after an entry. */
struct now {
	const char *state; /* "open", or the outcome of the end */
	const char *node, *title;
	const char *to; /* an end's: who has it next; or NULL */
	int within;     /* minutes from the start; 0: no limit */
	const char *question;
	struct named cause;  /* found last; id NULL: none */
	struct named *ruled; /* causes ruled out */
	size_t nruled;
	struct strings missing; /* facts that a handover needs yet */
};

enum entry_state {
	ENTRY_LIVE,
	ENTRY_BACK,  /* set aside by going back */
	ENTRY_STALE, /* set aside because the tree has changed */
};

struct entry {
	size_t number; /* from 0; gaps are lines that were damaged */
	enum entry_state state;
	const char *stale; /* why */
	struct reply reply;
	struct strings secrets; /* vars typed whose values are not kept */
	/* As it was understood; each may be NULL. */
	const char *tree, *tree_version, *tree_hash; /* of a tree new here */
	const char *title, *outcome, *label, *note, *to;
	struct named finds;
	const char *role;    /* "fix", "verify", "fetch" */
	const char *way;     /* out of a fix: "fixed", "not_fixed", "skipped" */
	const char *machine; /* of a check or fix, in words */
	const char *shell, *run_as, *command;
	struct record_fact *facts; /* that it brought */
	size_t nfacts;
	const struct now *now;
};

struct aside {
	size_t number; /* of an entry */
	const char *why;
};

/* The walk was taken up again with other trees. */
struct resumption {
	size_t before; /* the number of the entry that follows */
	int64_t at;
	const char *tree_version, *tree_hash;
	struct aside *aside;
	size_t naside;
};

struct record {
	struct arena arena; /* owns all text */
	const char *id, *program, *tree, *tree_version, *tree_hash, *title;
	const char *ticket, *technician, *caller; /* each may be NULL */
	bool redacted;   /* it came from outside, with tokens for names */
	int64_t started; /* 0: not known */
	struct entry *entries;
	size_t n, cap;
	struct resumption *resumptions;
	size_t nresumptions, capresumptions;
	size_t damaged; /* lines that could not be read */
};

void record_init(struct record *);
void record_release(struct record *);
struct entry *record_add(struct record *); /* zeroed but for its number */
struct resumption *record_add_resumption(struct record *);

/* Work out which entries are set aside, from the goings back and the
 * resumptions; linear. */
void record_settle(struct record *);
/* The last known place; never NULL. */
const struct now *record_now(const struct record *);
/* The facts that hold at the end, by name; the list is the caller's to free,
 * what it points to is the record's. */
struct record_fact *record_facts(const struct record *, size_t *n);
/* The time of the last entry, else of the start. */
int64_t record_last(const struct record *);
const struct entry *record_entry(const struct record *, size_t number);

/* One line of a journal each, without its end; see doc/sessions.md. */
void record_write_header(struct json *, const struct record *);
void record_write_entry(struct json *, const struct entry *);
void record_write_resumption(struct json *, const struct resumption *);

#endif
