/* The pages that only show: help from the table of keys, answers, facts. */
#include <string.h>

#include "view.h"

static const char *const read_hints[][2] = {
	{"Esc", "back"}, {"Up Down PgUp PgDn", "scroll"}, {NULL, NULL}};
static const char *const list_hints[][2] = {
	{"Enter", "go back to it"}, {"Esc", "stay here"}, {NULL, NULL}};

static bool is_leave(const struct event *e)
{
	return event_is(e, KEYS_ESC) || event_is(e, 'q') ||
	       event_is(e, KEYS_LEFT) || event_is(e, KEYS_BACKSPACE);
}

static bool read_event(struct app *a, const struct event *e)
{
	if (panel_scroll(a, e))
		return true;
	if (is_leave(e) || event_is(e, KEYS_ENTER) || event_is(e, '?') ||
		event_is(e, KEYS_F1))
		panel_close(a);
	return true;
}

static void draw_page(struct app *a, const struct canvas *c)
{
	a->pbody_rows = c->rows;
	if (a->pscroll > page_most(&a->ppage, c->rows))
		a->pscroll = page_most(&a->ppage, c->rows);
	page_draw(&a->ppage, c, a->pscroll);
	draw_scroll(c, a->pscroll, page_most(&a->ppage, c->rows));
	canvas_cursor(c, 0, 0);
}

/* --- help --- */

static void keys_of(struct page *pg, unsigned when)
{
	for (const struct key_row *r = key_rows; r->action; r++) {
		char key[4] = {' ', r->key, ' ', 0};

		if (r->when & when)
			page_lead(pg, ROLE_KEY, key, ROLE_TEXT, r->help);
	}
}

static void help_walk(struct app *a, struct page *pg, const struct prompt *p)
{
	page_text(pg, ROLE_HEAD, 0, "Answering");
	page_text(pg, ROLE_TEXT, 1,
		"Up and Down choose, Enter takes; or press an option's number "
		"or letter at once. PgUp and PgDn read a long page.");
	page_blank(pg);
	page_text(pg, ROLE_HEAD, 0, "Keys here");
	keys_of(pg, keys_when(p));
	page_lead(pg, ROLE_KEY, " Ctrl-Q ", ROLE_TEXT,
		"leave from anywhere, also while typing; nothing is lost");
	page_lead(pg, ROLE_KEY, " Ctrl-Z ", ROLE_TEXT,
		"to the shell; fg comes back");
	page_lead(pg, ROLE_KEY, " Ctrl-L ", ROLE_TEXT, "draw again");
	if (p->kind == PROMPT_FORM)
		page_text(pg, ROLE_TEXT, 1,
			"While typing, Esc leads to the options, where "
			"letters are keys again; Alt with a letter works at "
			"once.");
	page_blank(pg);
	page_text(pg, ROLE_HEAD, 0, "Pasting");
	page_text(pg, ROLE_TEXT, 1,
		"An event, a command's output or a collector's file may be "
		"pasted at any place: what it decides is answered by itself.");
}

static void help_start(struct page *pg)
{
	page_text(pg, ROLE_HEAD, 0, "Starting");
	page_text(pg, ROLE_TEXT, 1,
		"Paste whatever there is: an error message, an event as text "
		"or XML, the output of a command. Or type an error number in "
		"any notation (853, 0x355, -2146762495), some words, or the "
		"name of a file.");
	page_text(pg, ROLE_TEXT, 1,
		"The trees that fit come first; Enter opens the one under the "
		"cursor.");
	page_blank(pg);
	page_lead(pg, ROLE_KEY, " Ctrl-Q ", ROLE_TEXT, "leave");
	page_lead(pg, ROLE_KEY, " Ctrl-Z ", ROLE_TEXT,
		"to the shell; fg comes back");
}

static void draw_help(struct app *a, const struct canvas *c)
{
	const struct prompt *p = guide_prompt(a->g);

	page_start(&a->ppage, c, c->cols);
	if (p)
		help_walk(a, &a->ppage, p);
	else
		help_start(&a->ppage);
	page_blank(&a->ppage);
	page_text(&a->ppage, ROLE_HEAD, 0, "Marks");
	page_lead(&a->ppage, ROLE_GOOD, canvas_glyph(c, GLYPH_DONE), ROLE_TEXT,
		"answered by a person or a check");
	page_lead(&a->ppage, ROLE_SOURCE, canvas_glyph(c, GLYPH_ARROW),
		ROLE_TEXT, "taken from evidence; its source stands beside it");
	draw_page(a, c);
}

