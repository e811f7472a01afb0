/* Counts over many sessions, which pass through one by one. */
#include "store/stats.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "model/moment.h"
#include "reader.h"

const char *const stats_words[] = {
	"ends", "causes", "left", "nodes", "fixes", "flags", NULL};

void stats_init(struct stats *s)
{
	*s = (struct stats){0};
	arena_init(&s->arena);
	names_init(&s->seen);
	for (size_t i = 0; i < STATS_TABLES; i++)
		names_init(&s->tables[i].names);
}

void stats_release(struct stats *s)
{
	for (size_t i = 0; i < STATS_TABLES; i++) {
		struct stats_table *t = &s->tables[i];

		for (size_t k = 0; k < t->n; k++)
			free(t->rows[k].times);
		free(t->rows);
		names_release(&t->names);
	}
	names_release(&s->seen);
	arena_release(&s->arena);
	*s = (struct stats){0};
}

/* Parts of a step ("publish#verify") belong to its node. */
static size_t node_length(const char *id)
{
	return strcspn(id, "#");
}

static struct stats_row *row_of(struct stats *s, enum stats_what what,
	const char *tree, const char *id, const char *title)
{
	struct stats_table *t = &s->tables[what];
	size_t len = node_length(id), at;
	struct str key = STR_INIT;
	struct stats_row *row;

	str_adds(&key, tree);
	str_addc(&key, '\t');
	str_add(&key, id, len);
	at = names_find(&t->names, key.s);
	if (at == NAMES_NONE) {
		at = t->n++;
		t->rows = grow(t->rows, &t->cap, at, sizeof *t->rows);
		row = &t->rows[at];
		*row = (struct stats_row){.median = -1};
		row->tree = arena_strdup(&s->arena, tree);
		row->id = arena_strndup(&s->arena, id, len);
		row->title = arena_strdup(&s->arena, title ? title : "");
		names_add(&t->names, arena_strndup(&s->arena, key.s, key.len),
			at);
	}
	str_release(&key);
	return &t->rows[at];
}

static const char *tree_of(const struct record *r, const struct entry *e)
{
	return e && e->tree ? e->tree : r->tree;
}

static void add_time(struct stats_row *row, int64_t ms)
{
	row->times = grow(row->times, &row->captimes, row->ntimes,
		sizeof *row->times);
	row->times[row->ntimes++] = ms;
}

static void add_cause(struct stats *s, const struct record *r,
	const struct now *now)
{
	const struct entry *found = NULL;
	struct stats_row *row;

	for (size_t i = 0; i < r->n; i++)
		if (r->entries[i].state == ENTRY_LIVE &&
			r->entries[i].finds.id &&
			strcmp(r->entries[i].finds.id, now->cause.id) == 0)
			found = &r->entries[i];
	row = row_of(s, STATS_CAUSES, tree_of(r, found), now->cause.id,
		now->cause.title);
	row->count++;
	if (found && r->started > 0 && found->reply.at >= r->started)
		add_time(row, found->reply.at - r->started);
}

static void add_fix(struct stats *s, const struct record *r,
	const struct entry *e)
{
	bool verify = strcmp(e->role, "verify") == 0;
	const char *way = e->way ? e->way : "";
	struct stats_row *row;

	if (!verify && strcmp(e->role, "fix") != 0)
		return;
	row = row_of(s, STATS_FIXES, tree_of(r, e), e->reply.node, e->title);
	if (verify && strcmp(way, "fixed") == 0)
		row->verified++;
	else if (verify && strcmp(way, "not_fixed") == 0)
		row->unverified++;
	else if (!verify && strcmp(way, "skipped") == 0)
		row->skipped++;
	else if (!verify && e->outcome && strcmp(e->outcome, "done") == 0)
		row->done++;
	row->count = row->done + row->skipped;
}

