/* Name -> number, for finding things by name in trees of any size. */
#ifndef BASE_NAMES_H
#define BASE_NAMES_H

#include <stddef.h>

#define NAMES_NONE ((size_t)-1)

struct names {
	struct name_slot *slots; /* open addressing; owned */
	size_t n, cap;           /* cap is a power of two */
};

void names_init(struct names *);
void names_release(struct names *);
/* The name is borrowed and must outlive the table. Gives the old number when
 * the name was there already (and leaves it), else NAMES_NONE. */
size_t names_add(struct names *, const char *name, size_t number);
size_t names_find(const struct names *, const char *name);

#endif
