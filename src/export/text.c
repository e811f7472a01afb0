/* Plain text for a ticket that knows no markup. */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "story.h"

/* Every line of `text` behind `before`, controls made visible. */
static void add_lines(struct str *out, const char *before, const char *text)
{
	const char *end = text + strlen(text);

	while (text < end) {
		const char *line = text;
		size_t n = strcspn(line, "\n");

		str_adds(out, before);
		utf8_add_visible(out, line, n);
		str_addc(out, '\n');
		text = line + n + (n < (size_t)(end - line));
	}
}

static void add_head(const struct record *r, struct str *out)
{
	struct arena a;
	size_t n;
	struct told *head;

	arena_init(&a);
	head = story_head(r, &a, &n);
	for (size_t i = 0; i < n; i++) {
		str_addf(out, "%-13s", head[i].label);
		utf8_add_visible(out, head[i].value, strlen(head[i].value));
		str_addc(out, '\n');
	}
	arena_release(&a);
}

static void add_facts(const struct record *r, struct str *out)
{
	size_t n;
	struct record_fact *facts = record_facts(r, &n);

	if (n > 0)
		str_adds(out, "\nFACTS\n");
	for (size_t i = 0; i < n; i++) {
		const char *value = story_fact(&facts[i]);

		str_addf(out, "  %-18s ", facts[i].name);
		utf8_add_visible(out, value, strlen(value));
		if (facts[i].source) {
			str_adds(out, "  [");
			utf8_add_visible(out, facts[i].source,
				strlen(facts[i].source));
			str_addc(out, ']');
		}
		str_addc(out, '\n');
	}
	free(facts);
}

static void add_ruled_out(const struct record *r, struct str *out)
{
	const struct now *now = record_now(r);

	if (now->nruled > 0)
		str_adds(out, "\nRULED OUT\n");
	for (size_t i = 0; i < now->nruled; i++)
		add_lines(out, "  ",
			now->ruled[i].title ? now->ruled[i].title
					    : now->ruled[i].id);
}

static void add_detail(struct str *out, const char *label, const char *text)
{
	if (!text)
		return;
	str_addf(out, "     %s: ", label);
	utf8_add_visible(out, text, strlen(text));
	str_addc(out, '\n');
}

static void add_item(struct str *out, const struct story_item *item)
{
	str_addf(out, "%3zu. %s  %s", item->number, item->time, item->kind);
	if (item->title) {
		str_adds(out, ": ");
		utf8_add_visible(out, item->title, strlen(item->title));
	}
	str_addc(out, '\n');
	if (item->aside)
		str_addf(out, "     (%s)\n", item->aside);
	add_detail(out, "on", item->machine);
	if (item->command)
		add_lines(out, "     > ", item->command);
	if (item->out)
		add_lines(out, "     | ", item->out);
	if (item->err)
		add_lines(out, "     ! ", item->err);
	add_detail(out, "ran", item->ran);
	if (item->answer)
		add_lines(out, "     = ", item->answer);
	add_detail(out, "from", item->source);
	add_detail(out, "remark", item->note);
	add_detail(out, "cause found", item->finds);
}

void write_text(const struct record *r, struct str *out)
{
	add_head(r, out);
	add_facts(r, out);
	add_ruled_out(r, out);
	if (r->n > 0)
		str_adds(out, "\nWHAT WAS DONE\n");
	for (size_t i = 0; i < r->n; i++) {
		struct arena a;
		struct story_item item;

		arena_init(&a);
		if (story_tell(r, &r->entries[i], &a, &item))
			add_item(out, &item);
		arena_release(&a);
	}
}
