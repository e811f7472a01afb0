/* A hash table of borrowed names (FNV-1a, linear probing). */
#include "base/names.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

#ifdef TINY
#define FIRST_CAP 2
#else
#define FIRST_CAP 64
#endif

struct name_slot {
	const char *name;
	size_t number;
};

void names_init(struct names *t)
{
	*t = (struct names){0};
}

void names_release(struct names *t)
{
	free(t->slots);
	names_init(t);
}

static size_t hash(const char *s)
{
	uint64_t h = 14695981039346656037u;

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return (size_t)(h ^ h >> 32);
}

/* The slot of the name, or the free one where it would go. */
static struct name_slot *slot(const struct names *t, const char *name)
{
	size_t i = hash(name) & (t->cap - 1);

	while (t->slots[i].name && strcmp(t->slots[i].name, name) != 0)
		i = (i + 1) & (t->cap - 1);
	return &t->slots[i];
}

static void rehash(struct names *t)
{
	struct names old = *t;

	t->cap = old.cap ? old.cap * 2 : FIRST_CAP;
	t->slots = xcalloc(t->cap, sizeof(*t->slots));
	for (size_t i = 0; i < old.cap; i++)
		if (old.slots[i].name)
			*slot(t, old.slots[i].name) = old.slots[i];
	free(old.slots);
}

size_t names_add(struct names *t, const char *name, size_t number)
{
	struct name_slot *s;

	if (t->n * 2 >= t->cap)
		rehash(t);
	s = slot(t, name);
	if (s->name)
		return s->number;
	*s = (struct name_slot){name, number};
	t->n++;
	return NAMES_NONE;
}

size_t names_find(const struct names *t, const char *name)
{
	const struct name_slot *s;

	if (t->cap == 0)
		return NAMES_NONE;
	s = slot(t, name);
	return s->name ? s->number : NAMES_NONE;
}