static void add_flag(struct stats *s, const struct record *r,
	const struct entry *e, const char *tree)
{
	struct stats_row *row = row_of(s, STATS_FLAGS, e->tree ? e->tree : tree,
		e->reply.node ? e->reply.node : "", e->title);

	row->count++;
	if (!e->reply.text)
		return;
	for (size_t i = 0; i < row->ntexts; i++)
		if (strcmp(row->texts[i], e->reply.text) == 0)
			return;
	if (row->ntexts < STATS_TEXTS)
		row->texts[row->ntexts++] =
			arena_strdup(&s->arena, e->reply.text);
}

static bool is_answer(enum reply_kind kind)
{
	return kind == REPLY_NEXT || kind == REPLY_CHOICE ||
	       kind == REPLY_FORM || kind == REPLY_SKIP ||
	       kind == REPLY_RESULT || kind == REPLY_TRIED;
}

/* The parts of a node that follow on each other are one visit. */
static bool same_node(const char *a, const char *b)
{
	size_t n = node_length(b);

	return a && node_length(a) == n && strncmp(a, b, n) == 0;
}

/* Gives the tree that the walk was in last. */
static const char *add_entries(struct stats *s, const struct record *r)
{
	const char *tree = r->tree, *last = NULL, *last_tree = NULL;

	for (size_t i = 0; i < r->n; i++) {
		const struct entry *e = &r->entries[i];
		const char *node = e->reply.node;

		if (e->reply.kind == REPLY_FLAG)
			add_flag(s, r, e, tree);
		if (!node || !is_answer(e->reply.kind))
			continue;
		tree = tree_of(r, e);
		if (e->role && e->state == ENTRY_LIVE)
			add_fix(s, r, e);
		if (last && same_node(last, node) &&
			strcmp(last_tree, tree) == 0)
			continue;
		row_of(s, STATS_NODES, tree, node, e->title)->count++;
		last = node;
		last_tree = tree;
	}
	return tree;
}

/* A day or a month compares as the beginning of every moment in it. */
static int compare_day(int64_t at, const char *day)
{
	struct str text = STR_INIT;
	int c;

	moment_add(&text, at);
	c = strncmp(text.s, day, strlen(day));
	str_release(&text);
	return c;
}

static bool wanted(const struct stats *s, const struct record *r)
{
	return (!s->tree || strcmp(s->tree, r->tree) == 0) &&
	       (!s->since || compare_day(r->started, s->since) >= 0) &&
	       (!s->until || compare_day(r->started, s->until) <= 0);
}

/* Ids are times of day, so two desks may have the same one. */
static bool is_new(struct stats *s, const struct record *r)
{
	struct str key = STR_INIT;
	bool is;

	str_addf(&key, "%s %s %lld %s", r->id, r->tree, (long long)r->started,
		r->ticket ? r->ticket : "");
	is = names_find(&s->seen, key.s) == NAMES_NONE;
	if (is)
		names_add(&s->seen, arena_strndup(&s->arena, key.s, key.len),
			0);
	str_release(&key);
	return is;
}

void stats_add(struct stats *s, const struct record *r)
{
	const struct now *now = record_now(r);
	const char *tree;

	s->damaged += r->damaged;
	if (!wanted(s, r))
		return;
	if (!is_new(s, r)) {
		s->twice++;
		return;
	}
	s->sessions++;
	if (r->started > 0 && (s->first == 0 || r->started < s->first))
		s->first = r->started;
	if (r->started > s->last)
		s->last = r->started;
	tree = add_entries(s, r);
	row_of(s, STATS_ENDS, "", now->state, NULL)->count++;
	if (now->cause.id)
		add_cause(s, r, now);
	if (strcmp(now->state, "open") == 0)
		row_of(s, STATS_LEFT, tree, now->node ? now->node : "",
			now->title)
			->count++;
}

static void finish_record(struct stats *s, struct record *r)
{
	if (r->id) {
		record_settle(r);
		stats_add(s, r);
	}
	record_release(r);
}

static bool starts(const char *line, size_t n, const char *with)
{
	return n > strlen(with) && memcmp(line, with, strlen(with)) == 0;
}

