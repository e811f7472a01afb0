/* A small sorted map; trees have tens of facts. */
#include "model/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"

void facts_init(struct facts *f)
{
	*f = (struct facts){0};
}

static void release(struct fact *f)
{
	free(f->name);
	free(f->value);
	free(f->source);
}

void facts_release(struct facts *f)
{
	for (size_t i = 0; i < f->n; i++)
		release(&f->list[i]);
	free(f->list);
	facts_init(f);
}

/* Where the name is, or where it would go. */
static size_t place(const struct facts *f, const char *name, bool *there)
{
	size_t low = 0, high = f->n;

	*there = false;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(name, f->list[mid].name);

		if (order == 0) {
			*there = true;
			return mid;
		}
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

void facts_set(struct facts *f, const char *name, const char *value,
	const char *source, size_t step)
{
	struct fact fact = {
		xstrdup(name), xstrdup(value), xstrdup(source), step};
	bool there;
	size_t i = place(f, name, &there);

	if (there) {
		release(&f->list[i]);
	} else {
		f->list = grow(f->list, &f->cap, f->n, sizeof(*f->list));
		memmove(f->list + i + 1, f->list + i,
			(f->n - i) * sizeof(*f->list));
		f->n++;
	}
	f->list[i] = fact;
}

void facts_unset(struct facts *f, const char *name)
{
	bool there;
	size_t i = place(f, name, &there);

	if (!there)
		return;
	release(&f->list[i]);
	f->n--;
	memmove(f->list + i, f->list + i + 1, (f->n - i) * sizeof(*f->list));
}

const struct fact *facts_get(const struct facts *f, const char *name)
{
	bool there;
	size_t i = place(f, name, &there);

	return there ? &f->list[i] : NULL;
}

const char *facts_value(const struct facts *f, const char *name)
{
	const struct fact *fact = facts_get(f, name);

	return fact ? fact->value : NULL;
}