const struct panel panel_help = {
	"help", read_hints, NULL, draw_help, read_event};

/* --- history --- */

static void open_history(struct app *a)
{
	size_t n;
	const struct answered *t = guide_trail(a->g, &n);

	menu_start(&a->pmenu);
	for (size_t i = 0; i < n; i++) {
		struct str remark = STR_INIT;

		str_adds(&remark, t[i].label);
		if (!t[i].live)
			str_adds(&remark, " (set aside)");
		if (t[i].note)
			str_addf(&remark, ". %s", t[i].note);
		menu_add(&a->pmenu,
			&(struct row){.number = (int)i + 1,
				.label = arena_strdup(&a->pmenu.arena,
					t[i].title),
				.remark =
					arena_strdup(&a->pmenu.arena, remark.s),
				.right = arena_strdup(&a->pmenu.arena,
					t[i].source),
				.role = t[i].live ? ROLE_TEXT : ROLE_DIM},
			&(struct option){
				.does = ROW_OTHER, .number = t[i].number});
		str_release(&remark);
	}
	chooser_set(&a->plist, a->pmenu.rows, a->pmenu.n);
	if (n > 0)
		a->plist.selected = n - 1;
}

static void draw_history(struct app *a, const struct canvas *c)
{
	if (a->pmenu.n == 0) {
		canvas_text(c, 0, 0, ROLE_TEXT, "Nothing was answered yet.");
		canvas_cursor(c, 0, 0);
		return;
	}
	chooser_draw(&a->plist, a->pmenu.rows, c);
}

static bool history_event(struct app *a, const struct event *e)
{
	if (chooser_event(&a->plist, a->pmenu.rows, e) == CHOOSER_CHOSEN) {
		size_t number = a->pmenu.options[a->plist.selected].number;

		panel_close(a);
		if (guide_jump(a->g, number))
			app_moved(a);
		return true;
	}
	if (is_leave(e) || event_is(e, 'h'))
		panel_close(a);
	return true;
}

const struct panel panel_history = {
	"history", list_hints, open_history, draw_history, history_event};

/* --- facts and suspects --- */

static void bar(struct page *pg, const struct canvas *c, double share)
{
	struct str s = STR_INIT;
	int full = (int)(share * 20 + 0.5);

	for (int i = 0; i < 20; i++)
		str_adds(&s,
			canvas_glyph(c, i < full ? GLYPH_FULL : GLYPH_REST));
	str_addf(&s, " %3.0f %%", share * 100);
	page_text(pg, ROLE_SOURCE, 4, s.s);
	str_release(&s);
}

static void suspects(struct app *a, struct page *pg, const struct canvas *c)
{
	size_t n;
	const struct suspect *s = engine_suspects(a->g->engine, &n);

	if (n == 0)
		return;
	page_blank(pg);
	page_text(pg, ROLE_HEAD, 0,
		"Suspects (from estimates and the answers so far)");
	for (size_t i = 0; i < n; i++) {
		page_printf(pg,
			s[i].found       ? ROLE_GOOD
			: s[i].ruled_out ? ROLE_DIM
					 : ROLE_TEXT,
			2, "%s%s", s[i].cause->title,
			s[i].found       ? ": found"
			: s[i].ruled_out ? ": ruled out"
					 : "");
		if (!s[i].ruled_out)
			bar(pg, c, s[i].weight);
	}
}

static void draw_facts(struct app *a, const struct canvas *c)
{
	const struct facts *f =
		a->g->engine ? engine_facts(a->g->engine) : NULL;
	struct page *pg = &a->ppage;

	page_start(pg, c, c->cols);
	page_text(pg, ROLE_HEAD, 0, "Known");
	for (size_t i = 0; f && i < f->n; i++) {
		const struct fact *x = &f->list[i];
		const struct var *v = engine_var(a->g->engine, x->name);
		struct str text = STR_INIT;

		str_addf(&text, "%s  (%s)",
			v && v->type == VAR_SECRET ? "(secret)" : x->value,
			x->source ? x->source : "you");
		page_lead(pg, ROLE_SOURCE, x->name, ROLE_TEXT, text.s);
		str_release(&text);
	}
	if (!f || f->n == 0)
		page_text(pg, ROLE_DIM, 2, "Nothing yet.");
	if (f)
		suspects(a, pg, c);
	draw_page(a, c);
}

const struct panel panel_facts = {
	"facts", read_hints, NULL, draw_facts, read_event};
