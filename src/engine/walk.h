/*
 * Where a walk stands, for the kinds of nodes. Derived from the journal by
 * replay; nothing here is kept anywhere else.
 */
#ifndef ENGINE_WALK_H
#define ENGINE_WALK_H

#include "engine/engine.h"
#include "model/fill.h"
#include "model/when.h"

#define WALK_FRAMES 16

enum phase {
	PHASE_ENTER,  /* the node itself; a fix: its preconditions first */
	PHASE_VERIFY, /* a fix was done; does it show? */
};

struct document { /* evidence given */
	const char *name, *text;
	size_t len;
	size_t step;
};

struct walk {
	const struct catalog *catalog;
	const struct tree *tree;
	const struct node *node; /* NULL: a way led nowhere */
	enum phase phase;
	size_t before;            /* which precondition */
	int attempt;              /* of the verification, from 1 */
	const struct node *fetch; /* a check run for a value that node lacks */
	const struct node *frame[WALK_FRAMES]; /* links to come back from */
	size_t nframes;
	const struct node *rank; /* the rank that chose node; or NULL */
	struct strings values;   /* vars to be asked before node is shown */

	struct facts facts;
	double *weight; /* of each cause */
	const struct cause *found;
	int *taken;    /* how often each edge was */
	bool *checked; /* which checks were carried out */
	bool *asked;   /* for which nodes values were asked */
	struct document *docs;
	size_t ndocs, capdocs;
	size_t fixed_at; /* evidence before this step is stale */
	size_t step;     /* number of the entry being applied */

	/* What the answer being taken did; for the step. */
	const char *outcome, *label, *note, *finds;
	int role;
	const struct engine_watch *watch; /* or NULL */
	struct arena *arena; /* of the engine: lives as long as it */
};

/* Room for a prompt that lives until the next change. */
struct stage {
	struct arena *arena;
	const struct walk *walk;
	struct prompt *prompt;
	struct block *blocks;
	size_t cap;
};

void stage_block(struct stage *, struct block);
void stage_text(struct stage *, enum block_kind, const char *tmpl);
/* A choice list of n in the arena; key 0 means: number it only. */
struct choice *stage_choices(struct stage *, size_t n);
const char *stage_fill(struct stage *, const char *tmpl);

/*
 * A kind of node: how it is written, what it asks, what a reply does.
 * accept() gives the way taken, or NULL with *why when the reply does not
 * fit; or NULL and *why NULL: stay here (a fix between its phases).
 * pass() is for kinds that ask nothing: the way on, decided by the walk.
 */
struct node_kind {
	const struct shape *shape;
	void (*prompt)(struct stage *, const struct node *);
	const struct edge *(*accept)(struct walk *, const struct node *,
		const struct reply *, const char **why);
	const struct edge *(*pass)(struct walk *, const struct node *);
	void (*suggest)(const struct walk *, const struct node *,
		struct arena *, struct suggestion *);
};

extern const struct node_kind *const node_kinds[]; /* ends with NULL */
const struct node_kind *kind_of(const struct node *);

/* The node that is asked now: the check of a fetch or a verification, else
 * the node itself. */
const struct node *walk_asked(const struct walk *);
const struct edge *node_edge(const struct node *, const char *label);

/* Facts by value_accept; a value that does not fit its var is ignored. */
void walk_set(struct walk *, const char *name, const char *value,
	const char *source);
void walk_set_pairs(struct walk *, const struct pairs *, const char *source);
void walk_weigh(struct walk *, const struct weights *);
void walk_rule_out(struct walk *, const struct strings *causes);
void walk_find(struct walk *, const char *cause);
/* Facts out of a text, by the readers of all trees. */
void walk_read(struct walk *, const char *name, const char *text, size_t len,
	size_t skip_lines);
size_t walk_cause_index(const struct walk *, const char *id);
double walk_weight(const struct walk *, const char *cause);

/* "258, from event.txt:40": why a condition holds, in words. */
const char *walk_because(const struct walk *, struct arena *,
	const struct when_reason *, const struct document *);
/* Facts younger than the last fix only. */
void walk_fresh_facts(const struct walk *, struct facts *out);

extern const struct shape question_shape, form_shape, check_shape, fix_shape,
	rank_shape, link_shape, note_shape, end_shape;
extern const struct node_kind question_kind, form_kind, check_kind, fix_kind,
	rank_kind, link_kind, note_kind, end_kind;

/* node_check.c: for fix, rank and the tools */
const struct edge *check_take(struct walk *, const struct node *,
	const struct reply *, const char **why);
bool check_suggest(const struct walk *, const struct node *, struct arena *,
	struct suggestion *);
bool check_saves(const struct node *, const char *var);
double check_cost(const struct node *);
const struct strings *check_tests(const struct node *);
const char *check_title(const struct node *);
const char *check_machine(const struct node *);
/* The outcome of a result; "otherwise" when nothing fits. */
const char *check_judge(const struct walk *, const struct node *,
	const struct result *);
void check_block(struct stage *, const struct node *);

/* node_fix.c */
const char *fix_verify_check(const struct node *);
void fix_needs(const struct node *, fill_visit *, void *ctx);
/* The fix as it is shown, whatever phase it is in. */
void fix_show(struct stage *, const struct node *);

/* node_rank.c */
void rank_show(struct stage *, const struct node *rank);

#endif
