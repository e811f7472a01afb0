/*
 * One session: what the engine took goes to its journal, and comes back from
 * there. Writing that fails is said once and tried again with the next
 * answer; until then everything is in memory.
 */
#include "store/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "model/moment.h"
#include "replay.h"
#include "scribe.h"
#include "where.h"

struct session {
	const struct store *store;
	struct record record;
	struct scribe scribe;
	struct appender journal;
	size_t *numbers; /* step of the engine -> number of its entry */
	size_t nnumbers, capnumbers;
	size_t written, resumptions_written; /* of the record's, on the disk */
	bool on_disk;                        /* the header is */
	bool read_only, settled;
	int64_t size; /* of the file when it was read */
	struct str trouble;
	struct strings changes; /* in the record's arena */
};

static struct session *session_alloc(const struct store *store)
{
	struct session *s = xcalloc(1, sizeof *s);

	s->store = store;
	s->journal.fd = -1;
	record_init(&s->record);
	scribe_init(&s->scribe, &s->record.arena);
	str_init(&s->trouble);
	return s;
}

void session_free(struct session *s)
{
	if (!s)
		return;
	appender_close(&s->journal);
	scribe_release(&s->scribe);
	record_release(&s->record);
	str_release(&s->trouble);
	free(s->numbers);
	free(s);
}

/* "20261121-051203": sorts by time and can be typed. */
static const char *make_id(struct arena *a, int64_t at)
{
	struct str s = STR_INIT, id = STR_INIT;
	const char *made;

	moment_add(&s, at != 0 ? at : 1);
	for (const char *p = s.s; *p && *p != '.'; p++) {
		if (*p == 'T')
			str_addc(&id, '-');
		else if (*p >= '0' && *p <= '9')
			str_addc(&id, *p);
	}
	made = arena_strdup(a, id.s);
	str_release(&s);
	str_release(&id);
	return made;
}

static const char *dup(struct record *r, const char *s)
{
	return s && *s ? arena_strdup(&r->arena, s) : NULL;
}

struct session *session_new(const struct store *store, struct engine *e,
	const struct session_start *start)
{
	struct session *s = session_alloc(store);
	struct record *r = &s->record;
	const struct tree *t = engine_tree(e);

	r->id = make_id(&r->arena, start->at);
	r->program = dup(r, start->program);
	r->tree = dup(r, t->id);
	r->tree_version = dup(r, t->version);
	r->tree_hash = scribe_hash(&r->arena, t);
	r->title = dup(r, t->title);
	r->ticket = dup(r, start->ticket);
	r->technician = dup(r, start->technician);
	r->caller = dup(r, start->caller);
	r->started = start->at;
	scribe_now(&s->scribe, e);
	return s;
}

static int trouble(struct session *s, const char *what)
{
	str_reset(&s->trouble);
	str_addf(&s->trouble,
		"%s: %s; it is kept in memory and tried again with the next "
		"answer",
		what, file_error(errno));
	return -1;
}

/* Makes the file under the first free name. */
static int make_file(struct session *s)
{
	struct record *r = &s->record;
	const char *wanted = r->id;
	struct str path = STR_INIT;
	int rc = -1;

	for (int i = 2; rc < 0 && i < 10000; i++) {
		str_reset(&path);
		store_path(s->store, r->id, &path);
		rc = appender_open(&s->journal, s->store->ops, path.s,
			FILE_NEW);
		if (rc < 0 && errno != EEXIST)
			break;
		if (rc < 0)
			r->id = arena_printf(&r->arena, "%s-%d", wanted, i);
	}
	str_release(&path);
	return rc;
}

static int open_file(struct session *s)
{
	struct str path = STR_INIT;
	int rc;

	store_path(s->store, s->record.id, &path);
	rc = appender_open(&s->journal, s->store->ops, path.s, FILE_REPLACE);
	if (rc == 0 && s->journal.size != s->size) {
		appender_close(&s->journal);
		errno = EWOULDBLOCK;
		rc = -1;
	}
	str_release(&path);
	return rc;
}

static int ensure_open(struct session *s)
{
	if (s->journal.fd >= 0)
		return 0;
	if (!s->store->folder) {
		errno = ENOENT;
		return trouble(s, "no folder for sessions");
	}
	if (!s->on_disk && file_mkdirs(s->store->folder) < 0)
		return trouble(s, s->store->folder);
	if ((s->on_disk ? open_file(s) : make_file(s)) < 0)
		return trouble(s, s->record.id);
	if (appender_lock(&s->journal) == 0)
		return 0;
	appender_close(&s->journal);
	return trouble(s, s->record.id);
}

