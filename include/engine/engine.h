/*
 * The walk: a pure function of the trees and a journal of replies. It says
 * what it wants (one of five prompts), takes a reply and appends it. It
 * reads no clock, file or terminal and starts nothing.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "model/evidence.h"
#include "model/facts.h"
#include "model/reply.h"
#include "model/tree.h"

enum prompt_kind {
	PROMPT_PAGE,   /* show it, then go on */
	PROMPT_CHOICE, /* pick one of choices */
	PROMPT_FORM,   /* type values */
	PROMPT_RUN,    /* carry out check, paste its output, or pick by eye */
	PROMPT_END,    /* an outcome; nothing more is wanted */
};

enum block_kind {
	BLOCK_TEXT,    /* a paragraph for the technician */
	BLOCK_SAY,     /* to read out to the caller */
	BLOCK_WARN,    /* risk, approval, restart, what cannot be undone */
	BLOCK_HEAD,    /* a heading: "Undo", "Verify", ... */
	BLOCK_COMMAND, /* one command, values in place */
	BLOCK_BLOCKED, /* a command that lacks a value; text says which */
};

struct block {
	enum block_kind kind;
	const char *text;
	/* commands only */
	const char *machine, *machine_title;
	enum shell shell;
	enum run_as run_as;
	bool alternative; /* only when the step before it did not do */
	bool believed;    /* not verified: never shown as a bare command */
	const char *because;
};

struct choice {
	const char *id, *label, *help; /* help may be NULL */
	char key;                      /* a letter, or 0 */
};

struct prompt_field {
	const struct var *var;
	const char *value;  /* what is known or the default; or NULL */
	const char *source; /* where value is from; or NULL */
	bool required;
};

/* What evidence or an earlier answer says to this prompt. */
struct suggestion {
	bool there;
	bool earlier;       /* an answer that was set aside, not evidence */
	const char *choice; /* CHOICE, RUN: the id */
	const char *source; /* "258, from event.txt line 40" */
};

/* Where a cause stands. */
struct suspect {
	const struct cause *cause;
	double weight; /* share of all, 0 to 1 */
	bool found, ruled_out;
};

struct rank_row { /* the order that a rank node chose, and why */
	const struct node *check;
	const char *title;
	double cost;   /* minutes, with the log-on if it is the first there */
	double chance; /* that it finds the cause, 0 to 1 */
	bool chosen;
};

struct prompt {
	enum prompt_kind kind;
	const struct tree *tree;
	const struct node *node;
	const char *title;
	const char *why; /* why this is asked; or NULL */
	const struct block *blocks;
	size_t nblocks;
	const struct choice *choices;
	size_t nchoices;
	const struct prompt_field *fields;
	size_t nfields;
	bool may_skip;                  /* FORM */
	const struct check_spec *check; /* RUN */
	int attempt, attempts, every; /* RUN as a verification; 0: it is none */
	bool is_fix;                  /* CHOICE: shows a fix; done or skipped */
	const char *fix_node, *cause; /* of a fix or verification */
	const struct rank_row *rank;  /* the order behind this check */
	size_t nrank;
	/* END */
	const char *outcome, *to;
	int within;             /* minutes after the start; 0: none */
	struct strings missing; /* facts that a handover needs yet */
	const char *question;   /* what the handover must say; or NULL */
	struct suggestion suggestion;
};

/* One entry of the journal as the engine understood it. */
struct step {
	size_t number;             /* of the entry, from 0 */
	const struct reply *reply; /* a copy, owned by the engine */
	bool live;                 /* false: set aside by going back */
	/* of live answers: */
	const struct tree *tree;
	const struct node *node; /* where it was asked; NULL: no answer */
	const char *title;
	const char *outcome;     /* option, outcome or edge id */
	const char *label;       /* the same in words */
	const struct edge *edge; /* the way taken; or NULL */
	const char *note;        /* the outcome's remark; or NULL */
	const char *finds;       /* cause found by it; or NULL */
	enum {
		STEP_PLAIN,
		STEP_FIX,
		STEP_VERIFY,
		STEP_FETCH
	} role;
};

struct engine;

/* The catalogue is borrowed for the engine's life. NULL: no such tree. */
struct engine *engine_new(const struct catalog *, const char *tree);
void engine_free(struct engine *);

/* Valid until the next call that changes the engine. */
const struct prompt *engine_prompt(struct engine *);

/* Append a reply. False: it does not fit, *why says so (borrowed until the
 * next call) and nothing was appended. */
bool engine_reply(struct engine *, const struct reply *, const char **why);
/* Set the newest answer aside; false at the start. */
bool engine_back(struct engine *, int64_t at);
/* Set aside all from live answer `number` on, to answer it anew. */
bool engine_jump(struct engine *, size_t number, int64_t at);

/* How far the engine goes by itself. */
enum pace {
	PACE_EVIDENCE, /* only what evidence decides */
	PACE_DIAGNOSE, /* passes forms and weighing questions as well */
};

/* Take the suggestion of the current prompt as a step; false: nothing
 * decides it (or it is a fix or an end). */
bool engine_auto(struct engine *, enum pace, int64_t at);

/* Take the suggestion whatever it rests on (Enter on it); false: none. */
bool engine_accept(struct engine *, int64_t at);
/*
 * The fix of the current node as it would be shown, also while a value is
 * still missing (its commands are then BLOCK_BLOCKED); NULL: it is no fix.
 */
const struct prompt *engine_fix(struct engine *);

const struct step *engine_steps(const struct engine *, size_t *n);
const struct fact *engine_fact(const struct engine *, const char *name);
const struct facts *engine_facts(const struct engine *);
/* The cause found last; or NULL. */
const struct cause *engine_cause(const struct engine *);
/* All causes of the tree, most likely first; valid until the next change. */
const struct suspect *engine_suspects(struct engine *, size_t *n);
const struct tree *engine_tree(const struct engine *);
/* The var of a name as the current tree sees it; or NULL. */
const struct var *engine_var(const struct engine *, const char *name);
/* What an outcome of the current check would be for a result; or NULL. The
 * front end shows it before it is taken. */
const char *engine_judge(struct engine *, const struct result *);
/* Told of every way that is taken, and of those that a verification judged;
 * for coverage. Borrowed for the engine's life. */
struct engine_watch {
	void (*way)(void *ctx, const struct tree *, const struct node *from,
		const struct edge *);
	void *ctx;
};
void engine_set_watch(struct engine *, const struct engine_watch *);
bool engine_ended(const struct engine *);
/* Minutes from the start after which a tree hands over at the latest, the
 * least of its ends; 0: it says none. */
int engine_within(const struct tree *);

/* For authors' tools: the shapes of the kinds, and what is in a check. */
extern const struct shape *const node_shapes[]; /* ends with NULL */
/* Its spec without values in place (command is the template); false when
 * the node is no check. */
bool node_check_spec(const struct tree *, const struct node *,
	struct check_spec *);
/* Its spec with the facts given; false when a value is missing or refused,
 * *why says which. Strings live in the arena. */
bool node_check_fill(const struct tree *, const struct node *,
	const struct facts *, struct arena *, struct check_spec *,
	const char **why);

#endif
