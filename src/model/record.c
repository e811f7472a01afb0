/* What follows from the entries of a record: what counts and what holds. */
#include "model/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/names.h"
#include "base/xmem.h"

const char *const redact_words[] = {
	"none", "person", "host", "address", "secret", NULL};

void record_init(struct record *r)
{
	*r = (struct record){0};
	arena_init(&r->arena);
}

void record_release(struct record *r)
{
	arena_release(&r->arena);
	free(r->entries);
	free(r->resumptions);
	record_init(r);
}

struct entry *record_add(struct record *r)
{
	struct entry *e;

	r->entries = grow(r->entries, &r->cap, r->n, sizeof *r->entries);
	e = &r->entries[r->n];
	*e = (struct entry){0};
	e->number = r->n > 0 ? e[-1].number + 1 : 0;
	r->n++;
	return e;
}

struct resumption *record_add_resumption(struct record *r)
{
	struct resumption *one;

	r->resumptions = grow(r->resumptions, &r->capresumptions,
		r->nresumptions, sizeof *r->resumptions);
	one = &r->resumptions[r->nresumptions++];
	*one = (struct resumption){
		.before = r->n > 0 ? r->entries[r->n - 1].number + 1 : 0};
	return one;
}

/* Notes, flags and evidence are no answers: going back leaves them standing. */
static bool goes_back(enum reply_kind kind)
{
	return kind == REPLY_NEXT || kind == REPLY_CHOICE ||
	       kind == REPLY_FORM || kind == REPLY_SKIP ||
	       kind == REPLY_RESULT || kind == REPLY_TRIED || kind == REPLY_SET;
}

static struct entry *find(const struct record *r, size_t number)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->entries[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->n && r->entries[low].number == number ? &r->entries[low]
							      : NULL;
}

const struct entry *record_entry(const struct record *r, size_t number)
{
	return find(r, number);
}

static void set_aside(struct record *r, const struct resumption *one)
{
	for (size_t i = 0; i < one->naside; i++) {
		struct entry *e = find(r, one->aside[i].number);

		if (!e || e->state != ENTRY_LIVE)
			continue;
		e->state = ENTRY_STALE;
		e->stale = one->aside[i].why;
	}
}

/* Each answer leaves the stack of live ones once, so the work is linear
 * however often somebody goes back. */
static size_t go_back(struct record *r, size_t *live, size_t n, size_t to)
{
	while (n > 0 && r->entries[live[n - 1]].number >= to) {
		struct entry *e = &r->entries[live[--n]];

		if (e->state == ENTRY_LIVE)
			e->state = ENTRY_BACK;
	}
	return n;
}

void record_settle(struct record *r)
{
	size_t *live = xcalloc(r->n + 1, sizeof *live);
	size_t nlive = 0, next = 0;

	for (size_t i = 0; i < r->n; i++) {
		r->entries[i].state = ENTRY_LIVE;
		r->entries[i].stale = NULL;
	}
	for (size_t i = 0; i < r->n; i++) {
		struct entry *e = &r->entries[i];

		while (next < r->nresumptions &&
			r->resumptions[next].before <= e->number)
			set_aside(r, &r->resumptions[next++]);
		if (e->reply.kind == REPLY_BACK)
			nlive = go_back(r, live, nlive, e->reply.to);
		else if (goes_back(e->reply.kind))
			live[nlive++] = i;
	}
	while (next < r->nresumptions)
		set_aside(r, &r->resumptions[next++]);
	free(live);
}

const struct now *record_now(const struct record *r)
{
	static const struct now unknown = {.state = "open"};

	for (size_t i = r->n; i-- > 0;)
		if (r->entries[i].now)
			return r->entries[i].now;
	return &unknown;
}

static int by_name(const void *a, const void *b)
{
	const struct record_fact *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Room for every fact of every live entry, found by name through a table,
 * the latest in the place of the first. */
struct record_fact *record_facts(const struct record *r, size_t *n)
{
	struct names names;
	struct record_fact *list = NULL;
	size_t cap = 0;

	*n = 0;
	names_init(&names);
	for (size_t i = 0; i < r->n; i++) {
		const struct entry *e = &r->entries[i];

		for (size_t k = 0; e->state == ENTRY_LIVE && k < e->nfacts;
			k++) {
			size_t old = names_add(&names, e->facts[k].name, *n);

			if (list && old != NAMES_NONE) {
				list[old] = e->facts[k];
				continue;
			}
			list = grow(list, &cap, *n, sizeof *list);
			list[(*n)++] = e->facts[k];
		}
	}
	names_release(&names);
	if (*n > 0)
		qsort(list, *n, sizeof *list, by_name);
	return list;
}

int64_t record_last(const struct record *r)
{
	for (size_t i = r->n; i-- > 0;)
		if (r->entries[i].reply.at != 0)
			return r->entries[i].reply.at;
	return r->started;
}
