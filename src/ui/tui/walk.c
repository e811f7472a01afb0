/*
 * A walk on the screen, from top to bottom: where I am and since when, what
 * was answered, what is asked and why, the options, what to know, the keys.
 * On a wide screen what is known stands beside it.
 */
#include <string.h>

#include "base/utf8.h"
#include "ui/wrap.h"
#include "view.h"

#define WIDE 116 /* columns from which there is a side */
#define SIDE 38

static const struct view *const views[] = {
	[PROMPT_PAGE] = &view_page,
	[PROMPT_CHOICE] = &view_choice,
	[PROMPT_FORM] = &view_form,
	[PROMPT_RUN] = &view_run,
	[PROMPT_END] = &view_end,
};

/* The option that evidence or an earlier answer points to. */
static void select_suggested(struct app *a, const struct prompt *p)
{
	for (size_t i = 0; p->suggestion.there && i < a->menu.n; i++)
		if (a->menu.options[i].does == ROW_CHOICE &&
			p->suggestion.choice &&
			!strcmp(a->menu.options[i].id, p->suggestion.choice))
			a->list.selected = i;
}

void walk_update(struct app *a)
{
	const struct prompt *p = guide_prompt(a->g);
	const struct view *v = views[p->kind];

	if (a->fresh) {
		a->list.selected = 0;
		a->list.scroll = 0;
		if (v->open)
			v->open(a, p);
	}
	menu_start(&a->menu);
	v->menu(a, p, &a->menu);
	if (a->fresh)
		select_suggested(a, p);
	chooser_set(&a->list, a->menu.rows, a->menu.n);
}

/* From four fifths of the time that the tree gives, the clock warns. */
static enum role clock_role(struct app *a)
{
	return guide_late(a->g) == CLOCK_EARLY ? ROLE_BAR : ROLE_CLOCK;
}

void draw_bar(struct app *a, const struct canvas *c, const char *where)
{
	const struct prompt *p = guide_prompt(a->g);
	struct str clock = STR_INIT;
	int x, end = c->cols;
	struct canvas left;

	canvas_fill(c, 0, 0, c->cols, ROLE_BAR);
	if (p) {
		str_addc(&clock, ' ');
		if (a->g->o->ticket)
			str_addf(&clock, "%s  ", a->g->o->ticket);
		guide_clock(a->g, &clock);
		str_addc(&clock, ' ');
		end -= (int)utf8_columns(clock.s, clock.len);
		canvas_text(c, 0, end, clock_role(a), clock.s);
	}
	left = canvas_cut(c, 0, 0, 1, end - 1);
	x = canvas_text(&left, 0, 1, ROLE_BAR, "vpntriage");
	if (p)
		x = canvas_printf(&left, 0, x, ROLE_BAR, " %s %s",
			canvas_glyph(c, GLYPH_ARROW),
			where ? p->tree->id : p->tree->title);
	if (where)
		canvas_printf(&left, 0, x, ROLE_BAR, " %s %s",
			canvas_glyph(c, GLYPH_ARROW), where);
	str_release(&clock);
}

void draw_hint(const struct canvas *c, int y, const char *const (*pairs)[2])
{
	int x = 1;

	for (; pairs && (*pairs)[0]; pairs++) {
		int need =
			(int)(utf8_columns((*pairs)[0], strlen((*pairs)[0])) +
				strlen((*pairs)[1]) + 1);

		if (x + need >= c->cols)
			return;
		x = canvas_text(c, y, x, ROLE_KEY, (*pairs)[0]);
		x = canvas_text(c, y, x + 1, ROLE_DIM, (*pairs)[1]) + 2;
	}
}

/* The actions that fit the prompt, as far as there is room. */
static void draw_keys(const struct canvas *c, int y, const struct prompt *p)
{
	unsigned when = keys_when(p);
	int x = 1;

	for (const struct key_row *r = key_rows; r->action; r++) {
		if (!(r->when & when) || !r->hint)
			continue;
		if (x + (int)strlen(r->hint) + 3 > c->cols)
			return;
		x = canvas_printf(c, y, x, ROLE_KEY, "%c", r->key);
		x = canvas_text(c, y, x + 1, ROLE_DIM, r->hint) + 2;
	}
}

