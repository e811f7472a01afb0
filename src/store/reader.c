/*
 * Lines of a journal -> record. What it does not know it passes over, so
 * that a journal of a later version can be read as far as it goes; what is
 * wrong costs its line and no more.
 */
#include "reader.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/xmem.h"
#include "jsonin.h"
#include "model/moment.h"

static int word_of(struct jsonin *j, const char *const *words)
{
	struct slice s = jsonin_slice(j);

	for (int i = 0; words[i]; i++)
		if (slice_is(s, words[i]))
			return i;
	jsonin_fail(j, "an unknown word");
	return 0;
}

static int64_t time_of(struct jsonin *j)
{
	struct slice s = jsonin_slice(j);
	int64_t ms = 0;

	if (!j->error && !moment_parse(s.s, s.n, &ms))
		jsonin_fail(j, "a time is wrong");
	return ms;
}

static size_t count_of(struct jsonin *j)
{
	int64_t v = jsonin_int(j);

	if (v < 0)
		jsonin_fail(j, "a number is negative");
	return v < 0 ? 0 : (size_t)v;
}

static int small_of(struct jsonin *j)
{
	int64_t v = jsonin_int(j);

	if (v < INT_MIN || v > INT_MAX)
		jsonin_fail(j, "a number is too large");
	return j->error ? 0 : (int)v;
}

/* A list of elements, collected beside the arena and then moved into it. */
struct pile {
	void *items;
	size_t n, cap, size;
};

static void *pile_add(struct pile *p)
{
	p->items = grow(p->items, &p->cap, p->n, p->size);
	return memset((char *)p->items + p->n++ * p->size, 0, p->size);
}

static void *pile_finish(struct pile *p, struct arena *a, size_t *n)
{
	void *copy = arena_copy(a, p->items, p->n, p->size);

	*n = p->n;
	free(p->items);
	return copy;
}

static struct strings strings_of(struct jsonin *j, struct arena *a)
{
	struct pile pile = {.size = sizeof(const char *)};
	struct strings list = {0};

	jsonin_array(j);
	while (jsonin_item(j)) {
		const char *s = jsonin_string(j, a, NULL);

		*(const char **)pile_add(&pile) = s ? s : "";
	}
	list.s = pile_finish(&pile, a, &list.n);
	return list;
}

static struct named named_of(struct jsonin *j, struct arena *a)
{
	struct named one = {0};
	struct slice key;

	jsonin_object(j);
	while (jsonin_member(j, &key)) {
		if (slice_is(key, "id"))
			one.id = jsonin_string(j, a, NULL);
		else if (slice_is(key, "title"))
			one.title = jsonin_string(j, a, NULL);
		else
			jsonin_skip(j);
	}
	return one;
}

static void read_ruled(struct jsonin *j, struct arena *a, struct now *now)
{
	struct pile pile = {.size = sizeof(struct named)};

	jsonin_array(j);
	while (jsonin_item(j)) {
		struct named one = named_of(j, a);

		if (one.id)
			*(struct named *)pile_add(&pile) = one;
	}
	now->ruled = pile_finish(&pile, a, &now->nruled);
}

static const struct now *now_of(struct jsonin *j, struct arena *a)
{
	struct now *now = arena_alloc(a, sizeof *now);
	struct slice key;

	jsonin_object(j);
	while (jsonin_member(j, &key)) {
		if (slice_is(key, "state"))
			now->state = jsonin_string(j, a, NULL);
		else if (slice_is(key, "node"))
			now->node = jsonin_string(j, a, NULL);
		else if (slice_is(key, "title"))
			now->title = jsonin_string(j, a, NULL);
		else if (slice_is(key, "for"))
			now->to = jsonin_string(j, a, NULL);
		else if (slice_is(key, "within"))
			now->within = small_of(j);
		else if (slice_is(key, "question"))
			now->question = jsonin_string(j, a, NULL);
		else if (slice_is(key, "cause"))
			now->cause = named_of(j, a);
		else if (slice_is(key, "ruled_out"))
			read_ruled(j, a, now);
		else if (slice_is(key, "missing"))
			now->missing = strings_of(j, a);
		else
			jsonin_skip(j);
	}
	if (!now->state)
		now->state = "open";
	return now;
}

