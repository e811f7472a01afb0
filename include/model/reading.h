/*
 * From evidence to facts, codes and trees: what the start screen, `diagnose`
 * and every paste do with a text.
 */
#ifndef MODEL_READING_H
#define MODEL_READING_H

#include "model/codes.h"
#include "model/evidence.h"
#include "model/tree.h"

struct finding {
	char *fact, *value;   /* owned */
	const char *evidence; /* its name; owned by the reading */
	unsigned line;        /* in the evidence; from 1 */
	int confidence;       /* of the reader */
	const char *reader;   /* its id; borrowed */
};

struct seen_code {
	int32_t code;
	bool is_reason; /* an NPS reason, not a client code */
	bool certain;   /* from an event or said to be the error; else only
			 * a known number somewhere in the text */
	const char *evidence; /* as in finding */
	unsigned line;
};

struct score {
	const struct tree *tree;
	int score; /* the sum of the weights that fitted */
};

struct reading {
	struct finding *findings; /* in the order found */
	size_t n, cap;
	struct seen_code *codes; /* each once */
	size_t ncodes, capcodes;
	struct score *scores; /* best first; only those above 0 */
	size_t nscores, capscores;
	char **names; /* of the evidence read */
	size_t nnames, capnames;
};

void reading_init(struct reading *);
void reading_release(struct reading *);
/*
 * Read one text: the readers of all trees of the catalogue, then bare codes
 * (a number alone, a number after "error" or "code", ERROR_ names, known
 * HRESULTs), then the trees' own signs. Adds to what is there.
 */
void reading_add(struct reading *, const struct catalog *, const struct codes *,
	const struct evidence *);
/* The best finding of a fact: surest reader first, then first in the text. */
const struct finding *reading_fact(const struct reading *, const char *name);

#endif