void draw_scroll(const struct canvas *c, int from, int most)
{
	if (from > 0)
		canvas_printf(c, 0, c->cols - 6, ROLE_KEY, "%s PgUp",
			canvas_glyph(c, GLYPH_LESS));
	if (from < most)
		canvas_printf(c, c->rows - 1, c->cols - 16, ROLE_KEY,
			"%s %d more, PgDn", canvas_glyph(c, GLYPH_MORE),
			most - from);
}

static void draw_answer(const struct canvas *c, int y, const struct answered *t)
{
	int width = (int)utf8_columns(t->source, strlen(t->source));
	int end = c->cols - (width < 24 ? width : 24) - 3;
	struct canvas left = canvas_cut(c, y, 0, 1, end), right, title;
	int x;

	x = canvas_printf(&left, 0, 1, t->automatic ? ROLE_SOURCE : ROLE_GOOD,
		"%s ",
		canvas_glyph(c, t->automatic ? GLYPH_ARROW : GLYPH_DONE));
	/* The answer matters more than the question. */
	width = (int)utf8_columns(t->label, strlen(t->label)) + 2;
	if (width > end / 2)
		width = end / 2;
	title = canvas_cut(&left, 0, 0, 1, end - width);
	x = canvas_text(&title, 0, x, ROLE_DIM, t->title);
	canvas_text(&left, 0, x + 1, ROLE_TEXT, t->label);
	right = canvas_cut(c, y, end + 1, 1, c->cols - end - 1);
	canvas_text(&right, 0, 0, ROLE_SOURCE, t->source);
}

/* The newest answers, the last one lowest; gives how many lines. */
static int draw_trail(struct app *a, const struct canvas *c, int most)
{
	size_t n, live = 0, skip;
	const struct answered *t = guide_trail(a->g, &n);
	int y = 0;

	for (size_t i = 0; i < n; i++)
		live += t[i].live;
	skip = live > (size_t)most ? live - (size_t)most : 0;
	for (size_t i = 0; i < n; i++) {
		if (!t[i].live)
			continue;
		if (skip > 0) {
			skip--;
			continue;
		}
		draw_answer(c, y++, &t[i]);
	}
	return y;
}

static int side_known(struct app *a, struct page *p)
{
	const struct facts *f = engine_facts(a->g->engine);

	if (f->n == 0)
		return 0;
	page_blank(p);
	page_text(p, ROLE_HEAD, 0, "Known");
	for (size_t i = 0; i < f->n; i++) {
		const struct var *v = engine_var(a->g->engine, f->list[i].name);

		page_lead(p, ROLE_DIM, f->list[i].name, ROLE_TEXT,
			v && v->type == VAR_SECRET ? "(secret)"
						   : f->list[i].value);
	}
	return 1;
}

static void draw_side(struct app *a, const struct canvas *c)
{
	size_t n;
	const struct answered *t = guide_trail(a->g, &n);
	struct page p = {0};

	for (int y = 0; y < c->rows; y++)
		canvas_text(c, y, 0, ROLE_FRAME, canvas_glyph(c, GLYPH_SIDE));
	page_start(&p, c, c->cols - 3);
	page_text(&p, ROLE_HEAD, 0, "So far");
	for (size_t i = 0; i < n; i++) {
		if (!t[i].live)
			continue;
		page_lead(&p, t[i].automatic ? ROLE_SOURCE : ROLE_GOOD,
			canvas_glyph(c,
				t[i].automatic ? GLYPH_ARROW : GLYPH_DONE),
			ROLE_DIM, t[i].title);
		page_text(&p, ROLE_TEXT, 2, t[i].label);
		page_text(&p, ROLE_SOURCE, 2, t[i].source);
	}
	if (n == 0)
		page_text(&p, ROLE_DIM, 0, "Nothing was answered yet.");
	side_known(a, &p);
	struct canvas inner = canvas_cut(c, 0, 2, c->rows, c->cols - 3);
	page_draw(&p, &inner, page_most(&p, inner.rows));
	page_release(&p);
}