static struct record_fact fact_of(struct jsonin *j, struct arena *a)
{
	struct record_fact f = {0};
	struct slice key;

	jsonin_object(j);
	while (jsonin_member(j, &key)) {
		if (slice_is(key, "name"))
			f.name = jsonin_string(j, a, NULL);
		else if (slice_is(key, "value"))
			f.value = jsonin_string(j, a, NULL);
		else if (slice_is(key, "source"))
			f.source = jsonin_string(j, a, NULL);
		else if (slice_is(key, "redact"))
			f.redact = (enum redact)word_of(j, redact_words);
		else
			jsonin_skip(j);
	}
	return f;
}

static void read_facts(struct jsonin *j, struct arena *a, struct entry *e)
{
	struct pile pile = {.size = sizeof(struct record_fact)};

	jsonin_array(j);
	while (jsonin_item(j)) {
		struct record_fact f = fact_of(j, a);

		if (f.name)
			*(struct record_fact *)pile_add(&pile) = f;
	}
	e->facts = pile_finish(&pile, a, &e->nfacts);
}

/* Names of vars are plain ASCII; anything else is no journal of ours. */
static bool is_name(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] <= ' ' || s.s[i] >= 0x7F || s.s[i] == '\\')
			return false;
	return s.n > 0;
}

static void read_values(struct jsonin *j, struct arena *a, struct reply *r)
{
	struct pile pile = {.size = sizeof(struct pair)};
	struct slice key;

	jsonin_object(j);
	while (jsonin_member(j, &key)) {
		struct pair *p = pile_add(&pile);

		if (!is_name(key))
			jsonin_fail(j, "a name is wrong");
		p->key = arena_strndup(a, key.s, key.n);
		p->value = jsonin_string(j, a, NULL);
		if (!p->value)
			p->value = "";
	}
	r->values.p = pile_finish(&pile, a, &r->values.n);
}

static void read_result(struct jsonin *j, struct arena *a, struct result *r)
{
	struct slice key;

	*r = (struct result){.ms = -1, .out = "", .err = ""};
	jsonin_object(j);
	while (jsonin_member(j, &key)) {
		if (slice_is(key, "verdict"))
			r->verdict = (enum verdict)word_of(j, verdict_words);
		else if (slice_is(key, "way"))
			r->way = (enum result_way)word_of(j, way_words);
		else if (slice_is(key, "exit"))
			r->has_exit = true, r->exit = small_of(j);
		else if (slice_is(key, "ms"))
			r->ms = (long)jsonin_int(j);
		else if (slice_is(key, "out"))
			r->out = jsonin_string(j, a, &r->outlen);
		else if (slice_is(key, "err"))
			r->err = jsonin_string(j, a, &r->errlen);
		else if (slice_is(key, "say"))
			r->say = jsonin_string(j, a, NULL);
		else
			jsonin_skip(j);
	}
}

/* Members that are one text each, by name and place. */
struct text_member {
	const char *key;
	size_t offset;
};

#define IN_ENTRY(key, field)                       \
	{                                          \
		key, offsetof(struct entry, field) \
	}

static const struct text_member entry_texts[] = {
	IN_ENTRY("node", reply.node),
	IN_ENTRY("choice", reply.choice),
	IN_ENTRY("name", reply.name),
	IN_ENTRY("source", reply.source),
	IN_ENTRY("tree", tree),
	IN_ENTRY("version", tree_version),
	IN_ENTRY("hash", tree_hash),
	IN_ENTRY("title", title),
	IN_ENTRY("outcome", outcome),
	IN_ENTRY("label", label),
	IN_ENTRY("note", note),
	IN_ENTRY("to", to),
	IN_ENTRY("role", role),
	IN_ENTRY("way", way),
	IN_ENTRY("machine", machine),
	IN_ENTRY("shell", shell),
	IN_ENTRY("run_as", run_as),
	IN_ENTRY("command", command),
};

