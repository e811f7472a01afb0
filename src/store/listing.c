/*
 * The list of sessions. Of each file only the header and the last lines are
 * understood, so that a folder of thousands is listed at once.
 */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "reader.h"
#include "store/store.h"
#include "where.h"

#define SUFFIX ".jsonl"
#define JOURNAL_MOST ((size_t)1 << 30)

static const char *dup(struct arena *a, const char *s)
{
	return s ? arena_strdup(a, s) : NULL;
}

/* From the end backwards, until one says where the walk stands. */
static void read_last_lines(struct record *r, const char *bytes, size_t n)
{
	const char *end = bytes + n, *why;

	while (end > bytes && end[-1] != '\n')
		end--;
	while (end > bytes) {
		const char *start = end - 1;
		enum line_kind kind;

		while (start > bytes && start[-1] != '\n')
			start--;
		r->n = 0;
		kind = reader_line(r, start, (size_t)(end - start), &why);
		if (kind == LINE_HEADER || (r->n > 0 && r->entries[0].now))
			return;
		end = start;
	}
}

static void read_row(struct listed *row, struct arena *a, const char *bytes,
	size_t n)
{
	const char *line = memchr(bytes, '\n', n), *why;
	struct record r;
	const struct now *now;

	record_init(&r);
	row->damaged = !line || reader_line(&r, bytes, (size_t)(line - bytes),
					&why) != LINE_HEADER;
	if (!row->damaged) {
		read_last_lines(&r, line + 1, n - (size_t)(line + 1 - bytes));
		now = record_now(&r);
		row->tree = dup(a, r.tree);
		row->title = dup(a, r.title);
		row->ticket = dup(a, r.ticket);
		row->state = dup(a, now->state);
		row->cause = dup(a, now->cause.id);
		row->started = r.started;
		row->last = record_last(&r);
	}
	record_release(&r);
}

static void add_row(struct listing *l, const struct store *s, const char *name)
{
	struct str path = STR_INIT, bytes = STR_INIT;
	struct listed *row;

	l->rows = grow(l->rows, &l->cap, l->n, sizeof *l->rows);
	row = &l->rows[l->n];
	*row = (struct listed){.state = "damaged"};
	row->id = arena_strndup(&l->arena, name, strlen(name) - strlen(SUFFIX));
	store_path(s, row->id, &path);
	if (file_read(path.s, JOURNAL_MOST, &bytes) == 0) {
		read_row(row, &l->arena, bytes.s, bytes.len);
		l->n++;
	}
	str_release(&path);
	str_release(&bytes);
}

static int latest_first(const void *a, const void *b)
{
	const struct listed *x = a, *y = b;

	if (x->last != y->last)
		return x->last < y->last ? 1 : -1;
	return strcmp(x->id, y->id);
}

bool store_latest(const struct store *s, size_t most, struct listing *l,
	struct str *why)
{
	struct file_list files;

	*l = (struct listing){0};
	arena_init(&l->arena);
	if (!s->folder) {
		str_adds(why, "neither XDG_STATE_HOME nor HOME says where "
			      "sessions are kept");
		return false;
	}
	if (file_list(s->folder, &files) < 0) {
		if (errno == ENOENT)
			return true;
		str_addf(why, "cannot read '%s': %s", s->folder,
			file_error(errno));
		return false;
	}
	/* Their names begin with the time, so the latest come last. */
	for (size_t i = files.n; i > 0 && l->n < most; i--)
		if (ends_with(files.names[i - 1], SUFFIX))
			add_row(l, s, files.names[i - 1]);
	file_list_release(&files);
	if (l->n > 0)
		qsort(l->rows, l->n, sizeof *l->rows, latest_first);
	return true;
}

bool store_list(const struct store *s, struct listing *l, struct str *why)
{
	return store_latest(s, SIZE_MAX, l, why);
}

void listing_release(struct listing *l)
{
	arena_release(&l->arena);
	free(l->rows);
	*l = (struct listing){0};
}
