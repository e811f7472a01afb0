/*
 * How a thing is written in YAML, as data. One table of fields drives the
 * loader, lint, the JSON Schema and the generated reference, so a kind is
 * described in exactly one place.
 *
 * Every struct that a shape fills begins with `struct mark at`; one that
 * stands in a FIELD_MAP continues with `const char *id`.
 */
#ifndef MODEL_SHAPE_H
#define MODEL_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

enum field_type {
	FIELD_TEXT,    /* const char *: words for a person */
	FIELD_ID,      /* const char *: a name of ours */
	FIELD_STRING,  /* const char *: anything, checked by its own rule */
	FIELD_COMMAND, /* const char *: a template, ASCII only */
	FIELD_PATTERN, /* struct pattern * */
	FIELD_INT,     /* int, between min and max */
	FIELD_NUMBER,  /* double, 0 or more */
	FIELD_BOOL,    /* bool */
	FIELD_WORD,    /* int: index into words */
	FIELD_DATE,    /* const char *: YYYY-MM-DD */
	FIELD_STRINGS, /* struct strings */
	FIELD_FACT,    /* const char *: a declared var */
	FIELD_FACTS,   /* struct strings of declared vars */
	FIELD_CAUSE,   /* const char *: a declared cause */
	FIELD_CAUSES,  /* struct strings of them */
	FIELD_MACHINE, /* const char *: a declared machine */
	FIELD_SOURCES, /* struct strings of about.sources ids */
	FIELD_NODE,    /* const char *: a node, without going there */
	FIELD_NODES,   /* struct strings of them; edges to each */
	FIELD_EDGE,    /* struct edge *: where it goes */
	FIELD_EDGES,   /* struct edges: label -> where */
	FIELD_WEIGHTS, /* struct weights: cause -> factor */
	FIELD_VALUES,  /* struct pairs: var -> text */
	FIELD_PAIRS,   /* struct pairs: any key -> text */
	FIELD_WHEN,    /* struct when * */
	FIELD_STRUCT,  /* one struct by `shape`, embedded */
	FIELD_MAYBE,   /* pointer to one struct by `shape`, or NULL */
	FIELD_LIST,    /* struct list of structs by `shape` */
	FIELD_MAP,     /* struct list of structs by `shape`, id first */
};

enum field_flags {
	FIELD_REQUIRED = 1 << 0,
	/* An edge whose label is the id of the struct that it stands in. */
	FIELD_LABEL_ID = 1 << 1,
	/* A capture of a pattern in the same struct must give each. */
	FIELD_CAPTURED = 1 << 2,
};

struct field {
	const char *key;
	enum field_type type;
	size_t offset;
	unsigned flags;
	const struct shape *shape; /* STRUCT, MAYBE, LIST, MAP */
	const char *const *words;  /* WORD: ends with NULL */
	int min, max;              /* INT: range; LIST: how many */
	const char *label;         /* EDGE: its label when not LABEL_ID */
	const char *help;          /* one line for the reference */
};

struct shape {
	const char *name;
	size_t size;                /* of the struct the values go into */
	const struct field *fields; /* ends with a NULL key */
	const char *help;
	const char *also; /* one more key that is read elsewhere; or NULL */
};

struct strings {
	const char **s;
	const struct mark *at; /* of each, for messages */
	size_t n;
};

struct list {
	void *items; /* n structs of the shape's size */
	size_t n;
};

struct pair {
	struct mark at;
	const char *key, *value;
};

struct pairs {
	struct pair *p;
	size_t n;
};

struct weight {
	struct mark at;
	const char *cause;
	double factor; /* 1 says nothing, 0.2 = five times less likely */
};

struct weights {
	struct weight *w;
	size_t n;
};

/*
 * Calls back for every field that a filled struct has, nested ones too, in
 * the order of the shapes. `owner` is the struct the field stands in, of
 * shape `shape`; `value` points to the field itself.
 */
typedef void shape_visitor(void *ctx, const struct shape *shape,
	const struct field *, void *owner, void *value);
void shape_visit(const struct shape *, void *filled, shape_visitor *,
	void *ctx);

const struct field *shape_field(const struct shape *, const char *key);

#endif