#define IN_HEADER(key, field)                       \
	{                                           \
		key, offsetof(struct record, field) \
	}

static const struct text_member header_texts[] = {
	IN_HEADER("id", id),
	IN_HEADER("program", program),
	IN_HEADER("tree", tree),
	IN_HEADER("version", tree_version),
	IN_HEADER("hash", tree_hash),
	IN_HEADER("title", title),
	IN_HEADER("ticket", ticket),
	IN_HEADER("technician", technician),
	IN_HEADER("caller", caller),
};

static bool read_text(struct jsonin *j, struct arena *a, struct slice key,
	const struct text_member *table, size_t n, void *into)
{
	for (size_t i = 0; i < n; i++) {
		if (!slice_is(key, table[i].key))
			continue;
		*(const char **)((char *)into + table[i].offset) =
			jsonin_string(j, a, NULL);
		return true;
	}
	return false;
}

static void read_entry_member(struct jsonin *j, struct arena *a,
	struct slice key, struct entry *e)
{
	if (slice_is(key, "at"))
		e->reply.at = time_of(j);
	else if (slice_is(key, "kind"))
		e->reply.kind = (enum reply_kind)word_of(j, reply_words);
	else if (slice_is(key, "by"))
		e->reply.by = (enum reply_by)word_of(j, by_words);
	else if (slice_is(key, "values"))
		read_values(j, a, &e->reply);
	else if (slice_is(key, "result"))
		read_result(j, a, &e->reply.result);
	else if (slice_is(key, "text"))
		e->reply.text = jsonin_string(j, a, &e->reply.len);
	else if (slice_is(key, "back_to"))
		e->reply.to = count_of(j);
	else if (slice_is(key, "secrets"))
		e->secrets = strings_of(j, a);
	else if (slice_is(key, "finds"))
		e->finds = named_of(j, a);
	else if (slice_is(key, "facts"))
		read_facts(j, a, e);
	else if (slice_is(key, "now"))
		e->now = now_of(j, a);
	else if (!read_text(j, a, key, entry_texts,
			 sizeof entry_texts / sizeof *entry_texts, e))
		jsonin_skip(j);
}

static void read_entry(struct jsonin *j, struct record *r, size_t number)
{
	struct entry e = {.number = number};
	struct slice key;

	while (jsonin_member(j, &key))
		read_entry_member(j, &r->arena, key, &e);
	if (j->error)
		return;
	if (r->n > 0 && number <= r->entries[r->n - 1].number)
		jsonin_fail(j, "an entry is out of order");
	else
		*record_add(r) = e;
}

static void read_header(struct jsonin *j, struct record *r)
{
	struct slice key;

	if (r->id)
		jsonin_fail(j, "a second session begins");
	while (jsonin_member(j, &key)) {
		if (slice_is(key, "started"))
			r->started = time_of(j);
		else if (slice_is(key, "redacted"))
			r->redacted = jsonin_bool(j);
		else if (!read_text(j, &r->arena, key, header_texts,
				 sizeof header_texts / sizeof *header_texts, r))
			jsonin_skip(j);
	}
	if (!j->error && (!r->id || !r->tree))
		jsonin_fail(j, "it has no id or no tree");
	if (j->error)
		r->id = NULL;
}

static struct aside aside_of(struct jsonin *j, struct arena *a)
{
	struct aside one = {0};
	struct slice key;

	jsonin_object(j);
	while (jsonin_member(j, &key)) {
		if (slice_is(key, "n"))
			one.number = count_of(j);
		else if (slice_is(key, "why"))
			one.why = jsonin_string(j, a, NULL);
		else
			jsonin_skip(j);
	}
	return one;
}

