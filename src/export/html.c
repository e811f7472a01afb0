/*
 * One page with nothing outside it: no script, no font, no picture. Follows
 * the reader's light or dark setting and prints in black on white.
 */
#include "formats.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "story.h"

static const char head_open[] =
	"<!DOCTYPE html>\n"
	"<html lang=\"en\">\n"
	"<head>\n"
	"<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" "
	"content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<title>";

static const char style[] =
	"</title>\n"
	"<style>\n"
	":root{--bg:#fff;--fg:#1b1b1b;--soft:#5a5a5a;--line:#d0d0d0;"
	"--box:#f4f4f2;--ok:#17642f;--bad:#9c1c1c;--mark:#0b4f8a}\n"
	"@media (prefers-color-scheme:dark){:root{--bg:#16181a;--fg:#e6e6e3;"
	"--soft:#a5a8aa;--line:#3a3e41;--box:#202325;--ok:#7fd397;"
	"--bad:#ff9a92;--mark:#8cc4f5}}\n"
	"body{background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,"
	"sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}\n"
	"h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}\n"
	"h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid "
	"var(--line)}\n"
	"table{border-collapse:collapse;width:100%}\n"
	"th,td{text-align:left;vertical-align:top;padding:.15rem 1rem .15rem "
	"0;overflow-wrap:anywhere}\n"
	"th{font-weight:600;white-space:nowrap;width:1%}\n"
	"td.from,.soft{color:var(--soft)}\n"
	"ol{list-style:none;padding:0;margin:0}\n"
	"li.step{border-top:1px solid var(--line);padding:.6rem 0}\n"
	"li.step:first-child{border-top:0}\n"
	".what{font-weight:600}\n"
	".answer{white-space:pre-line;overflow-wrap:anywhere}\n"
	".answer::before{content:\"\\2192\\00a0\";color:var(--mark)}\n"
	".found{color:var(--bad);font-weight:600}\n"
	".aside{opacity:.65}\n"
	".aside .what{text-decoration:line-through}\n"
	"pre{background:var(--box);border-left:3px solid var(--line);"
	"padding:.5rem .75rem;margin:.4rem 0;white-space:pre-wrap;"
	"overflow-wrap:anywhere;font:.85rem/1.4 ui-monospace,monospace;"
	"max-height:24rem;overflow-y:auto}\n"
	"pre.run{border-left-color:var(--mark)}\n"
	"pre.err{border-left-color:var(--bad)}\n"
	".resolved{color:var(--ok)}.escalated{color:var(--bad)}\n"
	"@media print{:root{--bg:#fff;--fg:#000;--soft:#333;--line:#999;"
	"--box:#fff;--ok:#000;--bad:#000;--mark:#000}body{margin:0;"
	"max-width:none;padding:0;font-size:10.5pt}pre{max-height:none;"
	"overflow:visible}h2{break-after:avoid}li.step{break-inside:avoid-"
	"page}}\n"
	"</style>\n"
	"</head>\n"
	"<body>\n";

static void add_html(struct str *out, const char *text)
{
	for (const char *p = text; *p;) {
		size_t n = strcspn(p, "&<>\"'");

		str_add(out, p, n);
		p += n;
		switch (*p) {
		case '&':
			str_adds(out, "&amp;");
			break;
		case '<':
			str_adds(out, "&lt;");
			break;
		case '>':
			str_adds(out, "&gt;");
			break;
		case '"':
			str_adds(out, "&quot;");
			break;
		case '\'':
			str_adds(out, "&#39;");
			break;
		}
		p += *p != '\0';
	}
}

static void add_visible(struct str *out, const char *text)
{
	struct str safe = STR_INIT;

	utf8_add_visible_lines(&safe, text, strlen(text));
	add_html(out, safe.s);
	str_release(&safe);
}

/* <tag class="kind">text</tag> */
static void add_element(struct str *out, const char *tag, const char *kind,
	const char *text)
{
	str_addf(out, "<%s", tag);
	if (kind)
		str_addf(out, " class=\"%s\"", kind);
	str_addc(out, '>');
	add_visible(out, text);
	str_addf(out, "</%s>", tag);
}

