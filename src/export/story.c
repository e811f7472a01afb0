/* Entries as sentences. */
#include "story.h"

#include <stdlib.h>
#include <string.h>

#include "model/moment.h"

static const char *finish(struct arena *a, struct str *s)
{
	const char *made = arena_strndup(a, s->s, s->len);

	str_release(s);
	return made;
}

const char *story_state(const struct record *r, struct arena *a)
{
	const struct now *now = record_now(r);
	const char *place = now->title ? now->title : now->node;

	if (strcmp(now->state, "open") == 0)
		return place ? arena_printf(a, "open, at '%s'", place) : "open";
	if (strcmp(now->state, "not_applicable") == 0)
		return "not applicable";
	if (now->to)
		return arena_printf(a, "%s to %s", now->state, now->to);
	return now->state;
}

static const char *minute(struct arena *a, int64_t at)
{
	struct str s = STR_INIT;

	moment_add_minute(&s, at);
	if (s.len > 0)
		str_adds(&s, " UTC");
	return finish(a, &s);
}

static const char *length(struct arena *a, int64_t ms)
{
	struct str s = STR_INIT;

	moment_add_length(&s, ms);
	return finish(a, &s);
}

static void put(struct told *list, size_t *n, const char *label,
	const char *value)
{
	if (value && *value)
		list[(*n)++] = (struct told){label, value};
}

static const char *problem(const struct record *r, struct arena *a)
{
	return arena_printf(a, "%s (%s%s%s)", r->title ? r->title : r->tree,
		r->tree, r->tree_version ? " " : "",
		r->tree_version ? r->tree_version : "");
}

static const char *cause(const struct now *now)
{
	if (!now->cause.id)
		return NULL;
	return now->cause.title ? now->cause.title : now->cause.id;
}

struct told *story_head(const struct record *r, struct arena *a, size_t *n)
{
	struct told *list = arena_alloc(a, 10 * sizeof *list);
	int64_t last = record_last(r);

	*n = 0;
	put(list, n, "Session", r->id);
	put(list, n, "Ticket", r->ticket);
	put(list, n, "Problem", problem(r, a));
	put(list, n, "Caller", r->caller);
	put(list, n, "Technician", r->technician);
	put(list, n, "Started", minute(a, r->started));
	if (r->started != 0 && last > r->started)
		put(list, n, "Took", length(a, last - r->started));
	put(list, n, "State", story_state(r, a));
	put(list, n, "Cause found", cause(record_now(r)));
	return list;
}

const char *story_fact(const struct record_fact *f)
{
	return f->value ? f->value : "(secret, not kept)";
}

static const char *kind_word(const struct entry *e)
{
	switch (e->reply.kind) {
	case REPLY_NEXT:
		return "Page";
	case REPLY_CHOICE:
		if (e->role && strcmp(e->role, "fix") == 0)
			return "Fix";
		return e->role ? "Check" : "Question";
	case REPLY_FORM:
		return "Form";
	case REPLY_SKIP:
		return "Skipped";
	case REPLY_RESULT:
		return "Check";
	case REPLY_EVIDENCE:
		return "Evidence";
	case REPLY_SET:
		return "Set";
	case REPLY_BACK:
		return "Back";
	case REPLY_NOTE:
		return "Note";
	case REPLY_FLAG:
		return "Flag";
	case REPLY_TRIED:
		return "Already tried";
	case REPLY_EXPORT:
		return "Export";
	}
	return "";
}

static const char *values(const struct entry *e, struct arena *a)
{
	const struct pairs *v = &e->reply.values;
	struct str s = STR_INIT;

	for (size_t i = 0; i < v->n; i++)
		str_addf(&s, "%s%s: %s", s.len > 0 ? "\n" : "", v->p[i].key,
			v->p[i].value);
	for (size_t i = 0; i < e->secrets.n; i++)
		str_addf(&s, "%s%s: (secret, not kept)", s.len > 0 ? "\n" : "",
			e->secrets.s[i]);
	return finish(a, &s);
}

static const char *chosen(const struct entry *e)
{
	if (e->label)
		return e->label;
	return e->outcome ? e->outcome : e->reply.choice;
}

static const char *answer(const struct entry *e, struct arena *a)
{
	const struct reply *r = &e->reply;

	switch (r->kind) {
	case REPLY_NEXT:
		return NULL;
	case REPLY_CHOICE:
	case REPLY_RESULT:
		return chosen(e);
	case REPLY_FORM:
	case REPLY_SET:
		return values(e, a);
	case REPLY_SKIP:
		return r->text ? r->text : "skipped";
	case REPLY_EVIDENCE:
		return arena_printf(a, "%s, %zu bytes",
			r->name ? r->name : "text", r->len);
	case REPLY_BACK:
		return arena_printf(a, "to answer %zu", r->to + 1);
	case REPLY_NOTE:
	case REPLY_FLAG:
	case REPLY_TRIED:
	case REPLY_EXPORT:
		return r->text;
	}
	return NULL;
}

static const char *source(const struct entry *e, struct arena *a)
{
	const struct reply *r = &e->reply;
	const char *by = by_words[r->by];

	if (r->kind == REPLY_BACK || r->kind == REPLY_EXPORT)
		return NULL;
	return r->source ? arena_printf(a, "%s: %s", by, r->source) : by;
}

static const char *ran(const struct result *r, struct arena *a)
{
	struct str s = STR_INIT;

	if (r->verdict != RESULT_RAN)
		str_addf(&s, "not carried out (%s), ",
			verdict_words[r->verdict]);
	if (r->has_exit)
		str_addf(&s, "exit %d, ", r->exit);
	if (r->ms >= 0)
		str_addf(&s, "%ld ms, ", r->ms);
	str_adds(&s, way_words[r->way]);
	if (r->say)
		str_addf(&s, ": %s", r->say);
	return finish(a, &s);
}

static const char *aside(const struct entry *e, struct arena *a)
{
	switch (e->state) {
	case ENTRY_LIVE:
		return NULL;
	case ENTRY_BACK:
		return "set aside by going back";
	case ENTRY_STALE:
		return arena_printf(a, "set aside, the tree has changed: %s",
			e->stale ? e->stale : "it no longer holds");
	}
	return NULL;
}

static const char *clock_of(int64_t at, struct arena *a)
{
	struct str s = STR_INIT;
	const char *made;

	moment_add_minute(&s, at);
	made = s.len > 5 ? arena_strdup(a, s.s + s.len - 5) : "";
	str_release(&s);
	return made;
}

bool story_tell(const struct record *r, const struct entry *e, struct arena *a,
	struct story_item *item)
{
	const struct reply *reply = &e->reply;

	*item = (struct story_item){.number = e->number + 1,
		.time = clock_of(reply->at, a),
		.kind = kind_word(e),
		.title = e->title ? e->title : reply->node,
		.answer = answer(e, a),
		.source = source(e, a),
		.machine = e->machine,
		.command = e->command,
		.note = e->note,
		.aside = aside(e, a)};
	if (e->finds.id)
		item->finds = e->finds.title ? e->finds.title : e->finds.id;
	if (reply->kind == REPLY_RESULT) {
		item->ran = ran(&reply->result, a);
		item->out = reply->result.outlen > 0 ? reply->result.out : NULL;
		item->err = reply->result.errlen > 0 ? reply->result.err : NULL;
	} else if (reply->kind == REPLY_EVIDENCE) {
		item->title = NULL;
		item->out = reply->len > 0 ? reply->text : NULL;
	}
	return reply->kind != REPLY_NEXT;
}
