/*
 * What the next person needs, in at most HANDOVER_LINES lines: problem,
 * scope, facts, tried and result, ruled out, found, what is asked of whom.
 * Where there is more than fits, the oldest of what was tried is left out
 * and counted, since the transcript has it.
 */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "story.h"

#define FACTS_MOST 8
#define TRIED_MOST 16
#define COLUMNS 160

/* One line, cut to a width. */
static void add_value(struct str *out, const char *text)
{
	struct str safe = STR_INIT;
	size_t n;

	utf8_add_visible(&safe, text, strcspn(text, "\n"));
	n = utf8_fit(safe.s, safe.len, COLUMNS);
	str_add(out, safe.s, n);
	if (n < safe.len || text[strcspn(text, "\n")])
		str_adds(out, " ...");
	str_release(&safe);
}

static void add_line(struct str *out, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	str_addf(out, "%-12s", label);
	add_value(out, text);
	str_addc(out, '\n');
}

static bool ends_as(const char *node, const char *word)
{
	size_t n, w = strlen(word);

	if (!node)
		return false;
	n = strlen(node);
	return n >= w && strcmp(node + n - w, word) == 0 &&
	       (n == w || node[n - w - 1] == '.');
}

/* Who is affected: the answer at a node named "scope". */
static const char *scope(const struct record *r)
{
	for (size_t i = r->n; i-- > 0;) {
		const struct entry *e = &r->entries[i];

		if (e->state == ENTRY_LIVE && ends_as(e->reply.node, "scope"))
			return e->label ? e->label : e->outcome;
	}
	return NULL;
}

const char *handover_asked(const struct record *r)
{
	const struct now *now = record_now(r);

	for (size_t i = r->n; i-- > 0 && now->node;) {
		const struct reply *reply = &r->entries[i].reply;

		if (reply->kind == REPLY_NOTE && reply->node && reply->text &&
			strcmp(reply->node, now->node) == 0)
			return reply->text;
	}
	return NULL;
}

void handover_missing(const struct record *r, struct str *out)
{
	const struct now *now = record_now(r);
	const char *between = "";

	if (strcmp(now->state, "escalated") != 0)
		return;
	for (size_t i = 0; i < now->missing.n; i++) {
		/* The ticket may have been given for the whole session. */
		if (strcmp(now->missing.s[i], "ticket") == 0 && r->ticket)
			continue;
		str_addf(out, "%s%s", between, now->missing.s[i]);
		between = ", ";
	}
	if (now->question && !handover_asked(r))
		str_addf(out, "%squestion", between);
}

static void add_facts(const struct record *r, struct str *out)
{
	size_t n, shown = 0;
	struct record_fact *facts = record_facts(r, &n);

	if (n > 0)
		str_adds(out, "Facts\n");
	for (size_t i = 0; i < n && shown < FACTS_MOST; i++, shown++) {
		str_addf(out, "  %s = ", facts[i].name);
		add_value(out, story_fact(&facts[i]));
		str_addc(out, '\n');
	}
	if (n > shown)
		str_addf(out, "  and %zu more in the transcript\n", n - shown);
	free(facts);
}

static bool was_tried(const struct entry *e)
{
	return e->state == ENTRY_LIVE &&
	       (e->reply.kind == REPLY_RESULT || e->reply.kind == REPLY_TRIED ||
		       e->role || e->finds.id ||
		       (e->reply.kind == REPLY_CHOICE && e->machine));
}

static void add_tried_one(const struct record *r, const struct entry *e,
	struct str *out)
{
	struct arena a;
	struct story_item item;
	struct str line = STR_INIT;

	arena_init(&a);
	story_tell(r, e, &a, &item);
	str_addf(&line, "%s%s: %s",
		e->reply.kind == REPLY_TRIED             ? "already tried, "
		: e->role && strcmp(e->role, "fix") == 0 ? "fix, "
							 : "",
		item.title ? item.title : "", item.answer ? item.answer : "");
	if (item.finds)
		str_addf(&line, " (cause: %s)", item.finds);
	str_adds(out, "  - ");
	add_value(out, line.s);
	str_addc(out, '\n');
	str_release(&line);
	arena_release(&a);
}

static void add_tried(const struct record *r, struct str *out)
{
	size_t n = 0, left_out, seen = 0;

	for (size_t i = 0; i < r->n; i++)
		n += was_tried(&r->entries[i]);
	left_out = n > TRIED_MOST ? n - TRIED_MOST : 0;
	str_adds(out, n > 0 ? "Tried\n" : "Tried       nothing yet\n");
	if (left_out > 0)
		str_addf(out, "  - %zu earlier ones, see the transcript\n",
			left_out);
	for (size_t i = 0; i < r->n; i++)
		if (was_tried(&r->entries[i]) && seen++ >= left_out)
			add_tried_one(r, &r->entries[i], out);
}

static void add_ruled_out(const struct now *now, struct str *out)
{
	struct str all = STR_INIT;

	for (size_t i = 0; i < now->nruled; i++)
		str_addf(&all, "%s%s", i > 0 ? "; " : "",
			now->ruled[i].title ? now->ruled[i].title
					    : now->ruled[i].id);
	add_line(out, "Ruled out", all.len > 0 ? all.s : "nothing yet");
	str_release(&all);
}

static void add_asked(const struct record *r, struct str *out)
{
	const struct now *now = record_now(r);
	const char *asked = handover_asked(r);
	struct str missing = STR_INIT;

	if (strcmp(now->state, "escalated") == 0)
		add_line(out, "For", now->to ? now->to : "the next level");
	if (now->question)
		add_line(out, "Question", now->question);
	add_line(out, "Asked", asked);
	handover_missing(r, &missing);
	if (missing.len > 0)
		add_line(out, "Missing", missing.s);
	for (size_t i = r->n; i-- > 0 && missing.len > 0;) {
		if (r->entries[i].reply.kind != REPLY_EXPORT)
			continue;
		add_line(out, "Overridden", r->entries[i].reply.text);
		break;
	}
	str_release(&missing);
}

void write_handover(const struct record *r, struct str *out)
{
	struct arena a;
	size_t n;
	struct told *head;
	const char *affected = scope(r);

	arena_init(&a);
	head = story_head(r, &a, &n);
	for (size_t i = 0; i < n; i++)
		if (strcmp(head[i].label, "Cause found") != 0)
			add_line(out, head[i].label, head[i].value);
	add_line(out, "Scope", affected ? affected : "not asked");
	add_facts(r, out);
	add_tried(r, out);
	add_ruled_out(record_now(r), out);
	if (strcmp(head[n - 1].label, "Cause found") == 0)
		add_line(out, "Found", head[n - 1].value);
	else
		add_line(out, "Found", "no cause yet");
	add_asked(r, out);
	arena_release(&a);
}