/* All that is not on the disk yet, as lines. */
static void pending(struct session *s, struct str *out)
{
	const struct record *r = &s->record;
	struct json j;

	if (!s->on_disk) {
		json_init(&j, out, false);
		record_write_header(&j, r);
		str_addc(out, '\n');
	}
	for (size_t i = s->resumptions_written; i < r->nresumptions; i++) {
		json_init(&j, out, false);
		record_write_resumption(&j, &r->resumptions[i]);
		str_addc(out, '\n');
	}
	for (size_t i = s->written; i < r->n; i++) {
		json_init(&j, out, false);
		record_write_entry(&j, &r->entries[i]);
		str_addc(out, '\n');
	}
}

static int write_pending(struct session *s)
{
	struct record *r = &s->record;
	struct str lines = STR_INIT;
	int rc;

	if (s->written == r->n && s->resumptions_written == r->nresumptions)
		return 0;
	if (s->read_only || ensure_open(s) < 0)
		return -1;
	pending(s, &lines);
	rc = appender_add(&s->journal, lines.s, lines.len);
	if (rc < 0) {
		trouble(s, r->id);
	} else {
		s->on_disk = true;
		s->written = r->n;
		s->resumptions_written = r->nresumptions;
		str_reset(&s->trouble);
	}
	str_release(&lines);
	return rc;
}

static void add_number(struct session *s, size_t number)
{
	s->numbers = grow(s->numbers, &s->capnumbers, s->nnumbers,
		sizeof *s->numbers);
	s->numbers[s->nnumbers++] = number;
}

static void note_new(struct session *s, struct engine *e)
{
	size_t n, first = s->nnumbers;
	const struct step *steps = engine_steps(e, &n);
	struct entry *entry = NULL;

	for (size_t i = first; i < n; i++)
		scribe_learn(&s->scribe, e, steps[i].reply);
	for (size_t i = first; i < n; i++) {
		entry = record_add(&s->record);
		scribe_note(&s->scribe, e, &steps[i], entry);
		if (entry->reply.kind == REPLY_NOTE && !entry->reply.node)
			entry->reply.node = scribe_place(&s->scribe, e);
		if (entry->reply.kind == REPLY_BACK &&
			entry->reply.to < s->nnumbers)
			entry->reply.to = s->numbers[entry->reply.to];
		add_number(s, entry->number);
		s->settled = false;
	}
	if (entry)
		entry->now = scribe_now(&s->scribe, e);
}

int session_keep(struct session *s, struct engine *e)
{
	note_new(s, e);
	return write_pending(s);
}

const char *session_trouble(const struct session *s)
{
	return s->trouble.len > 0 ? s->trouble.s : NULL;
}

bool session_read_only(const struct session *s)
{
	return s->read_only;
}

const char *session_id(const struct session *s)
{
	return s->record.id;
}

const struct record *session_record(struct session *s)
{
	if (!s->settled)
		record_settle(&s->record);
	s->settled = true;
	return &s->record;
}

const struct strings *session_changes(const struct session *s)
{
	return &s->changes;
}

/* Lock, then read: in between nobody can add anything. */
static bool open_and_read(struct session *s, const char *id, struct str *why)
{
	struct str path = STR_INIT;
	bool locked, ok;

	if (!s->store->folder || !store_is_id(id)) {
		str_addf(why, "no session '%s'", id);
		return false;
	}
	store_path(s->store, id, &path);
	ok = appender_open(&s->journal, s->store->ops, path.s, FILE_REPLACE) ==
	     0;
	locked = ok && appender_lock(&s->journal) == 0;
	if (!locked)
		appender_close(&s->journal);
	if (ok && !locked) {
		s->read_only = true;
		str_addf(&s->trouble,
			"session %s is open in another window: read only "
			"here, nothing is kept",
			id);
	}
	ok = store_reread(&s->journal, path.s, &s->record, why);
	s->size = s->journal.size;
	str_release(&path);
	return ok;
}

struct session *session_resume(const struct session_take *take,
	struct engine **engine, struct str *why)
{
	struct session *s = session_alloc(take->store);
	struct replay replay = {
		.record = &s->record, .catalog = take->catalog, .at = take->at};

	if (!open_and_read(s, take->id, why) || !replay_run(&replay, why)) {
		session_free(s);
		return NULL;
	}
	s->on_disk = true;
	s->numbers = replay.numbers;
	s->nnumbers = replay.nnumbers;
	s->capnumbers = replay.capnumbers;
	s->changes = replay.changes;
	s->written = s->record.n;
	s->resumptions_written = replay.resumptions_before;
	*engine = replay.engine;
	scribe_now(&s->scribe, *engine);
	write_pending(s);
	return s;
}