static void add_head(const struct record *r, struct str *out)
{
	struct arena a;
	size_t n;
	struct told *head;
	const char *title = r->title ? r->title : r->tree;

	arena_init(&a);
	head = story_head(r, &a, &n);
	str_adds(out, head_open);
	add_visible(out, title);
	str_adds(out, style);
	add_element(out, "h1", NULL, title);
	str_adds(out, "\n<table>\n");
	for (size_t i = 0; i < n; i++) {
		bool state = strcmp(head[i].label, "State") == 0;

		str_adds(out, "<tr>");
		add_element(out, "th", NULL, head[i].label);
		add_element(out, "td", state ? record_now(r)->state : NULL,
			head[i].value);
		str_adds(out, "</tr>\n");
	}
	str_adds(out, "</table>\n");
	arena_release(&a);
}

static void add_facts(const struct record *r, struct str *out)
{
	size_t n;
	struct record_fact *facts = record_facts(r, &n);

	if (n > 0)
		str_adds(out, "<h2>Facts</h2>\n<table>\n");
	for (size_t i = 0; i < n; i++) {
		str_adds(out, "<tr>");
		add_element(out, "th", NULL, facts[i].name);
		add_element(out, "td", NULL, story_fact(&facts[i]));
		add_element(out, "td", "from",
			facts[i].source ? facts[i].source : "");
		str_adds(out, "</tr>\n");
	}
	if (n > 0)
		str_adds(out, "</table>\n");
	free(facts);
}

static void add_ruled_out(const struct record *r, struct str *out)
{
	const struct now *now = record_now(r);

	if (now->nruled == 0)
		return;
	str_adds(out, "<h2>Ruled out</h2>\n<ul>\n");
	for (size_t i = 0; i < now->nruled; i++) {
		add_element(out, "li", NULL,
			now->ruled[i].title ? now->ruled[i].title
					    : now->ruled[i].id);
		str_addc(out, '\n');
	}
	str_adds(out, "</ul>\n");
}

static void add_line(struct str *out, const char *tag, const char *kind,
	const char *text)
{
	if (!text)
		return;
	add_element(out, tag, kind, text);
	str_addc(out, '\n');
}

static void add_source(struct str *out, const struct story_item *item)
{
	const char *parts[] = {item->machine, item->ran, item->source};
	const char *between = "";

	str_adds(out, "<div class=\"soft\">");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		if (!parts[i])
			continue;
		str_adds(out, between);
		add_visible(out, parts[i]);
		between = " &middot; ";
	}
	str_adds(out, "</div>\n");
}

static void add_item(struct str *out, const struct story_item *item)
{
	str_addf(out,
		"<li class=\"step%s\">\n<div><span class=\"soft\">%zu. %s "
		"%s</span> ",
		item->aside ? " aside" : "", item->number, item->time,
		item->kind);
	if (item->title)
		add_element(out, "span", "what", item->title);
	str_adds(out, "</div>\n");
	add_line(out, "div", "soft", item->aside);
	add_line(out, "pre", "run", item->command);
	add_line(out, "pre", "out", item->out);
	add_line(out, "pre", "err", item->err);
	add_line(out, "div", "answer", item->answer);
	add_line(out, "div", "found", item->finds);
	add_line(out, "div", "note", item->note);
	add_source(out, item);
	str_adds(out, "</li>\n");
}

void write_html(const struct record *r, struct str *out)
{
	add_head(r, out);
	add_facts(r, out);
	add_ruled_out(r, out);
	str_adds(out, "<h2>What was done</h2>\n<ol>\n");
	for (size_t i = 0; i < r->n; i++) {
		struct arena a;
		struct story_item item;

		arena_init(&a);
		if (story_tell(r, &r->entries[i], &a, &item))
			add_item(out, &item);
		arena_release(&a);
	}
	str_adds(out, "</ol>\n</body>\n</html>\n");
}