static void suggestion_text(const struct prompt *p, struct str *out)
{
	const struct suggestion *s = &p->suggestion;

	if (!s->there)
		return;
	str_addf(out, "%s%s%s: Enter takes it",
		s->earlier ? "answered before" : "known", s->source ? ", " : "",
		s->source ? s->source : "");
}

/* Above the keys; what is longer than a line takes the lines above as well,
 * for a reason that is cut off is none. */
void draw_say(const struct canvas *c, enum role role, const char *text)
{
	struct lines l = {0};
	int y;

	wrap_text(&l, text, strlen(text), (size_t)c->cols - 2);
	y = c->rows - 1 - (int)(l.n < 3 ? l.n : 3);
	for (size_t i = 0; i < l.n && i < 3; i++, y++) {
		canvas_fill(c, y, 0, c->cols, ROLE_TEXT);
		canvas_bytes(c, y, 1, role,
			(struct piece){text + l.list[i].start, l.list[i].len});
	}
	lines_release(&l);
}

static void draw_status(struct app *a, const struct canvas *c,
	const struct prompt *p)
{
	struct str text = STR_INIT;
	bool told = a->g->say.len > 0;

	if (told)
		str_adds(&text, a->g->say.s);
	else
		suggestion_text(p, &text);
	if (text.len == 0 && p->kind != PROMPT_END)
		told = guide_clock_warning(a->g, &text);
	if (text.len)
		draw_say(c,
			!told           ? ROLE_SOURCE
			: a->g->trouble ? ROLE_BAD
					: ROLE_STATUS,
			text.s);
	str_release(&text);
}

/* Body, what the view draws itself, and the menu share the rows there are:
 * the menu and the fields first, for they are what is answered. */
static void draw_middle(struct app *a, const struct canvas *c,
	const struct prompt *p)
{
	const struct view *v = views[p->kind];
	int own = v->height ? v->height(a, c->cols) : 0;
	int menu = chooser_height(a->menu.rows, a->menu.n, c->cols);
	int body, most = c->rows - 3;
	struct canvas at;

	page_start(&a->page, c, c->cols - 2);
	v->body(a, p, &a->page);
	if (own > most - menu)
		own = most - menu > 3 ? most - menu : 3;
	if (menu + own > most - 3 && (int)a->page.n > most - menu - own)
		menu = most * 6 / 10 - own > 3 ? most * 6 / 10 - own : 3;
	body = c->rows - menu - own - 1;
	if (body > (int)a->page.n)
		body = (int)a->page.n;
	a->body_rows = body;
	if (a->scroll > page_most(&a->page, body))
		a->scroll = page_most(&a->page, body);
	at = canvas_cut(c, 0, 1, body, c->cols - 1);
	page_draw(&a->page, &at, a->scroll);
	/* On the blank line below, where it covers nothing. */
	at = canvas_cut(c, 0, 1, body + 1, c->cols - 1);
	draw_scroll(&at, a->scroll, page_most(&a->page, body));
	if (own > 0) {
		at = canvas_cut(c, body + 1, 0, own, c->cols);
		v->draw(a, &at);
	}
	at = canvas_cut(c, body + own + 1, 0, c->rows - body - own - 1,
		c->cols);
	a->list.passive = a->focus < a->nfields;
	chooser_draw(&a->list, a->menu.rows, &at);
	if (own > 0 && a->focus < a->nfields) { /* the cursor is up there */
		at = canvas_cut(c, body + 1, 0, own, c->cols);
		v->draw(a, &at);
	}
}

/* The trail has up to a fifth of the rows, less when the page is long. */
static int trail_rows(struct app *a, const struct canvas *c,
	const struct prompt *p)
{
	int most = c->rows < 20 ? 1 : c->rows < 30 ? 3 : 6;
	const struct view *v = views[p->kind];
	int need = chooser_height(a->menu.rows, a->menu.n, c->cols);

	page_start(&a->page, c, c->cols - 2);
	v->body(a, p, &a->page);
	need += (int)a->page.n + (v->height ? v->height(a, c->cols) : 0);
	while (most > 1 && need + most + 5 > c->rows)
		most--;
	return most;
}

