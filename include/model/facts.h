/* Named values, each with where it is from. Names are the vars of the tree. */
#ifndef MODEL_FACTS_H
#define MODEL_FACTS_H

#include <stdbool.h>
#include <stddef.h>

struct fact {
	char *name, *value; /* owned */
	char *source; /* "event.txt:40", "asked", "check nps.ask"; owned */
	size_t step;  /* the journal entry that brought it */
};

struct facts {
	struct fact *list; /* sorted by name */
	size_t n, cap;
};

void facts_init(struct facts *);
void facts_release(struct facts *);
void facts_set(struct facts *, const char *name, const char *value,
	const char *source, size_t step);
void facts_unset(struct facts *, const char *name);
const struct fact *facts_get(const struct facts *, const char *name);
const char *facts_value(const struct facts *, const char *name);

#endif
