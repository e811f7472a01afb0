/*
 * A tree: one YAML file (with its included parts) in memory. Loaded once,
 * checked completely, never changed. All of it lives in one arena.
 */
#ifndef MODEL_TREE_H
#define MODEL_TREE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/names.h"
#include "model/check_spec.h"
#include "model/shape.h"

/* One way out of a node. */
struct edge {
	struct mark at;
	const char *label; /* option or outcome id, "otherwise", "ok" ... */
	const char *to;    /* resolved id, "exit.NAME", or "tree:ID" */
	const struct node *target; /* NULL for exits and other trees */
	size_t number; /* among the edges of the tree, for coverage */
};

struct edges {
	struct edge **e;
	size_t n;
};

/* What every node has; a kind's own struct begins with it. */
struct node {
	struct mark at;
	const char *id; /* with the prefix of its part: "nps.ask" */
	const struct shape *kind;
	const struct part *part; /* NULL in the tree's own nodes */
	struct edge **edges;     /* every way out, in the order written */
	size_t nedges;
	size_t number; /* among the nodes of the tree */
};

/* An included part: where its nodes came from. */
struct part {
	const char *as;   /* prefix */
	const char *file; /* as written */
	struct source source;
	struct list params; /* of struct var */
	struct strings exits;
};

enum var_type {
	VAR_STRING,
	VAR_INT,
	VAR_BOOL,
	VAR_ENUM,
	VAR_HOSTNAME,
	VAR_FQDN,
	VAR_IP,
	VAR_UPN,
	VAR_ACCOUNT,
	VAR_HEX,
	VAR_THUMBPRINT,
	VAR_PATH_WINDOWS,
	VAR_DATE,
	VAR_SECRET,
	VAR_CODE,
	VAR_GUID,
	VAR_OID,
	VAR_SERIAL,
};

enum redact {
	REDACT_NONE,
	REDACT_PERSON,
	REDACT_HOST,
	REDACT_ADDRESS,
	REDACT_SECRET
};
enum letter_case {
	CASE_KEEP,
	CASE_LOWER,
	CASE_UPPER
};
enum set_by {
	SET_BY_USER,
	SET_BY_CHECK
};

struct var {
	struct mark at;
	const char *id;
	int type; /* enum var_type */
	const char *ask, *example, *initial;
	bool optional;
	struct pattern *pattern;
	int length, min, max; /* 0 = no limit */
	struct strings values, normalise;
	int letter_case, redact, set_by;
};

struct machine {
	struct mark at;
	const char *id, *title;
	int os;
	int shell;    /* enum shell */
	double reach; /* minutes for the first log-on */
	const char *team, *ssh;
};

struct cause {
	struct mark at;
	const char *id, *title;
	double prior;
	bool unlisted;
};

struct source_ref {
	struct mark at;
	const char *id, *url, *title, *checked;
};

struct reviewed {
	struct mark at;
	const char *by, *date;
};

struct about {
	struct mark at;
	const char *summary, *audience;
	int state;
	struct strings authors, applies_to, tags;
	struct reviewed *reviewed;
	int review_every;
	struct list sources; /* of struct source_ref */
	const char *replaced_by;
};

struct hint { /* detect.any */
	struct mark at;
	struct pattern *pattern;
	int weight;
	const char *language;
};

struct saver { /* detect.save */
	struct mark at;
	struct pattern *pattern;
	struct strings vars;
};

struct detect {
	struct mark at;
	struct strings codes;
	int32_t *code;    /* the same, as numbers */
	struct list any;  /* of struct hint */
	struct list save; /* of struct saver */
};

struct reader {
	struct mark at;
	const char *id;
	struct pattern *pattern;
	struct strings facts;
	struct pairs decode; /* fact -> hex, le32, thumb */
	struct pairs set;    /* fact -> constant */
	int confidence;
};

struct include {
	struct mark at;
	const char *file, *as;
};

struct tree {
	struct mark at;
	const char *id, *version, *title, *language;
	struct about about;
	struct detect detect;
	struct list machines, vars, causes, readers, includes;
	bool is_part;
	struct list params; /* parts: of struct var */
	struct strings exits;
	const char *start_id;
	int format;

	struct arena arena;   /* owns everything */
	struct source source; /* name and bytes, in the arena */
	const char *origin;   /* the folder it came from, or "built in" */
	bool shipped;         /* built in: may run its checks after consent */
	const struct node *start;
	struct node **nodes;
	size_t nnodes, nedges;
	struct names by_id; /* node id -> number */
	struct part **parts;
	struct pattern **patterns; /* every one of its; freed with it */
	size_t npatterns, cappatterns;
	size_t nparts;
};

void tree_free(struct tree *);
const struct node *tree_node(const struct tree *, const char *id);
const struct var *tree_var(const struct tree *, const char *id);
const struct machine *tree_machine(const struct tree *, const char *id);
const struct cause *tree_cause(const struct tree *, const char *id);
const struct source_ref *tree_source(const struct tree *, const char *id);

/* All trees that can be reached, one per id, and what all share. */
struct catalog {
	struct tree **trees;
	size_t n;
	const struct tree *common; /* readers and vars of every tree; or NULL */
	const struct codes *codes; /* what numbers mean; or NULL */
};

const struct tree *catalog_tree(const struct catalog *, const char *id);
/* A var by name: the tree's own, else the common one. */
const struct var *catalog_var(const struct catalog *, const struct tree *,
	const char *id);

#endif