static const char *const typing_hints[][2] = {{"Enter", "next"},
	{"Esc", "options"}, {"F1", "help"}, {"Alt-b", "back"},
	{"Alt-n", "note"}, {"Ctrl-Q", "quit"}, {NULL, NULL}};

void walk_draw(struct app *a, const struct canvas *c)
{
	const struct prompt *p = guide_prompt(a->g);
	bool wide = c->cols >= WIDE;
	int most = trail_rows(a, c, p), y;
	struct canvas main = canvas_cut(c, 1, 0, c->rows - 3,
		wide ? c->cols - SIDE : c->cols);
	struct canvas rest;

	draw_bar(a, c, NULL);
	y = wide ? 0 : draw_trail(a, &main, most);
	if (y > 0)
		canvas_rule(&main, y++, 0, ROLE_FRAME, main.cols);
	else if (c->rows >= 20)
		y++;
	rest = canvas_cut(&main, y, 0, main.rows - y, main.cols);
	draw_middle(a, &rest, p);
	if (wide) {
		rest = canvas_cut(c, 1, c->cols - SIDE, c->rows - 3, SIDE);
		draw_side(a, &rest);
	}
	draw_status(a, c, p);
	if (a->focus < a->nfields)
		draw_hint(c, c->rows - 1, typing_hints);
	else
		draw_keys(c, c->rows - 1, p);
}

static void take(struct app *a, const struct prompt *p, size_t row)
{
	const struct option o = a->menu.options[row];
	const struct view *v = views[p->kind];

	switch (o.does) {
	case ROW_CHOICE:
		if (guide_choose(a->g, o.id))
			app_moved(a);
		break;
	case ROW_NEXT:
		if (v->next)
			v->next(a, p);
		break;
	case ROW_ACTION:
		app_act(a, o.action);
		break;
	case ROW_TREE:
	case ROW_FILE:
	case ROW_SESSION:
	case ROW_OTHER:
		break;
	}
}

static bool scroll(struct app *a, const struct event *e)
{
	int most = page_most(&a->page, a->body_rows);

	if (event_is(e, KEYS_PAGE_DOWN))
		a->scroll += a->body_rows > 1 ? a->body_rows - 1 : 1;
	else if (event_is(e, KEYS_PAGE_UP))
		a->scroll -= a->body_rows > 1 ? a->body_rows - 1 : 1;
	else
		return false;
	if (a->scroll > most)
		a->scroll = most;
	if (a->scroll < 0)
		a->scroll = 0;
	return true;
}

static bool global(struct app *a, const struct prompt *p, const struct event *e)
{
	if (e->kind == EVENT_PASTE) {
		paste_take(a, "paste", e->text, e->len);
		return true;
	}
	if (e->kind != EVENT_KEY || e->ctrl)
		return false;
	if (e->key == KEYS_LEFT || e->key == KEYS_BACKSPACE) {
		app_act(a, ACTION_BACK);
		return true;
	}
	if (e->key < 0x80) {
		enum action act = keys_action((char)e->key, keys_when(p));

		app_act(a, act);
		return act != ACTION_NONE;
	}
	return false;
}

bool walk_event(struct app *a, const struct event *e)
{
	const struct prompt *p = guide_prompt(a->g);
	const struct view *v = views[p->kind];

	if (scroll(a, e))
		return true;
	if (v->event && v->event(a, p, e))
		return true;
	str_reset(&a->g->say);
	a->g->trouble = false;
	switch (chooser_event(&a->list, a->menu.rows, e)) {
	case CHOOSER_MOVED:
		return true;
	case CHOOSER_CHOSEN:
		take(a, p, a->list.selected);
		return true;
	case CHOOSER_NOTHING:
		break;
	}
	return global(a, p, e);
}
