/*
 * Replaying: an answer holds when the walk stands at the node where it was
 * given and the engine takes it. What does not hold is set aside with its
 * reason; the rest goes on behind it.
 */
#include "replay.h"

#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "scribe.h"

#define NOT_KEPT "(secret, not kept)"

/* While it runs. */
struct run {
	struct replay *to;
	struct aside *aside;
	size_t naside, capaside;
	const char **changes;
	size_t nchanges, capchanges;
	bool trees_changed;
};

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static void say(struct run *run, const char *sentence)
{
	run->changes = grow(run->changes, &run->capchanges, run->nchanges,
		sizeof *run->changes);
	run->changes[run->nchanges++] = sentence;
}

static void set_aside(struct run *run, const struct entry *e, const char *why)
{
	struct arena *a = &run->to->record->arena;

	run->aside = grow(run->aside, &run->capaside, run->naside,
		sizeof *run->aside);
	run->aside[run->naside++] =
		(struct aside){e->number, arena_strdup(a, why)};
	say(run, arena_printf(a, "answer %zu, '%s', is set aside: %s",
			 e->number + 1,
			 e->title        ? e->title
			 : e->reply.node ? e->reply.node
					 : "",
			 why));
}

/* The first step of the engine whose entry has this number or a later one. */
static size_t step_of(const struct replay *r, size_t number)
{
	size_t low = 0, high = r->nnumbers;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->numbers[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void compare(struct run *run, const struct entry *e,
	const struct step *now)
{
	struct arena *a = &run->to->record->arena;
	const char *to = now->edge ? now->edge->to : NULL;

	if (!run->trees_changed || !now->node)
		return;
	if (!same(e->outcome, now->outcome))
		say(run, arena_printf(a, "answer %zu, '%s': was '%s', is '%s'",
				 e->number + 1, now->title,
				 e->outcome ? e->outcome : "",
				 now->outcome ? now->outcome : ""));
	if (!same(e->to, to))
		say(run, arena_printf(a,
				 "answer %zu, '%s': led to '%s', leads "
				 "to '%s'",
				 e->number + 1, now->title, e->to ? e->to : "",
				 to ? to : ""));
	if (!same(e->label, now->label) || !same(e->title, now->title))
		say(run, arena_printf(a, "answer %zu, '%s', is worded anew",
				 e->number + 1, now->title));
}

/* A secret was kept nowhere. Words take its place, so that the walk comes
 * out the same and a command shows what has to be typed again. */
static void stand_in(struct run *run, const struct entry *e, struct reply *r)
{
	struct arena *a = &run->to->record->arena;
	size_t n = r->values.n, more = e->secrets.n;
	struct pair *all = arena_alloc(a, (n + more) * sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = r->values.p[i];
	for (size_t i = 0; i < more; i++) {
		all[n + i].key = e->secrets.s[i];
		all[n + i].value = NOT_KEPT;
		say(run, arena_printf(a,
				 "'%s' is a secret and was not kept: "
				 "type it again before it is used",
				 e->secrets.s[i]));
	}
	r->values = (struct pairs){all, n + more};
}

static void count_steps(struct replay *to, size_t number, size_t n)
{
	while (to->nnumbers < n) {
		to->numbers = grow(to->numbers, &to->capnumbers, to->nnumbers,
			sizeof *to->numbers);
		to->numbers[to->nnumbers++] = number;
	}
}

static void replay_entry(struct run *run, const struct entry *e)
{
	struct replay *to = run->to;
	struct reply reply = e->reply;
	const char *why = NULL;
	const struct step *steps;
	size_t n;

	if (reply.kind == REPLY_BACK) {
		reply.to = step_of(to, reply.to);
		if (reply.to == to->nnumbers)
			return; /* everything it took back is aside already */
	}
	if (e->secrets.n > 0)
		stand_in(run, e, &reply);
	if (!engine_reply(to->engine, &reply, &why)) {
		set_aside(run, e, why ? why : "it does not fit");
		return;
	}
	steps = engine_steps(to->engine, &n);
	count_steps(to, e->number, n);
	compare(run, e, &steps[n - 1]);
}

static void see_tree(struct run *run, const char *id, const char *version,
	const char *hash)
{
	struct arena *a = &run->to->record->arena;
	const struct tree *t = catalog_tree(run->to->catalog, id);

	if (!hash || (t && same(scribe_hash(a, t), hash)))
		return;
	run->trees_changed = true;
	if (!t)
		say(run, arena_printf(a, "the tree '%s' is gone", id));
	else
		say(run, arena_printf(a,
				 "the tree '%s' has changed: version %s "
				 "then, %s now",
				 id, version ? version : "unknown",
				 t->version ? t->version : "unknown"));
}

static void see_trees(struct run *run)
{
	const struct record *r = run->to->record;
	const char *version = r->tree_version, *hash = r->tree_hash;

	for (size_t i = 0; i < r->nresumptions; i++) {
		if (!r->resumptions[i].tree_hash)
			continue;
		version = r->resumptions[i].tree_version;
		hash = r->resumptions[i].tree_hash;
	}
	see_tree(run, r->tree, version, hash);
	for (size_t i = 0; i < r->n; i++) {
		const struct entry *e = &r->entries[i];

		if (e->tree && e->tree_hash && !same(e->tree, r->tree))
			see_tree(run, e->tree, e->tree_version, e->tree_hash);
	}
}

/* What was found out is part of the session from now on. */
static void note_resumption(struct run *run)
{
	struct record *r = run->to->record;
	const struct tree *t = catalog_tree(run->to->catalog, r->tree);
	struct resumption *one;

	if (run->naside == 0 && !run->trees_changed)
		return;
	one = record_add_resumption(r);
	one->at = run->to->at;
	one->tree_version =
		t->version ? arena_strdup(&r->arena, t->version) : NULL;
	one->tree_hash = scribe_hash(&r->arena, t);
	one->aside = arena_copy(&r->arena, run->aside, run->naside,
		sizeof *run->aside);
	one->naside = run->naside;
}

bool replay_run(struct replay *to, struct str *why)
{
	struct record *r = to->record;
	struct run run = {.to = to};

	to->engine = engine_new(to->catalog, r->tree);
	if (!to->engine) {
		str_addf(why,
			"the tree '%s' of this session is not there any more; "
			"'vpntriage export %s' still works",
			r->tree, r->id);
		return false;
	}
	to->resumptions_before = r->nresumptions;
	see_trees(&run);
	for (size_t i = 0; i < r->n; i++)
		if (r->entries[i].state != ENTRY_STALE)
			replay_entry(&run, &r->entries[i]);
	note_resumption(&run);
	record_settle(r);
	to->changes.s = arena_copy(&r->arena, run.changes, run.nchanges,
		sizeof *run.changes);
	to->changes.n = run.nchanges;
	free(run.changes);
	free(run.aside);
	return true;
}