static void read_asides(struct jsonin *j, struct arena *a,
	struct resumption *one)
{
	struct pile pile = {.size = sizeof(struct aside)};

	jsonin_array(j);
	while (jsonin_item(j)) {
		struct aside aside = aside_of(j, a);

		*(struct aside *)pile_add(&pile) = aside;
	}
	one->aside = pile_finish(&pile, a, &one->naside);
}

static void read_resumption(struct jsonin *j, struct record *r)
{
	struct resumption one = {.before = count_of(j)};
	struct slice key;

	while (jsonin_member(j, &key)) {
		if (slice_is(key, "at"))
			one.at = time_of(j);
		else if (slice_is(key, "version"))
			one.tree_version = jsonin_string(j, &r->arena, NULL);
		else if (slice_is(key, "hash"))
			one.tree_hash = jsonin_string(j, &r->arena, NULL);
		else if (slice_is(key, "set_aside"))
			read_asides(j, &r->arena, &one);
		else
			jsonin_skip(j);
	}
	if (!j->error)
		*record_add_resumption(r) = one;
}

static enum line_kind read_object(struct jsonin *j, struct record *r);

/* {"session": {"vpntriage": 1 ...}, ..., "entries": [{"n": 0 ...}, ...]} */
static void read_export(struct jsonin *j, struct record *r)
{
	struct slice key = {"session", 7};

	do {
		if (slice_is(key, "session")) {
			jsonin_object(j);
			if (read_object(j, r) != LINE_HEADER)
				jsonin_fail(j, "it is no session");
		} else if (slice_is(key, "entries")) {
			jsonin_array(j);
			while (jsonin_item(j)) {
				jsonin_object(j);
				read_object(j, r);
			}
		} else {
			jsonin_skip(j);
		}
	} while (jsonin_member(j, &key));
}

/* What an object is, its first member says. */
static enum line_kind read_object(struct jsonin *j, struct record *r)
{
	struct slice key;

	if (!jsonin_member(j, &key)) {
		jsonin_fail(j, "it says nothing");
		return LINE_BAD;
	}
	if (slice_is(key, "vpntriage")) {
		if (jsonin_int(j) != RECORD_FORMAT)
			jsonin_fail(j, "it is of a later version of vpntriage");
		read_header(j, r);
		return LINE_HEADER;
	}
	if (slice_is(key, "n")) {
		read_entry(j, r, count_of(j));
		return LINE_ENTRY;
	}
	if (slice_is(key, "resumed")) {
		read_resumption(j, r);
		return LINE_RESUMED;
	}
	if (slice_is(key, "session")) {
		read_export(j, r);
		return LINE_EXPORT;
	}
	jsonin_fail(j, "it is no line of a session");
	return LINE_BAD;
}

enum line_kind reader_line(struct record *r, const char *line, size_t n,
	const char **why)
{
	struct jsonin j;
	enum line_kind kind;

	jsonin_init(&j, line, n);
	jsonin_object(&j);
	kind = j.error ? LINE_BAD : read_object(&j, r);
	if (!jsonin_finish(&j))
		kind = LINE_BAD;
	*why = j.error;
	jsonin_release(&j);
	return kind;
}

bool reader_journal(struct record *r, const char *bytes, size_t n, size_t *good,
	const char **why)
{
	const char *p = bytes, *end = bytes + n, *next;
	const char *fault;

	*good = 0;
	*why = "it is empty";
	for (; (next = memchr(p, '\n', (size_t)(end - p))); p = next + 1) {
		enum line_kind kind =
			reader_line(r, p, (size_t)(next - p), &fault);

		if (p == bytes && (kind == LINE_BAD || !r->id)) {
			*why = kind == LINE_BAD ? fault
						: "its beginning is missing";
			return false;
		}
		r->damaged += kind == LINE_BAD;
		*good = (size_t)(next + 1 - bytes);
	}
	if (!r->id)
		return false;
	record_settle(r);
	return true;
}