/* Each header and each exported session begins a new one. */
static bool read_lines(struct stats *s, struct linefile *f)
{
	struct record r;
	const char *line, *why;
	size_t n;

	record_init(&r);
	while ((line = linefile_next(f, &n))) {
		bool begins;

		if (n == 0)
			continue;
		begins = starts(line, n, "{\"vpntriage\"") ||
			 starts(line, n, "{\"session\"");
		if (begins)
			finish_record(s, &r);
		if (reader_line(&r, line, n, &why) != LINE_BAD)
			continue;
		s->damaged++;
		if (begins)
			record_release(&r);
	}
	finish_record(s, &r);
	return !f->failed;
}

static bool read_file(struct stats *s, struct linefile *f, const char *path,
	struct str *why)
{
	bool ok = linefile_open(f, path) == 0 && read_lines(s, f);

	if (!ok)
		str_addf(why, "cannot read '%s': %s", path, file_error(errno));
	linefile_close(f);
	return ok;
}

static bool read_folder(struct stats *s, const char *folder, struct str *why)
{
	struct file_list list;
	struct linefile f = {0};
	struct str path = STR_INIT;
	bool ok = true;

	if (file_list(folder, &list) < 0) {
		str_addf(why, "cannot read '%s': %s", folder,
			file_error(errno));
		return false;
	}
	for (size_t i = 0; ok && i < list.n; i++) {
		if (!ends_with(list.names[i], ".json") &&
			!ends_with(list.names[i], ".jsonl"))
			continue;
		str_reset(&path);
		str_addf(&path, "%s/%s", folder, list.names[i]);
		ok = read_file(s, &f, path.s, why);
	}
	linefile_release(&f);
	str_release(&path);
	file_list_release(&list);
	return ok;
}

bool stats_read(struct stats *s, const char *path, struct str *why)
{
	struct linefile f = {0};
	bool ok;

	if (file_is_folder(path) == 1)
		return read_folder(s, path, why);
	ok = read_file(s, &f, path, why);
	linefile_release(&f);
	return ok;
}

bool stats_read_store(struct stats *s, const struct store *store,
	struct str *why)
{
	if (!store->folder) {
		str_adds(why, "neither XDG_STATE_HOME nor HOME says where "
			      "sessions are kept");
		return false;
	}
	return file_is_folder(store->folder) != 1 ||
	       read_folder(s, store->folder, why);
}

static int by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int most_first(const void *a, const void *b)
{
	const struct stats_row *x = a, *y = b;
	int c;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	c = strcmp(x->tree, y->tree);
	return c != 0 ? c : strcmp(x->id, y->id);
}

void stats_finish(struct stats *s)
{
	for (size_t i = 0; i < STATS_TABLES; i++) {
		struct stats_table *t = &s->tables[i];

		for (size_t k = 0; k < t->n; k++) {
			struct stats_row *row = &t->rows[k];

			if (row->ntimes == 0)
				continue;
			qsort(row->times, row->ntimes, sizeof *row->times,
				by_time);
			row->median = row->times[row->ntimes / 2];
		}
		if (t->n > 0)
			qsort(t->rows, t->n, sizeof *t->rows, most_first);
		/* Their numbers hold no longer. */
		names_release(&t->names);
		names_init(&t->names);
	}
}

size_t stats_sample(const struct stats *s, const char *tree)
{
	const struct stats_table *t = &s->tables[STATS_CAUSES];
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->rows[i].tree, tree) == 0)
			n += t->rows[i].count;
	return n;
}

size_t stats_found(const struct stats *s, const char *tree, const char *cause)
{
	const struct stats_table *t = &s->tables[STATS_CAUSES];

	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->rows[i].tree, tree) == 0 &&
			strcmp(t->rows[i].id, cause) == 0)
			return t->rows[i].count;
	return 0;
}

int stats_prior(size_t found, size_t sample, size_t causes)
{
	double share;

	if (sample < STATS_ENOUGH)
		return 0;
	share = ((double)found + 0.5) / ((double)sample + 0.5 * (double)causes);
	return share < 0.01 ? 1 : (int)(share * 100 + 0.5);
}
