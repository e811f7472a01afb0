/*
 * What leaves the house, looked at before it does: the format, names or
 * tokens, what was replaced, then one file.
 */
#include <string.h>

#include "export/export.h"
#include "view.h"

static const char *const hints[][2] = {{"Tab", "format"},
	{"r", "names or tokens"}, {"o", "write a file"}, {"c", "copy"},
	{"Esc", "back"}, {NULL, NULL}};

static void read_again(struct app *a)
{
	const struct guide_export what = {
		exporters[a->exporter].name, a->names, NULL};

	str_reset(&a->text);
	str_reset(&a->report);
	if (!guide_preview(a->g, &what, &a->text, &a->report))
		str_adds(&a->text, "This session is not kept: there is nothing "
				   "to export.");
	a->pscroll = 0;
}

static void open_transcript(struct app *a)
{
	read_again(a);
	a->draft_now = DRAFT_NOTE;
}

static int draw_head(struct app *a, const struct canvas *c)
{
	const struct exporter *e = &exporters[a->exporter];
	struct str lacks = STR_INIT;
	int x = canvas_text(c, 0, 0, ROLE_DIM, "Format ");

	for (const struct exporter *i = exporters; i->name; i++) {
		x = canvas_text(c, 0, x, i == e ? ROLE_SELECTED : ROLE_TEXT,
			i->name);
		x = canvas_text(c, 0, x, ROLE_TEXT, " ");
	}
	canvas_text(c, 1, 0, a->names ? ROLE_WARN : ROLE_GOOD,
		a->names ? "With all names and addresses: only for people who "
			   "may see them"
			 : "Names, addresses and secrets are tokens");
	guide_lacks(a->g, e->name, &lacks);
	if (lacks.len)
		canvas_printf(c, 2, 0, ROLE_BAD, "It lacks: %s", lacks.s);
	str_release(&lacks);
	canvas_cursor(c, 0, 0);
	return 4;
}

static void draw_ask(struct app *a, const struct canvas *c)
{
	bool reason = a->draft_now == DRAFT_TRIED;
	struct canvas box = canvas_cut(c, c->rows - 1, 0, 1, c->cols);

	canvas_fill(c, c->rows - 2, 0, c->cols, ROLE_TEXT);
	canvas_text(c, c->rows - 2, 0, ROLE_TITLE,
		reason ? "It lacks something. Why does it go all the same?"
		       : "Into which file? It must be a new one.");
	edit_draw(reason ? &a->reason : &a->draft[DRAFT_FILE], &box, true);
}

static void draw(struct app *a, const struct canvas *c)
{
	struct page *pg = &a->ppage;
	struct canvas rest;
	int y = draw_head(a, c);

	page_start(pg, c, c->cols);
	if (a->report.len) {
		page_text(pg, ROLE_HEAD, 0, "Replaced before it leaves");
		page_text(pg, ROLE_DIM, 2, a->report.s);
		page_blank(pg);
	}
	page_text(pg, ROLE_TEXT, 0, a->text.s);
	rest = canvas_cut(c, y, 0, c->rows - y, c->cols);
	a->pbody_rows = rest.rows;
	if (a->pscroll > page_most(pg, rest.rows))
		a->pscroll = page_most(pg, rest.rows);
	page_draw(pg, &rest, a->pscroll);
	draw_scroll(&rest, a->pscroll, page_most(pg, rest.rows));
	if (a->draft_now != DRAFT_NOTE)
		draw_ask(a, c);
}

static void ask_file(struct app *a)
{
	const struct exporter *e = &exporters[a->exporter];
	struct str name = STR_INIT, lacks = STR_INIT;
	const char *id = guide_session(a->g);

	a->draft_now =
		guide_lacks(a->g, e->name, &lacks) && a->reason.text.len == 0
			? DRAFT_TRIED
			: DRAFT_FILE;
	str_addf(&name, "%s.%s", id ? id : "session", e->suffix);
	edit_set(&a->draft[DRAFT_FILE], name.s);
	str_release(&name);
	str_release(&lacks);
}

static void write_it(struct app *a)
{
	const struct guide_export what = {exporters[a->exporter].name, a->names,
		a->reason.text.len ? a->reason.text.s : NULL};

	if (guide_export(a->g, &what, a->draft[DRAFT_FILE].text.s)) {
		a->draft_now = DRAFT_NOTE;
		edit_set(&a->reason, "");
	}
}

static bool ask_event(struct app *a, const struct event *e)
{
	bool reason = a->draft_now == DRAFT_TRIED;

	if (event_is(e, KEYS_ESC))
		a->draft_now = DRAFT_NOTE;
	else if (event_is(e, KEYS_ENTER) && reason)
		ask_file(a);
	else if (event_is(e, KEYS_ENTER))
		write_it(a);
	else
		edit_event(reason ? &a->reason : &a->draft[DRAFT_FILE], e);
	return true;
}

static void copy(struct app *a)
{
	struct str say = STR_INIT;

	clipboard_copy(&a->clip, a->text.s, a->text.len, &a->output, &say);
	guide_tell(a->g, "%s", say.s);
	str_release(&say);
}

static bool event(struct app *a, const struct event *e)
{
	if (a->draft_now != DRAFT_NOTE)
		return ask_event(a, e);
	if (panel_scroll(a, e))
		return true;
	if (event_is(e, KEYS_TAB) || event_is(e, KEYS_RIGHT)) {
		a->exporter =
			exporters[a->exporter + 1].name ? a->exporter + 1 : 0;
		read_again(a);
	} else if (event_is(e, 'r')) {
		a->names = !a->names;
		read_again(a);
	} else if (event_is(e, 'o') || event_is(e, KEYS_ENTER)) {
		ask_file(a);
	} else if (event_is(e, 'c')) {
		copy(a);
	} else if (event_is(e, KEYS_ESC) || event_is(e, 'q')) {
		panel_close(a);
	}
	return true;
}

const struct panel panel_transcript = {
	"transcript", hints, open_transcript, draw, event};
