/*
 * Markdown (CommonMark with tables left out, since ticket systems differ):
 * headings, lists, fenced blocks. Text from outside cannot become markup.
 */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "story.h"

/* One line of words: everything that could be markup is escaped. */
static void add_words(struct str *out, const char *text)
{
	struct str safe = STR_INIT;

	utf8_add_visible(&safe, text, strlen(text));
	for (const char *p = safe.s; *p; p++) {
		bool first = p == safe.s;

		if (strchr("\\`*_[]<>|~&", *p) || (first && strchr("#+-=", *p)))
			str_addc(out, '\\');
		str_addc(out, *p);
	}
	str_release(&safe);
}

/* A number and a dot at the start of a line would be a list. */
static void add_paragraph(struct str *out, const char *before, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");
		size_t digits = strspn(text, "0123456789");
		struct str line = STR_INIT;

		str_adds(out, before);
		str_add(&line, text, n);
		if (digits > 0 && digits < n && strchr(".)", text[digits])) {
			str_add(out, text, digits);
			str_addc(out, '\\');
			add_words(out, line.s + digits);
		} else {
			add_words(out, line.s);
		}
		str_release(&line);
		text += n;
		if (*text)
			text++;
		str_adds(out, *text ? "  \n" : "\n");
	}
}

/* The longest run of backquotes decides how long the fence must be. */
static void add_block(struct str *out, const char *indent, const char *language,
	const char *text)
{
	size_t longest = 2, run = 0;

	for (const char *p = text; *p; p++) {
		run = *p == '`' ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	str_addf(out, "\n%s", indent);
	for (size_t i = 0; i <= longest; i++)
		str_addc(out, '`');
	str_addf(out, "%s\n", language);
	while (*text) {
		size_t n = strcspn(text, "\n");

		str_adds(out, indent);
		utf8_add_visible(out, text, n);
		str_addc(out, '\n');
		text += n + (text[n] != '\0');
	}
	str_adds(out, indent);
	for (size_t i = 0; i <= longest; i++)
		str_addc(out, '`');
	str_adds(out, "\n\n");
}

static void add_row(struct str *out, const char *label, const char *value)
{
	str_addf(out, "- **%s:** ", label);
	add_words(out, value);
	str_addc(out, '\n');
}

static void add_head(const struct record *r, struct str *out)
{
	struct arena a;
	size_t n;
	struct told *head;

	arena_init(&a);
	head = story_head(r, &a, &n);
	str_adds(out, "# ");
	add_words(out, r->title ? r->title : r->tree);
	str_adds(out, "\n\n");
	for (size_t i = 0; i < n; i++)
		add_row(out, head[i].label, head[i].value);
	arena_release(&a);
}

static void add_facts(const struct record *r, struct str *out)
{
	size_t n;
	struct record_fact *facts = record_facts(r, &n);

	if (n > 0)
		str_adds(out, "\n## Facts\n\n");
	for (size_t i = 0; i < n; i++) {
		str_adds(out, "- ");
		add_words(out, facts[i].name);
		str_adds(out, ": **");
		add_words(out, story_fact(&facts[i]));
		str_adds(out, "**");
		if (facts[i].source) {
			str_adds(out, " (");
			add_words(out, facts[i].source);
			str_addc(out, ')');
		}
		str_addc(out, '\n');
	}
	free(facts);
}

static void add_ruled_out(const struct record *r, struct str *out)
{
	const struct now *now = record_now(r);

	if (now->nruled > 0)
		str_adds(out, "\n## Ruled out\n\n");
	for (size_t i = 0; i < now->nruled; i++) {
		str_adds(out, "- ");
		add_words(out, now->ruled[i].title ? now->ruled[i].title
						   : now->ruled[i].id);
		str_addc(out, '\n');
	}
}

/* Deep enough for items up to 9999, not so deep that a fence in item 1 would
 * be taken for code. */
#define INSIDE "      "

static void add_detail(struct str *out, const char *label, const char *text)
{
	if (!text)
		return;
	str_addf(out, INSIDE "*%s:* ", label);
	add_words(out, text);
	str_adds(out, "  \n");
}

static void add_item(struct str *out, const struct story_item *item)
{
	str_addf(out, "\n%zu. %s%s**%s**", item->number, item->time,
		*item->time ? " " : "", item->kind);
	if (item->title) {
		str_adds(out, ": ");
		add_words(out, item->title);
	}
	str_adds(out, "  \n");
	add_detail(out, "note", item->aside);
	add_detail(out, "on", item->machine);
	if (item->command)
		add_block(out, INSIDE, "", item->command);
	if (item->out)
		add_block(out, INSIDE, "text", item->out);
	if (item->err)
		add_block(out, INSIDE, "text", item->err);
	add_detail(out, "ran", item->ran);
	if (item->answer) {
		str_adds(out, INSIDE "**→** ");
		add_paragraph(out, "", item->answer);
		str_truncate(out, out->len - 1);
		str_adds(out, "  \n");
	}
	add_detail(out, "from", item->source);
	add_detail(out, "remark", item->note);
	add_detail(out, "cause found", item->finds);
}

void write_markdown(const struct record *r, struct str *out)
{
	add_head(r, out);
	add_facts(r, out);
	add_ruled_out(r, out);
	if (r->n > 0)
		str_adds(out, "\n## What was done\n");
	for (size_t i = 0; i < r->n; i++) {
		struct arena a;
		struct story_item item;

		arena_init(&a);
		if (story_tell(r, &r->entries[i], &a, &item))
			add_item(out, &item);
		arena_release(&a);
	}
}
